package dev.kvclient.testkit.history;

import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import java.util.List;

/**
 * An operation of a {@link History} that is under way. Its end is told once, by any thread.
 */
public final class OpenOperation {
    private final History history;
    private final String client;
    private final Action action;
    private final String key;
    private final String value;
    private final long amount;
    private final long called;
    private final long calledNanos;

    // All guarded by this.
    private long placed = Operation.NEVER;
    private long ended = Operation.NEVER;
    private End end = End.UNSETTLED;
    private int attempts = 1;
    private Seen seen = Seen.nothing();
    private List<OpenOperation> batch = List.of(this);

    OpenOperation(History history, String client, Action action, String key, String value, long amount) {
        this.history = history;
        this.client = client;
        this.action = action;
        this.key = key;
        this.value = value;
        this.amount = amount;
        this.calledNanos = System.nanoTime();
        this.called = history.tick();
    }

    /** The method of an asynchronous call has returned its future. Not to be told of a blocking call. */
    public void placed() {
        long now = history.tick();
        synchronized (this) {
            placed = Math.min(placed, now);
        }
    }

    /** It went well, and told nothing of the key. */
    public void acknowledged() {
        acknowledged(Seen.nothing());
    }

    /** It went well, and told this of the key. */
    public void acknowledged(Seen what) {
        end(End.ACKNOWLEDGED, 1, what);
    }

    /** The condition of the write did not hold; what is known of the key by that. */
    public void conditionFailed(Seen what) {
        end(End.CONDITION_FAILED, 1, what);
    }

    /** It failed, after it was sent so often. */
    public void failed(Outcome outcome, int timesSent) {
        end(End.of(outcome), timesSent, Seen.nothing());
    }

    /**
     * It failed.
     *
     * @param thrown as thrown, or as a future has it; anything but a {@link KvException}, such as a cancellation, says
     *     nothing of what became of the operation
     * @param mostAttempts how often it was sent at the most, where the exception does not say
     */
    public void failed(Throwable thrown, int mostAttempts) {
        if (Futures.cause(thrown) instanceof KvException failure) {
            failed(failure.outcome(), failure.attempts());
        } else {
            failed(Outcome.UNKNOWN, mostAttempts);
        }
    }

    private void end(End how, int timesSent, Seen what) {
        synchronized (this) {
            if (end != End.UNSETTLED) {
                throw new IllegalStateException("ended twice: " + snapshot());
            }
            end = how;
            attempts = Math.max(attempts, timesSent);
            seen = what;
            ended = history.tick();
            placed = Math.min(placed, ended);
        }
        history.ended(this);
    }

    /** These were sent as one batch, so that what is told of the first is told of all. */
    synchronized void leads(List<OpenOperation> members) {
        batch = members;
    }

    synchronized List<OpenOperation> batch() {
        return batch;
    }

    synchronized void sentSoOften(int times) {
        attempts = Math.max(attempts, times);
    }

    String key() {
        return key;
    }

    Action action() {
        return action;
    }

    boolean calledBefore(long nanoTime) {
        return calledNanos - nanoTime <= 0;
    }

    synchronized Operation snapshot() {
        return new Operation(client, action, key, value, amount, called, placed, ended, end, attempts, seen);
    }
}
