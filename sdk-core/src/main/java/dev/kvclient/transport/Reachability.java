package dev.kvclient.transport;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is a way to a server that is spoken to over HTTP, and so without a connection that could be looked at.
 * It stands in for one: a {@link Probe} is the attempt to connect, and a request that cannot connect is the loss.
 *
 * <pre>
 * DISCONNECTED --open--&gt; CONNECTING --probe well--&gt; CONNECTED --failedToConnect--&gt; DISCONNECTED
 *                            ^  |                                                       |
 *                            |  +--probe failed--&gt; DISCONNECTED --delay, tryNow--+      |
 *                            +---------------------------------------------------+------+
 * </pre>
 *
 * <p>Only a failure to connect (name, TCP, TLS) ends {@code CONNECTED}: an answer, a bad one too, shows that the server
 * is there, and silence after a request was sent says nothing of the way. Only a probe that went well leads back. The
 * good answer of a request that was under way does not: it came over a connection of before, which outlives a server
 * that takes no new ones, and everything that waits would run into the same wall.
 *
 * <p>The delays between probes grow as {@link Backoff} says, and begin anew only after {@code CONNECTED} has
 * {@linkplain WebSocketConnection#LASTED lasted}. No probe is a request of the application's: what waits is sent once
 * there is a way, and not in order to find one.
 *
 * <p>It has no thread of its own. Safe for use by many threads.
 */
public final class Reachability implements AutoCloseable {
    /** 100 ms to 5 s: a server that starts is found soon, one that is gone is not asked much. */
    public static final Backoff BETWEEN_PROBES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** 1 min: whatever a server asks for by {@code Retry-After}, a probe a minute does it no harm. */
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

    private final String where;
    private final Backoff backoff;
    private final Supplier<? extends Probe> probes;
    private final StateReports reports = new StateReports(this::tell);
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Never held while foreign code is called. */
    private final Object lock = new Object();

    // All written under the lock.
    private final SplittableRandom random = new SplittableRandom();
    private volatile ConnectionState state = ConnectionState.DISCONNECTED;
    private volatile long epoch;
    private volatile @Nullable KvException lastFailure;
    private volatile @Nullable BackendContext context;
    /** Whether the first connection is still to be made, and given up if it cannot be made in time. */
    private boolean opening;

    private @Nullable Probe current;
    private TimeSource.@Nullable Cancellable next;
    private TimeSource.@Nullable Cancellable limit;
    /** Whether another probe follows the one under way at once, should that fail. */
    private boolean hurry;

    private int failures;
    private long connectedAt;

    /**
     * A look whether there is a way, by requests that change nothing an application has stored. Made for one use, and
     * made without effect: it begins with {@link #begin}.
     */
    public interface Probe {
        /**
         * Sends what it takes, such as a sign-in and a ping, with new connections where that can be had. Must not
         * block.
         *
         * @return completes when a request was answered well; otherwise exceptionally
         */
        CompletionStage<?> begin();

        /**
         * Nobody waits for the result any more: what is under way is withdrawn. Called at most once, by any thread,
         * also before {@link #begin}, which then sends nothing, and also after it has ended by itself.
         */
        void stop();
    }

    /**
     * Makes one that does nothing until it is opened.
     *
     * @param where the server, as it is shown in messages
     * @param backoff the delays between probes
     * @param probes makes a new probe each time; must not throw
     */
    public Reachability(String where, Backoff backoff, Supplier<? extends Probe> probes) {
        this.where = Objects.requireNonNull(where, "where");
        this.backoff = Objects.requireNonNull(backoff, "backoff");
        this.probes = Objects.requireNonNull(probes, "probes");
    }

    /**
     * Begins to look.
     *
     * <p>With {@link BackendContext#startOffline()} it probes until it finds a way, each probe within the connect
     * timeout. Otherwise all has to happen within one connect timeout: a server that answers and asks to come again
     * ({@link KvException#status()} and {@link KvException#retryable()}) is asked again, any other failure ends it.
     *
     * @param given whose time source is used, and which is told the changes of state
     * @return completes when the first probe went well; exceptionally with why it was given up, after which it is
     *     closed, or with a {@link KvClosedException} when it is closed before. Completes on any thread
     * @throws IllegalStateException if it was opened before
     */
    public CompletableFuture<Void> open(BackendContext given) {
        Objects.requireNonNull(given, "given");
        synchronized (lock) {
            if (context != null) {
                throw new IllegalStateException("it was opened before");
            }
            context = given;
            if (state != ConnectionState.CLOSED && !given.startOffline()) {
                opening = true;
                limit = given.time().schedule(given.connectTimeout(), this::openingTakesTooLong);
            }
        }
        look();
        return opened.copy();
    }

    /** The state of the moment. One that was not opened is {@code DISCONNECTED}. */
    public ConnectionState state() {
        return state;
    }

    /** Why the last probe failed, the way was lost or it was given up; empty if none has happened. */
    public Optional<KvException> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /**
     * Asked by each request of an application before it goes for a connection.
     *
     * @return what is to be given to {@link #failedToConnect}, should it find none
     * @throws KvConnectionException if there is no way: the request must not be sent now; {@code NOT_SENT}, retryable
     * @throws KvClosedException if it is closed
     */
    public long setOut() {
        // Before the state: to a failure of an earlier epoch nobody listens, to one of a later epoch somebody might.
        long now = epoch;
        ConnectionState is = state;
        if (is == ConnectionState.CONNECTED) {
            return now;
        }
        throw is == ConnectionState.CLOSED
                ? Failures.closed()
                : Failures.notConnected("there is no connection to " + where, lastFailure);
    }

    /**
     * A request has found no connection: the way is lost, and looked for from now on. Without effect unless the state
     * is {@code CONNECTED}, and has been all the time since the request set out: of any number that fail at once the
     * first counts, and what comes in late says nothing of a way that was found since.
     *
     * @param setOut what {@link #setOut()} gave the request
     * @param why what kept it from connecting
     */
    public void failedToConnect(long setOut, KvException why) {
        Objects.requireNonNull(why, "why");
        synchronized (lock) {
            if (state != ConnectionState.CONNECTED || setOut != epoch) {
                return;
            }
            boolean lasted = time().nanoTime() - connectedAt >= WebSocketConnection.LASTED.toNanos();
            failures = lasted ? 0 : failures + 1;
            lastFailure = why;
            change(ConnectionState.DISCONNECTED, why);
            lookLater(Duration.ZERO);
        }
        reports.deliver();
    }

    /**
     * Waits no longer: if it stands between two probes, the next begins now; if one is under way and fails, the next
     * follows at once. For when something has changed, such as the credentials. Without effect while connected, before
     * it is opened and after it is closed.
     */
    public void tryNow() {
        synchronized (lock) {
            hurry = current != null;
            if (context == null || hurry) {
                return;
            }
        }
        look();
    }

    /**
     * Ends it, and a probe under way. Idempotent, may be called on any thread, does not wait. Nothing is scheduled any
     * more when this returns.
     */
    @Override
    public void close() {
        end(null, false);
    }

    private void look() {
        Probe begun = probes.get();
        synchronized (lock) {
            if (current != null || state == ConnectionState.CONNECTED || state == ConnectionState.CLOSED) {
                return;
            }
            current = begun;
            cancel(next);
            next = null;
            if (!opening) {
                BackendContext by = context();
                limit = by.time().schedule(by.connectTimeout(), () -> ended(begun, tooLate(null)));
            }
            if (state != ConnectionState.CONNECTING) {
                change(ConnectionState.CONNECTING, null);
            }
        }
        reports.deliver();
        CompletionStage<?> end;
        try {
            end = begun.begin();
        } catch (RuntimeException | Error e) {
            ended(begun, e);
            return;
        }
        end.whenComplete((nothing, thrown) -> ended(begun, thrown));
    }

    /** A probe has come to its end, or its time has. */
    private void ended(Probe which, @Nullable Throwable thrown) {
        KvException why = thrown == null ? null : exception(thrown);
        boolean isOver = false;
        boolean again = false;
        synchronized (lock) {
            if (current != which) {
                return;
            }
            current = null;
            again = hurry && why != null;
            hurry = false;
            if (why == null) {
                opening = false;
                epoch++;
                connectedAt = time().nanoTime();
                change(ConnectionState.CONNECTED, null);
            } else {
                failures++;
                lastFailure = why;
                if (!opening) {
                    change(ConnectionState.DISCONNECTED, why);
                } else {
                    isOver = why.status().isEmpty() || !why.retryable();
                }
                if (!isOver && !again) {
                    lookLater(why.retryAfter().orElse(Duration.ZERO));
                }
            }
            if (!opening) {
                cancel(limit);
                limit = null;
            }
        }
        if (why == null) {
            reports.deliver();
            opened.complete(null);
            return;
        }
        which.stop();
        if (isOver) {
            end(why, true);
        } else {
            reports.deliver();
        }
        if (again) {
            look();
        }
    }

    private void openingTakesTooLong() {
        KvException last = lastFailure;
        end(tooLate(last), true);
    }

    private void end(@Nullable KvException why, boolean onlyTheOpening) {
        Probe last;
        synchronized (lock) {
            if (state == ConnectionState.CLOSED || (onlyTheOpening && !opening)) {
                return;
            }
            opening = false;
            last = current;
            current = null;
            cancel(next);
            cancel(limit);
            lastFailure = why == null ? lastFailure : why;
            change(ConnectionState.CLOSED, why);
        }
        if (last != null) {
            last.stop();
        }
        reports.deliver();
        opened.completeExceptionally(why == null ? Failures.closed() : why);
    }

    /** Called under the lock. */
    private void lookLater(Duration asked) {
        Duration patience = asked.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : asked;
        Duration delay = backoff.delay(Math.max(0, failures - 1), random);
        next = time().schedule(patience.compareTo(delay) > 0 ? patience : delay, this::look);
    }

    /** Called under the lock; the report has to be delivered outside of it. */
    private void change(ConnectionState to, @Nullable KvException because) {
        state = to;
        reports.add(to, Optional.ofNullable(because));
    }

    private void tell(ConnectionState to, Optional<KvException> because) {
        LOG.debug("{} is {}", where, to, because.orElse(null));
        BackendContext by = context;
        if (by != null) {
            by.stateChanged(to, because.orElse(null));
        }
    }

    private static void cancel(TimeSource.@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private BackendContext context() {
        return Objects.requireNonNull(context, "it was not opened");
    }

    private TimeSource time() {
        return context().time();
    }

    private KvException tooLate(@Nullable KvException refusal) {
        return Failures.notConnected(
                "no connection to " + where + " within "
                        + context().connectTimeout().toMillis() + " ms",
                refusal);
    }

    private KvException exception(Throwable thrown) {
        Throwable e = Futures.cause(thrown);
        return e instanceof KvException known
                ? known
                : new KvProtocolException(Failure.of(Outcome.NOT_SENT, "connecting to " + where + " failed")
                        .cause(e));
    }
}
