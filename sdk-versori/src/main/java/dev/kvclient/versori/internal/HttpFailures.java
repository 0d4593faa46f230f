package dev.kvclient.versori.internal;

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
final class HttpFailures {
    private HttpFailures() {}

    /**
     * A request without an answer.
     *
     * @param where the server, as it is shown
     * @param sent whether any of the request can have left
     */
    static KvException of(IOException e, String where, boolean sent) {
        Throwable fault = e.getCause();
        if (e.getClass() == IOException.class && (fault instanceof RuntimeException || fault instanceof Error)) {
            // What an interceptor threw, as OkHttp tells it.
            return broken(fault, sent);
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
            return notSent("the host of " + where + " is not known", true, e);
        }
        if (e instanceof InterruptedIOException) {
            return notSent("no connection to " + where + " in time", true, e);
        }
        if (e instanceof SSLException) {
            return notSent("no TLS connection to " + where, true, e);
        }
        return notSent("no connection to " + where, true, e);
    }

    static KvException withdrawn() {
        return notSent("withdrawn before it was sent", false, null);
    }

    static KvException notOpen() {
        return notSent("the backend is not connected", true, null);
    }

    /** A fault of ours, or of an interceptor of the application's. */
    static KvException broken(Throwable e, boolean sent) {
        return new KvProtocolException(
                Failure.of(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, "the request could not be carried out")
                        .cause(e));
    }

    static KvException tooLong(int status, long limit) {
        return new KvProtocolException(Failure.of(
                        Outcome.UNKNOWN,
                        "the answer has more than " + limit + " bytes, of which maxAnswerBytes lets no more be read")
                .backend("versori")
                .status(status));
    }

    private static KvException notSent(String problem, boolean retryable, @Nullable Throwable cause) {
        return new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, problem).retryable(retryable).cause(cause));
    }
}
