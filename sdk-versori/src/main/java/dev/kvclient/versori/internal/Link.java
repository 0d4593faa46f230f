package dev.kvclient.versori.internal;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.transport.Backoff;
import dev.kvclient.versori.VersoriScope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is a way to the store. HTTP has no connection that could be looked at, so a round of requests stands
 * for it: the credential is got, the store looked up, and counted in.
 *
 * <p>Once that has gone well the state is {@code CONNECTED} and stays so until {@code close}.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** 100 ms to 5 s: a server that starts is found soon, one that is gone is not asked much. */
    private static final Backoff BETWEEN_ROUNDS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final VersoriHttp http;
    private final StoreHandle store;
    private final Optional<VersoriScope> scope;
    private final PlatformCalls platform;
    private final StoreCalls calls;
    private final KeySpace keys;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final Object lock = new Object();
    private ConnectionState state = ConnectionState.DISCONNECTED;
    private @Nullable BackendContext context;
    private @Nullable Round round;
    private int failures;

    Link(VersoriHttp http, Optional<VersoriScope> scope, StoreCalls calls, KeySpace keys) {
        this.http = http;
        this.store = calls.store();
        this.scope = scope;
        this.platform = new PlatformCalls(http);
        this.calls = calls;
        this.keys = keys;
    }

    ConnectionState state() {
        synchronized (lock) {
            return state;
        }
    }

    CompletionStage<Void> open(BackendContext given) {
        synchronized (lock) {
            context = given;
        }
        http.open(given.time(), given.connectTimeout());
        begin();
        return connected;
    }

    /** Begins a round, unless the link was closed. */
    private void begin() {
        Round next;
        BackendContext by;
        synchronized (lock) {
            by = context;
            if (state == ConnectionState.CLOSED || by == null) {
                return;
            }
            next = new Round(by);
            round = next;
        }
        change(ConnectionState.CONNECTING, null);
        next.run();
    }

    private void succeeded(Round which) {
        synchronized (lock) {
            if (round != which) {
                return;
            }
            round = null;
        }
        change(ConnectionState.CONNECTED, null);
        connected.complete(null);
    }

    private void failed(Round which, KvException why) {
        int before;
        synchronized (lock) {
            if (round != which) {
                return;
            }
            round = null;
            before = failures++;
        }
        change(ConnectionState.DISCONNECTED, why);
        if (which.by.startOffline()) {
            which.time.schedule(BETWEEN_ROUNDS.delay(before, ThreadLocalRandom.current()), this::begin);
        } else {
            connected.completeExceptionally(why);
        }
    }

    private void change(ConnectionState to, @Nullable KvException why) {
        BackendContext tell;
        synchronized (lock) {
            tell = context;
            if (state == ConnectionState.CLOSED || tell == null) {
                return;
            }
            state = to;
            LOG.debug("{} is {}", http.where(), to, why);
            // Under the lock, so that changes are told in their order.
            tell.stateChanged(to, why);
        }
    }

    void close() {
        Round last;
        change(ConnectionState.CLOSED, null);
        synchronized (lock) {
            state = ConnectionState.CLOSED;
            last = round;
            round = null;
        }
        KvException closed =
                new KvConnectionException(Failure.of(Outcome.NOT_SENT, "closed before there was a connection"));
        if (last != null) {
            last.ended.completeExceptionally(closed);
        }
        http.close();
        connected.completeExceptionally(closed);
    }

    /** One try, within the connect timeout. */
    private final class Round {
        private final BackendContext by;
        private final TimeSource time;
        private final OwnRequests requests = new OwnRequests();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile TimeSource.@Nullable Cancellable again;
        private volatile @Nullable KvException refusal;
        private boolean renewed;
        private int refusals;

        Round(BackendContext by) {
            this.by = by;
            this.time = by.time();
        }

        void run() {
            TimeSource.Cancellable limit = time.schedule(by.connectTimeout(), this::tooLate);
            CompletionStage<Void> end = ended;
            end.whenComplete((done, thrown) -> {
                limit.cancel();
                TimeSource.Cancellable later = again;
                if (later != null) {
                    later.cancel();
                }
                if (thrown == null) {
                    succeeded(this);
                } else {
                    requests.stop();
                    failed(this, exception(thrown));
                }
            });
            look();
        }

        private void tooLate() {
            ended.completeExceptionally(new KvConnectionException(Failure.of(
                            Outcome.NOT_SENT,
                            "no connection to " + http.where() + " within "
                                    + by.connectTimeout().toMillis() + " ms")
                    .cause(refusal)
                    .retryable(true)));
        }

        private void look() {
            http.firstCredential()
                    .thenCompose(there -> resolve())
                    .thenCompose(there -> requests.send(calls.probe(keys)))
                    .whenComplete((count, thrown) -> {
                        if (thrown == null) {
                            ended.complete(null);
                        } else {
                            wentWrong(exception(thrown));
                        }
                    });
        }

        private CompletionStage<Boolean> resolve() {
            return store.isKnown() || scope.isEmpty()
                    ? CompletableFuture.completedFuture(true)
                    : Stores.resolve(platform, scope.get(), requests).thenApply(id -> {
                        store.found(id);
                        return true;
                    });
        }

        /** A server that asks to come again later is there; one that refuses a token may take another, once. */
        private void wentWrong(KvException why) {
            if (!renewed
                    && why.status().isPresent()
                    && why instanceof KvAuthException auth
                    && auth.reason() == KvAuthException.Reason.UNAUTHENTICATED) {
                renewed = true;
                http.renewCredential().whenComplete((isNew, thrown) -> {
                    if (thrown == null && isNew) {
                        look();
                    } else {
                        ended.completeExceptionally(thrown == null ? why : thrown);
                    }
                });
            } else if (why.status().isPresent() && why.retryable()) {
                refusal = why;
                Duration wait = BETWEEN_ROUNDS.delay(refusals++, ThreadLocalRandom.current());
                Duration asked = why.retryAfter().orElse(Duration.ZERO);
                again = time.schedule(asked.compareTo(wait) > 0 ? asked : wait, this::lookAgain);
            } else {
                ended.completeExceptionally(why);
            }
        }

        private void lookAgain() {
            if (!ended.isDone()) {
                look();
            }
        }

        private KvException exception(Throwable thrown) {
            Throwable cause = Futures.cause(thrown);
            return cause instanceof KvException known
                    ? known
                    : new KvProtocolException(
                            Failure.of(Outcome.NOT_SENT, "connecting failed").cause(cause));
        }
    }
}
