package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end of a wait: by the deadline, by an interrupt, by cancelling. */
class DeadlineTest extends EngineTest {
    private static final SetOptions SOON = SetOptions.none().timeout(ms(100));

    @Test
    void whatIsUnderWayIsUnknownAndWhatWaitsIsNotSent() {
        var sent = client().async().set("a", 1, SOON);
        var behind = client().async().set("a", 2, SOON);
        sent();

        time.advance(ms(99));
        assertThat(sent).isNotDone();
        time.advance(ms(30));

        KvTimeoutException first = failureOf(KvTimeoutException.class, sent);
        assertThat(first.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(first.attempts()).isEqualTo(1);
        assertThat(first.key()).contains("a");
        assertThat(first.operation()).contains("set");
        assertThat(first.backend()).contains("fake");
        KvTimeoutException second = failureOf(KvTimeoutException.class, behind);
        assertThat(second.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(second.attempts()).isZero();
    }

    @Test
    void whatTheTransportHasNotHandedOverIsNotSentAndNeverWill() {
        var write = client().async().set("a", 1, SOON);
        Sent waiting = backend.next();
        assertThat(waiting.attempt.withdrawn()).isFalse();

        time.advance(ms(200));

        assertThat(failureOf(KvTimeoutException.class, write).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(waiting.attempt.withdrawn()).isTrue();
        assertThat(waiting.attempt.sending()).isFalse();
    }

    @Test
    void theDefaultOfTheClientHoldsWhereNothingIsGiven() {
        KvClient kv = open(builder().timeout(ms(300)));
        var write = kv.async().set("a", 1);
        var longer =
                kv.async().get("b", KvType.of(Integer.class), CallOptions.none().timeout(ms(900)));
        var viewed = kv.with(CallOptions.none().timeout(ms(600))).async().set("c", 1);
        var unlimited =
                kv.async().get("d", KvType.of(Integer.class), CallOptions.none().noTimeout());

        time.advance(ms(400));
        failureOf(KvTimeoutException.class, write);
        assertThat(viewed).isNotDone();
        time.advance(ms(300));
        failureOf(KvTimeoutException.class, viewed);
        assertThat(longer).isNotDone();
        time.advance(ms(300));
        failureOf(KvTimeoutException.class, longer);
        time.advance(Duration.ofDays(2));
        assertThat(unlimited).isNotDone();
    }

    @Test
    void anEndlessTimeoutDoesNotOverflow() {
        var read = client().async()
                .get("a", KvType.of(Integer.class), CallOptions.none().timeout(Duration.ofSeconds(Long.MAX_VALUE)));
        time.advance(Duration.ofMinutes(1));

        sent().answer();

        assertThat(await(read)).contains(1);
    }

    @Test
    void lateAndSecondAnswersAreIgnored() {
        var late = client().async().set("a", 1, SOON);
        Sent first = sent();
        time.advance(ms(200));
        failureOf(KvTimeoutException.class, late);
        first.answer();
        first.fail(serverFailure(Outcome.UNKNOWN));

        var twice = client().async().get("b", Integer.class);
        Sent second = sent();
        second.answer(java.util.Optional.of(FakeBackend.json("5")));
        second.answer(java.util.Optional.of(FakeBackend.json("6")));
        second.fail(serverFailure(Outcome.UNKNOWN));

        assertThat(await(twice)).contains(5);
        assertThat(late).isCompletedExceptionally();
    }

    @Test
    void theLaneOpensWhenAWriteHasRunOutOfTime() {
        var first = client().async().set("a", 1, SOON);
        var second = client().async().set("a", 2, SetOptions.none().timeout(Duration.ofMinutes(1)));
        sent();
        time.advance(ms(200));
        failureOf(KvTimeoutException.class, first);

        Sent next = sent();
        assertThat(next.number()).isEqualTo(2);
        next.answer();
        assertThat(await(second).written()).isTrue();
    }

    @Test
    void aBlockedCallerIsWokenByItsDeadline() throws Exception {
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        Thread caller = blocked(() -> client().set("a", 1, SOON), thrown);
        sent();

        time.advance(ms(200));

        KvException e = await(thrown);
        assertThat(e).isInstanceOf(KvTimeoutException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        showsTheCaller(e);
        caller.join();
    }

    @Test
    void anInterruptEndsTheWaitAtOnce() throws Exception {
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        client();
        Thread caller = new Thread(
                () -> {
                    try {
                        client().set("a", 1);
                    } catch (KvException e) {
                        flag.complete(Thread.currentThread().isInterrupted());
                        thrown.complete(e);
                    }
                },
                "test-interrupted");
        caller.start();
        sent();

        caller.interrupt();

        KvException e = await(thrown);
        assertThat(e).isInstanceOf(KvInterruptedException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(await(flag)).isTrue();
        caller.join();
    }

    @Test
    void anInterruptedCallThatWasNotSentNeverIs() throws Exception {
        var first = client().async().set("a", 1);
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        Thread caller = blocked(() -> client().set("a", 2), thrown);
        Sent sent = sent();
        waits(caller);

        caller.interrupt();

        assertThat(await(thrown).outcome()).isEqualTo(Outcome.NOT_SENT);
        sent.answer();
        assertThat(await(first).written()).isTrue();
        caller.join();
        nothingIsSent();
    }

    @Test
    void aCallerAlreadyInterruptedGetsWhatIsThereAndKeepsItsFlag() {
        backend.onSend = sent -> sent.setOut().answer();
        client();
        Thread.currentThread().interrupt();

        boolean written = client().set("a", 1).written();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(written).isTrue();
    }

    @Test
    void aCancelledRequestUnderWayHarmsNoOther() {
        var cancelled = client().async().set("a", 1);
        var other = client().async().set("b", 2);
        Sent first = sent();
        Sent second = sent();

        assertThat(cancelled.cancel(true)).isTrue();
        first.answer();
        second.answer();

        assertThat(await(other).written()).isTrue();
        assertThat(cancelled).isCancelled();
    }

    @Test
    void whatAnotherThreadMadeShowsTheStackOfTheCaller() throws Exception {
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        Thread caller = blocked(() -> client().get("a", Integer.class), thrown);
        Sent sent = sent();
        // An adapter that says everything itself, so that the engine has nothing to add.
        backend.onTransport(() -> sent.fail(new KvServerException(Failure.of(Outcome.REJECTED, "no")
                .backend("fake")
                .operation("get")
                .key("a")
                .attempts(1))));

        showsTheCaller(await(thrown));
        caller.join();
    }

    private Thread blocked(Runnable call, CompletableFuture<KvException> thrown) {
        client();
        Thread caller = new Thread(
                () -> {
                    try {
                        call.run();
                        thrown.completeExceptionally(new AssertionError("it was not ended"));
                    } catch (KvException e) {
                        thrown.complete(e);
                    }
                },
                "test-blocked");
        caller.start();
        return caller;
    }

    static void waits(Thread caller) {
        org.awaitility.Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);
    }

    private static void showsTheCaller(KvException e) {
        assertThat(e.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getClassName()).startsWith(DeadlineTest.class.getName()));
    }

    @Test
    void aWriteWhoseLifeRanOutWhileItWaitedIsNotSent() {
        // The rule is the command's own; adapters ask it when they send.
        backend.onSend = sent -> {
            if (sent.operation().equals("set")) {
                ((dev.kvclient.spi.KvCommand.Set) sent.command).write().remaining(time);
            }
            backend.sent.add(sent);
        };
        var first = client().async().set("a", 1);
        var brief = client().async().set("a", 2, SetOptions.none().ttl(ms(50)));
        Sent sent = sent();
        time.advance(ms(60));
        sent.answer();
        assertThat(await(first)).isInstanceOf(SetResult.Written.class);

        KvTimeoutException e = failureOf(KvTimeoutException.class, brief);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThatExceptionOfType(KvTimeoutException.class)
                .isThrownBy(() -> client().set("b", 1, o -> o.expireAt(time.now())))
                .satisfies(late -> assertThat(late.outcome()).isEqualTo(Outcome.NOT_SENT));
    }
}
