package dev.kvclient.transport;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.spi.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection to one of several servers that makes itself again whenever it is lost, until it is closed or
 * {@linkplain #giveUp given up}.
 *
 * <p>The servers are tried in turn. After a failed attempt, and after a loss, whatever its reason (a clean close, 1000,
 * that was not asked for included), it waits as {@link Backoff} says and tries the next server; the delays begin anew
 * after a connection that {@linkplain #LASTED lasted}. A failure that says when to come again
 * ({@link KvException#retryAfter()}) is heeded: that much longer is the delay. Each attempt is bounded by
 * {@link WebSocketSettings#connectTimeout()} from the look-up of the name to the end of the sign-in.
 *
 * <p>It has up to two threads, daemons named after {@link WebSocketSettings#threadName()}: {@code -reader}, which opens
 * and reads, and {@code -writer}. Between two attempts it has none. The look-up of a name, and the talk with an HTTP
 * proxy, cannot be interrupted: if an attempt is given up during one, its thread ends when the platform lets go of it.
 *
 * <p>Safe for use by many threads.
 */
public final class WebSocketConnection implements AutoCloseable {
    /**
     * A connection that held this long was sound; one that is cut sooner counts as a failure, or a broken server would
     * be hammered.
     */
    public static final Duration LASTED = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    private final WebSocketSettings settings;
    private final TimeSource time;
    private final FrameProtocol protocol;
    private final Backoff backoff;
    private final StateReports reports;
    private final LinkOwner linkOwner = new LinkOwner();

    /** Never held while foreign code is called. */
    private final Object lock = new Object();

    // All guarded by the lock.
    private final SplittableRandom random = new SplittableRandom();
    private ConnectionState state = ConnectionState.DISCONNECTED;
    private CompletableFuture<Void> connected = new CompletableFuture<>();
    /** Whether somebody is about to complete it: that is done without the lock, and so may come late. */
    private boolean connectedTaken;

    private boolean started;
    private @Nullable FirstRound firstRound;
    private @Nullable Link link;
    private @Nullable Link latestLink;
    private TimeSource.@Nullable Cancellable timer;
    /** Whether an attempt follows when the timer ends: whoever takes this back makes it. */
    private boolean delaying;

    /** Whether the next delay is left out. */
    private boolean hurried;

    private @Nullable KvException lastFailure;
    private int nextEndpoint;
    private int failures;
    private long connectedAt;

    /**
     * Makes a connection that does nothing until it is started.
     *
     * @param settings where to and how
     * @param time the clock, and where the waiting is done
     * @param protocol what the adapter does on the connection
     * @param listener told the changes of state
     */
    public WebSocketConnection(
            WebSocketSettings settings, TimeSource time, FrameProtocol protocol, StateListener listener) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.time = Objects.requireNonNull(time, "time");
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.reports = new StateReports(listener);
        this.backoff = new Backoff(settings.reconnectMin(), settings.reconnectMax());
    }

    /**
     * Begins to connect in the background, and goes on trying until it is closed; {@link #connected()} tells when it
     * is. Without effect on a closed connection.
     *
     * @throws IllegalStateException if it was started before
     */
    public void start() {
        begin(null);
    }

    /**
     * Begins to connect, with one attempt for each server, all within {@link WebSocketSettings#connectTimeout()}, of
     * which each attempt gets its share of what is left. If none succeeds the connection closes itself. After the first
     * success it connects again as often as needed.
     *
     * @return completes when connected; otherwise exceptionally: with a {@link KvAuthException} or whatever else a
     *     server or the sign-in answered, its outcome that of the sign-in; or else with the last attempt's {@link
     *     KvConnectionException} or {@link KvTimeoutException}, {@code NOT_SENT}; the exceptions of the other attempts
     *     are suppressed ones of it. Completes on a thread of the connection: go on from there by the {@code Async}
     *     methods
     * @throws IllegalStateException if it was started before
     */
    public CompletableFuture<Void> startOrGiveUp() {
        CompletableFuture<Void> answer = connected();
        begin(new FirstRound());
        return answer;
    }

    private void begin(@Nullable FirstRound round) {
        synchronized (lock) {
            if (started) {
                throw new IllegalStateException("the connection was started before");
            }
            started = true;
            firstRound = round;
        }
        attempt();
    }

    /**
     * When requests can be sent.
     *
     * @return complete if connected, otherwise completes when it is next; exceptionally with a
     *     {@link KvClosedException} when it is closed, with what {@link #startOrGiveUp()} says when it gives up, or
     *     with what {@link #giveUp(KvException)} was given. Completes on a thread of the connection: go on from there
     *     by the {@code Async} methods. The future is the caller's own, and may be cancelled
     */
    public CompletableFuture<Void> connected() {
        synchronized (lock) {
            return connected.copy();
        }
    }

    /**
     * Makes the next attempt now, if the connection waits for it; if an attempt is under way and fails, the next one
     * follows without a delay. Without effect on a connection that is up, or not started, closed or given up. There are
     * never two attempts at once. May be called on any thread; does not block.
     */
    public void tryNow() {
        synchronized (lock) {
            if (!delaying) {
                hurried = started && !isOver() && state != ConnectionState.CONNECTED;
                return;
            }
            if (timer != null) {
                timer.cancel();
            }
        }
        delayOver();
    }

    /** The state of the moment. A connection that was not started is {@code DISCONNECTED}. */
    public ConnectionState state() {
        synchronized (lock) {
            return state;
        }
    }

    /** Why the last attempt failed, the last connection was lost or it was given up; empty if none has happened. */
    public Optional<KvException> lastFailure() {
        synchronized (lock) {
            return Optional.ofNullable(lastFailure);
        }
    }

    /**
     * Ends the connection. Idempotent, may be called on any thread.
     *
     * <p>The open channel is cut, sends a close frame if that can leave within a quarter of a second, and is told lost,
     * with a {@link KvClosedException} as the cause. No thread of the connection is left when this returns, except
     * those named in the class description, and unless it was called on one of them or inside a callback that they wait
     * for. It takes two seconds at most; an interrupt, which stays set, makes it shorter.
     */
    @Override
    public void close() {
        CompletableFuture<Void> waiting;
        Link latest;
        synchronized (lock) {
            latest = latestLink;
            waiting = shut(Optional.empty());
        }
        reports.deliver();
        waiting.completeExceptionally(Failures.closed());
        if (latest != null) {
            latest.close();
        }
    }

    /**
     * Gives the connection up for good: the link is cut, no other is made, and the state is {@code FAILED} until it is
     * closed. For what no other attempt can mend. Without effect on a connection that is closed or given up. May be
     * called on any thread; does not block.
     *
     * @param because why; {@link #connected()} fails with it
     */
    public void giveUp(KvException because) {
        Objects.requireNonNull(because, "because");
        CompletableFuture<Void> waiting;
        Link now;
        synchronized (lock) {
            if (isOver()) {
                return;
            }
            lastFailure = because;
            now = link;
            change(ConnectionState.FAILED, Optional.of(because));
            if (timer != null) {
                timer.cancel();
            }
            renewConnected();
            waiting = takeConnected();
        }
        reports.deliver();
        waiting.completeExceptionally(because);
        if (now != null) {
            now.drop(because);
        }
    }

    /** Whether no other attempt is made. Called under the lock. */
    private boolean isOver() {
        return state == ConnectionState.CLOSED || state == ConnectionState.FAILED;
    }

    /** Closed for good. Called under the lock; what it returns has to be completed outside of it. */
    private CompletableFuture<Void> shut(Optional<KvException> because) {
        if (state == ConnectionState.CLOSED) {
            return connected;
        }
        change(ConnectionState.CLOSED, because);
        if (timer != null) {
            timer.cancel();
        }
        renewConnected();
        return takeConnected();
    }

    /** The delay is over, by the timer or by {@link #tryNow()}: the first of them makes the attempt. */
    private void delayOver() {
        synchronized (lock) {
            if (!delaying) {
                return;
            }
            delaying = false;
        }
        attempt();
    }

    private void attempt() {
        synchronized (lock) {
            if (isOver()) {
                return;
            }
            List<URI> endpoints = settings.endpoints();
            URI endpoint = endpoints.get(nextEndpoint);
            nextEndpoint = (nextEndpoint + 1) % endpoints.size();
            Duration timeout = firstRound == null ? settings.connectTimeout() : firstRound.nextShare();
            change(ConnectionState.CONNECTING, Optional.empty());
            Link next = new Link(endpoint, settings, time, timeout, linkOwner);
            link = next;
            latestLink = next;
            next.start();
        }
        reports.deliver();
    }

    /** The sign-in on a link is over. */
    private void signedIn(Link on, @Nullable Throwable failure) {
        if (failure != null) {
            on.drop(Failures.signIn(failure));
            return;
        }
        CompletableFuture<Void> waiting;
        synchronized (lock) {
            if (link != on || state != ConnectionState.CONNECTING || !on.connected()) {
                return;
            }
            firstRound = null;
            hurried = false;
            connectedAt = time.nanoTime();
            change(ConnectionState.CONNECTED, Optional.empty());
            waiting = takeConnected();
        }
        reports.deliver();
        waiting.complete(null);
    }

    private void over(Link ended, Loss loss) {
        synchronized (lock) {
            link = null;
            if (!isOver()) {
                lastFailure = loss.cause();
                boolean lasted =
                        state == ConnectionState.CONNECTED && time.nanoTime() - connectedAt >= LASTED.toNanos();
                failures = lasted ? 0 : failures + 1;
                change(ConnectionState.DISCONNECTED, Optional.of(loss.cause()));
                renewConnected();
            }
        }
        reports.deliver();
        if (ended.upgraded()) {
            try {
                protocol.lost(ended, loss);
            } catch (RuntimeException e) {
                LOG.error("The loss of a channel could not be settled", e);
            }
        }
        goOn(loss.cause());
    }

    /** Decides what comes after a failure. */
    private void goOn(KvException cause) {
        KvException verdict;
        CompletableFuture<Void> waiting;
        synchronized (lock) {
            if (isOver()) {
                return;
            }
            if (firstRound == null && !hurried) {
                Duration delay = backoff.delay(Math.max(0, failures - 1), random);
                delaying = true;
                timer = time.schedule(delay.plus(cause.retryAfter().orElse(Duration.ZERO)), this::delayOver);
                return;
            }
            hurried = false;
            if (firstRound != null) {
                firstRound.failed(cause);
            }
            if (firstRound == null || firstRound.hasNext()) {
                verdict = null;
                waiting = null;
            } else {
                verdict = firstRound.verdict();
                waiting = shut(Optional.of(verdict));
            }
        }
        if (waiting == null) {
            attempt();
        } else {
            reports.deliver();
            waiting.completeExceptionally(verdict);
        }
    }

    /** The future, which the caller completes as soon as it has let go of the lock. Called under the lock. */
    private CompletableFuture<Void> takeConnected() {
        connectedTaken = true;
        return connected;
    }

    /** A future that is complete, or will be, says nothing about the next connection. Called under the lock. */
    private void renewConnected() {
        if (connectedTaken) {
            connected = new CompletableFuture<>();
            connectedTaken = false;
        }
    }

    /** Called under the lock; the report has to be delivered outside of it. */
    private void change(ConnectionState to, Optional<KvException> because) {
        state = to;
        reports.add(to, because);
    }

    /** What the links tell. */
    private final class LinkOwner implements Link.Owner {
        @Override
        public void upgraded(Link on) {
            CompletionStage<Void> signIn;
            try {
                signIn = protocol.opened(on);
            } catch (RuntimeException e) {
                signedIn(on, e);
                return;
            }
            signIn.whenComplete((nothing, failure) -> signedIn(on, failure));
        }

        @Override
        public void received(Link on, byte[] utf8) {
            protocol.received(on, utf8);
        }

        @Override
        public void ended(Link ended, Loss loss) {
            over(ended, loss);
        }
    }

    /** The attempts of which one has to succeed. Guarded by the lock. */
    private final class FirstRound {
        private final long deadline =
                time.nanoTime() + settings.connectTimeout().toNanos();
        private final List<KvException> causes = new ArrayList<>();
        private int left = settings.endpoints().size();

        /** The time for the next attempt: what is left, shared with those behind it. */
        Duration nextShare() {
            Duration share = Duration.ofNanos(Math.max(1, (deadline - time.nanoTime()) / left));
            left--;
            return share;
        }

        boolean hasNext() {
            return left > 0 && time.nanoTime() < deadline;
        }

        void failed(KvException cause) {
            causes.add(cause);
        }

        /** The most telling of the failures: an answer, if there was one, rather than silence. */
        KvException verdict() {
            KvException telling = causes.get(causes.size() - 1);
            for (KvException cause : causes) {
                if (!(cause instanceof KvConnectionException) && !(cause instanceof KvTimeoutException)) {
                    telling = cause;
                }
            }
            for (KvException cause : causes) {
                if (cause != telling) {
                    telling.addSuppressed(cause);
                }
            }
            return telling;
        }
    }
}
