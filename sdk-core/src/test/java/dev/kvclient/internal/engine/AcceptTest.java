package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.ConnectionState;
import dev.kvclient.DeleteOptions;
import dev.kvclient.DeleteResult;
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
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.offline.QueuedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that are accepted on disk while there is no connection. */
class AcceptTest extends EngineTest {
    private static final SetOptions ACCEPT = SetOptions.none().whenOffline(WhenOffline.ACCEPT);

    private final List<String> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private OfflineOptions durable() {
        return OfflineQueue.durable(folder.resolve("queue.db"));
    }

    private KvClient open(OfflineOptions options) {
        return open(builder().offline(options).closeTimeout(ms(100)).listener(new KvListener() {
            @Override
            public void onOffline(OfflineEvent event) {
                events.add(event.kind()
                        + event.request()
                                .map(r -> " " + String.join(",", r.keys()))
                                .orElse(""));
            }
        }));
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

    private Receipt accepted(String key, int value) {
        Receipt receipt = receipt(client().set(key, value, ACCEPT));
        // The queue learns it a moment after the caller.
        Awaitility.await().until(() -> events.contains("ACCEPTED " + key));
        return receipt;
    }

    private static Receipt receipt(SetResult result) {
        assertThat(result.written()).isFalse();
        return result.match(
                w -> Receipt.parse("written"), n -> Receipt.parse("not written"), SetResult.Accepted::receipt);
    }

    private DeliveryStatus status(Receipt receipt) {
        return queue().outcome(receipt).orElseThrow().status();
    }

    private void becomes(Receipt receipt, DeliveryStatus status) {
        Awaitility.await().untilAsserted(() -> assertThat(status(receipt)).isEqualTo(status));
    }

    private static KvConnectionException lost() {
        return new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true));
    }

    /** Closes the client, as a process ends, and makes another one on the same file, without a connection yet. */
    private void nextProcess() {
        client().close();
        backend.opening = () -> CompletableFuture.completedFuture(null);
        open(builder().offline(durable()).startOffline());
    }

    @Test
    void withAConnectionItIsWrittenAsEver() {
        open(durable());
        var set = client().async().set("a", 1, ACCEPT);
        sent().answer();
        assertThat(await(set).written()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void withoutOneItIsAcceptedAndDeliveredLater() {
        open(durable());
        disconnect();
        Receipt set = accepted("a", 1);
        DeleteResult delete = client().delete("b", DeleteOptions.none().whenOffline(WhenOffline.ACCEPT));
        Receipt deleted = delete.receipt().orElseThrow();
        assertThat(delete.existed()).isEqualTo(DeleteResult.Existed.NOT_TOLD);
        assertThat(status(set)).isEqualTo(DeliveryStatus.WAITING);
        assertThat(queue().peek())
                .allMatch(QueuedRequest::accepted)
                .extracting(QueuedRequest::receipt)
                .containsExactly(set, deleted);
        assertThat(Receipt.parse(set.toString())).isEqualTo(set);

        connect();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Sent one = sent();
            keys.add(one.operation() + " " + one.key());
            one.answer();
        }
        assertThat(keys).containsExactlyInAnyOrder("set a", "delete b");
        becomes(set, DeliveryStatus.DELIVERED);
        becomes(deleted, DeliveryStatus.DELIVERED);
        assertThat(queue().entries()).isZero();
        Awaitility.await().until(() -> events.contains("REPLAY_ENDED"));
        assertThat(events)
                .contains("PUSHED a", "PUSHED b", "REPLAY_BEGUN", "POPPED a", "POPPED b")
                .containsSubsequence("ACCEPTED a", "POPPED a", "DELIVERED a")
                .containsSubsequence("ACCEPTED b", "POPPED b", "DELIVERED b");
    }

    @Test
    void whatAnEarlierProcessHasAcceptedComesFirstAndInOrder() {
        open(durable());
        disconnect();
        Receipt first = accepted("a", 1);
        Receipt second = accepted("a", 2);
        Receipt other = accepted("b", 3);
        nextProcess();
        assertThat(queue().entries()).isEqualTo(3);
        assertThat(status(second)).isEqualTo(DeliveryStatus.WAITING);
        var now = client().async().set("a", 4);

        connect();
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Sent one = sent();
            if (one.key().equals("a")) {
                values.add(one.number());
            }
            one.answer();
        }
        assertThat(values).containsExactly(1, 2, 4);
        assertThat(await(now).written()).isTrue();
        List.of(first, second, other).forEach(receipt -> becomes(receipt, DeliveryStatus.DELIVERED));

        nextProcess();
        assertThat(queue().entries()).isZero();
        assertThat(status(first)).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void aWriteInFlightWhenTheLinkBreaksIsAcceptedToo() {
        open(durable());
        var set = client().async().set("a", 1, ACCEPT);
        Sent one = sent();
        disconnect();
        one.fail(lost());
        Receipt receipt = receipt(await(set));
        assertThat(set.cancel(false)).isFalse();
        connect();
        sent().answer();
        becomes(receipt, DeliveryStatus.DELIVERED);
    }

    @Test
    void aBatchIsAcceptedMemberByMember() {
        open(durable());
        disconnect();
        var all = client().setAll(List.of(
                KvWrite.of("a", 1).options(ACCEPT), KvWrite.of("b", 2).options(ACCEPT)));
        Receipt a = receipt(all.orThrow().get("a"));
        Receipt b = receipt(all.orThrow().get("b"));
        assertThat(a).isNotEqualTo(b);
        var deleted = client().deleteAll(List.of("c", "d"), DeleteOptions.none().whenOffline(WhenOffline.ACCEPT));
        assertThat(deleted.orThrow().values()).allMatch(d -> d.receipt().isPresent());
        assertThat(queue().entries()).isEqualTo(4);
        assertThat(queue().cancel(b)).isTrue();
        assertThat(status(b)).isEqualTo(DeliveryStatus.CANCELLED);

        nextProcess();
        assertThat(queue().entries()).isEqualTo(3);
        connect();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Sent one = sent();
            keys.add(one.key());
            one.answer();
        }
        assertThat(keys).containsExactlyInAnyOrder("a", "c", "d");
        becomes(a, DeliveryStatus.DELIVERED);
    }

    @Test
    void theOrderOnDiskIsThatOfTheCalls() {
        open(durable());
        var first = client().async().set("a", 1, ACCEPT);
        Sent inFlight = sent();
        disconnect();
        // Stored before the first one is, whose loss is not known yet.
        Receipt second = accepted("a", 2);
        inFlight.fail(lost());
        Receipt one = receipt(await(first));
        nextProcess();
        connect();
        Sent oldest = sent();
        assertThat(oldest.number()).isEqualTo(1);
        oldest.answer();
        Sent newest = sent();
        assertThat(newest.number()).isEqualTo(2);
        newest.answer();
        becomes(one, DeliveryStatus.DELIVERED);
        becomes(second, DeliveryStatus.DELIVERED);
    }

    // What does not go well.

    @Test
    void whatIsRefusedForGoodIsADeadLetterAndFreesItsLane() {
        open(durable());
        disconnect();
        Receipt bad = accepted("a", 1);
        Receipt good = accepted("a", 2);
        connect();
        sent().fail(new KvRequestException(Failure.of(Outcome.REJECTED, "no such thing")));
        Sent next = sent();
        assertThat(next.number()).isEqualTo(2);
        next.answer();
        becomes(good, DeliveryStatus.DELIVERED);
        becomes(bad, DeliveryStatus.REFUSED);
        assertThat(queue().outcome(bad).orElseThrow().reason())
                .hasValueSatisfying(why -> assertThat(why).contains("no such thing"));

        nextProcess();
        DeadLetter letter = queue().deadLetters().get(0);
        assertThat(letter.receipt()).isEqualTo(bad);
        assertThat(letter.key()).isEqualTo("a");
        assertThat(letter.operation()).isEqualTo("set");
        assertThat(letter.reason()).contains("KvRequestException", "no such thing");
        connect();
        nothingIsSent();
        assertThat(queue().retryDeadLetter(bad)).isTrue();
        assertThat(queue().retryDeadLetter(bad)).isFalse();
        sent().fail(new KvRequestException(Failure.of(Outcome.REJECTED, "still not")));
        becomes(bad, DeliveryStatus.REFUSED);
        assertThat(queue().removeDeadLetter(bad)).isTrue();
        assertThat(queue().deadLetters()).isEmpty();
        assertThat(status(bad)).isEqualTo(DeliveryStatus.CANCELLED);
    }

    @Test
    void whatTheBackendDoesNotTakeNowIsTriedAgainUntilItDoes() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        connect();
        for (int i = 0; i < 24; i++) {
            sent().fail(serverFailure(i % 2 == 0 ? Outcome.REJECTED : Outcome.UNKNOWN));
            Awaitility.await().until(() -> {
                time.advance(ms(500));
                return !backend.sent.isEmpty();
            });
        }
        sent().answer();
        becomes(receipt, DeliveryStatus.DELIVERED);
    }

    @Test
    void whatBreaksTheConnectionEachTimeIsGivenUp() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        Awaitility.await().until(() -> {
            connect();
            time.advance(ms(1_000));
            Sent next = backend.sent.poll();
            if (next != null) {
                next.setOut();
                disconnect();
                next.fail(lost());
            }
            return status(receipt) == DeliveryStatus.REFUSED;
        });
        assertThat(queue().deadLetters()).hasSize(1);
        assertThat(queue().deadLetters().get(0).reason()).contains("lost");
    }

    @Test
    void refusedCredentialsAreNoReasonToGiveItUp() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        connect();
        sent().fail(new KvAuthException(
                Failure.of(Outcome.REJECTED, "expired"), KvAuthException.Reason.UNAUTHENTICATED));
        Awaitility.await().until(() -> queue().isPaused());
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
        Awaitility.await().until(() -> {
            time.advance(ms(100));
            return !backend.sent.isEmpty();
        });
        sent().answer();
        becomes(receipt, DeliveryStatus.DELIVERED);
    }

    @Test
    void itsOwnTimeToLiveMayRunOut() {
        open(durable().acceptedTtl(Duration.ofMinutes(1)));
        disconnect();
        Receipt receipt = accepted("a", 1);
        time.advance(Duration.ofSeconds(59));
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
        time.advance(Duration.ofSeconds(1));
        becomes(receipt, DeliveryStatus.EXPIRED);
        connect();
        nothingIsSent();
    }

    @Test
    void whoeverWaitsWithoutAcceptingExpiresAndTheAcceptedDoNot() {
        open(durable().ttl(Duration.ofSeconds(5)));
        disconnect();
        Receipt receipt = accepted("a", 1);
        var waits = client().async().set("b", 1);
        time.advance(Duration.ofSeconds(5));
        failureOf(KvOfflineException.class, waits);
        time.advance(Duration.ofDays(3));
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
    }

    @Test
    void discardingTakesItFromTheDisk() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        assertThat(queue().discard()).isEqualTo(1);
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.DISCARDED);
        nextProcess();
        assertThat(queue().entries()).isZero();
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.DISCARDED);
    }

    @Test
    void closingWhileItIsUnderWayKeepsItOnDisk() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        connect();
        sent();
        nextProcess();
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
        connect();
        sent().answer();
        becomes(receipt, DeliveryStatus.DELIVERED);
    }

    @Test
    void aConnectionThatIsGivenUpKeepsItOnDisk() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        backend.change(ConnectionState.FAILED, null);
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
        nextProcess();
        assertThat(queue().entries()).isEqualTo(1);
    }

    @Test
    void oneThatIsInFlightThenStaysOnDiskToo() {
        open(durable());
        disconnect();
        Receipt receipt = accepted("a", 1);
        connect();
        Sent one = sent();
        backend.change(ConnectionState.FAILED, null);
        one.fail(lost());
        Engine engine = client().unwrap(Engine.class);
        Awaitility.await().until(() -> engine.lanes().size() == 0);
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
        nextProcess();
        assertThat(queue().entries()).isEqualTo(1);
        assertThat(status(receipt)).isEqualTo(DeliveryStatus.WAITING);
    }

    // What is not accepted.

    @Test
    void onlyUnconditionalWritesAreAccepted() {
        open(durable());
        disconnect();
        refused(() -> client().set("a", 1, o -> o.ifAbsent().whenOffline(WhenOffline.ACCEPT)), "conditional");
        refused(
                () -> client().set(
                                "a", 1, o -> o.whenOffline(WhenOffline.ACCEPT).queuable(false)),
                "queuable");
        refused(
                () -> client().setAll(List.of(KvWrite.of("a", 1).options(ACCEPT), KvWrite.of("b", 2))),
                "for all writes of a batch");
        nothingIsSent();
        assertThat(queue().entries()).isZero();
    }

    @Test
    void withoutADurableQueueNothingIsAccepted() {
        open(OfflineQueue.inMemory());
        refused(() -> client().set("a", 1, ACCEPT), "durable");
        refused(() -> client().delete("a", DeleteOptions.none().whenOffline(WhenOffline.ACCEPT)), "durable");
        assertThat(queue().outcome(Receipt.parse("x-1"))).isEmpty();
        assertThat(queue().deadLetters()).isEmpty();
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(call)
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void aFullQueueAcceptsNothing() {
        open(durable().maxEntries(1));
        disconnect();
        accepted("a", 1);
        assertThatExceptionOfType(KvOfflineException.class).isThrownBy(() -> client().set("b", 1, ACCEPT));
        assertThatExceptionOfType(KvOfflineException.class)
                .isThrownBy(() -> client().setAll(List.of(KvWrite.of("c", 1).options(ACCEPT))));
    }

    @Test
    void oneFileIsForOneClient() {
        open(durable());
        FakeBackend other = new FakeBackend();
        try {
            assertThatExceptionOfType(KvOfflineException.class)
                    .isThrownBy(() -> other.client().offline(durable()).connect())
                    .withMessageContaining("in use");
        } finally {
            other.close();
        }
        assertThat(client().state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void aServerThatFailsForGoodWhileItIsOnlineIsToldToTheCaller() {
        open(durable());
        var set = client().async().set("a", 1, ACCEPT);
        sent().fail(new KvServerException(Failure.of(Outcome.REJECTED, "no")));
        assertThat(failureOf(KvServerException.class, set).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(queue().deadLetters()).isEmpty();
    }
}
