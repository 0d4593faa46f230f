package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.ImportResult;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds of what may wait or be under way. */
class AdmissionTest extends EngineTest {
    @Test
    void anAsynchronousCallOverTheBoundFailsAtOnce() {
        open(builder().maxOutstanding(2, 1_000));
        var one = client().async().get("a", Integer.class);
        var two = client().async().get("b", Integer.class);
        var three = client().async().get("c", Integer.class);

        KvOverloadException e = failureOf(KvOverloadException.class, three);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.retryable()).isTrue();
        sent().answer();
        sent().answer();
        await(CompletableFuture.allOf(one, two));
        var four = client().async().get("d", Integer.class);
        sent().answer();
        assertThat(await(four)).contains(1);
    }

    @Test
    void bytesAreBoundedAndOneLargeValuePassesAlone() {
        open(builder().maxOutstanding(100, 50));
        var large = client().async().set("a", "x".repeat(200));
        var small = client().async().set("b", "y");
        failureOf(KvOverloadException.class, small);
        sent().answer();
        assertThat(await(large).written()).isTrue();
        var fits = client().async().set("d", "y".repeat(20));
        var fitsToo = client().async().set("e", "y".repeat(20));
        failureOf(KvOverloadException.class, client().async().set("f", "y".repeat(20)));
        sent().answer();
        sent().answer();
        await(CompletableFuture.allOf(fits, fitsToo));
        assertThat(backend.sent).isEmpty();
    }

    @Test
    void aBlockingCallWaitsForAPlace() throws Exception {
        open(builder().maxOutstanding(1, 1_000));
        var first = client().async().get("a", Integer.class);
        CompletableFuture<Integer> second = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> second.complete(client().get("b", Integer.class).orElseThrow()), "test-waiting-for-a-place");
        caller.start();
        DeadlineTest.waits(caller);

        sent().answer();
        await(first);
        Sent next = sent();
        assertThat(next.key()).isEqualTo("b");
        next.answer();

        assertThat(await(second)).isEqualTo(1);
        caller.join();
    }

    @Test
    void aBlockingCallWaitsNoLongerThanItsDeadline() throws Exception {
        open(builder().maxOutstanding(1, 1_000));
        var first = client().async()
                .get("a", KvType.of(Integer.class), CallOptions.none().noTimeout());
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        client().get(
                                        "b",
                                        KvType.of(Integer.class),
                                        CallOptions.none().timeout(ms(100)));
                    } catch (KvException e) {
                        thrown.complete(e);
                    }
                },
                "test-waiting-for-a-place");
        caller.start();
        DeadlineTest.waits(caller);

        time.advance(ms(200));

        KvException e = await(thrown);
        assertThat(e).isInstanceOf(KvTimeoutException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        caller.join();
        sent().answer();
        assertThat(await(first)).contains(1);
        var after = client().async().get("c", Integer.class);
        sent().answer();
        assertThat(await(after)).contains(1);
    }

    @Test
    void anImportWaitsForPlacesLikeAnyBlockingCall() throws Exception {
        open(builder().maxOutstanding(1, 1 << 20));
        ExecutorService server = Executors.newSingleThreadExecutor();
        backend.onSend = sent -> {
            sent.setOut();
            server.execute(sent::answer);
        };
        try {
            ImportResult result = client().setAll(
                            IntStream.range(0, 3_000)
                                    .mapToObj(i -> KvWrite.of("k" + i, i))
                                    .iterator(),
                            CallOptions.none());

            assertThat(result.failures()).isEmpty();
            assertThat(result.written()).isEqualTo(3_000);
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void boundsArePositive() {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> builder().maxOutstanding(0, 1));
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> builder().maxOutstanding(1, 0));
    }
}
