package dev.kvclient.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * What the library gets for a socket: connected and, for {@code wss}, past its TLS handshake. The library does not
 * apply TLS to a socket that it was given, so it must never see the raw one.
 */
final class JoinedSocket extends Socket {
    private final Socket raw;
    private final InputStream in;
    private final OutputStream out;

    /**
     * Makes one.
     *
     * @param raw the TCP socket, which is what {@link #close()} closes: closing a TLS socket waits for a blocked write
     * @param in where the library reads
     * @param out where the library writes
     */
    JoinedSocket(Socket raw, InputStream in, OutputStream out) {
        this.raw = raw;
        this.in = in;
        this.out = out;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    /** Without the lock of the parent: closing must not wait for anybody. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws IOException {
        raw.close();
    }

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        raw.setTcpNoDelay(on);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        raw.setReuseAddress(on);
    }
}
