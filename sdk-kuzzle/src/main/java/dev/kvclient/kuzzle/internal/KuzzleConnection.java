package dev.kvclient.kuzzle.internal;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.FutureAttempt;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.FrameChannel;
import dev.kvclient.transport.FrameProtocol;
import dev.kvclient.transport.Loss;
import dev.kvclient.transport.WebSocketConnection;
import dev.kvclient.transport.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests over the WebSocket connection and gives each its answer: by {@code room}, which the server makes equal
 * to the {@code requestId} that was sent. Answers may come in any order.
 *
 * <p>Everything that is sent on one connection carries a token, or nothing does, until the application gives other
 * credentials: the server may carry out requests with and without one in another order than they were sent.
 */
public final class KuzzleConnection implements KuzzleTransport, FrameProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(KuzzleConnection.class);

    /** How often the oldest request is looked at, at the most: a second is nothing beside a server that has gone. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    /** Of the requests of the sign-in, which pass by the window. */
    private static final int NO_PLACE = -1;

    /** Pushed to a connection when the token that it used last has reached its end; no subscription is needed. */
    private static final String TOKEN_EXPIRED = "TokenExpired";

    private final KuzzleSettings settings;
    private final Window window;
    private final SignIn signIn;
    private final AtomicLong requestIds = new AtomicLong();
    private final ConcurrentMap<String, InFlight<?>> inFlight = new ConcurrentHashMap<>();
    private final Notifications notifications = new Notifications();
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile @Nullable WebSocketConnection socket;
    private volatile @Nullable FrameChannel channel;
    private volatile @Nullable Leaving leaving;
    private volatile @Nullable TimeSource time;

    /** A channel as the sign-in sees it. */
    private record SignInSocket(KuzzleConnection connection, FrameChannel channel) implements SignInChannel {
        @Override
        public <T> CompletableFuture<T> send(KuzzleMessage<T> message, @Nullable String token) {
            return connection.sendBeside(channel, message, token);
        }

        @Override
        public void dropWhenIdle(KvException because) {
            connection.leaving = new Leaving(channel, because);
            connection.leaveIfIdle();
        }
    }

    /** A channel that is given up, and why. */
    private record Leaving(FrameChannel channel, KvException because) {}

    KuzzleConnection(KuzzleSettings settings) {
        this.settings = settings;
        this.window = new Window(settings.windowRequests(), settings.windowBytes());
        this.signIn = new SignIn(this, settings.credentials());
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        time = context.time();
        WebSocketConnection made = new WebSocketConnection(
                settings.socket().connectTimeout(context.connectTimeout()).build(),
                context.time(),
                this,
                (state, because) -> context.stateChanged(state, because.orElse(null)));
        socket = made;
        if (context.startOffline()) {
            made.start();
            return made.connected();
        }
        return made.startOrGiveUp();
    }

    @Override
    public ConnectionState state() {
        WebSocketConnection now = socket;
        return now == null ? ConnectionState.DISCONNECTED : now.state();
    }

    @Override
    public SignIn signIn() {
        return signIn;
    }

    @Override
    public Notifications notifications() {
        return notifications;
    }

    @Override
    public void close() {
        signIn.close();
        notifications.close();
        WebSocketConnection now = socket;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public CompletionStage<Boolean> renew(KvAuthException refused) {
        return signIn.renew(refused);
    }

    @Override
    public void credentials(Credentials value) {
        signIn.change(value);
    }

    @Override
    public void tryNow() {
        WebSocketConnection now = socket;
        if (now != null) {
            now.tryNow();
        }
    }

    @Override
    public TimeSource time() {
        return Objects.requireNonNull(time, "not open");
    }

    /**
     * Sends a request as soon as the window has a place for it. What had to wait is written anew when its turn comes:
     * by then the token may be another, and less may be left of a time to live.
     */
    @Override
    public <T> void send(KuzzleMessage<T> message, WireAttempt<T> attempt) {
        if (signIn.hold(() -> send(message, attempt), attempt)) {
            return;
        }
        String id = Long.toString(requestIds.incrementAndGet());
        Frame frame = frame(id, message, tokenOf(message), attempt);
        if (frame == null) {
            return;
        }
        int place = frame.utf8().length;
        Window.Waiter waiter = () -> {
            if (signIn.isHolding()) {
                window.leave(place);
                send(message, attempt);
                return;
            }
            Frame fresh = frame(id, message, tokenOf(message), attempt);
            if (fresh == null) {
                window.leave(place);
            } else {
                sendNow(id, message, attempt, fresh, place);
            }
        };
        if (window.enter(place, waiter)) {
            sendNow(id, message, attempt, frame, place);
        } else {
            attempt.onWithdrawal(() -> {
                if (window.withdraw(waiter)) {
                    attempt.failed(withdrawn());
                }
            });
        }
    }

    /** A request as it goes over the wire. No record: its text form would show the token. */
    private static final class Frame {
        private final byte[] utf8;
        private final @Nullable String token;

        Frame(byte[] utf8, @Nullable String token) {
            this.utf8 = utf8;
            this.token = token;
        }

        byte[] utf8() {
            return utf8;
        }
    }

    private @Nullable String tokenOf(KuzzleMessage<?> message) {
        return message.isUnsigned() ? null : signIn.token();
    }

    /** The frame; or null, and the attempt has failed. */
    private <T> @Nullable Frame frame(
            String id, KuzzleMessage<T> message, @Nullable String token, WireAttempt<T> attempt) {
        try {
            byte[] utf8 = message.frame(id, token);
            if (utf8.length > settings.maxFrameBytes()) {
                // One byte more and the server cuts the TCP connection, with everything in flight on it.
                throw new KvTooLargeException(Failure.of(
                        Outcome.NOT_SENT,
                        "the request has " + utf8.length + " bytes, of which the server takes "
                                + settings.maxFrameBytes()));
            }
            return new Frame(utf8, token);
        } catch (KvException e) {
            attempt.failed(e);
        } catch (RuntimeException | Error e) {
            attempt.failed(new KvProtocolException(Failure.of(Outcome.NOT_SENT, "the request could not be written")
                    .cause(e)));
        }
        return null;
    }

    private <T> void sendNow(String id, KuzzleMessage<T> message, WireAttempt<T> attempt, Frame frame, int place) {
        FrameChannel to = channel;
        if (to == null) {
            window.leave(place);
            attempt.failed(notConnected());
            return;
        }
        if (!attempt.sending()) {
            window.leave(place);
            attempt.failed(withdrawn());
            return;
        }
        signIn.carries(frame.token);
        put(id, message, attempt, frame, to, place);
    }

    /** Writes the frame. Whoever takes the request out of the map ends it: the answer, the loss, or a failure here. */
    private <T> void put(
            String id, KuzzleMessage<T> message, WireAttempt<T> attempt, Frame frame, FrameChannel to, int place) {
        InFlight<T> request =
                new InFlight<>(attempt, utf8 -> read(message, utf8, frame.token), to, place, time().nanoTime());
        inFlight.put(id, request);
        try {
            to.send(frame.utf8(), request::numbered);
        } catch (KvException e) {
            if (inFlight.remove(id, request)) {
                leave(request);
                attempt.failed(e);
            }
            return;
        }
        watch();
    }

    /** Notes which token a refusal is about: a new one may have come since. */
    private <T> T read(KuzzleMessage<T> message, byte[] utf8, @Nullable String token) {
        try {
            return message.read(utf8);
        } catch (KvAuthException e) {
            signIn.refused(token, e);
            throw e;
        }
    }

    private void leave(InFlight<?> request) {
        if (request.place() != NO_PLACE) {
            window.leave(request.place());
        }
    }

    /** Sends a request of the sign-in itself: on that channel, with a token of its own, past the window. */
    private <T> CompletableFuture<T> sendBeside(FrameChannel to, KuzzleMessage<T> message, @Nullable String token) {
        String id = Long.toString(requestIds.incrementAndGet());
        CompletableFuture<T> result = new CompletableFuture<>();
        FutureAttempt<T> attempt = new FutureAttempt<>(result);
        Frame frame = frame(id, message, token, attempt);
        if (frame != null) {
            put(id, message, attempt, frame, to, NO_PLACE);
        }
        return result;
    }

    private void leaveIfIdle() {
        Leaving now = leaving;
        if (now != null && inFlight.isEmpty()) {
            now.channel().drop(now.because());
        }
    }

    @Override
    public CompletionStage<Void> opened(FrameChannel opened) {
        // Nobody else sends before the sign-in is done: the first request already carries the token.
        return signIn.first(new SignInSocket(this, opened)).thenRun(() -> channel = opened);
    }

    @Override
    public void received(FrameChannel from, byte[] utf8) {
        KuzzleAnswer.Head head;
        try {
            head = KuzzleAnswer.head(utf8);
        } catch (IOException e) {
            // Somebody's answer is lost in it, and what else talks on this connection is no Kuzzle: better a new one.
            from.drop(new KvProtocolException(
                    Failure.of(Outcome.UNKNOWN, "the server sent " + utf8.length + " bytes that are no JSON object")
                            .backend("kuzzle")));
            return;
        }
        String notification = head.notification();
        if (notification != null) {
            notifications.received(utf8);
            if (notification.equals(TOKEN_EXPIRED)) {
                signIn.expired(new SignInSocket(this, from));
            }
            return;
        }
        String id = head.correlation();
        InFlight<?> request = id == null ? null : inFlight.get(id);
        if (request == null || request.channel() != from || !inFlight.remove(id, request)) {
            // A second answer, or one for a request that could not be understood: its sender waits in vain, and ends
            // by its deadline or the answer timeout.
            LOG.debug("Kuzzle sent an answer that nobody waits for");
            return;
        }
        leave(request);
        request.answered(utf8);
        leaveIfIdle();
    }

    @Override
    public void lost(FrameChannel lost, Loss loss) {
        if (channel == lost) {
            channel = null;
        }
        leaving = null;
        signIn.lost(new SignInSocket(this, lost));
        inFlight.forEach((id, request) -> {
            if (request.channel() == lost && inFlight.remove(id, request)) {
                leave(request);
                request.attempt().failed(describe(loss.exceptionFor(request.frame())));
            }
        });
    }

    /** Whatever the cause, another connection may do better: a request that was lost is worth another try. */
    private static KvException describe(KvException loss) {
        return loss.retryable() ? loss : loss.with(f -> f.retryable(true));
    }

    /** Drops the connection when the oldest request has waited too long for its answer: the server answers nothing. */
    private void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            time().schedule(watchInterval(), this::look);
        }
    }

    private Duration watchInterval() {
        Duration quarter = settings.answerTimeout().dividedBy(4);
        return quarter.compareTo(WATCH) < 0 ? quarter : WATCH;
    }

    private void look() {
        try {
            long now = time().nanoTime();
            for (InFlight<?> request : inFlight.values()) {
                Duration waited = Duration.ofNanos(now - request.sentAtNanos());
                if (waited.compareTo(settings.answerTimeout()) > 0) {
                    request.channel().drop("no answer within " + settings.answerTimeout());
                }
            }
        } finally {
            watching.set(false);
            if (!inFlight.isEmpty()) {
                watch();
            }
        }
    }

    static KvConnectionException notConnected() {
        return new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "there is no connection").retryable(true));
    }

    static KvConnectionException withdrawn() {
        return new KvConnectionException(Failure.of(Outcome.NOT_SENT, "withdrawn before it was sent"));
    }
}
