package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The end of a client. */
class CloseTest extends EngineTest {
    @Test
    void waitsForWhatIsUnderWay() {
        open(builder().closeTimeout(Duration.ofSeconds(20)));
        var write = client().async().set("a", 1);
        Sent sent = sent();
        var closing = CompletableFuture.runAsync(client()::close);
        org.awaitility.Awaitility.await().until(() -> client().state() == ConnectionState.CLOSED);
        assertThat(closing).isNotDone();

        failureOf(KvClosedException.class, client().async().set("b", 1));
        sent.answer();

        await(closing);
        assertThat(await(write).written()).isTrue();
    }

    @Test
    void settlesWhatTheWaitDidNotEnd() {
        var sent = client().async().set("a", 1);
        var behind = client().async().set("a", 2);
        sent();

        client().close();

        assertThat(failureOf(KvClosedException.class, sent).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failureOf(KvClosedException.class, behind).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    /** An adapter's window lets the next one in when one of those inside is withdrawn. */
    @Test
    void whatWaitsInTheAdapterIsNotSentWhenAnotherMakesRoom() {
        open(builder().closeTimeout(Duration.ZERO));
        var one = client().async().set("a", 1);
        var two = client().async().set("b", 1);
        Sent first = backend.next();
        Sent second = backend.next();
        AtomicReference<Boolean> sets = new AtomicReference<>();
        first.attempt.onWithdrawal(() -> sets.compareAndSet(null, second.attempt.sending()));
        second.attempt.onWithdrawal(() -> sets.compareAndSet(null, first.attempt.sending()));

        client().close();

        assertThat(sets).hasValue(false);
        assertThat(failureOf(KvClosedException.class, one).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failureOf(KvClosedException.class, two).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void doesNotWaitAtAllIfToldSo() {
        open(builder().closeTimeout(Duration.ZERO));
        var write = client().async().set("a", 1);
        sent();

        client().close();

        failureOf(KvClosedException.class, write);
        assertThat(client().state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void closesTheBackendOnceHoweverOftenItIsCalled() {
        AtomicInteger closed = new AtomicInteger();
        backend.onClose = closed::incrementAndGet;
        client();
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            closers.add(CompletableFuture.runAsync(client()::close, task -> new Thread(task, "test-closer").start()));
        }
        closers.forEach(EngineTest::await);
        client().close();

        assertThat(closed).hasValue(1);
    }

    @Test
    void aCallbackMayCloseWithoutWaitingForItself() {
        open(builder().closeTimeout(Duration.ofSeconds(20)));
        var other = client().async().set("b", 1);
        var closed = client().async().set("a", 1).thenApply(written -> {
            client().close();
            return client().state();
        });
        Sent first = sent();
        Sent second = sent();
        (first.key().equals("a") ? first : second).answer();

        assertThat(await(closed)).isEqualTo(ConnectionState.CLOSED);
        assertThat(failureOf(KvClosedException.class, other).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aFutureThatIsSettledWhileTheClientClosesIsNotLost() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        open(builder().listener(new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                ending.countDown();
                try {
                    closed.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }));
        var write = client().async().set("a", 1);
        Sent sent = sent();
        backend.onClose = closed::countDown;
        backend.onTransport(sent::answer);
        assertThat(ending.await(10, TimeUnit.SECONDS)).isTrue();

        client().close();

        assertThat(await(write).written()).isTrue();
    }

    @Test
    void blockedCallersAreWoken() throws Exception {
        client();
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        client().get("a", Integer.class);
                    } catch (KvException e) {
                        thrown.complete(e);
                    }
                },
                "test-blocked");
        caller.start();
        sent();

        client().close();

        KvException e = await(thrown);
        assertThat(e).isInstanceOf(KvClosedException.class);
        assertThat(e.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getClassName()).startsWith(CloseTest.class.getName()));
        caller.join();
    }

    @Test
    void anInterruptedCloseStillClosesAndKeepsTheFlag() {
        open(builder().closeTimeout(Duration.ofSeconds(20)));
        var write = client().async().set("a", 1);
        sent();
        Thread.currentThread().interrupt();

        client().close();

        assertThat(Thread.interrupted()).isTrue();
        failureOf(KvClosedException.class, write);
        assertThat(client().state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void nothingIsTakenAfterwards() {
        client().close();

        assertThatExceptionOfType(KvClosedException.class)
                .isThrownBy(() -> client().get("a", Integer.class))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        failureOf(KvClosedException.class, client().async().get("a", Integer.class));
        assertThat(client().awaitConnected(Duration.ofSeconds(5))).isFalse();
        nothingIsSent();
    }

    @Test
    void callsThatRaceWithTheCloseAllEnd() {
        backend.onSend = sent -> backend.onTransport(() -> sent.setOut().answer());
        KvClient kv = open(backend.client().closeTimeout(ms(20)));
        List<CompletableFuture<?>> calls = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 2_000; i++) {
                            calls.add(kv.async().set("k" + i % 7, i));
                        }
                    },
                    task -> new Thread(task, "test-caller").start()));
        }
        org.awaitility.Awaitility.await().until(() -> calls.size() > 100);

        kv.close();

        callers.forEach(EngineTest::await);
        assertThat(calls)
                .hasSize(6_000)
                .allSatisfy(call -> assertThat(call.handle((r, e) -> true)
                                .completeOnTimeout(false, 10, TimeUnit.SECONDS)
                                .join())
                        .isTrue());
    }
}
