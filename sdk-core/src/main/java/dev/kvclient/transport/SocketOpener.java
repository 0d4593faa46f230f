package dev.kvclient.transport;

import dev.kvclient.spi.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the socket of one attempt: look-up of the host, TCP or a proxy, and for {@code wss} TLS with the host checked
 * against the certificate (RFC 2818) and named to the server (RFC 6066, 3). Blocks; whoever wants to end that closes
 * the socket it was given to hold.
 */
final class SocketOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SocketOpener.class);

    private final URI endpoint;
    private final Optional<SSLContext> sslContext;
    private final Optional<Proxy> proxy;
    private final Holder holder;
    private final TimeSource time;
    private final long deadline;

    /** Is given each raw socket before it is connected. */
    @FunctionalInterface
    interface Holder {
        /**
         * Keeps the socket, so that it can be closed from outside.
         *
         * @throws SocketException if the attempt was given up; the socket is closed then
         */
        void hold(Socket raw) throws IOException;
    }

    /** The streams of an open socket, past TLS if there is any, and the TCP socket below. */
    static final class Opened {
        final Socket raw;
        final InputStream in;
        final OutputStream out;

        Opened(Socket raw, InputStream in, OutputStream out) {
            this.raw = raw;
            this.in = in;
            this.out = out;
        }
    }

    /**
     * Prepares an opening.
     *
     * @param endpoint where to
     * @param settings TLS and proxy
     * @param timeout the bound of each step that the platform can bound; that of the whole is the caller's
     * @param time tells how much of it is left
     * @param holder is given the raw socket
     */
    SocketOpener(URI endpoint, WebSocketSettings settings, Duration timeout, TimeSource time, Holder holder) {
        this.endpoint = endpoint;
        this.sslContext = settings.sslContext();
        this.proxy = settings.proxy();
        this.holder = holder;
        this.time = time;
        this.deadline = time.nanoTime() + timeout.toNanos();
    }

    Opened open() throws IOException {
        Socket raw = connect();
        raw.setTcpNoDelay(true);
        if (!Endpoints.isTls(endpoint)) {
            return new Opened(raw, raw.getInputStream(), raw.getOutputStream());
        }
        SSLSocket tls = handshake(raw);
        return new Opened(raw, tls.getInputStream(), tls.getOutputStream());
    }

    private Socket connect() throws IOException {
        String host = Endpoints.host(endpoint);
        int port = Endpoints.port(endpoint);
        if (proxy.isPresent() && proxy.get().type() != Proxy.Type.DIRECT) {
            // The proxy looks the name up: only it may know it.
            return connect(new Socket(proxy.get()), InetSocketAddress.createUnresolved(host, port), remainingMillis());
        }
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
        IOException failure = null;
        for (int i = 0; i < addresses.size(); i++) {
            Socket raw = proxy.isPresent() ? new Socket(proxy.get()) : new Socket();
            try {
                int share = Math.max(1, remainingMillis() / (addresses.size() - i));
                return connect(raw, new InetSocketAddress(addresses.get(i), port), share);
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure == null ? new SocketException("no address") : failure;
    }

    private Socket connect(Socket raw, InetSocketAddress address, int millis) throws IOException {
        try {
            holder.hold(raw);
            // Also bounds each read of the talk with a proxy.
            raw.setSoTimeout(millis);
            raw.connect(address, millis);
            raw.setSoTimeout(0);
            return raw;
        } catch (IOException e) {
            closeQuietly(raw);
            throw e;
        }
    }

    private SSLSocket handshake(Socket raw) throws IOException {
        String host = Endpoints.host(endpoint);
        SSLSocket tls =
                (SSLSocket) context().getSocketFactory().createSocket(raw, host, Endpoints.port(endpoint), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!Endpoints.isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        tls.setSSLParameters(parameters);
        raw.setSoTimeout(remainingMillis());
        tls.startHandshake();
        raw.setSoTimeout(0);
        return tls;
    }

    private SSLContext context() throws IOException {
        if (sslContext.isPresent()) {
            return sslContext.get();
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("the platform has no default SSLContext", e);
        }
    }

    private int remainingMillis() throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - time.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("no time is left");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a socket failed", e);
        }
    }
}
