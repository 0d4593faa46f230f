package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** That every call ends and says the truth, whatever code around the engine does. */
class RobustnessTest extends EngineTest {
    @Test
    void anErrorOfAListenerHoldsNobodyUp() throws Exception {
        KvListener broken = new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                throw new NoClassDefFoundError("a listener's own class");
            }
        };
        backend.onSend = sent -> sent.setOut().answer();
        try (KvClient kv = backend.client().listener(broken).connect()) {
            assertThat(kv.set("a", 1).written()).isTrue();
            assertThat(kv.async().set("a", 2).get(5, TimeUnit.SECONDS).written())
                    .isTrue();
        }
    }

    @Test
    void anErrorWhileAValueIsReadEndsTheCallAsApplied() {
        KvCodec broken = new KvCodec() {
            @Override
            public StoredValue.Json encode(Object value) {
                return KvCodec.standard().encode(value);
            }

            @Override
            public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
                throw new StackOverflowError();
            }
        };
        backend.onSend = sent -> sent.setOut().answer();
        try (KvClient kv = backend.client().codec(broken).connect()) {
            KvProtocolException e =
                    failureOf(KvProtocolException.class, kv.async().get("a", KvType.of(Integer.class)));
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(e).hasCauseInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void callbacksMayWaitForOtherCalls() throws Exception {
        backend.onSend = sent -> backend.onTransport(() -> sent.setOut().answer());
        int more = 4 * Runtime.getRuntime().availableProcessors();
        try (KvClient kv = backend.client().connect()) {
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                String key = "k" + i;
                all.add(kv.async().set(key, i).thenApply(r -> {
                    boolean joined = kv.async().get(key, Integer.class).join().isPresent();
                    return joined && kv.set(key, 1).written();
                }));
            }
            for (CompletableFuture<Boolean> one : all) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void aLongRowOfCallsThatEndAtOnceNeedsNoStack() {
        try (KvClient kv = backend.client()
                .callbackExecutor(Runnable::run)
                .offline(OfflineQueue.none())
                .connect()) {
            List<CompletableFuture<?>> row = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                row.add(kv.async().set("a", i));
            }
            FakeBackend.Sent first = sent();
            backend.change(ConnectionState.DISCONNECTED, null);
            first.fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost")));

            assertThat(row).allMatch(CompletableFuture::isDone);
            failureOf(KvOfflineException.class, row.get(9_999));
        }
    }

    @Test
    void aServerThatAsksToWaitForAgesIsNotWaitedFor() {
        var get = client().async().get("a", Integer.class);
        sent().fail(new KvRateLimitedException(
                Failure.of(Outcome.REJECTED, "wait").retryable(true).retryAfter(Duration.ofSeconds(Long.MAX_VALUE))));

        failureOf(KvRateLimitedException.class, get);
    }

    @Test
    void hugeTimesAreTimesToo() throws Exception {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        backend.onSend = sent -> sent.setOut().answer();
        KvClient kv = backend.client()
                .timeout(forEver)
                .connectTimeout(forEver)
                .closeTimeout(forEver)
                .connect();
        assertThat(kv.awaitConnected(forEver)).isTrue();
        assertThat(kv.set("a", 1).written()).isTrue();
        kv.close();
        assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void whatWasLostWaitsForTheNextConnectionAndSpendsNoAttempt() {
        AtomicInteger retries = new AtomicInteger();
        KvListener counting = new KvListener() {
            @Override
            public void onRetry(Retry event) {
                retries.incrementAndGet();
            }
        };
        var get = open(builder().listener(counting)).async().get("a", Integer.class);
        FakeBackend.Sent first = sent();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true)));
        queued(1);
        for (int i = 0; i < 30; i++) {
            time.advance(ms(100));
        }
        assertThat(backend.sent).isEmpty();
        assertThat(retries).hasValue(0);
        assertThat(get).isNotDone();

        backend.change(ConnectionState.CONNECTED, null);
        sent().answer();

        assertThat(await(get)).contains(1);
    }

    @Test
    void whatMayNotWaitFailsWhenItWouldHaveToBeSentAgainWithoutAConnection() {
        var get = client().async()
                .get("a", KvType.of(Integer.class), CallOptions.none().queuable(false));
        FakeBackend.Sent first = sent();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true)));
        Awaitility.await().until(() -> {
            time.advance(ms(100));
            return get.isDone();
        });

        assertThat(failureOf(KvConnectionException.class, get).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatWaitsInALineIsTakenOutWhenItsCallerHasGone() {
        CountDownLatch withdrawn = new CountDownLatch(1);
        backend.onSend = sent -> sent.attempt.onWithdrawal(() -> {
            withdrawn.countDown();
            sent.fail(new KvClosedException(Failure.of(Outcome.NOT_SENT, "withdrawn")));
        });
        var get = client().async()
                .get("a", KvType.of(Integer.class), CallOptions.none().timeout(ms(50)));
        Awaitility.await().until(() -> {
            time.advance(ms(20));
            return get.isDone();
        });

        assertThat(failureOf(KvTimeoutException.class, get).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(withdrawn.getCount()).isZero();
    }

    @Test
    void ofSeveralRequestsTheLastFailureIsNotTheWholeTruth() {
        AtomicInteger number = new AtomicInteger();
        backend.onSend = sent -> {
            if (number.incrementAndGet() == 1) {
                sent.setOut().answer();
            } else {
                sent.setOut().fail(new KvServerException(Failure.of(Outcome.REJECTED, "the second is refused")));
            }
        };
        backend.dispatch = (command, x) -> x.send(write(command, "1")).thenCompose(r -> x.send(write(command, "2")));

        KvException e = failureOf(KvServerException.class, client().async().set("a", 1));

        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    private WireRequest<Object> write(dev.kvclient.spi.KvCommand<?> command, String name) {
        return new WireRequest<>() {
            @Override
            public String operation() {
                return name;
            }

            @Override
            public List<String> keys() {
                return command.keys();
            }

            @Override
            public Effect effect() {
                return Effect.IDEMPOTENT_WRITE;
            }

            @Override
            public void send(WireAttempt<Object> attempt) {
                backend.onSend.accept(new FakeBackend.Sent(command, attempt));
            }
        };
    }
}
