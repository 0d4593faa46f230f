package dev.kvclient.kuzzle.internal.http;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What can go wrong between here and the server, as exceptions. */
public final class HttpFailures {
    private HttpFailures() {}

    /**
     * A request without an answer.
     *
     * @param where the server, as it is shown
     * @param sent whether any of the request can have left
     */
    public static KvException of(Throwable e, String where, boolean sent) {
        if (e instanceof KvException known) {
            return known;
        }
        if (!(e instanceof IOException)) {
            return broken(e, sent);
        }
        if (sent) {
            return e instanceof InterruptedIOException
                    ? new KvTimeoutException(Failure.of(Outcome.UNKNOWN, where + " did not answer in time")
                            .retryable(true)
                            .cause(e))
                    : new KvConnectionException(Failure.of(
                                    Outcome.UNKNOWN, "the connection to " + where + " broke before the answer was read")
                            .retryable(true)
                            .cause(e));
        }
        if (e instanceof UnknownHostException) {
            return notSent("the host of " + where + " is not known", e);
        }
        if (e instanceof InterruptedIOException) {
            return notSent("no connection to " + where + " in time", e);
        }
        if (e instanceof SSLException) {
            return notSent("no TLS connection to " + where, e);
        }
        return notSent("no connection to " + where, e);
    }

    /** A fault of ours. Without the cause where that may repeat what a request holds. */
    public static KvProtocolException broken(@Nullable Throwable e, boolean sent) {
        return new KvProtocolException(
                Failure.of(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, "the request could not be carried out")
                        .cause(e));
    }

    static KvProtocolException tooLong(int status, long limit) {
        return new KvProtocolException(
                Failure.of(Outcome.UNKNOWN, "the answer has more than " + limit + " bytes, the most that is read")
                        .backend("kuzzle")
                        .status(status));
    }

    private static KvConnectionException notSent(String problem, Throwable cause) {
        return new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, problem).retryable(true).cause(cause));
    }
}
