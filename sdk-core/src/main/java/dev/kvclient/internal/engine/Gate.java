package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.transport.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the callers and the adapter: open while there is a connection that does. Otherwise requests wait in the
 * {@link WaitingLine}, or fail if they may not.
 *
 * <p>When there is a connection again, and something waits for it, it is tried with a ping first. Credentials that are
 * refused keep the gate shut until better ones are taken.
 */
final class Gate {
    /** 100 ms to 10 s between two tries of a connection that is there but refuses. */
    private static final Backoff BETWEEN_TRIES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    private final Engine engine;
    private final Chores chores;
    private final WaitingLine line;

    // All guarded by the lock, which is that of the chores.
    private Phase phase = Phase.SHUT;
    private boolean wasConnected;
    private boolean stoppedByHand;
    private @Nullable KvException refusal;
    private @Nullable KvException givenUp;
    private long tries;
    private int failedTries;
    private TimeSource.@Nullable Cancellable nextTry;

    /** Whether requests pass. */
    private volatile boolean open;
    /** Whether there is a connection that has been tried, so that requests that were let go may be sent again. */
    private volatile boolean through;

    private enum Phase {
        /** There is no connection. */
        SHUT,
        /** There is one, and it is being tried. */
        TRYING,
        OPEN,
        /** There never will be one again. */
        FAILED,
        CLOSED
    }

    Gate(Engine engine, OfflineOptions options) {
        this.engine = engine;
        this.chores = new Chores(engine.events());
        this.line = new WaitingLine(engine, options, this, chores);
    }

    /** Those who wait. */
    WaitingLine line() {
        return line;
    }

    boolean isOpen() {
        return open;
    }

    boolean isThrough() {
        return through;
    }

    // What the connection does.

    /** The connection has changed; to be told in order. */
    void connectionIs(ConnectionState state, @Nullable KvException cause) {
        synchronized (chores) {
            switch (state) {
                case CONNECTED -> arrived();
                case FAILED -> {
                    lost(Phase.FAILED);
                    givenUp = cause;
                    line.giveUp(givenUp());
                }
                default -> {
                    lost(Phase.SHUT);
                    if (state == ConnectionState.DISCONNECTED && cause != null && isRefusal(cause)) {
                        refused(cause);
                    }
                }
            }
        }
        chores.done();
    }

    /** The backend has opened. A report of it may be under way still. */
    void opened() {
        synchronized (chores) {
            if (!wasConnected) {
                arrived();
            }
        }
        chores.done();
    }

    private void arrived() {
        wasConnected = true;
        if (phase != Phase.SHUT) {
            return;
        }
        if (!line.isEmpty()) {
            phase = Phase.TRYING;
            tryNow();
        } else {
            enterOpen();
        }
    }

    private void lost(Phase next) {
        if (phase == Phase.CLOSED || phase == Phase.FAILED) {
            return;
        }
        phase = next;
        tries++;
        cancelTry();
        boolean was = open;
        look();
        if (was) {
            chores.add(() -> engine.live().forEach(Call::linkIsLost));
        }
    }

    private void enterOpen() {
        phase = Phase.OPEN;
        KvException was = refusal;
        refusal = null;
        if (was != null) {
            line.tell(OfflineEvent.Kind.RESUMED, null, null);
        }
        look();
        if (open) {
            line.replay();
        }
    }

    private void look() {
        through = phase == Phase.OPEN;
        open = phase == Phase.OPEN && !stoppedByHand;
    }

    private void tryNow() {
        long which = ++tries;
        cancelTry();
        chores.add(() -> engine.tryConnection((done, thrown) -> tried(which, thrown)));
    }

    private void tried(long which, @Nullable Throwable thrown) {
        synchronized (chores) {
            if (which != tries || phase != Phase.TRYING) {
                return;
            }
            if (thrown == null) {
                enterOpen();
            } else {
                KvException why = Failures.of(thrown, Outcome.UNKNOWN);
                if (isRefusal(why)) {
                    refused(why);
                }
                tryLater();
            }
        }
        chores.done();
    }

    private void tryLater() {
        long which = ++tries;
        Duration delay = BETWEEN_TRIES.delay(failedTries++, ThreadLocalRandom.current());
        cancelTry();
        nextTry = engine.time().schedule(delay, () -> {
            synchronized (chores) {
                if (which == tries && phase == Phase.TRYING) {
                    tryNow();
                }
            }
            chores.done();
        });
    }

    private void cancelTry() {
        if (nextTry != null) {
            nextTry.cancel();
            nextTry = null;
        }
    }

    /** Whether a failure says that the credentials are not good enough, or not any more. */
    static boolean isRefusal(@Nullable KvException why) {
        return why instanceof KvAuthException auth && auth.reason() == KvAuthException.Reason.UNAUTHENTICATED;
    }

    private void refused(KvException why) {
        boolean isNew = refusal == null;
        refusal = why;
        if (isNew) {
            line.tell(OfflineEvent.Kind.PAUSED, null, why);
        }
    }

    /** A request that was let go was refused for its credentials, and has come back. With the lock held. */
    void refusedInUse(KvException why) {
        if (phase == Phase.OPEN) {
            phase = Phase.TRYING;
            look();
            tryLater();
        }
        refused(why);
    }

    /** A request that was let go has ended well. With the lock held. */
    void proved() {
        failedTries = 0;
    }

    /** Why nothing passes any more, if that is for good. With the lock held. */
    @Nullable
    KvException endOfAll() {
        return switch (phase) {
            case FAILED -> givenUp();
            case CLOSED -> closed();
            default -> null;
        };
    }

    /** Why the credentials are refused, if they are. With the lock held. */
    @Nullable
    KvException refusal() {
        return refusal;
    }

    // By hand.

    void stopByHand() {
        synchronized (chores) {
            if (!stoppedByHand) {
                stoppedByHand = true;
                look();
                line.tell(OfflineEvent.Kind.PAUSED, null, null);
            }
        }
        chores.done();
    }

    void goOnByHand() {
        synchronized (chores) {
            if (stoppedByHand) {
                stoppedByHand = false;
                look();
                line.tell(OfflineEvent.Kind.RESUMED, null, null);
                if (open) {
                    line.replay();
                }
            }
        }
        chores.done();
    }

    /** Lets what waits go without further delay. */
    void hurry() {
        goOnByHand();
        tryAgain();
        synchronized (chores) {
            line.hurry();
        }
        chores.done();
    }

    /** Does not wait for the next try, if one is waited for. */
    void tryAgain() {
        synchronized (chores) {
            if (phase == Phase.TRYING && nextTry != null) {
                tryNow();
            }
        }
        chores.done();
    }

    boolean isPaused() {
        synchronized (chores) {
            return stoppedByHand || refusal != null;
        }
    }

    void close() {
        synchronized (chores) {
            phase = Phase.CLOSED;
            tries++;
            cancelTry();
            look();
            line.close();
        }
        chores.done();
    }

    /** Why nothing can be sent any more: the connection was given up for good. */
    KvException givenUp() {
        KvException why = givenUp;
        return why == null
                ? new KvConnectionException(Failure.of(Outcome.NOT_SENT, "the connection was given up for good"))
                : why.with(f -> f.outcome(Outcome.NOT_SENT).retryable(false));
    }

    static KvException closed() {
        return new KvClosedException(Failure.of(Outcome.NOT_SENT, "the client was closed"));
    }
}
