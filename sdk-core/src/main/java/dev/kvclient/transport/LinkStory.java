package dev.kvclient.transport;

import dev.kvclient.error.KvException;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What was seen of a link, from which to tell why it ended when nobody here ended it. Safe for use by many threads. */
final class LinkStory {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final URI endpoint;
    private volatile @Nullable WatchedInput in;
    private volatile int status;
    private boolean closing;
    private boolean byServer;
    private int code;
    private @Nullable String reason;
    private @Nullable Exception error;

    LinkStory(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Where the bytes come from. */
    void readsFrom(WatchedInput input) {
        this.in = input;
    }

    /** The HTTP status of the answer to the upgrade. */
    void status(int value) {
        this.status = value;
    }

    /** A close frame came ({@code remote}), or the library found that it cannot go on. */
    synchronized void closing(int closeCode, @Nullable String why, boolean remote) {
        if (!closing) {
            closing = true;
            byServer = remote;
            code = closeCode;
            reason = why;
        }
    }

    /** The library met an exception; the first one counts. */
    synchronized void error(Exception e) {
        if (error == null) {
            error = e;
        }
    }

    /**
     * The end of the story.
     *
     * @param handedOver the last frame that was handed to the socket
     * @param cause why it was ended here; null if it was not
     * @param upgraded whether there was a channel
     */
    synchronized Loss loss(long handedOver, @Nullable KvException cause, boolean upgraded) {
        KvException because = cause != null ? cause : upgraded ? broken() : notConnected();
        Loss loss = Loss.of(handedOver, because);
        return upgraded && closing && byServer ? loss.closeCode(code) : loss;
    }

    private KvException broken() {
        String where = "the connection to " + Endpoints.show(endpoint);
        if (closing && byServer) {
            return Failures.broken(where + " was closed by the server: " + code + printable(reason), error);
        }
        if (closing) {
            return Failures.broken(where + " broke, for what came in is not acceptable: " + code, error);
        }
        IOException failure = readFailure();
        if (failure != null) {
            return Failures.broken(where + " broke: " + Failures.words(failure), failure);
        }
        return Failures.broken(where + " was ended by the server without a close frame", error);
    }

    private KvException notConnected() {
        if (status != 0 && status != SWITCHING_PROTOCOLS) {
            return Failures.upgradeRefused(endpoint, status);
        }
        if (closing) {
            return Failures.notWebSocket(endpoint, error);
        }
        IOException failure = readFailure();
        if (failure != null) {
            return Failures.opening(endpoint, failure);
        }
        return Failures.notConnected(Endpoints.show(endpoint) + " ended the connection during the upgrade", error);
    }

    private @Nullable IOException readFailure() {
        WatchedInput input = in;
        return input == null ? null : input.failure();
    }

    /** The server's words, which may hold anything but must not break a log line. */
    private static String printable(@Nullable String words) {
        return words == null || words.isEmpty() ? "" : " " + words.replaceAll("\\p{Cntrl}", " ");
    }
}
