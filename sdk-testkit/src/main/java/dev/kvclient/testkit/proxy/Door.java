package dev.kvclient.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port: listening, or closed so that who connects is refused. Used on the thread of the loop once it runs. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    /** As many as the system lets wait for being accepted. */
    private static final int BACKLOG = 1024;

    private final ProxyLoop loop;
    private final Consumer<SocketChannel> visitors;
    private final int port;
    private @Nullable ServerSocketChannel listener;
    private @Nullable SocketChannel reservation;

    /**
     * An open door.
     *
     * @param port 0 for any
     * @throws UncheckedIOException when the port cannot be bound
     */
    Door(ProxyLoop loop, int port, Consumer<SocketChannel> visitors) {
        this.loop = loop;
        this.visitors = visitors;
        ServerSocketChannel first = listen(port);
        listener = first;
        this.port = first.socket().getLocalPort();
    }

    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    int port() {
        return port;
    }

    boolean isOpen() {
        return listener != null;
    }

    void open() {
        if (listener == null) {
            cancelReservation();
            listener = listen(port);
        }
    }

    void shut() {
        if (listener != null) {
            close(listener);
            listener = null;
            // The socket of a registered channel is closed by the selector.
            loop.finishClosing();
            reserve();
        }
    }

    /** For good. */
    void remove() {
        cancelReservation();
        if (listener != null) {
            close(listener);
            listener = null;
        }
    }

    private ServerSocketChannel listen(int wanted) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(loopback(), wanted), BACKLOG);
                loop.register(channel, SelectionKey.OP_ACCEPT, key -> accept(channel));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + wanted, e);
        }
    }

    /**
     * Binds the port without listening: who connects is refused as by a free port. A port that is really free may be
     * taken by any outgoing connection of this machine, even by the very one that is being refused, which then finds
     * itself connected to itself.
     */
    private void reserve() {
        try {
            SocketChannel bound = SocketChannel.open();
            reservation = bound;
            bound.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            bound.bind(new InetSocketAddress(loopback(), port));
        } catch (IOException e) {
            LOG.debug("the port of a fault proxy stays free while it is closed", e);
            cancelReservation();
        }
    }

    private void cancelReservation() {
        if (reservation != null) {
            close(reservation);
            reservation = null;
        }
    }

    private void accept(ServerSocketChannel channel) {
        try {
            for (SocketChannel client = channel.accept(); client != null; client = channel.accept()) {
                visitors.accept(client);
            }
        } catch (IOException e) {
            LOG.debug("a connection was gone before it was accepted", e);
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket cannot be closed", e);
        }
    }
}
