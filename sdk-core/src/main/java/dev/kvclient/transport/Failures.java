package dev.kvclient.transport;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The exceptions of this package, in one place. */
final class Failures {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private Failures() {}

    /** No connection could be made. */
    static KvConnectionException notConnected(String problem, @Nullable Throwable cause) {
        return new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, problem).retryable(true).cause(cause));
    }

    /** A connection that was there is gone. */
    static KvConnectionException broken(String problem, @Nullable Throwable cause) {
        return new KvConnectionException(
                Failure.of(Outcome.UNKNOWN, problem).retryable(true).cause(cause));
    }

    static KvConnectionException channelCut(@Nullable KvException because) {
        return new KvConnectionException(Failure.of(Outcome.NOT_SENT, "there is no connection")
                .retryable(true)
                .cause(because));
    }

    static KvTimeoutException connectTimeout(URI endpoint, Duration timeout) {
        return new KvTimeoutException(Failure.of(
                        Outcome.NOT_SENT,
                        "no connection to " + Endpoints.show(endpoint) + " within " + timeout.toMillis() + " ms")
                .retryable(true));
    }

    static KvClosedException closed() {
        return new KvClosedException(Failure.of(Outcome.NOT_SENT, "the client is closed"));
    }

    static KvTooLargeException tooLarge(int length, int limit) {
        return new KvTooLargeException(Failure.of(
                Outcome.NOT_SENT, "a request of " + length + " bytes is over the limit of " + limit + " bytes"));
    }

    /** What kept a socket from being opened: name look-up, TCP, proxy, TLS. */
    static KvException opening(URI endpoint, IOException e) {
        String where = Endpoints.show(endpoint);
        if (e instanceof UnknownHostException) {
            return notConnected("the host of " + where + " is not known", e);
        }
        if (e instanceof SocketTimeoutException) {
            return new KvTimeoutException(Failure.of(Outcome.NOT_SENT, where + " did not answer in time")
                    .retryable(true)
                    .cause(e));
        }
        if (e instanceof ConnectException) {
            return notConnected("no connection to " + where + ": " + words(e), e);
        }
        if (e instanceof SSLException) {
            // A certificate does not become another one by asking again.
            return new KvConnectionException(
                    Failure.of(Outcome.NOT_SENT, "no TLS connection to " + where + ": " + words(e))
                            .retryable(!hasCertificateProblem(e))
                            .cause(e));
        }
        return notConnected("no connection to " + where + ": " + words(e), e);
    }

    /** The server answered the request for an upgrade with another HTTP status than 101. */
    static KvException upgradeRefused(URI endpoint, int status) {
        Failure failure = Failure.of(
                        Outcome.NOT_SENT,
                        Endpoints.show(endpoint) + " refused the WebSocket upgrade with HTTP status " + status)
                .status(status);
        if (status == UNAUTHORIZED) {
            return new KvAuthException(failure, KvAuthException.Reason.UNAUTHENTICATED);
        }
        if (status == FORBIDDEN) {
            return new KvAuthException(failure, KvAuthException.Reason.FORBIDDEN);
        }
        return new KvConnectionException(failure.retryable(true));
    }

    static KvProtocolException notWebSocket(URI endpoint, @Nullable Throwable cause) {
        return new KvProtocolException(
                Failure.of(Outcome.NOT_SENT, Endpoints.show(endpoint) + " does not answer as a WebSocket server does")
                        .cause(cause));
    }

    /** The exception of a failed {@link FrameProtocol#opened}, out of the wrapping of futures. */
    static KvException signIn(Throwable thrown) {
        Throwable e = Futures.cause(thrown);
        return e instanceof KvException known ? known : notConnected("the sign-in failed", e);
    }

    /** What an exception of the platform says; some say nothing. */
    static String words(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static boolean hasCertificateProblem(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
