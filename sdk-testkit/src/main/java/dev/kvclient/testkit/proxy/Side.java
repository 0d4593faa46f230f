package dev.kvclient.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the two sockets of a connection. Used on the thread of the loop only. */
final class Side {
    private static final Logger LOG = LoggerFactory.getLogger(Side.class);

    private final SocketChannel channel;
    private final SelectionKey key;

    Side(ProxyLoop loop, SocketChannel channel, ProxyConnection owner) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = loop.register(channel, 0, ready -> owner.ready(this));
    }

    SocketChannel channel() {
        return channel;
    }

    void want(int operation, boolean wanted) {
        if (key.isValid()) {
            int before = key.interestOps();
            int after = wanted ? before | operation : before & ~operation;
            if (after != before) {
                key.interestOps(after);
            }
        }
    }

    boolean isReady(int operation) {
        return key.isValid() && (key.readyOps() & operation) != 0;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Says that nothing more comes; reads on, so that what still arrives does not make a reset of it. */
    void endOutput() {
        try {
            channel.shutdownOutput();
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        } catch (IOException gone) {
            LOG.debug("nobody left to be told of the end", gone);
            close();
        }
    }

    /** Reads and drops what has arrived, and closes after the last. */
    void drain(ByteBuffer buffer) {
        try {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                close();
            }
        } catch (IOException gone) {
            LOG.debug("ended by the other side", gone);
            close();
        }
    }

    /** Closes it in a way that the other end takes for a reset. */
    void reset() {
        if (channel.isOpen()) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException gone) {
                LOG.debug("reset by the other side already", gone);
            }
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a socket cannot be closed", e);
        }
    }
}
