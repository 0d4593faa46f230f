package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.ndb.engine.Datasets;
import dev.kvclient.testkit.ndb.engine.Engine;
import dev.kvclient.testkit.ndb.engine.SessionEngine;
import dev.kvclient.testkit.ndb.engine.StatusEngine;
import dev.kvclient.testkit.websocket.LoopbackSockets;
import dev.kvclient.testkit.websocket.NamedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A NemesisDB in this process, for tests: a real WebSocket server on the loopback address that gives the answers which
 * were recorded from v0.4, v0.5 and v0.9. Commands are executed one after the other.
 *
 * <p>Like the real one it holds everything in memory: a stop loses all keys and sessions, and only what was saved can
 * be loaded again. Use {@link #dropConnections()} for a reconnect that finds the data.
 *
 * <pre>{@code
 * try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_5).start()) {
 *     connect(server.url());
 *     server.faults().on(Faults.command("KV_SET"), Fault.dropAfterExecuting()).once();
 * }
 * }</pre>
 *
 * <p>Safe for several threads. All its threads are daemons whose names begin with {@code ndb-}, and none is left after
 * {@link #close()}.
 */
public final class NdbServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NdbServer.class);

    /** Closing takes milliseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Short beside what a test waits for, so that an answer which has to be reminded of does not show. */
    private static final long REMIND_MILLIS = 2;

    private static final int NORMAL_CLOSE = 1000;

    private final NdbServerBuilder settings;
    private final Counters counters = new Counters();
    private final Faults faults = new Faults(this::flushAll);
    private final Datasets datasets = new Datasets();
    private final Random tokens;
    private final Dispatcher dispatcher;
    private final NamedThreads timerThreads = new NamedThreads("ndb-server-timer");
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, timerThreads);
    private final List<ScheduledFuture<?>> sweeps = new ArrayList<>();
    private volatile NdbVersion version;
    private volatile boolean died;
    private int port;
    private @Nullable Listener listener;
    private boolean closed;

    NdbServer(NdbServerBuilder settings) {
        this.settings = settings;
        version = settings.version;
        port = settings.port;
        tokens = new Random(settings.tokenSeed);
        scheduler.setRemoveOnCancelPolicy(true);
        dispatcher = new Dispatcher(faults, counters, scheduler, new Dispatcher.End() {
            @Override
            public void stop(Listener process) {
                end(process, false);
            }

            @Override
            public void die(Listener process) {
                died = true;
                end(process, true);
            }
        });
    }

    /**
     * Starts a v0.9 on a free port.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException when no port could be bound
     */
    public static NdbServer start() {
        return builder().start();
    }

    /** Returns a builder with the default settings. */
    public static NdbServerBuilder builder() {
        return new NdbServerBuilder();
    }

    /** Returns the port, the same over every {@link #restart()}. */
    public synchronized int port() {
        return port;
    }

    /** Returns which server it is. */
    public NdbVersion version() {
        return version;
    }

    /**
     * Returns the address for a client: {@code ndb://127.0.0.1:port?generation=session}, or {@code status}; with TLS it
     * begins with {@code ndbs://}.
     */
    public String url() {
        return (settings.tls == null ? "ndb" : "ndbs") + "://127.0.0.1:" + port() + "?generation="
                + version.generation();
    }

    /** Returns the switches that make it fail. */
    public Faults faults() {
        return faults;
    }

    /** Returns how many frames have arrived, malformed ones included; pings do not count. */
    public long requestsSeen() {
        return counters.requests();
    }

    /**
     * Returns how many requests for a command have arrived.
     *
     * @param command {@code KV_SET}, for instance; empty for frames that held no command
     */
    public long requestsSeen(String command) {
        return counters.seen(Objects.requireNonNull(command, "command"));
    }

    /** Returns how many requests for a command were executed without an error, answered or not. */
    public long executed(String command) {
        return counters.executedOf(Objects.requireNonNull(command, "command"));
    }

    /** Returns how many connections were upgraded since the first start. */
    public long connectionsAccepted() {
        return counters.connections();
    }

    /** Returns how many connections are open now. */
    public synchronized int connections() {
        return listener == null ? 0 : listener.connections();
    }

    /**
     * Returns what is stored under a key, as JSON, past network and faults; of several sessions that have the key, the
     * oldest one's. Empty while stopped.
     */
    public synchronized Optional<String> value(String key) {
        return listener == null ? Optional.empty() : listener.engine().value(key);
    }

    /** Returns the number of keys, those of all sessions together; 0 while stopped. */
    public synchronized long keyCount() {
        return listener == null ? 0 : listener.engine().keyCount();
    }

    /** Removes all keys, sessions, arrays and lists. What was saved stays. */
    public synchronized void clearData() {
        if (listener != null) {
            listener.engine().clear();
        }
    }

    /**
     * Returns whether it has died since its last start, of a command that kills a real server or of a fault. The
     * connections are cut then, and nobody listens any more.
     */
    public boolean died() {
        return died;
    }

    /** Cuts every connection, without a close frame; the server goes on. */
    public synchronized void dropConnections() {
        if (listener != null) {
            listener.cutAll();
        }
    }

    /**
     * Stops listening as on SIGTERM: every connection is closed with code 1000, commands under way get no answer, keys
     * and sessions are gone. Does nothing when stopped.
     */
    public synchronized void stop() {
        end(false);
    }

    /** Stops listening as a killed server does: every connection is cut. Does nothing when stopped. */
    public synchronized void kill() {
        end(true);
    }

    /**
     * Starts again on the same port, without keys and sessions, with what was saved; {@linkplain #kill() kills} it
     * first when it is running.
     *
     * @throws java.io.UncheckedIOException when someone else has taken the port
     * @throws IllegalStateException after {@link #close()}
     */
    public void restart() {
        restart(version);
    }

    /**
     * Starts again as another version.
     *
     * @throws java.io.UncheckedIOException when someone else has taken the port
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized void restart(NdbVersion as) {
        Objects.requireNonNull(as, "as");
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        kill();
        version = as;
        open();
    }

    /** Stops for good, within a few seconds at most. Does nothing when closed. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            kill();
            scheduler.shutdownNow();
        }
        // Without the lock, for which the timer may be waiting.
        try {
            timerThreads.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void open() {
        died = false;
        Engine engine = version == NdbVersion.V0_9
                ? new StatusEngine(settings.persistence, datasets)
                : new SessionEngine(
                        version == NdbVersion.V0_5, settings.nanoTime, settings.persistence, datasets, tokens);
        LoopbackSockets sockets = new LoopbackSockets(
                "ndb-server",
                (adapter, drafts) -> new Connection(adapter, drafts, faults),
                faults::refusesConnections,
                settings.tls);
        Listener opened = new Listener(settings, port, version, engine, sockets, faults, counters, dispatcher);
        try {
            opened.open();
        } catch (RuntimeException failed) {
            opened.halt();
            throw failed;
        }
        port = opened.getPort();
        listener = opened;
        Duration idle = settings.idleTimeout;
        long every = Math.max(1, Math.min(idle.toMillis() / 20, 1000));
        sweeps.add(scheduler.scheduleWithFixedDelay(() -> opened.sweepIdle(idle), every, every, TimeUnit.MILLISECONDS));
        sweeps.add(scheduler.scheduleWithFixedDelay(
                opened::remindOfWriting, REMIND_MILLIS, REMIND_MILLIS, TimeUnit.MILLISECONDS));
    }

    private void end(boolean cut) {
        sweeps.forEach(sweep -> sweep.cancel(false));
        sweeps.clear();
        if (listener != null) {
            if (cut) {
                listener.halt();
            } else {
                listener.halt(NORMAL_CLOSE);
            }
            listener = null;
        }
        faults.forgetHeld();
    }

    /** Ends the process by itself. Its own threads cannot wait for themselves, so the timer's does. */
    private void end(Listener process, boolean cut) {
        process.freeze();
        if (cut) {
            process.cutAll();
        }
        try {
            scheduler.execute(() -> {
                synchronized (this) {
                    if (listener == process) {
                        end(cut);
                    }
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("the server is being closed anyway");
        }
    }

    private void flushAll() {
        Listener open;
        synchronized (this) {
            open = listener;
        }
        if (open != null) {
            open.flushAll();
        }
    }
}
