package dev.kvclient.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of a proxy and what is in force for them. Used on the thread of the loop only. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** What is read at a time at most. One buffer for all: what cannot be written at once is copied. */
    private static final int BUFFER_BYTES = 128 << 10;

    private final ProxyLoop loop;
    private final Tally tally;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Set<ProxyConnection> open = new LinkedHashSet<>();
    private final Set<ProxyConnection> ending = new LinkedHashSet<>();
    private List<FaultInForce> inForce = List.of();
    private InetSocketAddress target;
    private boolean silent;
    private long newest;

    Connections(ProxyLoop loop, Tally tally, InetSocketAddress target) {
        this.loop = loop;
        this.tally = tally;
        this.target = target;
    }

    ProxyLoop loop() {
        return loop;
    }

    Tally tally() {
        return tally;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    long newest() {
        return newest;
    }

    void target(InetSocketAddress address) {
        target = address;
    }

    /** All that were not cut, the oldest first. */
    List<ProxyConnection> open() {
        return List.copyOf(open);
    }

    Shape shape(Direction direction, long connection) {
        return Shape.of(inForce, direction, connection);
    }

    void accept(SocketChannel client) {
        tally.accepted();
        try {
            SocketChannel server = SocketChannel.open();
            ProxyConnection connection = new ProxyConnection(this, ++newest, client, server);
            open.add(connection);
            if (!silent) {
                connection.connect(target);
            }
        } catch (IOException e) {
            LOG.warn("a connection cannot be proxied", e);
            closeQuietly(client);
        }
    }

    private static void closeQuietly(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket cannot be closed", e);
        }
    }

    void reshape(List<FaultInForce> now) {
        inForce = List.copyOf(now);
        silent = now.stream().anyMatch(each -> each.fault().kind() == NetworkFault.Kind.SILENT);
        for (ProxyConnection each : open()) {
            each.reshape();
            if (!silent) {
                each.connect(target);
            }
        }
    }

    void cutAll(Cut how) {
        open().forEach(each -> each.cutNow(how));
    }

    void cutOldest(Cut how) {
        open.stream().findFirst().ifPresent(each -> each.cutNow(how));
    }

    /** It was cut, and its sockets are yet to be closed. */
    void ended(ProxyConnection connection) {
        open.remove(connection);
        ending.add(connection);
    }

    void closed(ProxyConnection connection) {
        open.remove(connection);
        ending.remove(connection);
    }

    void closeAll() {
        List<ProxyConnection> all = new ArrayList<>(open);
        all.addAll(ending);
        all.forEach(ProxyConnection::close);
    }
}
