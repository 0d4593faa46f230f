package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An executor that runs each task at once: everything happens on the thread that ends a call. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectExecutorTest extends EngineTest {
    private static final int MANY = 10_000;

    /** Holds the first request and answers all others as they are sent. */
    private Sent holdingTheFirst(KvClient kv) {
        assertThat(kv.async().set("k", 0)).isNotDone();
        Sent first = sent();
        backend.onSend = sent -> sent.setOut().answer();
        return first;
    }

    private KvClient direct() {
        return open(builder().callbackExecutor(Runnable::run));
    }

    @Test
    void aCallbackMayWriteTheKeyThatIsJustReleased() {
        KvClient kv = direct();
        Sent first = holdingTheFirst(kv);
        var second = kv.async()
                .set("k", 1)
                .thenApply(w -> kv.set("k", 2).written() && kv.set("k", 3).written());
        // Released on the same thread, and not yet opened when that callback wants to go behind it.
        var third = kv.async().set("k", 4);

        first.answer();

        assertThat(List.of(second, third)).allMatch(CompletableFuture::isDone);
        assertThat(await(second)).isTrue();
        assertThat(await(third).written()).isTrue();
    }

    @Test
    void twoCallbacksMayWriteTheKeyThatIsJustReleased() {
        KvClient kv = direct();
        Sent first = holdingTheFirst(kv);
        var second = kv.async()
                .set("k", 1)
                .thenApply(w -> kv.set("k", 2).written() && kv.set("k", 3).written());
        // Its callback runs inside the first one's wait, and goes behind the write for which that one waits.
        var third = kv.async()
                .set("k", 4)
                .thenApply(w -> kv.set("k", 5).written() && kv.set("k", 6).written());

        first.answer();

        assertThat(List.of(second, third)).allMatch(CompletableFuture::isDone);
        assertThat(await(second)).isTrue();
        assertThat(await(third)).isTrue();
    }

    @Test
    void aListenerMayWriteTheKeyThatIsJustReleased() {
        List<Boolean> written = new ArrayList<>();
        AtomicInteger ends = new AtomicInteger();
        KvListener writing = new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                if (ends.incrementAndGet() == 2) {
                    written.add(client().set("k", 2).written());
                    written.add(client().set("k", 3).written());
                }
            }
        };
        KvClient kv = open(builder().callbackExecutor(Runnable::run).listener(writing));
        Sent first = holdingTheFirst(kv);
        var second = kv.async().set("k", 1);
        var third = kv.async().set("k", 4);

        first.answer();

        assertThat(written).containsExactly(true, true);
        assertThat(await(second).written()).isTrue();
        assertThat(await(third).written()).isTrue();
    }

    @Test
    void aCallbackMayWaitBehindManyOfItsLane() {
        KvClient kv = direct();
        Sent first = holdingTheFirst(kv);
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String other = "other" + i;
            all.add(kv.async()
                    .set("k", i)
                    .thenApply(w -> kv.set("k", 1).written()
                            && kv.set(other, 2).written()
                            && kv.set("k", 3).written()));
        }

        first.answer();

        assertThat(all)
                .allMatch(CompletableFuture::isDone)
                .allSatisfy(one -> assertThat(await(one)).isTrue());
    }

    @Test
    void manyCallsOfALaneThatEndAtOnceNeedNoStack() {
        KvClient kv = direct();
        Sent first = holdingTheFirst(kv);
        AtomicInteger callbacks = new AtomicInteger();
        List<CompletableFuture<?>> row = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            row.add(kv.async().set("k", i).thenRun(callbacks::incrementAndGet));
        }

        first.answer();

        assertThat(row).allMatch(one -> one.isDone() && !one.isCompletedExceptionally());
        assertThat(callbacks).hasValue(MANY);
    }

    @Test
    void manyCallsOfALaneThatEndedWhileTheyWaitedNeedNoStack() {
        KvClient kv = direct();
        Sent first = holdingTheFirst(kv);
        List<CompletableFuture<?>> row = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            row.add(kv.async().set("k", i));
        }
        row.forEach(one -> one.cancel(false));
        var last = kv.async().set("k", 1);

        first.answer();

        assertThat(await(last).written()).isTrue();
    }

    @Test
    void aConnectionThatHasGoneAgainIsWaitedForWithoutASpin() {
        KvClient kv = direct();
        var get =
                kv.async().get("a", KvType.of(Integer.class), CallOptions.none().timeout(Duration.ofSeconds(5)));
        Sent first = sent();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(lost());
        time.advance(ms(500));
        int scheduled = time.waiting();

        // Told late: by now the backend itself says otherwise.
        for (int i = 0; i < 3; i++) {
            kv.unwrap(Engine.class).stateChanged(ConnectionState.CONNECTED, null);
        }

        assertThat(get).isNotDone();
        assertThat(time.waiting()).isEqualTo(scheduled);
        nothingIsSent();
        time.advance(Duration.ofSeconds(5));
        failureOf(KvTimeoutException.class, get);
    }

    @Test
    void aConnectionThatGoesWhileItIsToldOfIsWaitedForWithoutASpin() {
        AtomicInteger connected = new AtomicInteger();
        KvListener cutting = new KvListener() {
            @Override
            public void onStateChange(StateChange event) {
                // The first is that of the opening.
                if (event.to() == ConnectionState.CONNECTED && connected.incrementAndGet() == 2) {
                    backend.change(ConnectionState.DISCONNECTED, null);
                }
            }
        };
        KvClient kv = open(builder().callbackExecutor(Runnable::run).listener(cutting));
        var get = kv.async().get("a", Integer.class);
        Sent first = sent();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(lost());
        time.advance(ms(500));

        backend.change(ConnectionState.CONNECTED, null);
        assertThat(connected).hasValue(2);
        assertThat(get).isNotDone();
        nothingIsSent();

        backend.change(ConnectionState.CONNECTED, null);
        sent().answer();
        assertThat(await(get)).contains(1);
    }

    private static KvConnectionException lost() {
        return new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true));
    }
}
