package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.ImportResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Imports for which there is no room, and imports that are interrupted. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImportUnderLoadTest extends EngineTest {
    private static final CallOptions SOON = CallOptions.none().timeout(ms(100));

    private final AtomicInteger timeouts = new AtomicInteger();

    /** An import on a thread of its own, and how it ended. */
    private final class Running {
        private final CompletableFuture<ImportResult> result = new CompletableFuture<>();
        private final CompletableFuture<Boolean> flag = new CompletableFuture<>();
        private final Thread thread;

        Running(int writes, CallOptions options) {
            thread = new Thread(
                    () -> {
                        try {
                            result.complete(client().setAll(row(writes), options));
                        } catch (KvException e) {
                            result.completeExceptionally(e);
                        }
                        flag.complete(Thread.currentThread().isInterrupted());
                    },
                    "test-import");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static Iterator<KvWrite> row(int writes) {
        return IntStream.range(0, writes).mapToObj(i -> KvWrite.of("k" + i, i)).iterator();
    }

    /** A client with so many places of which one is taken, and what takes it. */
    private Sent oneIsTaken(int places) {
        KvListener counting = new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                if (event.failure().filter(KvTimeoutException.class::isInstance).isPresent()) {
                    timeouts.incrementAndGet();
                }
            }
        };
        var taking = open(builder().maxOutstanding(places, 1 << 20).listener(counting))
                .async()
                .get("other", KvType.of(Integer.class), CallOptions.none().noTimeout());
        assertThat(taking).isNotDone();
        return sent();
    }

    @Test
    void aBatchForWhichThereIsNoRoomInTimeFailsAndTheOthersGoOn() {
        Sent filling = oneIsTaken(1);
        Running running = new Running(1_200, SOON);
        DeadlineTest.waits(running.thread);
        backend.onSend = sent -> sent.setOut().answer();

        // Less than two timeouts: the second batch is not to run out of time as well.
        time.advance(ms(120));
        Awaitility.await().until(() -> timeouts.get() == 1);
        filling.answer();

        ImportResult result = await(running.result);
        assertThat(result.written()).isEqualTo(700);
        assertThat(result.notWritten()).isZero();
        assertThat(result.failures()).hasSize(500);
        for (int i = 0; i < 500; i++) {
            KvException e = Objects.requireNonNull(result.failures().get("k" + i));
            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.key()).contains("k" + i);
        }
    }

    @Test
    void whatIsUnderWayItselfMakesRoomAndIsCounted() {
        oneIsTaken(2);
        Running running = new Running(1_200, CallOptions.none());

        for (int i = 0; i < 3; i++) {
            Sent batch = sent();
            nothingIsSent();
            batch.answer();
        }

        ImportResult result = await(running.result);
        assertThat(result.written()).isEqualTo(1_200);
        assertThat(result.failures()).isEmpty();
    }

    @Test
    void anInterruptWhileThereIsNoRoomEndsTheImport() {
        oneIsTaken(1);
        Running running = new Running(600, CallOptions.none());
        DeadlineTest.waits(running.thread);

        running.thread.interrupt();

        KvInterruptedException e = failureOf(KvInterruptedException.class, running.result);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.operation()).contains("setAll");
        assertThat(await(running.flag)).isTrue();
        nothingIsSent();
    }

    @Test
    void anInterruptWhileBatchesAreUnderWayEndsTheImportAndWithdrawsThem() {
        KvClient kv = client();
        Running running = new Running(1_200, CallOptions.none());
        Sent first = sent();
        Sent second = backend.next();
        Sent third = backend.next();
        DeadlineTest.waits(running.thread);

        running.thread.interrupt();

        KvInterruptedException e = failureOf(KvInterruptedException.class, running.result);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(await(running.flag)).isTrue();
        assertThat(first.attempt.withdrawn()).isTrue();
        assertThat(second.attempt.sending()).isFalse();
        assertThat(third.attempt.sending()).isFalse();
        assertThat(kv.unwrap(Engine.class).places().requests()).isZero();
    }

    @Test
    void aCloseWhileThereIsNoRoomEndsTheImport() {
        oneIsTaken(1);
        Running running = new Running(600, CallOptions.none());
        DeadlineTest.waits(running.thread);

        client().close();

        KvClosedException e = failureOf(KvClosedException.class, running.result);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}
