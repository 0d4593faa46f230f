package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvWrite;
import dev.kvclient.Receipt;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.WhenOffline;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.offline.Overflow;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens in the offline queue when two things come together, or very many. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OfflineCornersTest extends EngineTest {
    private static final SetOptions ACCEPT = SetOptions.none().whenOffline(WhenOffline.ACCEPT);
    private final List<String> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private OfflineOptions durable() {
        return OfflineQueue.durable(folder.resolve("queue.db"));
    }

    private void disconnect() {
        backend.change(ConnectionState.DISCONNECTED, null);
    }

    private void connect() {
        backend.change(ConnectionState.CONNECTED, null);
    }

    private OfflineQueue queue() {
        return client().offlineQueue();
    }

    private static KvConnectionException lost() {
        return new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true));
    }

    private static KvAuthException refused() {
        return new KvAuthException(
                Failure.of(Outcome.REJECTED, "the token has expired"), KvAuthException.Reason.UNAUTHENTICATED);
    }

    private static Receipt receipt(SetResult result) {
        return result.match(
                w -> Receipt.parse("written"), n -> Receipt.parse("not written"), SetResult.Accepted::receipt);
    }

    private DeliveryStatus status(Receipt receipt) {
        return queue().outcome(receipt).orElseThrow().status();
    }

    private static boolean settles(CompletableFuture<?> future) {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(3)).until(future::isDone);
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return false;
        }
    }

    // 1 recursion through the chores

    private void manyEndAtOnce(java.util.function.Consumer<KvClient> end) {
        int many = Integer.getInteger("many", 100_000);
        KvClient kv = open(builder().offline(OfflineQueue.inMemory().maxEntries(many)));
        disconnect();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(kv.async().set("k" + i, i));
        }
        end.accept(kv);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(all.stream().filter(f -> !f.isDone()).count())
                                .isZero());
        assertThat(queue().entries()).isZero();
        Engine engine = kv.unwrap(Engine.class);
        assertThat(engine.lanes().size()).isZero();
        assertThat(engine.live().size()).isZero();
    }

    @Test
    void discardOfManyNeedsNoStack() {
        manyEndAtOnce(kv -> kv.offlineQueue().discard());
    }

    @Test
    void expiryOfManyNeedsNoStack() {
        manyEndAtOnce(kv -> time.advance(Duration.ofSeconds(121)));
    }

    @Test
    void failureOfManyNeedsNoStack() {
        manyEndAtOnce(kv -> backend.change(ConnectionState.FAILED, null));
    }

    @Test
    void closeOfManyNeedsNoStack() {
        manyEndAtOnce(KvClient::close);
    }

    @Test
    void replayOfManyOnADirectExecutorNeedsNoStack() {
        int many = 3_000;
        KvClient kv = open(builder()
                .callbackExecutor(Runnable::run)
                .offline(OfflineQueue.inMemory().maxEntries(many)));
        disconnect();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(kv.async().set("k" + i, i));
        }
        backend.onSend = one -> one.setOut().answer();
        connect();
        assertThat(all.stream().filter(f -> !f.isDone()).count()).isZero();
    }

    // 2 comeBackRefused does not look whether it is the end of all

    @Test
    void aRefusalWhileTheClientClosesLeavesNothingUnsettled() {
        KvClient kv = open(builder().callbackExecutor(Runnable::run).offline(OfflineQueue.inMemory()));
        var w = kv.async().set("b", 0);
        Sent first = sent();
        disconnect();
        var y = kv.async().set("y", 1);
        var x = kv.async().set("b", 2);
        connect();
        Sent refusedLater = sent();
        assertThat(refusedLater.key()).isEqualTo("y");
        assertThat(queue().entries()).isEqualTo(1);
        CompletableFuture<?> unused = x.whenComplete((done, thrown) -> refusedLater.fail(refused()));
        kv.close();
        assertThat(List.of(w.isDone(), x.isDone(), y.isDone())).containsExactly(true, true, true);
        assertThat(first.key()).isEqualTo("b");
    }

    @Test
    void aRefusalAfterTheConnectionWasGivenUpEndsTheCall() {
        KvClient kv = open(builder().offline(OfflineQueue.inMemory()));
        disconnect();
        var y = kv.async().set("y", 1);
        connect();
        Sent one = sent();
        backend.change(ConnectionState.FAILED, null);
        one.fail(refused());
        assertThat(settles(y)).isTrue();
    }

    // 3 a poison entry that was once unanswered

    @Test
    void anEntryThatWasOnceUnansweredIsBuriedWhenItIsRefusedForGood() {
        open(builder().offline(durable()));
        disconnect();
        Receipt one = receipt(client().set("a", 1, ACCEPT));
        connect();
        twoLosses();
        sentLater().fail(new KvRequestException(Failure.of(Outcome.REJECTED, "no such thing")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(status(one)).isEqualTo(DeliveryStatus.REFUSED));
    }

    @Test
    void anEntryThatWasOnceUnansweredIsNotBuriedBecauseTheServerIsBusy() {
        open(builder().offline(durable()).retry(dev.kvclient.RetryPolicy.none()));
        disconnect();
        Receipt one = receipt(client().set("a", 1, ACCEPT));
        connect();
        twoLosses();
        for (int i = 0; i < 10; i++) {
            sentLater()
                    .fail(new KvServerException(
                            Failure.of(Outcome.REJECTED, "overloaded").retryable(true)));
            queued(1);
        }
        assertThat(status(one)).isEqualTo(DeliveryStatus.WAITING);
    }

    private Sent sentLater() {
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> {
            time.advance(Duration.ofMinutes(1));
            return !backend.sent.isEmpty();
        });
        return sent();
    }

    private void twoLosses() {
        for (int i = 0; i < 2; i++) {
            Sent sent = sent();
            disconnect();
            sent.fail(lost());
            queued(1);
            connect();
        }
    }

    // 4 dropped while its lane opens

    @Test
    void whatWasDiscardedIsNotSentWhenItsLaneOpens() {
        AtomicBoolean once = new AtomicBoolean();
        List<Sent> inFlight = new ArrayList<>();
        KvClient kv = open(builder()
                .callbackExecutor(Runnable::run)
                .offline(OfflineQueue.inMemory())
                .listener(new KvListener() {
                    @Override
                    public void onOffline(OfflineEvent event) {
                        if (event.kind() == OfflineEvent.Kind.DISCARDED && once.compareAndSet(false, true)) {
                            inFlight.get(0).answer();
                        }
                    }
                }));
        CompletableFuture<?> unused260 = kv.async().set("b", 0);
        inFlight.add(sent());
        disconnect();
        var y = kv.async().set("b", 1);
        connect();
        assertThat(queue().discard()).isEqualTo(1);
        assertThat(failureOf(KvOfflineException.class, y).outcome()).isEqualTo(Outcome.NOT_SENT);
        nothingIsSent();
    }

    // 5 suspended deadline

    private CompletionStage<?> twoParts(KvCommand<?> command, Exchange exchange) {
        List<CompletableFuture<BatchReply<SetReply>>> parts = new ArrayList<>();
        for (String key : command.keys()) {
            parts.add(exchange.send(new WireRequest<BatchReply<SetReply>>() {
                @Override
                public String operation() {
                    return "part";
                }

                @Override
                public List<String> keys() {
                    return List.of(key);
                }

                @Override
                public Effect effect() {
                    return command.effect();
                }

                @Override
                @SuppressWarnings("unchecked")
                public void send(WireAttempt<BatchReply<SetReply>> attempt) {
                    backend.sent.add(new Sent(new KvCommand.Get(key), (WireAttempt<Object>) (WireAttempt<?>) attempt));
                }
            }));
        }
        return dev.kvclient.spi.Batches.send(List.of(List.of(0), List.of(1)), String::valueOf, l -> parts.get(l.get(0)))
                .thenApply(r -> {
                    Map<String, SetReply> values = new LinkedHashMap<>();
                    Map<String, KvException> failures = new LinkedHashMap<>();
                    for (int i = 0; i < parts.size(); i++) {
                        String key = command.keys().get(i);
                        KvException f = r.failures().get(String.valueOf(i));
                        if (f != null) {
                            failures.put(key, f);
                        } else {
                            values.put(key, SetReply.WRITTEN);
                        }
                    }
                    return new BatchReply<>(values, failures);
                });
    }

    @Test
    void aPartIsRetriedWhileAnotherWaitsInTheQueue() {
        KvClient kv = open(builder().offline(OfflineQueue.inMemory()));
        var usual = backend.dispatch;
        backend.dispatch = (command, exchange) ->
                command instanceof KvCommand.SetMany ? twoParts(command, exchange) : usual.apply(command, exchange);
        time.advance(Duration.ofHours(1));
        var all = kv.async().setAll(List.of(KvWrite.of("a", 1), KvWrite.of("b", 2)));
        Sent a = sent();
        Sent b = sent();
        disconnect();
        a.fail(lost());
        queued(1);
        queue().pause();
        connect();
        b.fail(serverFailure(Outcome.REJECTED));
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> {
            time.advance(Duration.ofMillis(100));
            return !backend.sent.isEmpty();
        });
        queue().resume();
        sent().answer(BatchReply.of(Map.of("a", SetReply.WRITTEN)));
        sent().answer(BatchReply.of(Map.of("b", SetReply.WRITTEN)));
        assertThat(await(all).failures()).isEmpty();
    }

    // 6 what waits in its lane when the link breaks

    @Test
    void whatWaitsInItsLaneWhenTheLinkBreaksHasTheTimeOfTheQueue() {
        KvClient kv = open(builder().offline(OfflineQueue.inMemory()));
        CompletableFuture<?> unused346 = kv.async().set("a", 0);
        var second = kv.async().set("a", 1);
        Sent first = sent();
        disconnect();
        first.fail(lost());
        queued(2);
        time.advance(Duration.ofSeconds(60));
        assertThat(settles(second)).isFalse();
    }

    @Test
    void whatMayNotWaitAndIsInItsLaneWhenTheLinkBreaksFailsAtOnce() {
        KvClient kv = open(builder().offline(OfflineQueue.inMemory()));
        CompletableFuture<?> unused359 = kv.async().set("a", 0);
        var second = kv.async().set("a", 1, o -> o.queuable(false));
        Sent first = sent();
        disconnect();
        first.fail(lost());
        queued(1);
        assertThat(settles(second)).isTrue();
    }

    @Test
    void whatWaitsInItsLaneWhenTheLinkBreaksIsAccepted() {
        KvClient kv = open(builder().offline(durable()));
        CompletableFuture<?> unused371 = kv.async().set("a", 0);
        var second = kv.async().set("a", 1, ACCEPT);
        Sent first = sent();
        disconnect();
        first.fail(lost());
        queued(2);
        assertThat(settles(second)).isTrue();
    }

    // 7 the ping needs the application's executor

    @Test
    void theGateOpensThoughTheOnlyCallbackThreadWaitsForIt() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            KvClient kv = open(builder().callbackExecutor(one).offline(OfflineQueue.inMemory()));
            disconnect();
            CompletableFuture<SetResult> set = CompletableFuture.supplyAsync(() -> kv.set("a", 1), one);
            queued(1);
            connect();
            Sent sent = backend.sent.poll(3, TimeUnit.SECONDS);
            if (sent != null) {
                sent.setOut().answer();
            } else {
                time.advance(Duration.ofSeconds(11));
            }
            assertThat(sent).isNotNull();
            assertThat(await(set).written()).isTrue();
        } finally {
            one.shutdownNow();
        }
    }

    // 8 age

    @Test
    void whatCameBackBehindYoungerOnesExpiresInTime() {
        List<Runnable> later = new CopyOnWriteArrayList<>();
        AtomicBoolean hold = new AtomicBoolean();
        KvClient kv = open(builder()
                .callbackExecutor(task -> {
                    if (hold.get()) {
                        later.add(task);
                    } else {
                        task.run();
                    }
                })
                .offline(OfflineQueue.inMemory().ttl(Duration.ofSeconds(30))));
        disconnect();
        var old = kv.async().set("a", 1);
        time.advance(Duration.ofSeconds(20));
        backend.onSend = one -> {
            if (one.command instanceof KvCommand.Ping) {
                one.setOut();
                hold.set(false);
                one.answer();
                return;
            }
            backend.sent.add(one);
        };
        // Let go, and not begun yet, when the connection goes again.
        queue().pause();
        connect();
        hold.set(true);
        queue().resume();
        disconnect();
        hold.set(false);
        var young = kv.async().set("b", 2);
        later.forEach(Runnable::run);
        assertThat(queue().entries()).isEqualTo(2);
        time.advance(Duration.ofSeconds(15));
        assertThat(old).isDone();
        assertThat(young).isNotDone();
    }

    // 9 overflow

    @Test
    void nothingIsDroppedForARequestThatIsRefusedAllTheSame() {
        KvClient kv =
                open(builder().offline(OfflineQueue.inMemory().maxEntries(2).overflow(Overflow.DROP_OLDEST)));
        CompletableFuture<?> unused452 = kv.async().set("a", 1);
        CompletableFuture<?> unused453 = kv.async().set("b", 1);
        Sent a = sent();
        Sent b = sent();
        disconnect();
        var c = kv.async().set("c", 1);
        a.fail(lost());
        b.fail(lost());
        queued(3);
        var d = kv.async().set("d", 1);
        assertThat(settles(d)).isTrue();
        assertThat(settles(c)).isFalse();
    }

    // 10 opened() believes an old report

    @Test
    void aConnectionThatIsGoneWhenTheBackendHasOpenedIsNone() {
        backend.opening = () -> {
            backend.changeUntold(ConnectionState.DISCONNECTED);
            return CompletableFuture.completedFuture(null);
        };
        KvClient kv = open(builder().offline(OfflineQueue.inMemory()));
        var set = kv.async().set("a", 1);
        assertThat(queue().entries()).isEqualTo(1);
        nothingIsSent();
        assertThat(set).isNotDone();
    }

    // 11 batch discarded before it is on its way to the disk

    @Test
    void membersOfABatchThatAreDiscardedBeforeTheyAreStoredAreNotAccepted() {
        AtomicBoolean once = new AtomicBoolean();
        KvClient kv = open(builder()
                .callbackExecutor(Runnable::run)
                .offline(durable())
                .listener(new KvListener() {
                    @Override
                    public void onOffline(OfflineEvent event) {
                        events.add(event.kind().toString());
                        if (event.kind() == OfflineEvent.Kind.PUSHED && once.compareAndSet(false, true)) {
                            queue().discard();
                        }
                    }
                }));
        disconnect();
        var all = kv.async()
                .setAll(List.of(
                        KvWrite.of("a", 1).options(ACCEPT), KvWrite.of("b", 2).options(ACCEPT)));
        Awaitility.await().until(all::isDone);
        if (all.isCompletedExceptionally() || !all.join().failures().isEmpty()) {
            return;
        }
        all.join()
                .values()
                .values()
                .forEach(accepted -> assertThat(status(receipt(accepted))).isEqualTo(DeliveryStatus.DISCARDED));
    }

    // 12 batch closed before it is stored

    @Test
    void aBatchThatWasNotSentIsNotDeliveredByTheNextProcess() {
        List<String> lies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            backend.opening = () -> CompletableFuture.completedFuture(null);
            FakeBackend mine = new FakeBackend();
            mine.opening = () -> CompletableFuture.completedFuture(null);
            Path file = folder.resolve("q" + i);
            KvClient kv = mine.client()
                    .closeTimeout(Duration.ofNanos(1))
                    .startOffline()
                    .offline(OfflineQueue.durable(file))
                    .connect();
            var all = kv.async()
                    .setAll(List.of(
                            KvWrite.of("a", 1).options(ACCEPT),
                            KvWrite.of("b", 2).options(ACCEPT)));
            kv.close();
            Awaitility.await().until(all::isDone);
            boolean told =
                    !all.isCompletedExceptionally() && all.join().failures().isEmpty();
            FakeBackend next = new FakeBackend();
            next.opening = () -> CompletableFuture.completedFuture(null);
            try (KvClient again = next.client()
                    .startOffline()
                    .offline(OfflineQueue.durable(file))
                    .connect()) {
                int entries = again.offlineQueue().entries();
                if (told != (entries == 2)) {
                    lies.add(all + " told " + told + " next has " + entries);
                }
            }
        }
        assertThat(lies).isEmpty();
    }
}
