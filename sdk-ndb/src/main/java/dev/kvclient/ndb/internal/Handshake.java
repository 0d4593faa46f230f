package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.spi.Effect;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out what a server speaks, by requests that both generations answer and that change nothing. There is no
 * handshake in NDB itself.
 */
final class Handshake {
    private static final int OK = 1;

    private final NdbConnection connection;
    private final AnswerLine line;

    /** On a line that nobody else uses yet. */
    Handshake(NdbConnection connection, AnswerLine line) {
        this.connection = connection;
        this.line = line;
    }

    /**
     * What the server turned out to be.
     *
     * @param dialect what it speaks
     * @param marks whether it gives {@link Mark}s back, in order
     */
    record Findings(Dialect dialect, boolean marks) {}

    CompletionStage<Findings> ask() {
        return dialect().thenCompose(this::found);
    }

    /** What the server speaks, without a look at marks. */
    CompletionStage<Dialect> dialect() {
        return isStatus()
                .thenCompose(status -> status ? CompletableFuture.completedFuture(Dialect.V0_9) : sessionDialect());
    }

    /** v0.9 knows SV_INFO; v0.4 and v0.5 answer by the same name that they do not. */
    private CompletionStage<Boolean> isStatus() {
        return line.ask(
                NdbMessage.of(connection, "SV_INFO", Effect.READ, answer -> answer.status() == OK)
                        .anyStatus()
                        .build(),
                null);
    }

    private CompletionStage<Dialect> sessionDialect() {
        return line.ask(
                NdbMessage.of(connection, "SH_INFO_ALL", Effect.READ, Handshake::dialect)
                        .anyStatus()
                        .build(),
                null);
    }

    /** Of the two, only v0.5 puts a status into this answer. */
    private static Dialect dialect(NdbAnswer answer) {
        if (!answer.members().contains("totalSessions")) {
            throw new KvProtocolException(
                    Failure.of(Outcome.NOT_SENT, "the server speaks neither generation of NDB's protocol")
                            .backend("ndb"));
        }
        return answer.members().contains("st") ? Dialect.V0_5 : Dialect.V0_4;
    }

    private CompletionStage<Findings> found(Dialect dialect) {
        if (!dialect.inOrder()) {
            return CompletableFuture.completedFuture(new Findings(dialect, false));
        }
        return line.ask(Mark.probe(connection), null).thenApply(comesBack -> new Findings(dialect, comesBack));
    }

    /** Says which generation was expected and which one answered. */
    static KvConnectionException wrongGeneration(NdbGeneration expected, NdbGeneration found) {
        return new KvConnectionException(Failure.of(
                        Outcome.NOT_SENT,
                        "the server speaks the generation " + found.word() + " of NDB's protocol, and this client the"
                                + " generation " + expected.word() + ": connect with ?generation=" + found.word())
                .backend("ndb"));
    }
}
