package dev.kvclient.ndb.internal;

import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent and whose caller has not been told. It stays one when its caller has gone: its answer comes
 * all the same, and must not be taken for another's.
 */
final class Sent<T> {
    private final NdbMessage<T> message;
    private final WireAttempt<T> attempt;
    private final Dialect dialect;
    private final AnswerCheck check;
    private final @Nullable NdbToken token;
    private final Runnable ended;
    private volatile long sentAtNanos;
    // Set under the lock of the channel, before the frame can leave; until then it certainly has not.
    private volatile long frame = Long.MAX_VALUE;

    /** Of a message to that server, for that session; {@code ended} is run once, when its place is free again. */
    Sent(
            NdbMessage<T> message,
            WireAttempt<T> attempt,
            Dialect dialect,
            @Nullable NdbToken token,
            long sentAtNanos,
            Runnable ended) {
        this.message = message;
        this.attempt = attempt;
        this.dialect = dialect;
        this.check = message.check(dialect, token);
        this.token = token;
        this.sentAtNanos = sentAtNanos;
        this.ended = ended;
    }

    void numbered(long number) {
        this.frame = number;
    }

    long frame() {
        return frame;
    }

    NdbMessage<T> message() {
        return message;
    }

    /** The session that it is about, or null. */
    @Nullable
    NdbToken token() {
        return token;
    }

    AnswerCheck.Verdict compare(NdbAnswer answer) {
        return check.of(answer);
    }

    /**
     * Whether an answer that is this one's could also be that of a later write, and would then say something else:
     * whether a key was there before.
     */
    boolean mayBeTakenFor(Sent<?> later) {
        List<String> keys = message.keys();
        List<String> others = later.message.keys();
        return message.effect() != Effect.READ
                && message.operation().equals(later.message.operation())
                && keys.size() == others.size()
                && others.containsAll(keys);
    }

    long sentAtNanos() {
        return sentAtNanos;
    }

    /** A part of its answer has come: the time for the rest begins anew. */
    void goesOn(long nanos) {
        this.sentAtNanos = nanos;
    }

    /** The answer is this one. */
    void answered(NdbAnswer answer) {
        ended.run();
        attempt.answered(() -> message.read(answer, dialect));
    }

    /** No answer will come, and none means success. */
    void succeeded() {
        ended.run();
        attempt.answered(message::silence);
    }

    void failed(KvException why) {
        ended.run();
        attempt.failed(why);
    }

    /**
     * The connection is gone. What was not handed over may be sent again; of the rest only the plain commands about
     * keys: what an array or a list holds afterwards nobody could tell.
     */
    void lost(Loss loss) {
        KvException why = loss.exceptionFor(frame);
        boolean again = (!loss.handedOver(frame) || message.resendable()) && !(why instanceof KvClosedException);
        failed(why.retryable() == again ? why : why.with(f -> f.retryable(again)));
    }
}
