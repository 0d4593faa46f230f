package dev.kvclient.internal.engine;

import dev.kvclient.Attribute;
import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.Ordering;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.ClientSettings;
import dev.kvclient.internal.offline.Journals;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.transport.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client runs on: takes calls, leads them through the two levels and ends them all. Owns the timer, the
 * callback threads and the backend.
 */
public final class Engine implements Pipeline, BackendContext {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** What {@code close} still waits for after it has settled everything: the adapter's own threads. */
    private static final Duration SETTLED_BY = Duration.ofSeconds(5);

    /** How long {@code close} waits for the threads of the client to end: they have nothing left to do. */
    private static final Duration THREADS_END = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final String name;
    private final KvBackend backend;
    private final ClientSettings settings;
    private final KvCodec codec;
    private final @Nullable SystemTime ownTime;
    private final TimeSource time;
    private final Callbacks callbacks;
    private final LiveCalls live;
    private final Window places;
    private final Lanes lanes = new Lanes();
    private final Gate gate;
    private final Retries retries;
    private final Events events;
    private final @Nullable Batcher batcher;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean ending;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Object stateLock = new Object();
    private ConnectionState lastState = ConnectionState.DISCONNECTED;
    private volatile @Nullable KvException lastFailure;
    private volatile @Nullable Acceptance acceptance;

    /** Puts an engine around a backend that is not open yet. */
    public Engine(KvBackend backend, ClientSettings settings) {
        this.name = "kvclient-" + NUMBER.incrementAndGet() + "-" + backend.name();
        this.backend = backend;
        this.settings = settings;
        this.codec = settings.codec().limitedTo(backend.numbers());
        TimeSource given = settings.time();
        this.ownTime = given == null ? new SystemTime(name) : null;
        this.time = given == null ? Objects.requireNonNull(ownTime) : given;
        this.callbacks = Callbacks.over(settings.callbackExecutor(), name, ownTime);
        this.live = new LiveCalls(time);
        this.places = new Window(settings.maxOutstanding(), settings.maxOutstandingBytes());
        this.retries = new Retries(settings.retry());
        this.events = new Events(settings.listeners(), callbacks);
        this.gate = new Gate(this, settings.offline());
        this.batcher = settings.batching().isOn() ? new Batcher(this, settings.batching()) : null;
    }

    /**
     * Opens the backend; waits for it, unless the client starts offline.
     *
     * @throws KvException if there is no connection; everything is closed then
     */
    public void open() {
        CompletableFuture<Void> opened;
        try {
            openJournal();
            opened = backend.open(this).toCompletableFuture();
        } catch (RuntimeException e) {
            close();
            throw Failures.of(e, Outcome.NOT_SENT);
        }
        // A backend that cannot start offline at all says so at once.
        if (settings.startOffline() && !opened.isCompletedExceptionally()) {
            return;
        }
        // The adapter keeps to the connect timeout; a second more is for one that does not.
        long limit = Nanos.of(settings.connectTimeout()) + Duration.ofSeconds(1).toNanos();
        KvException failure;
        try {
            opened.get(limit, TimeUnit.NANOSECONDS);
            if (backend.state() == ConnectionState.CONNECTED) {
                gate.opened();
            }
            return;
        } catch (ExecutionException e) {
            failure = Failures.of(e, Outcome.NOT_SENT);
        } catch (TimeoutException e) {
            failure = new KvConnectionException(
                    Failure.of(Outcome.NOT_SENT, "no connection within " + settings.connectTimeout()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new KvInterruptedException(Failure.of(Outcome.NOT_SENT, "interrupted while connecting"));
        }
        close();
        throw failure.with(f -> f.backend(backend.name()).operation("connect"));
    }

    /** What an earlier process has accepted is in its place before any call of this one. */
    private void openJournal() {
        Optional<Path> file = settings.offline().file();
        if (file.isPresent()) {
            Acceptance made = new Acceptance(this, Journals.open(file.get(), backend.name(), name + "-journal"));
            acceptance = made;
            made.recover();
        }
    }

    /** Makes a call and waits for its end. */
    public <R, T> T call(Plan<R, T> plan) {
        return Call.call(this, plan);
    }

    /** Makes a call. */
    public <R, T> CompletableFuture<T> submit(Plan<R, T> plan) {
        return Call.submit(this, plan);
    }

    @Override
    public <R, T> T call(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        return call(plan(command, options, read));
    }

    @Override
    public <R, T> CompletableFuture<T> submit(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        Plan<R, T> plan;
        try {
            plan = plan(command, options, read);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return submit(plan);
    }

    private <R, T> Plan<R, T> plan(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        CallOptions merged = options.over(settings.defaults().call());
        requireKnown(merged);
        return new Plan<>(command, merged, (reply, exchange) -> read.apply(reply));
    }

    /** Fails if an option was given that another backend knows, but not this one. */
    public void requireKnown(CallOptions options) {
        for (Attribute<?> attribute : options.attributes().keySet()) {
            if (!backend.attributes().contains(attribute)) {
                throw Failures.wrong("the option " + attribute + " is unknown to the backend " + backend.name());
            }
        }
    }

    void enterLanes(Call<?, ?> call, KvCommand<?> command) {
        List<String> names = command.lanes();
        if (settings.ordering() == Ordering.NONE || (names.isEmpty() && !command.barrier())) {
            lanes.pass(call);
        } else {
            lanes.enter(call, names, command.effect() != Effect.READ, command.barrier());
        }
    }

    /** Why nothing is sent any more, if nothing is. */
    @Nullable
    KvException lastCall() {
        return ending ? new KvClosedException(Failure.of(Outcome.NOT_SENT, "the client was closed")) : null;
    }

    /** Why no call is taken, if none is. */
    @Nullable
    KvException refusal() {
        return closing.get() ? new KvClosedException(Failure.of(Outcome.NOT_SENT, "the client is closed")) : null;
    }

    /** Ends everything; see {@link dev.kvclient.KvClient#close()}. */
    public void close() {
        boolean mayWait = !callbacks.isInside();
        boolean interrupted = false;
        if (closing.compareAndSet(false, true)) {
            try {
                gate.line().closing();
                if (mayWait) {
                    live.awaitNone(settings.closeTimeout());
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            try {
                end();
                if (mayWait) {
                    interrupted |= !awaitThreads();
                }
            } finally {
                closed.countDown();
            }
        } else if (mayWait) {
            try {
                closed.await(Nanos.of(settings.closeTimeout()) + SETTLED_BY.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Settles what is left and lets everything go, each part whatever becomes of the one before. */
    private void end() {
        // What a call that is ended now lets go on must not set out any more.
        ending = true;
        try {
            // First, so that whoever waits for the disk is told what became of it.
            closeJournal();
            gate.close();
            live.forEach(this::closeCall);
        } finally {
            try {
                backend.close();
                stateChanged(ConnectionState.CLOSED, null);
            } finally {
                callbacks.close();
                if (ownTime != null) {
                    ownTime.close();
                }
            }
        }
    }

    private void closeJournal() {
        Acceptance durable = acceptance;
        if (durable != null) {
            durable.journal().close();
        }
    }

    private void closeCall(Call<?, ?> call) {
        try {
            call.withdraw(KvClosedException::new, "the client was closed");
        } catch (RuntimeException | Error e) {
            LOG.warn("ending a call failed", e);
        }
    }

    /** A thread that still runs code of the application is not waited for without bound. False if interrupted. */
    private boolean awaitThreads() {
        try {
            boolean ended = callbacks.awaitEnd(THREADS_END) && (ownTime == null || ownTime.awaitEnd(THREADS_END));
            if (!ended) {
                LOG.warn("a callback still runs after close");
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Asks the backend for a sign of life, whatever the gate says. */
    void tryConnection(BiConsumer<Ack, Throwable> then) {
        CallOptions once = CallOptions.none().timeout(settings.timeout()).queuable(false);
        CompletionStage<Ack> end = Call.tryOut(this, new Plan<>(new KvCommand.Ping(), once, (done, exchange) -> done));
        end.whenComplete(then);
    }

    /** Waits in real time until there is a connection, or never will be. */
    public boolean awaitConnected(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + Nanos.of(atMost);
        synchronized (stateLock) {
            while (backend.state() != ConnectionState.CONNECTED) {
                long left = end - System.nanoTime();
                if (left <= 0 || closing.get() || backend.state() == ConnectionState.FAILED) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(stateLock, left);
            }
            return true;
        }
    }

    /** Why the last attempt to connect failed. */
    public Optional<KvException> lastConnectionFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public void stateChanged(ConnectionState state, @Nullable KvException cause) {
        ConnectionState from;
        synchronized (stateLock) {
            from = lastState;
            lastState = state;
            lastFailure = state == ConnectionState.CONNECTED ? null : cause != null ? cause : lastFailure;
            stateLock.notifyAll();
        }
        if (from != state) {
            events.stateChanged(from, state, cause);
        }
        // One that is told late is not true any more, and what is true is going to be told.
        if (state != ConnectionState.CONNECTED || backend.state() == ConnectionState.CONNECTED) {
            gate.connectionIs(state, cause);
        }
        events.flush();
    }

    /** Where the link stands; closed, once the client is. */
    public ConnectionState state() {
        return closing.get() ? ConnectionState.CLOSED : backend.state();
    }

    /** The backend that this engine drives. */
    public KvBackend backend() {
        return backend;
    }

    /** The settings of the client. */
    public ClientSettings settings() {
        return settings;
    }

    @Override
    public KvCodec codec() {
        return codec;
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public Duration connectTimeout() {
        return settings.connectTimeout();
    }

    @Override
    public boolean startOffline() {
        return settings.startOffline();
    }

    @Override
    public Callbacks callbacks() {
        return callbacks;
    }

    /** By which single requests go together; null if they do not. */
    @Nullable
    Batcher batcher() {
        return batcher;
    }

    LiveCalls live() {
        return live;
    }

    Window places() {
        return places;
    }

    Lanes lanes() {
        return lanes;
    }

    Gate gate() {
        return gate;
    }

    WaitingLine line() {
        return gate.line();
    }

    /** What is accepted on disk; only if there is a durable queue. */
    Acceptance acceptance() {
        return Objects.requireNonNull(acceptance, "no durable queue");
    }

    /** The backend has been given other credentials: what the user of before might not do may be tried. */
    public void credentialsChanged() {
        if (batcher != null) {
            batcher.newCredentials();
        }
        gate.tryAgain();
    }

    /** The offline queue, for the application. */
    public OfflineQueue offlineQueue() {
        return new QueueControl(this, gate, gate.line(), acceptance);
    }

    boolean isClosing() {
        return closing.get();
    }

    Retries retries() {
        return retries;
    }

    Events events() {
        return events;
    }
}
