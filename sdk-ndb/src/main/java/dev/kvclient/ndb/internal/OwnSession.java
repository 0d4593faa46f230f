package dev.kvclient.ndb.internal;

import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.FutureAttempt;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The session of the client itself, of generation A: shared by all who use its name, made when it is first needed, and
 * made again when somebody has ended it. Safe for use by many threads.
 */
final class OwnSession {
    private final NdbConnection connection;
    private @Nullable CompletableFuture<NdbToken> token;

    OwnSession(NdbConnection connection) {
        this.connection = connection;
    }

    /** Its token; asked for on that line if it is not known. */
    CompletionStage<NdbToken> token(AnswerLine line) {
        CompletableFuture<NdbToken> asked;
        synchronized (this) {
            CompletableFuture<NdbToken> known = token;
            if (known != null && !known.isCompletedExceptionally()) {
                return known;
            }
            asked = new CompletableFuture<>();
            token = asked;
        }
        // In its turn, as any request: on a server that answers out of turn only one may be on its way.
        line.submit(open(), null, new FutureAttempt<>(asked));
        return asked;
    }

    /** The server does not know that token any more. */
    synchronized void ended(NdbToken gone) {
        CompletableFuture<NdbToken> known = token;
        if (known != null && known.isDone() && !known.isCompletedExceptionally() && gone.equals(known.join())) {
            token = null;
        }
    }

    /** The connection is gone, and with it perhaps the server's memory. */
    synchronized void forget() {
        token = null;
    }

    /** SH_OPEN is broken in v0.5; SH_NEW of a name in use answers with the token of the session that has it. */
    private NdbMessage<NdbToken> open() {
        String name = connection.settings().session();
        return NdbMessage.<NdbToken>of(connection, "SH_NEW", Effect.IDEMPOTENT_WRITE, answer -> {
                    Long given = answer.token();
                    if (given == null) {
                        throw new IOException("no token");
                    }
                    return NdbToken.of(given);
                })
                .body(writer -> writer.text("name", name).bool("shared", true))
                .good(1, 103)
                .build();
    }
}
