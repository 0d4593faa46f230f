package dev.kvclient.internal.engine;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.WireAttempt;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One attempt of one request that goes with others. Used by one thread after the other. */
final class BatchMember<R> {
    private final BatchKind kind;
    private final Call<?, ?> call;
    private final KvCommand<R> command;
    private final WireAttempt<R> attempt;

    /** Whether it has set out: counted once, though a batch may be made anew. */
    private volatile boolean sent;

    BatchMember(BatchKind kind, Call<?, ?> call, KvCommand<R> command, WireAttempt<R> attempt) {
        this.kind = kind;
        this.call = call;
        this.command = command;
        this.attempt = attempt;
    }

    BatchKind kind() {
        return kind;
    }

    Call<?, ?> call() {
        return call;
    }

    KvCommand<R> command() {
        return command;
    }

    String key() {
        return command.keys().get(0);
    }

    /** About how many bytes it adds to a request. */
    long weight() {
        return key().length() + command.weight();
    }

    /** Whether nobody waits any more, and it has not set out. */
    boolean withdrawn() {
        return !sent && attempt.withdrawn();
    }

    /** Whether nobody waits any more. */
    boolean abandoned() {
        return attempt.withdrawn();
    }

    /** It is handed over. False if it was withdrawn meanwhile: then it must not be. */
    boolean setOut() {
        if (!sent && !attempt.sending()) {
            return false;
        }
        sent = true;
        return true;
    }

    boolean hasSetOut() {
        return sent;
    }

    void onWithdrawal(Runnable action) {
        attempt.onWithdrawal(action);
    }

    /** What the batch says of its key. */
    void answered(@Nullable Object value) {
        @Nullable Object reply = kind.reply(value);
        if (reply == null) {
            failed(new KvProtocolException(Failure.of(Outcome.APPLIED, "the answer to a batch says nothing of the key")
                    .key(key())));
            return;
        }
        @SuppressWarnings("unchecked") // The kind gives what its command is answered.
        R typed = (R) reply;
        attempt.answered(() -> typed);
    }

    void failed(KvException why) {
        attempt.failed(why);
    }

    /** It is not sent any more. */
    void leave() {
        attempt.failed(new KvConnectionException(Failure.of(Outcome.NOT_SENT, "withdrawn before it was sent")));
    }

    /** Goes by itself. */
    void sendAlone(Batch exchange) {
        CompletionStage<R> reply;
        try {
            reply = command.dispatch(call.engine().backend().commands(), exchange);
        } catch (RuntimeException | Error e) {
            failed(failure(e));
            exchange.leave();
            return;
        }
        reply.whenComplete((value, thrown) -> {
            if (thrown != null) {
                failed(failure(thrown));
            } else {
                attempt.answered(() -> value);
            }
            exchange.leave();
        });
    }

    KvException failure(Throwable thrown) {
        return Failures.of(thrown, sent ? Outcome.UNKNOWN : Outcome.NOT_SENT);
    }
}
