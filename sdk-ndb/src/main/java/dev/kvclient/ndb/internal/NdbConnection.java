package dev.kvclient.ndb.internal;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbOrdering;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.FrameChannel;
import dev.kvclient.transport.FrameProtocol;
import dev.kvclient.transport.Loss;
import dev.kvclient.transport.WebSocketConnection;
import dev.kvclient.transport.WebSocketSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to an NDB server: finds out what it speaks, and gives each request to the line of the connection that
 * it belongs on, with the token of its session.
 */
final class NdbConnection implements FrameProtocol {
    /** How often the oldest request is looked at, at the most, while there is one. */
    private static final Duration WATCH = Duration.ofMillis(100);

    private final NdbSettings settings;
    private final Pace pipelining;
    private final OwnSession own = new OwnSession(this);
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile @Nullable WebSocketSettings socketSettings;
    private volatile @Nullable WebSocketConnection socket;
    private volatile @Nullable TimeSource time;
    private volatile Optional<NdbGeneration> generation = Optional.empty();

    /** The line that takes the answers of the open channel, also while it is being found out what it speaks. */
    private volatile @Nullable AnswerLine line;

    private volatile @Nullable Link ready;

    /** The second connection, which may outlive the first. */
    private volatile @Nullable LargeLink large;

    private volatile long standsStillUntil;

    /** What requests are sent on. */
    private record Link(AnswerLine line, LargeLink large) {}

    NdbConnection(NdbSettings settings) {
        this.settings = settings;
        this.generation = settings.generation();
        this.pipelining = new Pace(settings.windowRequests());
    }

    CompletionStage<Void> open(BackendContext context) {
        if (context.startOffline() && settings.generation().isEmpty()) {
            return CompletableFuture.failedFuture(new KvRequestException(Failure.of(
                    Outcome.NOT_SENT,
                    "startOffline() needs the generation of the NDB server (?generation=session or"
                            + " ?generation=status): without a connection it cannot be found out")));
        }
        time = context.time();
        standsStillUntil = context.time().nanoTime();
        WebSocketSettings made =
                settings.socket().connectTimeout(context.connectTimeout()).build();
        socketSettings = made;
        WebSocketConnection connection = new WebSocketConnection(
                made, context.time(), this, (state, because) -> context.stateChanged(state, because.orElse(null)));
        socket = connection;
        if (context.startOffline()) {
            connection.start();
            return connection.connected();
        }
        return connection.startOrGiveUp();
    }

    ConnectionState state() {
        WebSocketConnection now = socket;
        return now == null ? ConnectionState.DISCONNECTED : now.state();
    }

    /** Makes the next attempt to connect now. The second connection follows by itself, when it is needed. */
    void tryNow() {
        WebSocketConnection now = socket;
        if (now != null) {
            now.tryNow();
        }
    }

    void close() {
        WebSocketConnection now = socket;
        if (now != null) {
            now.close();
        }
        LargeLink second = large;
        if (second != null) {
            second.close();
        }
    }

    NdbSettings settings() {
        return settings;
    }

    WebSocketSettings socketSettings() {
        return Objects.requireNonNull(socketSettings, "not open");
    }

    TimeSource time() {
        return Objects.requireNonNull(time, "not open");
    }

    /** What the server speaks: as it was found out, or else as it was asked for. */
    Optional<NdbGeneration> generation() {
        return generation;
    }

    /**
     * What the server at the other end speaks.
     *
     * @throws KvConnectionException if there is no connection
     */
    Dialect dialect() {
        Link link = ready;
        if (link == null) {
            throw notConnected();
        }
        return link.line().dialect();
    }

    /** Sends a request, as soon as there is a place for it. */
    <T> void send(NdbMessage<T> message, WireAttempt<T> attempt) {
        Link link = ready;
        if (link == null) {
            attempt.failed(notConnected());
            return;
        }
        switch (message.session()) {
            case NONE -> send(link, message, null, attempt);
            case GIVEN -> send(link, message, message.token(), attempt);
            case OWN -> sendInOwnSession(link, message, attempt);
        }
    }

    private <T> void sendInOwnSession(Link link, NdbMessage<T> message, WireAttempt<T> attempt) {
        own.token(link.line()).whenComplete((token, failure) -> {
            if (failure == null) {
                send(link, message, token, new InOwnSession<>(attempt, own, token));
            } else {
                attempt.failed(withoutSession(failure));
            }
        });
    }

    private <T> void send(Link link, NdbMessage<T> message, @Nullable NdbToken token, WireAttempt<T> attempt) {
        if (message.route() == NdbMessage.Route.LARGE) {
            link.large().submit(message, token, attempt);
        } else {
            link.line().submit(message, token, attempt);
        }
    }

    /** Opening the session failed; the request itself was not sent. */
    private static KvException withoutSession(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (cause instanceof KvException known) {
            // Lost on its way: to ask for the session again does no harm, whatever became of it.
            boolean again = known.retryable() || known.outcome() == Outcome.UNKNOWN;
            return known.with(f -> f.outcome(Outcome.NOT_SENT).retryable(again));
        }
        return new KvConnectionException(Failure.of(Outcome.NOT_SENT, "the session could not be opened")
                .retryable(true)
                .cause(cause));
    }

    @Override
    public CompletionStage<Void> opened(FrameChannel channel) {
        AnswerLine asking = new AnswerLine(this, time(), channel, Dialect.V0_9, false, new Pace(1));
        line = asking;
        return new Handshake(this, asking).ask().thenAccept(found -> begin(channel, found));
    }

    private void begin(FrameChannel channel, Handshake.Findings found) {
        NdbGeneration generation = found.dialect().generation();
        NdbGeneration expected = generation().orElse(generation);
        if (generation != expected) {
            KvConnectionException wrong = Handshake.wrongGeneration(expected, generation);
            WebSocketConnection connection = socket;
            if (connection != null) {
                // No other attempt would find anything else; and a client cannot change what it can do.
                connection.giveUp(wrong);
            }
            endLarge(wrong);
            throw wrong;
        }
        this.generation = Optional.of(generation);
        boolean pipelined = settings.ordering()
                .map(chosen -> chosen == NdbOrdering.PIPELINED)
                .orElse(found.dialect().inOrder() && found.marks());
        AnswerLine made = new AnswerLine(
                this, time(), channel, found.dialect(), found.marks(), pipelined ? pipelining : new Pace(1));
        line = made;
        own.forget();
        ready = new Link(made, beside(channel, found.dialect()));
    }

    /** The second connection: the one that there is, if it goes to the same server. */
    private LargeLink beside(FrameChannel channel, Dialect dialect) {
        LargeLink before = large;
        if (before != null && before.serves(channel.endpoint(), dialect)) {
            return before;
        }
        endLarge(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "the client has gone to another server")
                .retryable(true)));
        LargeLink made = new LargeLink(this, channel.endpoint(), dialect);
        large = made;
        return made;
    }

    private void endLarge(KvException because) {
        LargeLink before = large;
        if (before != null) {
            before.end(because);
        }
    }

    @Override
    public void received(FrameChannel from, byte[] utf8) {
        AnswerLine to = line;
        if (to != null) {
            to.received(utf8);
        }
    }

    @Override
    public void lost(FrameChannel lost, Loss loss) {
        AnswerLine of = line;
        LargeLink second = large;
        ready = null;
        line = null;
        if (of != null) {
            of.lost(loss);
        }
        if (second != null) {
            second.endIfIdle(loss.cause());
        }
    }

    /** Has the oldest request looked at, now and then, as long as there is one. To be called after each sending. */
    void watch() {
        TimeSource clock = time;
        if (clock != null && !watching.get() && watching.compareAndSet(false, true)) {
            Duration quarter = settings.answerTimeout().dividedBy(4);
            clock.schedule(quarter.compareTo(WATCH) < 0 ? quarter : WATCH, this::look);
        }
    }

    private void look() {
        // First this, so that what is sent from here on is either seen below or looked at next time.
        watching.set(false);
        long now = time().nanoTime();
        Link link = ready;
        LargeLink second = large;
        boolean busy = false;
        if (second != null) {
            busy = second.isBusy();
            if (second.isPatient()) {
                // The server does nothing else while it saves or loads.
                standsStillUntil = now;
            }
            second.look(now);
        }
        if (link != null) {
            busy |= link.line().isBusy();
            link.line().look(now, settings.answerTimeout(), standsStillUntil);
        }
        if (busy) {
            watch();
        }
    }

    static KvConnectionException notConnected() {
        return new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "there is no connection").retryable(true));
    }
}
