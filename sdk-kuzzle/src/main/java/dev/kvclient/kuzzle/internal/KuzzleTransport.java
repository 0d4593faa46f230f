package dev.kvclient.kuzzle.internal;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import java.util.concurrent.CompletionStage;

/** How messages come to the server and their answers back. The methods without text are those of the backend. */
interface KuzzleTransport {
    /**
     * Sends a message as soon as there is a place for it: with the token of the sign-in, unless it is one that goes
     * {@linkplain KuzzleMessage#isUnsigned without}. Any failure is the attempt's.
     */
    <T> void send(KuzzleMessage<T> message, WireAttempt<T> attempt);

    /**
     * The time source of the client.
     *
     * @throws NullPointerException before it is opened
     */
    TimeSource time();

    /** Has the token that the messages carry. */
    SignIn signIn();

    /**
     * Who is told of what the server sends by itself.
     *
     * @throws KvUnsupportedException if it can send nothing this way, as over HTTP
     */
    default Notifications notifications() {
        throw new KvUnsupportedException(
                Failure.of(Outcome.NOT_SENT, "notifications come over a WebSocket (kuzzle://), and not over HTTP")
                        .backend("kuzzle"));
    }

    CompletionStage<Void> open(BackendContext context);

    ConnectionState state();

    CompletionStage<Boolean> renew(KvAuthException refused);

    void credentials(Credentials value);

    void tryNow();

    void close();
}
