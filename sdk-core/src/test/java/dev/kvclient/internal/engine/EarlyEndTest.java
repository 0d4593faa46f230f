package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.ClearOptions;
import dev.kvclient.KvClient;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls that end before their answer: what is withdrawn is not sent, and whatever happens then, nothing stays taken.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EarlyEndTest extends EngineTest {
    private static final SetOptions SOON = SetOptions.none().timeout(ms(100));

    /** The ways in which the holder of a future can end it. */
    enum Ending {
        CANCEL,
        COMPLETE,
        COMPLETE_ON_TIMEOUT,
        COMPLETE_EXCEPTIONALLY,
        OR_TIMEOUT;

        /** Ends a future whose result nobody wants, and returns when it has ended. */
        void end(CompletableFuture<?> future) {
            Object done = switch (this) {
                case CANCEL -> future.cancel(true);
                case COMPLETE -> future.complete(null);
                case COMPLETE_ON_TIMEOUT -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
                case COMPLETE_EXCEPTIONALLY -> future.completeExceptionally(new IllegalStateException("on purpose"));
                case OR_TIMEOUT -> future.orTimeout(1, TimeUnit.MILLISECONDS);
            };
            assertThat(done).isIn(true, future);
            await(future.handle((value, thrown) -> true));
        }
    }

    // Actions for the withdrawal that throw.

    private void throwOnWithdrawal(boolean error) {
        backend.onSend = sent -> {
            sent.attempt.onWithdrawal(() -> {
                if (error) {
                    throw new AssertionError("on purpose");
                }
                throw new IllegalStateException("on purpose");
            });
            backend.sent.add(sent);
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndActionThatThrowsLeavesTheLaneAndThePlaceFree(boolean error) {
        throwOnWithdrawal(error);
        KvClient kv = open(builder().maxOutstanding(1, 1_000));
        var cancelled = kv.async().set("a", 1);
        sent();
        assertThat(cancelled.cancel(false)).isTrue();

        var late = kv.async().set("a", 2, SOON);
        assertThat(sent().number()).isEqualTo(2);
        time.advance(ms(200));
        assertThat(failureOf(KvTimeoutException.class, late).outcome()).isEqualTo(Outcome.UNKNOWN);

        var good = kv.async().set("a", 3);
        Sent last = sent();
        assertThat(last.number()).isEqualTo(3);
        last.answer();
        assertThat(await(good).written()).isTrue();
        Engine engine = kv.unwrap(Engine.class);
        assertThat(engine.places().requests()).isZero();
        assertThat(engine.lanes().size()).isZero();
        assertThat(engine.live().size()).isZero();
    }

    @Test
    void anEndActionThatThrowsKeepsNoOtherFromRunning() {
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch allSent = new CountDownLatch(3);
        backend.onSend = sent -> {
            sent.attempt.onWithdrawal(() -> {
                ran.incrementAndGet();
                throw new IllegalStateException("on purpose");
            });
            allSent.countDown();
        };
        backend.dispatch = (command, exchange) -> {
            var one = part(command, exchange);
            var two = part(command, exchange);
            var three = part(command, exchange);
            return CompletableFuture.allOf(one, two, three).thenApply(done -> true);
        };
        var call = client().async().contains("a");
        assertThat(allSent.getCount()).isZero();

        call.cancel(false);

        assertThat(ran).hasValue(3);
    }

    private CompletableFuture<Object> part(KvCommand<?> command, Exchange exchange) {
        return exchange.send(new WireRequest<>() {
            @Override
            public String operation() {
                return "part";
            }

            @Override
            public List<String> keys() {
                return command.keys();
            }

            @Override
            public Effect effect() {
                return command.effect();
            }

            @Override
            public void send(WireAttempt<Object> attempt) {
                backend.onSend.accept(new Sent(command, attempt));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeSettlesAllCallsWhateverTheirEndActionsThrow(boolean error) {
        throwOnWithdrawal(error);
        KvClient kv = open(builder().closeTimeout(ms(20)));
        AtomicInteger closed = new AtomicInteger();
        backend.onClose = closed::incrementAndGet;
        List<CompletableFuture<SetResult>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(kv.async().set("k" + i % 10, i));
        }
        for (int i = 0; i < 10; i++) {
            sent();
        }

        kv.close();

        assertThat(calls).allSatisfy(call -> failureOf(KvClosedException.class, call));
        assertThat(closed).hasValue(1);
    }

    @Test
    void closeSendsNothingOfWhatStillWaits() {
        KvClient kv = open(builder().closeTimeout(Duration.ZERO));
        List<CompletableFuture<SetResult>> waiting = new ArrayList<>();
        for (int lane = 0; lane < 10; lane++) {
            assertThat(kv.async().set("k" + lane, 0)).isNotDone();
            sent();
        }
        backend.onSend = sent -> backend.sent.add(sent.setOut());
        for (int i = 0; i < 100; i++) {
            waiting.add(kv.async().set("k" + i % 10, i));
        }

        kv.close();

        assertThat(waiting)
                .allSatisfy(call -> assertThat(
                                failureOf(KvClosedException.class, call).outcome())
                        .isEqualTo(Outcome.NOT_SENT));
        nothingIsSent();
    }

    // Futures that their holder ends.

    /** A timer that ends a future tells the call of it only afterwards. */
    private void soThatLive(int calls) {
        LiveCalls live = client().unwrap(Engine.class).live();
        Awaitility.await().until(() -> live.size() == calls);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEndedWhileItWaitsInItsLaneIsNeverSent(Ending ending) {
        KvClient kv = client();
        var first = kv.async().set("a", 1);
        var ended = kv.async().set("a", 2);
        var last = kv.async().set("a", 3);
        Sent held = sent();

        ending.end(ended);
        soThatLive(2);
        held.answer();

        assertThat(await(first).written()).isTrue();
        Sent next = sent();
        assertThat(next.number()).isEqualTo(3);
        next.answer();
        assertThat(await(last).written()).isTrue();
        nothingIsSent();
        assertThat(kv.unwrap(Engine.class).places().requests()).isZero();
    }

    @Test
    void whatTheHolderSaysIsWhatTheFutureTells() {
        var first = client().async().set("a", 1);
        var ended = client().async().set("a", 2);
        sent();

        Ending.OR_TIMEOUT.end(ended);

        assertThat(first).isNotDone();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(ended::get)
                .withCauseInstanceOf(TimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aClearThatIsEndedWhileItWaitsIsNeverSent(Ending ending) {
        KvClient kv = client();
        var first = kv.async().set("a", 1);
        var clear = kv.async().clear(ClearOptions.everything());
        var last = kv.async().set("a", 2);
        Sent held = sent();

        ending.end(clear);
        soThatLive(2);
        held.answer();

        assertThat(await(first).written()).isTrue();
        Sent next = sent();
        assertThat(next.operation()).isEqualTo("set");
        next.answer();
        assertThat(await(last).written()).isTrue();
        nothingIsSent();
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatIsEndedWhileItsReadWaitsSendsNothing(Ending ending) {
        KvClient kv = client();
        AtomicInteger changes = new AtomicInteger();
        var first = kv.async().set("a", 1);
        var update = kv.async().update("a", Integer.class, found -> changes.incrementAndGet());
        Sent held = sent();

        ending.end(update);
        soThatLive(1);
        held.answer();

        assertThat(await(first).written()).isTrue();
        var last = kv.async().set("a", 3);
        Sent next = sent();
        assertThat(next.operation()).isEqualTo("set");
        assertThat(next.number()).isEqualTo(3);
        next.answer();
        assertThat(await(last).written()).isTrue();
        assertThat(changes).hasValue(0);
        nothingIsSent();
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatIsEndedWhileItsFunctionRunsWritesNothing(Ending ending) throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "test-own"));
        KvClient kv = open(builder().callbackExecutor(own));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        var update = kv.async().update("a", Integer.class, found -> {
            inside.countDown();
            try {
                left.complete(goOn.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                left.completeExceptionally(e);
            }
            return 7;
        });
        sent().answer();
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        ending.end(update);
        goOn.countDown();
        assertThat(await(left)).isTrue();
        // The thread of the function has done all that follows from it when it has ended.
        own.shutdown();
        assertThat(own.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        nothingIsSent();
    }
}
