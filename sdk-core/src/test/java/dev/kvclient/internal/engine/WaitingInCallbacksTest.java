package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks that wait, more of them at one time than the client's pool has threads of its own. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingInCallbacksTest extends EngineTest {
    private static final int CALLBACKS = Math.max(48, 4 * Runtime.getRuntime().availableProcessors());

    private final AtomicReference<String> threadName = new AtomicReference<>("");

    /** The client in real time, so that its timer is at work as well. */
    private KvClient answering() {
        backend.onSend = sent -> backend.onTransport(() -> sent.setOut().answer());
        return open(backend.client());
    }

    /**
     * Answers every {@code get} at once, but no {@code contains} before so many of them are there: each of the
     * callbacks that sent them has a thread then, and waits.
     */
    private KvClient answeringWhenThereAre(int most) {
        List<Sent> held = new ArrayList<>();
        backend.onSend = sent -> backend.onTransport(() -> {
            sent.setOut();
            if (!sent.operation().equals("contains")) {
                sent.answer();
                return;
            }
            held.add(sent);
            if (held.size() == most) {
                held.forEach(Sent::answer);
                held.clear();
            }
        });
        return open(backend.client());
    }

    private <T> List<CompletableFuture<T>> inCallbacks(KvClient kv, Function<String, T> work) {
        return IntStream.range(0, CALLBACKS)
                .mapToObj(i -> kv.async()
                        .get("k" + i, Integer.class)
                        .thenApplyAsync(
                                found -> {
                                    threadName.set(Thread.currentThread().getName());
                                    return work.apply("k" + i);
                                },
                                engine(kv).callbacks()))
                .toList();
    }

    private static Engine engine(KvClient kv) {
        return kv.unwrap(Engine.class);
    }

    private void closeLeavesNoThread(KvClient kv) {
        kv.close();
        String callback = threadName.get();
        assertThat(callback).matches("kvclient-\\d+-fake-callback-\\d+");
        String prefix = callback.substring(0, callback.indexOf("callback-"));
        // A thread that the pool has let go may still be on its last steps.
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith(prefix)));
    }

    @Test
    void allOfSeveralCallsMayBeJoined() {
        KvClient kv = answeringWhenThereAre(2 * CALLBACKS);
        var all = inCallbacks(kv, key -> {
            CompletableFuture<Boolean> one = kv.async().contains(key + ":1");
            CompletableFuture<Boolean> two = kv.async().contains(key + ":2");
            CompletableFuture.allOf(one, two).join();
            return one.join() && two.join();
        });

        assertThat(all).allSatisfy(one -> assertThat(await(one)).isTrue());
        closeLeavesNoThread(kv);
    }

    @Test
    void blockingCallsMayBeMade() {
        KvClient kv = answeringWhenThereAre(CALLBACKS);
        var all = inCallbacks(kv, kv::contains);

        assertThat(all).allSatisfy(one -> assertThat(await(one)).isTrue());
        closeLeavesNoThread(kv);
    }

    @Test
    void futuresThatAreNotOfThisClientMayBeJoined() {
        KvClient kv = answering();
        AtomicInteger waiting = new AtomicInteger();
        CompletableFuture<Integer> theirs = new CompletableFuture<>();
        var all = inCallbacks(kv, key -> {
            if (waiting.incrementAndGet() == CALLBACKS) {
                theirs.complete(7);
            }
            return theirs.join();
        });

        assertThat(all).allSatisfy(one -> assertThat(await(one)).isEqualTo(7));
        closeLeavesNoThread(kv);
    }

    @Test
    void allKindsOfWaitingMayBeNested() {
        KvClient kv = answering();
        var all = inCallbacks(kv, key -> {
            CompletableFuture<Boolean> inner = kv.async()
                    .set(key, 1)
                    .thenApplyAsync(
                            written -> {
                                var reads = IntStream.range(0, 3)
                                        .mapToObj(i -> kv.async()
                                                .get(key + i, Integer.class)
                                                .thenApply(found ->
                                                        kv.set("shared", i).written()))
                                        .toList();
                                CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                                        .join();
                                return kv.increment(key) == 1 && reads.stream().allMatch(CompletableFuture::join);
                            },
                            engine(kv).callbacks());
            return kv.set(key, 2).written() && inner.join() && kv.contains(key);
        });

        assertThat(all).allSatisfy(one -> assertThat(await(one)).isTrue());
        closeLeavesNoThread(kv);
    }

    @Test
    void callbacksOfOneLaneMayWriteToItAndWait() {
        KvClient kv = answering();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < CALLBACKS; i++) {
            all.add(kv.async()
                    .set("k", i)
                    .thenApply(written -> kv.set("k", 1).written()
                            && kv.async().set("k", 2).join().written()));
        }

        assertThat(all).allSatisfy(one -> assertThat(await(one)).isTrue());
    }

    @Test
    void aCallbackMayCloseWhileOthersJoinEachOther() {
        KvClient kv = open(backend.client().closeTimeout(Duration.ofSeconds(20)));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        List<CompletableFuture<Boolean>> joined = new ArrayList<>();
        for (int i = 0; i < CALLBACKS; i++) {
            calls.add(kv.async().set("k" + i % 7, i));
        }
        for (CompletableFuture<?> call : calls) {
            joined.add(call.handle((written, thrown) -> {
                calls.forEach(other -> other.handle((w, t) -> true).join());
                return thrown instanceof KvClosedException;
            }));
        }
        var closed = kv.async().get("closing", Integer.class).thenApply(found -> {
            kv.close();
            return kv.state();
        });
        Sent closing = sent();
        while (!closing.key().equals("closing")) {
            closing = sent();
        }

        closing.answer();

        assertThat(await(closed)).isEqualTo(ConnectionState.CLOSED);
        assertThat(joined).allSatisfy(one -> assertThat(await(one)).isTrue());
    }

    @Test
    void aCloseWaitsNotForCallbacksThatWaitForItsCalls() {
        KvClient kv = open(backend.client().closeTimeout(ms(50)));
        var waiting = new ConcurrentLinkedQueue<CompletableFuture<Boolean>>();
        var never = kv.async().set("never", 1);
        sent();
        for (int i = 0; i < CALLBACKS; i++) {
            waiting.add(kv.async()
                    .get("k" + i, Integer.class)
                    .thenApply(found -> never.handle((written, thrown) -> thrown instanceof KvClosedException)
                            .join()));
            sent().answer();
        }
        Awaitility.await().until(() -> engine(kv).live().size() == 1);

        kv.close();

        assertThat(waiting).allSatisfy(one -> assertThat(await(one)).isTrue());
    }
}
