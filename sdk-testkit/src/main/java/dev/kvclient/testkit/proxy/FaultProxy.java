package dev.kvclient.testkit.proxy;

import dev.kvclient.spi.TimeSource;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy that fails on demand. It listens on 127.0.0.1 and passes on to a server, whatever that speaks, byte for
 * byte, until a {@link NetworkFault} is begun.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.inFrontOf(server.port())) {
 *     connect("127.0.0.1", proxy.port());
 *     proxy.begin(NetworkFault.cut(Cut.RST));
 *     try (FaultInForce slow = proxy.begin(NetworkFault.delay(Direction.TO_CLIENT, Duration.ofMillis(50)))) {
 *         ...
 *     }
 *     FaultPlayback playback = proxy.play(FaultScript.seeded(42)...);
 *     playback.awaitEnd(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>Safe for several threads. A fault is in force when {@link #begin} returns: it applies to all bytes that the proxy
 * has not yet passed on. One daemon thread does it all; it ends with {@link #close}.
 *
 * <p>Who knows Toxiproxy: {@code refuse} is {@code down}, {@code delay} is {@code latency}, {@code limit} is
 * {@code bandwidth}, {@code trickle} is {@code slicer}, {@code swallow} is {@code timeout}, {@code cut(RST)} is
 * {@code reset_peer}, {@code cutAfter} is {@code limit_data}, {@code TO_SERVER} is upstream.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);

    private final Tally tally = new Tally();
    private final List<FaultInForce> inForce = new CopyOnWriteArrayList<>();
    private final Set<FaultPlayback> playbacks = ConcurrentHashMap.newKeySet();
    private final ProxyLoop loop;
    private final Connections connections;
    private final Door door;
    private volatile InetSocketAddress target;

    private FaultProxy(InetSocketAddress target, int port) {
        this.target = target;
        loop = new ProxyLoop("kv-fault-proxy", this::closeAll);
        connections = new Connections(loop, tally, target);
        try {
            door = new Door(loop, port, connections::accept);
        } catch (UncheckedIOException e) {
            loop.discard();
            throw e;
        }
    }

    /**
     * Starts a proxy in front of a server on this machine, 127.0.0.1, on a port of its own.
     *
     * @param port the server's
     * @throws UncheckedIOException when no port can be had
     */
    public static FaultProxy inFrontOf(int port) {
        return inFrontOf(new InetSocketAddress(Door.loopback(), port), 0);
    }

    /**
     * Starts a proxy in front of a server. It need not run yet: while it does not, connections are accepted and reset.
     *
     * @param server its address, resolved
     * @param port where to listen, on 127.0.0.1; 0 for any; may be that of a proxy that was closed before
     * @throws IllegalArgumentException if the address is not resolved
     * @throws UncheckedIOException when the port cannot be had
     */
    public static FaultProxy inFrontOf(InetSocketAddress server, int port) {
        FaultProxy proxy = new FaultProxy(resolved(server), port);
        proxy.loop.start();
        return proxy;
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host: " + address.getHostString());
        }
        return address;
    }

    /** Returns the port of 127.0.0.1 on which it listens: the same one as long as it lives, refusals included. */
    public int port() {
        return door.port();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(Door.loopback(), port());
    }

    /**
     * From now on, connects new connections to another server, or to one that has come back on another port.
     *
     * @param server its address, resolved
     * @throws IllegalArgumentException if the address is not resolved
     * @throws IllegalStateException if the proxy is closed
     */
    public void target(InetSocketAddress server) {
        InetSocketAddress address = resolved(server);
        loop.call(() -> {
            target = address;
            connections.target(address);
            return true;
        });
    }

    /**
     * Puts a fault in force, or has it happen if it is a cut.
     *
     * @return the fault, to end it; of a cut there is nothing to end
     * @throws IllegalStateException if the proxy is closed
     */
    public FaultInForce begin(NetworkFault fault) {
        Objects.requireNonNull(fault, "fault");
        return loop.call(() -> beginNow(fault));
    }

    private FaultInForce beginNow(NetworkFault fault) {
        LOG.debug("begins: {}", fault);
        tally.begun();
        FaultInForce begun = new FaultInForce(fault, connections.newest(), this::end);
        switch (fault.kind()) {
            case CUT -> connections.cutAll(fault.how());
            case CUT_ONE -> connections.cutOldest(fault.how());
            default -> {
                inForce.add(begun);
                change();
            }
        }
        loop.finishClosing();
        return begun;
    }

    private void end(FaultInForce fault) {
        loop.callUnlessClosed(() -> {
            if (inForce.remove(fault)) {
                LOG.debug("ends: {}", fault);
                change();
                loop.finishClosing();
            }
        });
    }

    /** Ends every playback and every fault: it is transparent and accepts. Connections stay. */
    public void clear() {
        loop.callUnlessClosed(() -> {
            inForce.clear();
            playbacks.forEach(FaultPlayback::finish);
            change();
            loop.finishClosing();
        });
    }

    private void change() {
        connections.reshape(inForce);
        boolean refuses = inForce.stream().anyMatch(each -> each.fault().kind() == NetworkFault.Kind.REFUSE);
        if (!refuses) {
            door.open();
        } else if (door.isOpen()) {
            door.shut();
            tally.refusing();
        }
    }

    /**
     * Plays a script, in real time.
     *
     * @return the playback, to await or stop
     * @throws IllegalStateException if the proxy is closed
     */
    public FaultPlayback play(FaultScript script) {
        return play(script, loop);
    }

    /**
     * Plays a script by a time of its own, {@link dev.kvclient.testkit.ManualTime} for instance. Pauses within faults,
     * as of a delay, are always in real time.
     *
     * @return the playback, to await or stop
     * @throws IllegalStateException if the proxy is closed
     */
    public FaultPlayback play(FaultScript script, TimeSource time) {
        FaultPlayback playback = new FaultPlayback(script, loop, time, this::beginNow, playbacks::remove);
        return loop.call(() -> {
            playbacks.add(playback);
            playback.start();
            return playback;
        });
    }

    /** Returns the connections that were neither ended nor cut, the oldest first; none when the proxy is closed. */
    public List<ProxyConnection> connections() {
        List<ProxyConnection> open = new ArrayList<>();
        loop.callUnlessClosed(() -> open.addAll(connections.open()));
        return List.copyOf(open);
    }

    /** Returns the faults in force, in the order in which they began. */
    public List<NetworkFault> inForce() {
        return inForce.stream().map(FaultInForce::fault).toList();
    }

    /** Returns what it has seen and done; what somebody has received is counted. */
    public ProxyCounters counters() {
        // Between two writes: else a receiver could be faster than the count.
        loop.callUnlessClosed(() -> {});
        return tally.counters();
    }

    /**
     * Closes the port and all connections, and ends the thread; within 5 seconds on a machine in trouble, otherwise at
     * once. Idempotent.
     */
    @Override
    public void close() {
        loop.close();
    }

    private void closeAll() {
        // First, so that the end of a refusal does not open the port once more.
        inForce.clear();
        playbacks.forEach(FaultPlayback::finish);
        door.remove();
        connections.closeAll();
    }

    @Override
    public String toString() {
        return "FaultProxy[" + port() + " -> " + target + ", in force: " + inForce() + "]";
    }
}
