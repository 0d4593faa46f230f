package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.RetryPolicy;
import dev.kvclient.SetResult;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.offline.Overflow;
import dev.kvclient.offline.QueuedRequest;
import dev.kvclient.spi.KvCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests do without a connection, and when there is one again. */
class OfflineQueueTest extends EngineTest {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger pings = new AtomicInteger();

    private KvClient open(OfflineOptions options) {
        return open(builder().offline(options).listener(new KvListener() {
            @Override
            public void onOffline(OfflineEvent event) {
                String what = event.request().map(OfflineQueueTest::name).orElse("");
                events.add(event.kind() + (what.isEmpty() ? "" : " " + what));
            }
        }));
    }

    private static String name(QueuedRequest request) {
        return request.operation() + " " + String.join(",", request.keys());
    }

    private void disconnect() {
        backend.change(ConnectionState.DISCONNECTED, null);
    }

    private void connect() {
        backend.change(ConnectionState.CONNECTED, null);
    }

    /** Pings are what the test answers, like everything else. */
    private void withPings() {
        backend.onSend = one -> {
            if (one.command instanceof KvCommand.Ping) {
                pings.incrementAndGet();
            }
            backend.sent.add(one);
        };
    }

    private static KvConnectionException lost() {
        return new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true));
    }

    private static KvAuthException refused() {
        return new KvAuthException(
                Failure.of(Outcome.REJECTED, "the token has expired"), KvAuthException.Reason.UNAUTHENTICATED);
    }

    /** Answers so many requests, whatever their order, and tells their keys. */
    private List<String> answered(int many) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Sent one = sent();
            keys.add(one.key());
            one.answer();
        }
        return keys;
    }

    private OfflineQueue queue() {
        return client().offlineQueue();
    }

    private void told(String... expected) {
        Awaitility.await().untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    // What waits, and goes.

    @Test
    void requestsWaitAndAreSentAfterAPing() {
        withPings();
        open(OfflineQueue.inMemory());
        disconnect();
        var first = client().async().set("a", 1);
        var other = client().async().get("b", Integer.class);
        nothingIsSent();
        assertThat(queue().entries()).isEqualTo(2);

        connect();
        Sent ping = sent();
        assertThat(ping.operation()).isEqualTo("ping");
        nothingIsSent();
        // What comes meanwhile does not pass.
        var third = client().async().set("c", 3);
        nothingIsSent();
        ping.answer();

        assertThat(answered(3)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(await(first).written()).isTrue();
        assertThat(await(other)).contains(1);
        assertThat(await(third).written()).isTrue();
        assertThat(queue().entries()).isZero();
        assertThat(queue().bytes()).isZero();
        assertThat(pings).hasValue(1);
        told(
                "PUSHED set a",
                "PUSHED get b",
                "PUSHED set c",
                "REPLAY_BEGUN",
                "POPPED set a",
                "POPPED get b",
                "POPPED set c",
                "REPLAY_ENDED");
    }

    @Test
    void aConnectionThatNobodyWaitedForIsNotTried() {
        withPings();
        open(OfflineQueue.inMemory());
        disconnect();
        connect();
        var set = client().async().set("a", 1);
        sent().answer();
        assertThat(await(set).written()).isTrue();
        assertThat(pings).hasValue(0);
        assertThat(events).isEmpty();
    }

    @Test
    void aBlockedCallerWaitsToo() {
        open(OfflineQueue.inMemory());
        disconnect();
        CompletableFuture<SetResult> set = CompletableFuture.supplyAsync(() -> client().set("a", 1));
        queued(1);
        connect();
        sent().answer();
        assertThat(await(set).written()).isTrue();
    }

    @Test
    void writesOfAKeyKeepTheirOrder() {
        open(OfflineQueue.inMemory());
        var before = client().async().set("a", 0);
        Sent inFlight = sent();
        disconnect();
        List<CompletableFuture<SetResult>> row = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            row.add(client().async().set("a", i));
        }
        inFlight.fail(lost());
        queued(6);
        connect();
        var after = client().async().set("a", 6);
        for (int i = 0; i <= 6; i++) {
            Sent one = sent();
            assertThat(one.number()).isEqualTo(i);
            nothingIsSent();
            one.answer();
        }
        assertThat(await(before).written()).isTrue();
        row.forEach(one -> assertThat(await(one).written()).isTrue());
        assertThat(await(after).written()).isTrue();
    }

    @Test
    void whatWasAdmittedBeforeWaitsInItsLaneAndThenHere() {
        open(OfflineQueue.inMemory().maxEntries(1));
        var first = client().async().set("a", 1);
        var second = client().async().set("a", 2);
        var third = client().async().set("b", 3);
        Sent one = sent();
        Sent other = sent();
        disconnect();
        // Those that were taken while there was a connection are never turned away for want of room.
        one.fail(lost());
        other.fail(lost());
        queued(3);
        connect();
        assertThat(answered(3)).containsExactlyInAnyOrder("a", "a", "b");
        assertThat(await(first).written()).isTrue();
        assertThat(await(third).written()).isTrue();
        assertThat(await(second).written()).isTrue();
    }

    @Test
    void asManyAreUnderWayAsAConnectionTakes() {
        int many = WaitingLine.MOST_UNDER_WAY + 10;
        open(OfflineQueue.inMemory());
        disconnect();
        List<CompletableFuture<SetResult>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(client().async().set("k" + i, i));
        }
        connect();
        Awaitility.await().until(() -> backend.sent.size() == WaitingLine.MOST_UNDER_WAY);
        assertThat(queue().entries()).isEqualTo(10);
        for (int i = 0; i < many; i++) {
            sent().answer();
        }
        all.forEach(one -> assertThat(await(one).written()).isTrue());
    }

    @Test
    void theReplayIntervalSparesTheBackend() {
        open(OfflineQueue.inMemory().replayInterval(ms(50)));
        disconnect();
        var first = client().async().set("a", 1);
        var second = client().async().set("b", 2);
        var third = client().async().set("c", 3);
        connect();
        sent().answer();
        assertThat(await(first).written()).isTrue();
        nothingIsSent();
        time.advance(ms(49));
        nothingIsSent();
        time.advance(ms(1));
        sent().answer();
        assertThat(await(second).written()).isTrue();
        // Whoever is in a hurry does not wait for it.
        queue().replayNow();
        sent().answer();
        assertThat(await(third).written()).isTrue();
    }

    // What does not.

    @Test
    void whatMayNotWaitFailsAtOnceAlsoBehindWhatWaits() {
        open(OfflineQueue.inMemory());
        disconnect();
        var waits = client().async().set("a", 1);
        var no = client().async().set("a", 2, o -> o.queuable(false));
        KvOfflineException e = failureOf(KvOfflineException.class, no);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.key()).contains("a");
        assertThat(waits).isNotDone();
        told("PUSHED set a", "REFUSED set a");
    }

    @Test
    void aFullQueueRefuses() {
        open(OfflineQueue.inMemory().maxEntries(2));
        disconnect();
        var first = client().async().set("a", 1);
        var second = client().async().set("b", 2);
        assertThatExceptionOfType(KvOfflineException.class)
                .isThrownBy(() -> client().set("c", 3))
                .withMessageContaining("full")
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        first.cancel(false);
        var fourth = client().async().set("d", 4);
        assertThat(List.of(second, fourth)).noneMatch(CompletableFuture::isDone);
        assertThat(queue().entries()).isEqualTo(2);
    }

    @Test
    void bytesAreBoundedToo() {
        open(OfflineQueue.inMemory().maxBytes(20));
        disconnect();
        var first = client().async().set("a", "1234567890");
        assertThat(queue().bytes()).isEqualTo(13);
        failureOf(KvOfflineException.class, client().async().set("b", "1234567890"));
        var small = client().async().set("c", 1);
        assertThat(first).isNotDone();
        assertThat(small).isNotDone();
    }

    @Test
    void orTheOldestMakesRoom() {
        open(OfflineQueue.inMemory().maxEntries(2).overflow(Overflow.DROP_OLDEST));
        disconnect();
        var first = client().async().set("a", 1);
        var second = client().async().set("b", 2);
        var third = client().async().set("c", 3);
        assertThat(failureOf(KvOfflineException.class, first).outcome()).isEqualTo(Outcome.NOT_SENT);
        connect();
        sent().answer();
        sent().answer();
        assertThat(await(second).written()).isTrue();
        assertThat(await(third).written()).isTrue();
        assertThat(events).contains("DROPPED set a");
    }

    @Test
    void whatWasSentBeforeIsNeverDropped() {
        open(OfflineQueue.inMemory().maxEntries(1).overflow(Overflow.DROP_OLDEST));
        var before = client().async().set("a", 1);
        Sent inFlight = sent();
        disconnect();
        inFlight.fail(lost());
        queued(1);
        failureOf(KvOfflineException.class, client().async().set("b", 2));
        assertThat(before).isNotDone();
    }

    @Test
    void aFilterDecides() {
        IllegalStateException mistake = new IllegalStateException("on purpose");
        open(OfflineQueue.inMemory().filter(request -> {
            if (request.keys().contains("bad")) {
                throw mistake;
            }
            return request.operation().equals("set");
        }));
        disconnect();
        var set = client().async().set("a", 1);
        failureOf(KvOfflineException.class, client().async().get("a", Integer.class));
        assertThat(failureOf(KvOfflineException.class, client().async().set("bad", 1)))
                .hasCause(mistake);
        assertThat(set).isNotDone();
    }

    @Test
    void withoutAQueueNothingWaits() {
        open(OfflineQueue.none());
        disconnect();
        failureOf(KvOfflineException.class, client().async().set("a", 1));
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> queue().pause());
        assertThat(queue().entries()).isZero();
        assertThat(queue().peek()).isEmpty();
    }

    // Time.

    @Test
    void aTimerEndsWhatWaitedTooLong() {
        open(OfflineQueue.inMemory().ttl(Duration.ofSeconds(30)));
        disconnect();
        var first = client().async().set("a", 1);
        time.advance(Duration.ofSeconds(20));
        var second = client().async().set("b", 2);
        assertThat(queue().oldestAge()).isEqualTo(Duration.ofSeconds(20));
        time.advance(Duration.ofSeconds(9));
        assertThat(first).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(failureOf(KvOfflineException.class, first).outcome()).isEqualTo(Outcome.NOT_SENT);
        time.advance(Duration.ofSeconds(19));
        assertThat(second).isNotDone();
        time.advance(Duration.ofSeconds(1));
        failureOf(KvOfflineException.class, second);
        told("PUSHED set a", "PUSHED set b", "EXPIRED set a", "EXPIRED set b");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aTimeoutFromTheDefaultsDoesNotRunWhileNobodyIsBlocked() {
        open(OfflineQueue.inMemory());
        disconnect();
        var set = client().async().set("a", 1);
        time.advance(Duration.ofSeconds(60));
        assertThat(set).isNotDone();
        connect();
        Sent one = sent();
        // Then it runs, the whole of it.
        time.advance(Duration.ofSeconds(9));
        assertThat(set).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(failureOf(KvTimeoutException.class, set).outcome()).isEqualTo(Outcome.UNKNOWN);
        one.answer();
    }

    @Test
    void aTimeoutThatWasGivenRuns() {
        open(OfflineQueue.inMemory());
        disconnect();
        var set = client().async().set("a", 1, o -> o.timeout(Duration.ofSeconds(5)));
        time.advance(Duration.ofSeconds(5));
        assertThat(failureOf(KvTimeoutException.class, set).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(queue().entries()).isZero();
    }

    @Test
    void aBlockedCallIsCappedByTheDefault() {
        open(OfflineQueue.inMemory());
        disconnect();
        CompletableFuture<SetResult> set = CompletableFuture.supplyAsync(() -> client().set("a", 1));
        queued(1);
        time.advance(Duration.ofSeconds(10));
        assertThat(failureOf(KvTimeoutException.class, set).outcome()).isEqualTo(Outcome.NOT_SENT);
        connect();
        nothingIsSent();
    }

    @Test
    void withoutATimeoutTheQueueEndsIt() {
        open(OfflineQueue.inMemory());
        disconnect();
        var get = client().async()
                .get("a", KvType.of(Integer.class), CallOptions.none().noTimeout());
        time.advance(Duration.ofSeconds(119));
        assertThat(get).isNotDone();
        time.advance(Duration.ofSeconds(1));
        failureOf(KvOfflineException.class, get);
    }

    @Test
    void theTimeInTheQueueIsCountedOnce() {
        open(OfflineQueue.inMemory());
        disconnect();
        var set = client().async().set("a", 1);
        time.advance(Duration.ofSeconds(70));
        connect();
        Sent one = sent();
        disconnect();
        one.fail(lost());
        queued(1);
        time.advance(Duration.ofSeconds(49));
        assertThat(set).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(failureOf(KvOfflineException.class, set).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anUpdateWaitsAsLongAsAnyOtherRequest() {
        open(OfflineQueue.inMemory());
        disconnect();
        var update = client().async().update("a", Integer.class, n -> n.orElse(0) + 1);
        time.advance(Duration.ofSeconds(60));
        assertThat(update).isNotDone();
        connect();
        sent().answer();
        sent().answer();
        assertThat(await(update)).isEqualTo(1);
    }

    // In flight when the link breaks.

    @Test
    void readsAndIdempotentWritesGoFirst() {
        open(OfflineQueue.inMemory());
        var set = client().async().set("a", 1);
        var get = client().async().get("b", Integer.class);
        Sent one = sent();
        Sent two = sent();
        disconnect();
        var late = client().async().set("c", 3);
        one.fail(lost());
        two.fail(lost());
        queued(3);
        assertThat(queue().peek()).filteredOn(QueuedRequest::sentBefore).hasSize(2);
        connect();
        assertThat(answered(3)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(await(set).written()).isTrue();
        assertThat(await(get)).contains(1);
        assertThat(await(late).written()).isTrue();
        // They are handed over in this order; between keys none is promised on the way.
        Awaitility.await().until(() -> events.contains("REPLAY_ENDED"));
        assertThat(events.stream().filter(e -> e.startsWith("POPPED")).reduce((a, b) -> b))
                .contains("POPPED set c");
    }

    @Test
    void aWriteThatMayHaveHappenedIsNotSentAgain() {
        open(OfflineQueue.inMemory());
        var count = client().async().increment("n");
        Sent one = sent();
        disconnect();
        one.fail(lost());
        assertThat(failureOf(KvConnectionException.class, count).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void oneThatWasNotSentIsSentLater() {
        open(OfflineQueue.inMemory());
        var count = client().async().increment("n");
        Sent one = backend.next();
        disconnect();
        one.fail(new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "no connection").retryable(true)));
        queued(1);
        connect();
        sent().answer(7L);
        assertThat(await(count)).isEqualTo(7);
    }

    /** The state is there before the report of it. */
    @Test
    void aConnectionThatHasJustGoneCostsNoAttempt() {
        open(builder().retry(RetryPolicy.none()));
        var count = client().async().increment("n");
        Sent one = backend.next();
        backend.changeUntold(ConnectionState.DISCONNECTED);
        one.fail(new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "no connection").retryable(true)));
        Awaitility.await().until(() -> time.waiting() == 2);
        assertThat(count).isNotDone();
        disconnect();
        time.advance(ms(10));
        queued(1);
        connect();
        sent().answer(3L);
        assertThat(await(count)).isEqualTo(3);
    }

    @Test
    void whyOneMayNotWaitIsToldWithItsReason() {
        open(OfflineQueue.inMemory());
        var count = client().async().increment("n", 1, CallOptions.none().queuable(false));
        Sent one = backend.next();
        KvConnectionException reason = new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "no such host").retryable(true));
        disconnect();
        one.fail(reason);
        assertThat(failureOf(KvOfflineException.class, count)).hasCause(reason);
    }

    @Test
    void aRequestInFlightAtTwoLossesIsNotSentAThirdTime() {
        open(OfflineQueue.inMemory());
        var set = client().async().set("a", 1);
        Sent one = sent();
        disconnect();
        one.fail(lost());
        queued(1);
        connect();
        Sent again = sent();
        disconnect();
        again.fail(lost());
        KvException e = failureOf(KvConnectionException.class, set);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.attempts()).isEqualTo(2);
        assertThat(queue().entries()).isZero();
    }

    @Test
    void withoutAQueueTheRetryPolicyAloneDecides() {
        open(OfflineQueue.none());
        var set = client().async().set("a", 1);
        Sent one = sent();
        disconnect();
        one.fail(lost());
        assertThat(failureOf(KvException.class, set).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    // A connection that is there, but does not do.

    @Test
    void aPingThatFailsIsRepeatedWithDelay() {
        withPings();
        open(OfflineQueue.inMemory());
        disconnect();
        var set = client().async().set("a", 1);
        connect();
        for (int i = 0; i < 3; i++) {
            sent().fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "no answer")));
            nothingIsSent();
            int before = pings.get();
            Awaitility.await().until(() -> {
                time.advance(ms(20));
                return pings.get() > before;
            });
        }
        sent().answer();
        sent().answer();
        assertThat(await(set).written()).isTrue();
    }

    @Test
    void refusedCredentialsPauseTheQueueUntilTheyAreTaken() {
        open(OfflineQueue.inMemory());
        disconnect();
        var set = client().async().set("a", 1);
        backend.change(ConnectionState.CONNECTING, null);
        backend.change(ConnectionState.DISCONNECTED, refused());
        assertThat(queue().isPaused()).isTrue();
        backend.change(ConnectionState.DISCONNECTED, refused());
        connect();
        sent().answer();
        assertThat(await(set).written()).isTrue();
        assertThat(queue().isPaused()).isFalse();
        told("PUSHED set a", "PAUSED", "RESUMED", "REPLAY_BEGUN", "POPPED set a", "REPLAY_ENDED");
    }

    @Test
    void aQueuedRequestThatIsRefusedForItsCredentialsWaitsForBetterOnes() {
        open(OfflineQueue.inMemory());
        disconnect();
        var count = client().async().increment("n");
        var set = client().async().set("a", 1);
        connect();
        Sent one = sent();
        Sent two = sent();
        Sent other = one.operation().equals("set") ? one : two;
        (other == one ? two : one).fail(refused());
        Awaitility.await().until(() -> queue().isPaused());
        other.answer();
        assertThat(await(set).written()).isTrue();
        assertThat(count).isNotDone();
        Awaitility.await().until(() -> {
            time.advance(ms(20));
            return !backend.sent.isEmpty();
        });
        sent().answer(5L);
        assertThat(await(count)).isEqualTo(5);
        assertThat(queue().isPaused()).isFalse();
    }

    // By hand.

    @Test
    void byHandItIsPausedAndResumed() {
        open(OfflineQueue.inMemory());
        queue().pause();
        var set = client().async().set("a", 1);
        nothingIsSent();
        assertThat(queue().isPaused()).isTrue();
        failureOf(KvOfflineException.class, client().async().set("b", 1, o -> o.queuable(false)));
        disconnect();
        connect();
        nothingIsSent();
        queue().resume();
        sent().answer();
        assertThat(await(set).written()).isTrue();
        told("PAUSED", "PUSHED set a", "REFUSED set b", "RESUMED", "REPLAY_BEGUN", "POPPED set a", "REPLAY_ENDED");
    }

    @Test
    void whatWaitsCanBeLookedAtAndTakenOut() {
        open(OfflineQueue.inMemory());
        disconnect();
        var first = client().async().set("a", 1);
        time.advance(ms(1_500));
        var second = client().async().delete("b");
        List<QueuedRequest> all = queue().peek();
        assertThat(all).extracting(OfflineQueueTest::name).containsExactly("set a", "delete b");
        assertThat(all.get(0).since()).isEqualTo(time.now().minusMillis(1_500));
        assertThat(all.get(0).bytes()).isEqualTo(2);
        assertThat(all.get(0).accepted()).isFalse();
        assertThat(all.get(0).receipt()).isNotEqualTo(all.get(1).receipt());

        assertThat(queue().cancel(all.get(1).receipt())).isTrue();
        assertThat(queue().cancel(all.get(1).receipt())).isFalse();
        assertThat(failureOf(KvOfflineException.class, second).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(queue().discard()).isEqualTo(1);
        failureOf(KvOfflineException.class, first);
        assertThat(queue().peek()).isEmpty();
        told("PUSHED set a", "PUSHED delete b", "CANCELLED delete b", "DISCARDED set a");
    }

    @Test
    void aCallerThatGoesLeavesNoPlaceBehind() {
        open(OfflineQueue.inMemory());
        disconnect();
        for (int i = 0; i < 1_000; i++) {
            var set = client().async().set("a", i);
            assertThat(set.cancel(false)).isTrue();
        }
        assertThat(queue().entries()).isZero();
        Engine engine = client().unwrap(Engine.class);
        assertThat(engine.live().size()).isZero();
        assertThat(engine.lanes().size()).isZero();
        assertThat(engine.places().requests()).isZero();
    }

    // The end.

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingEndsWhatWaitsAtOnce(boolean paused) {
        KvClient kv = open(builder().closeTimeout(Duration.ofSeconds(60)));
        if (paused) {
            queue().pause();
        } else {
            disconnect();
        }
        var set = kv.async().set("a", 1);
        kv.close();
        assertThat(failureOf(KvClosedException.class, set).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void theReplayIsWaitedForOnClosing() {
        KvClient kv = open(builder().closeTimeout(Duration.ofSeconds(10)));
        disconnect();
        var set = kv.async().set("a", 1);
        connect();
        Sent one = sent();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(kv::close);
        Awaitility.await().until(() -> kv.state() == ConnectionState.CLOSED);
        one.answer();
        await(closing);
        assertThat(await(set).written()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongQueueThatEndsAtOnceNeedsNoStack(boolean direct) {
        KvClientBuilder builder = builder().offline(OfflineQueue.inMemory().maxEntries(50_000));
        open(direct ? builder.callbackExecutor(Runnable::run) : builder);
        disconnect();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add(client().async().set("k" + i, i));
        }
        assertThat(queue().discard()).isEqualTo(5_000);
        for (int i = 0; i < 5_000; i++) {
            all.add(client().async().set("k" + i, i));
        }
        client().close();
        assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void manyThreadsFillAndEmptyIt() {
        backend.onSend = one -> one.setOut().answer();
        open(OfflineQueue.inMemory().maxEntries(100_000));
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        List<CompletableFuture<?>> all = new CopyOnWriteArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(CompletableFuture.runAsync(() -> {
                List<CompletableFuture<?>> own = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    own.add(client().async().set("k" + (thread * 31 + i) % 97, i));
                    if (i % 7 == 0) {
                        own.get(i / 2).cancel(false);
                    }
                }
                all.addAll(own);
            }));
        }
        for (int i = 0; i < 200; i++) {
            disconnect();
            connect();
        }
        threads.forEach(EngineTest::await);
        Awaitility.await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
        assertThat(queue().entries()).isZero();
        assertThat(queue().bytes()).isZero();
        Engine engine = client().unwrap(Engine.class);
        assertThat(engine.live().size()).isZero();
        assertThat(engine.lanes().size()).isZero();
        assertThat(engine.places().requests()).isZero();
    }
}
