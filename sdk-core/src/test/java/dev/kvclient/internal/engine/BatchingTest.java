package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.Attribute;
import dev.kvclient.BackendProfile;
import dev.kvclient.Batching;
import dev.kvclient.CallOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.KvType;
import dev.kvclient.Limits;
import dev.kvclient.Ordering;
import dev.kvclient.RetryPolicy;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.SetReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BatchingTest {
    private final FakeBackend backend = new FakeBackend();

    private KvClientBuilder batching(Batching batching) {
        return backend.client().batching(batching).retry(RetryPolicy.none());
    }

    private KvClient one() {
        return batching(Batching.onTheFly().inFlight(1)).connect();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static KvException failure(CompletableFuture<?> future) {
        AtomicReference<KvException> seen = new AtomicReference<>();
        assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(e -> seen.set((KvException) e.getCause()));
        return seen.get();
    }

    /** Of a request whose end the test does not look at. */
    private void asked(CompletableFuture<?> request) {
        assertThat(request).isNotCompletedExceptionally();
    }

    private void nothingMoreIsSent() {
        assertThat(backend.sent).isEmpty();
    }

    @Test
    void oneAfterTheOtherEachGoesAtOnceAndAlone() {
        List<String> seen = new CopyOnWriteArrayList<>();
        backend.onSend = one -> {
            seen.add(one.operation());
            backend.onTransport(() -> one.setOut().answer());
        };
        try (KvClient kv = batching(Batching.onTheFly()).connect()) {
            kv.set("a", 1);
            assertThat(kv.get("a", Integer.class)).contains(1);
            kv.delete("a");
        }
        assertThat(seen).containsExactly("set", "get", "delete");
    }

    @Test
    void whatComesWhileOneIsOnItsWayGoesTogetherByKind() throws Exception {
        try (KvClient kv = one()) {
            AsyncKvOperations async = kv.async();
            CompletableFuture<SetResult> first = async.set("a", 1);
            List<CompletableFuture<SetResult>> sets = new ArrayList<>();
            List<CompletableFuture<Optional<Integer>>> gets = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sets.add(async.set("s" + i, i));
                gets.add(async.get("g" + i, Integer.class));
            }
            CompletableFuture<DeleteResult> deleted = async.delete("d0");
            CompletableFuture<DeleteResult> deletedToo = async.delete("d1");
            Sent single = backend.next();
            nothingMoreIsSent();
            assertThat(single.operation()).isEqualTo("set");
            single.setOut().answer();

            Sent together = backend.next();
            assertThat(together.command)
                    .isInstanceOfSatisfying(
                            KvCommand.SetMany.class,
                            many -> assertThat(many.keys()).containsExactly("s0", "s1", "s2", "s3", "s4"));
            nothingMoreIsSent();
            together.setOut().answer();
            Sent read = backend.next();
            assertThat(read.command)
                    .isInstanceOfSatisfying(
                            KvCommand.GetMany.class,
                            many -> assertThat(many.keys()).containsExactly("g0", "g1", "g2", "g3", "g4"));
            read.setOut().answer(BatchReply.of(Map.of("g1", FakeBackend.json("11"))));
            Sent removed = backend.next();
            assertThat(removed.command).isInstanceOf(KvCommand.DeleteMany.class);
            removed.setOut().answer();

            assertThat(await(first).written()).isTrue();
            for (CompletableFuture<SetResult> set : sets) {
                assertThat(await(set).written()).isTrue();
            }
            assertThat(await(gets.get(1))).contains(11);
            assertThat(await(gets.get(0))).isEmpty();
            assertThat(await(deleted).existed()).isEqualTo(DeleteResult.Existed.NOT_TOLD);
            assertThat(await(deletedToo).existed()).isEqualTo(DeleteResult.Existed.NOT_TOLD);
        }
    }

    @Test
    void asManyAreOnTheirWayAsToldBeforeOthersGather() {
        try (KvClient kv = batching(Batching.onTheFly().inFlight(3)).connect()) {
            for (int i = 0; i < 10; i++) {
                asked(kv.async().get("k" + i, Integer.class));
            }
            assertThat(List.of(
                            backend.next().key(),
                            backend.next().key(),
                            backend.next().key()))
                    .containsExactly("k0", "k1", "k2");
            nothingMoreIsSent();
        }
    }

    @Test
    void whatIsMoreThanAKeyAndAValueGoesByItself() {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            backend.next();
            asked(kv.async().set("a", 1, SetOptions.none().ifAbsent()));
            asked(kv.async().increment("b", 1));
            asked(kv.async().contains("c"));
            asked(kv.async().entry("d", Integer.class));
            assertThat(List.of(
                            backend.next().operation(),
                            backend.next().operation(),
                            backend.next().operation(),
                            backend.next().operation()))
                    .containsExactly("set", "increment", "contains", "entry");
        }
    }

    @Test
    void writesThatExpireGatherApart() {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            asked(kv.async().set("a", 1));
            asked(kv.async().set("b", 1, SetOptions.none().ttl(Duration.ofHours(1))));
            asked(kv.async().set("c", 1));
            asked(kv.async().set("d", 1, SetOptions.none().ttl(Duration.ofHours(2))));
            first.setOut().answer();
            Sent stay = backend.next();
            assertThat(stay.command.keys()).containsExactly("a", "c");
            stay.setOut().answer();
            assertThat(backend.next().command.keys()).containsExactly("b", "d");
        }
    }

    @Test
    void requestsOfOtherAttributesGatherApart() {
        Attribute<String> known = Attribute.of("fake", "colour", String.class);
        backend.attributes = Set.of(known);
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CallOptions red = CallOptions.none().attribute(known, "red");
            asked(kv.async().get("a", Integer.class));
            asked(kv.async().get("b", KvType.of(Integer.class), red));
            asked(kv.async().get("c", Integer.class));
            asked(kv.async()
                    .get("d", KvType.of(Integer.class), CallOptions.none().attribute(known, "red")));
            first.setOut().answer();
            Sent plain = backend.next();
            assertThat(plain.command.keys()).containsExactly("a", "c");
            plain.setOut().answer();
            assertThat(backend.next().command.keys()).containsExactly("b", "d");
        }
    }

    @Test
    void aSecondRequestOfAKeyClosesTheBatchOfTheFirst() {
        try (KvClient kv = batching(Batching.onTheFly().inFlight(1))
                .ordering(Ordering.NONE)
                .connect()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            asked(kv.async().get("a", Integer.class));
            asked(kv.async().get("b", Integer.class));
            asked(kv.async().set("c", 1));
            asked(kv.async().set("a", 2));
            asked(kv.async().get("a", Integer.class));
            asked(kv.async().get("d", Integer.class));
            List<List<String>> seen = new ArrayList<>();
            first.setOut().answer();
            for (int i = 0; i < 3; i++) {
                Sent next = backend.next();
                List<String> line = new ArrayList<>(List.of(next.operation()));
                line.addAll(next.command.keys());
                seen.add(line);
                next.setOut().answer();
            }
            assertThat(seen)
                    .containsExactly(
                            List.of("getAll", "a", "b"), List.of("setAll", "c", "a"), List.of("getAll", "a", "d"));
        }
    }

    @Test
    void batchesKeepToTheLimitsOfTheBackend() {
        backend.capabilities = BackendProfile.MEMORY.toBuilder()
                .limits(Limits.none().maxBatchKeys(3).maxRequestBytes(1_000))
                .build();
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            for (int i = 0; i < 4; i++) {
                asked(kv.async().get("k" + i, Integer.class));
            }
            asked(kv.async().set("x", "v".repeat(600)));
            asked(kv.async().set("y", "v".repeat(600)));
            List<Integer> sizes = new ArrayList<>();
            first.setOut().answer();
            for (int i = 0; i < 4; i++) {
                Sent next = backend.next();
                sizes.add(next.command.keys().size());
                next.setOut().answer();
            }
            assertThat(sizes).containsExactlyInAnyOrder(3, 1, 1, 1);
        }
    }

    @Test
    void aBatchThatIsRefusedGoesOneByOneSoThatABadEntryFailsAlone() throws Exception {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<SetResult> good = kv.async().set("good", 1);
            CompletableFuture<SetResult> bad = kv.async().set("bad", 2);
            first.setOut().answer();
            backend.next().setOut().fail(refusal("one of them is wrong"));

            Sent again = backend.next();
            assertThat(again.operation()).isEqualTo("set");
            Sent other = backend.next();
            for (Sent one : List.of(again, other)) {
                if (one.key().equals("bad")) {
                    one.setOut().fail(refusal("it is wrong"));
                } else {
                    one.setOut().answer();
                }
            }
            assertThat(await(good).written()).isTrue();
            assertThat(failure(bad)).isInstanceOf(KvRequestException.class).satisfies(e -> {
                assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
                assertThat(e.key()).contains("bad");
                assertThat(e.operation()).contains("set");
            });
        }
    }

    @Test
    void whereABatchIsForbiddenRequestsGoOneByOneFromThenOn() throws Exception {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<Optional<Integer>> a = kv.async().get("a", Integer.class);
            CompletableFuture<Optional<Integer>> b = kv.async().get("b", Integer.class);
            first.setOut().answer();
            backend.next()
                    .setOut()
                    .fail(new KvAuthException(
                            Failure.of(Outcome.REJECTED, "not allowed"), KvAuthException.Reason.FORBIDDEN));
            backend.next().setOut().answer();
            backend.next().setOut().answer();
            assertThat(await(a)).contains(1);
            assertThat(await(b)).contains(1);

            asked(kv.async().get("c", Integer.class));
            asked(kv.async().get("d", Integer.class));
            asked(kv.async().get("e", Integer.class));
            for (int i = 0; i < 3; i++) {
                assertThat(backend.next().operation()).isEqualTo("get");
            }
        }
    }

    @Test
    void anUnknownOutcomeIsThatOfAllMembers() {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<SetResult> a = kv.async().set("a", 1);
            CompletableFuture<SetResult> b = kv.async().set("b", 1);
            first.setOut().answer();
            backend.next().setOut().fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "it broke")));
            assertThat(failure(a).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure(b).outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void eachMemberIsRetriedAsIfItHadGoneAlone() throws Exception {
        try (KvClient kv = backend.client()
                .batching(Batching.onTheFly().inFlight(1))
                .retry(RetryPolicy.standard().backoff(Duration.ofMillis(1), Duration.ofMillis(2)))
                .connect()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<SetResult> a = kv.async().set("a", 1);
            CompletableFuture<SetResult> b = kv.async().set("b", 1);
            first.setOut().answer();
            backend.next()
                    .setOut()
                    .fail(new KvConnectionException(
                            Failure.of(Outcome.UNKNOWN, "it broke").retryable(true)));
            backend.onSend = one -> one.setOut().answer();
            Sent rest = backend.sent.poll();
            if (rest != null) {
                rest.setOut().answer();
            }
            assertThat(await(a).written()).isTrue();
            assertThat(await(b).written()).isTrue();
        }
    }

    @Test
    void whatIsCancelledWhileItGathersIsLeftOut() throws Exception {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<SetResult> a = kv.async().set("a", 1);
            CompletableFuture<SetResult> gone = kv.async().set("gone", 1);
            CompletableFuture<SetResult> b = kv.async().set("b", 1);
            assertThat(gone.cancel(false)).isTrue();
            first.setOut().answer();
            Sent together = backend.next();
            assertThat(together.command.keys()).containsExactly("a", "b");
            together.setOut().answer();
            assertThat(await(a).written()).isTrue();
            assertThat(await(b).written()).isTrue();
        }
    }

    @Test
    void aFrameWithAWriteThatWasWithdrawnBeforeItLeftDoesNotLeave() throws Exception {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<SetResult> a = kv.async().set("a", 1);
            CompletableFuture<SetResult> gone = kv.async().set("gone", 1);
            CompletableFuture<SetResult> b = kv.async().set("b", 1);
            first.setOut().answer();
            Sent together = backend.next();
            assertThat(together.command.keys()).containsExactly("a", "gone", "b");
            assertThat(gone.cancel(false)).isTrue();

            assertThat(together.attempt.sending()).isFalse();
            together.fail(new KvConnectionException(Failure.of(Outcome.NOT_SENT, "withdrawn")));
            Sent without = backend.next();
            assertThat(without.command.keys()).containsExactly("a", "b");
            without.setOut().answer();
            assertThat(await(a).written()).isTrue();
            assertThat(await(b).written()).isTrue();
        }
    }

    @Test
    void aMemberOfWhichTheAnswerSaysNothingFailsAndNoOther() throws Exception {
        try (KvClient kv = one()) {
            asked(kv.async().get("first", Integer.class));
            Sent first = backend.next();
            CompletableFuture<SetResult> a = kv.async().set("a", 1);
            CompletableFuture<SetResult> b = kv.async().set("b", 1);
            first.setOut().answer();
            backend.next().setOut().answer(BatchReply.of(Map.of("a", SetReply.WRITTEN)));
            assertThat(await(a).written()).isTrue();
            assertThat(failure(b).outcome()).isEqualTo(Outcome.APPLIED);
        }
    }

    /** They read their answers themselves, those of a batch too. */
    @Test
    void blockedCallersNeedNoThreadOfTheCallbacks() throws Exception {
        int callbackThreads = Math.max(2, Runtime.getRuntime().availableProcessors());
        CountDownLatch busy = new CountDownLatch(callbackThreads);
        CountDownLatch free = new CountDownLatch(1);
        try (KvClient kv = one()) {
            backend.onSend = one -> backend.onTransport(() -> one.setOut().answer());
            for (int i = 0; i < callbackThreads; i++) {
                asked(kv.async()
                        .contains("c" + i)
                        .thenAcceptAsync(
                                there -> {
                                    busy.countDown();
                                    awaitUninterruptibly(free);
                                },
                                kv.unwrap(Engine.class).callbacks()));
            }
            awaitUninterruptibly(busy);
            backend.onSend = backend.sent::add;
            List<CompletableFuture<Optional<Integer>>> callers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String key = "k" + i;
                CompletableFuture<Optional<Integer>> caller = new CompletableFuture<>();
                new Thread(() -> caller.complete(kv.get(key, Integer.class)), "caller-" + i).start();
                callers.add(caller);
            }
            Sent first = backend.next();
            backend.onSend = one -> backend.onTransport(() -> one.setOut().answer());
            first.setOut().answer();
            for (CompletableFuture<Optional<Integer>> caller : callers) {
                assertThat(await(caller)).contains(1);
            }
            free.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingSettlesWhatGathers() {
        KvClient kv = one();
        asked(kv.async().get("first", Integer.class));
        backend.next();
        Map<String, CompletableFuture<SetResult>> waiting = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            waiting.put("k" + i, kv.async().set("k" + i, i));
        }
        kv.close();
        waiting.values().forEach(set -> assertThat(failure(set).outcome()).isEqualTo(Outcome.NOT_SENT));
        nothingMoreIsSent();
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThat(Batching.none().isOn()).isFalse();
        assertThat(Batching.onTheFly().isOn()).isTrue();
        assertThatThrownBy(() -> Batching.onTheFly().maxKeys(1)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> Batching.onTheFly().inFlight(0)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> Batching.none().maxKeys(5)).isInstanceOf(KvRequestException.class);
    }

    private static KvRequestException refusal(String problem) {
        return new KvRequestException(Failure.of(Outcome.REJECTED, problem));
    }
}
