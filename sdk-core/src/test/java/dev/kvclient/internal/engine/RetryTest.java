package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.RetryPolicy;
import dev.kvclient.SetOptions;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.spi.SetReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is sent again, when, and what is said of it in the end. */
class RetryTest extends EngineTest {
    /** Nothing waits longer than the largest backoff. */
    private Sent again() {
        org.awaitility.Awaitility.await().until(() -> {
            time.advance(ms(100));
            return !backend.sent.isEmpty();
        });
        return sent();
    }

    @Test
    void whatWasNotSentOrRefusedForTheMomentIsSentAgain() {
        var count = client().async().increment("a");
        sent().fail(serverFailure(Outcome.REJECTED));
        again().fail(new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "no").retryable(true)));
        again().answer(42L);

        assertThat(await(count)).isEqualTo(42);
    }

    @Test
    void whatIsUnknownIsSentAgainOnlyIfItMayBeCarriedOutTwice() {
        var write = client().async().increment("a");
        sent().fail(serverFailure(Outcome.UNKNOWN));
        KvServerException e = failureOf(KvServerException.class, write);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.attempts()).isEqualTo(1);

        var conditional = client().async().set("b", 1, SetOptions.none().ifAbsent());
        sent().fail(serverFailure(Outcome.UNKNOWN));
        failureOf(KvServerException.class, conditional);

        var read = client().async().get("c", Integer.class);
        sent().fail(serverFailure(Outcome.UNKNOWN));
        again().answer();
        assertThat(await(read)).contains(1);

        var set = client().async().set("d", 1);
        sent().fail(serverFailure(Outcome.UNKNOWN));
        again().answer();
        assertThat(await(set).written()).isTrue();

        var marked = client().async().increment("e", 1, CallOptions.none().idempotent());
        sent().fail(serverFailure(Outcome.UNKNOWN));
        again().answer();
        assertThat(await(marked)).isEqualTo(1);
    }

    @Test
    void whatIsNotRetryableIsNotSentAgain() {
        for (KvException failure : List.of(
                new KvRequestException(Failure.of(Outcome.REJECTED, "wrong")),
                new KvServerException(Failure.of(Outcome.REJECTED, "for good")),
                new KvServerException(Failure.of(Outcome.APPLIED, "done").retryable(true)),
                new KvProtocolException(Failure.of(Outcome.UNKNOWN, "gibberish")),
                new KvAuthException(Failure.of(Outcome.REJECTED, "no"), KvAuthException.Reason.FORBIDDEN))) {
            var read = client().async().get("a", Integer.class);
            sent().fail(failure);
            KvException e = failureOf(KvException.class, read);
            assertThat(e).hasSameClassAs(failure);
            assertThat(e.outcome()).isEqualTo(failure.outcome());
        }
        time.advance(Duration.ofSeconds(5));
        nothingIsSent();
    }

    @Test
    void attemptsAreCountedAndEndWithThePolicy() {
        open(builder().retry(RetryPolicy.standard().maxAttempts(3).backoff(ms(10), ms(20))));
        var read = client().async().get("a", Integer.class);
        sent().fail(serverFailure(Outcome.REJECTED));
        again().fail(serverFailure(Outcome.REJECTED));
        again().fail(serverFailure(Outcome.REJECTED));

        KvServerException e = failureOf(KvServerException.class, read);

        assertThat(e.attempts()).isEqualTo(3);
        assertThat(e).hasMessageContaining("3 attempts");
        time.advance(Duration.ofSeconds(5));
        nothingIsSent();
    }

    @Test
    void withoutRetryEachIsSentOnce() {
        open(builder().retry(RetryPolicy.none()));
        var read = client().async().get("a", Integer.class);
        sent().fail(serverFailure(Outcome.NOT_SENT));

        assertThat(failureOf(KvServerException.class, read).attempts()).isEqualTo(1);
    }

    @Test
    void theWorstOfAllAttemptsIsReported() {
        open(builder().retry(RetryPolicy.standard().maxAttempts(2).backoff(ms(10), ms(10))));
        var set = client().async().set("a", 1);
        sent().fail(serverFailure(Outcome.UNKNOWN));
        again().fail(new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "gone").retryable(true)));

        KvConnectionException e = failureOf(KvConnectionException.class, set);

        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.attempts()).isEqualTo(2);
    }

    @Test
    void afterAnUnansweredAttemptEffectsAreNotTold() {
        var set = client().async().set("a", 1);
        sent().fail(serverFailure(Outcome.UNKNOWN));
        again().answer(new SetReply(true, null, WriteEffect.UPDATED));
        var delete = client().async().delete("b");
        sent().fail(serverFailure(Outcome.UNKNOWN));
        again().answer();
        var told = client().async().set("c", 1);
        sent().fail(serverFailure(Outcome.REJECTED));
        again().answer(new SetReply(true, null, WriteEffect.UPDATED));

        assertThat(await(set).effect()).isEqualTo(WriteEffect.NOT_TOLD);
        assertThat(await(delete).existed()).isEqualTo(dev.kvclient.DeleteResult.Existed.NOT_TOLD);
        assertThat(await(told).effect()).isEqualTo(WriteEffect.UPDATED);
    }

    @Test
    void theBackendIsNotAskedSoonerThanItWants() {
        var read = client().async().get("a", Integer.class);
        sent().fail(new KvRateLimitedException(
                Failure.of(Outcome.REJECTED, "slow down").retryable(true).retryAfter(Duration.ofSeconds(4))));
        org.awaitility.Awaitility.await().until(() -> time.waiting() >= 2);

        time.advance(ms(3_990));
        nothingIsSent();
        again().answer();

        assertThat(await(read)).contains(1);
    }

    @Test
    void nothingIsSentAgainBeyondTheDeadline() {
        var read = client().async()
                .get("a", KvType.of(Integer.class), CallOptions.none().timeout(ms(500)));
        sent().fail(new KvRateLimitedException(
                Failure.of(Outcome.REJECTED, "slow down").retryable(true).retryAfter(Duration.ofSeconds(1))));

        KvRateLimitedException e = failureOf(KvRateLimitedException.class, read);

        assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(2));
        nothingIsSent();
    }

    @Test
    void whatEndsACallBetweenTwoAttemptsTellsTheWorstSoFar() {
        List<KvException> ends = new CopyOnWriteArrayList<>();
        open(builder().listener(new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                event.failure().ifPresent(ends::add);
            }
        }));
        var set = client().async().set("a", 1);
        sent().fail(new KvServerException(
                Failure.of(Outcome.UNKNOWN, "hm").retryable(true).retryAfter(Duration.ofSeconds(5))));
        org.awaitility.Awaitility.await().until(() -> time.waiting() >= 2);

        assertThat(set.cancel(false)).isTrue();

        org.awaitility.Awaitility.await().until(() -> !ends.isEmpty());
        assertThat(ends.get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
        time.advance(Duration.ofSeconds(6));
        nothingIsSent();
    }

    @Test
    void laneStaysShutWhileAWriteIsRetried() {
        var first = client().async().set("a", 1);
        var second = client().async().set("a", 2);
        sent().fail(serverFailure(Outcome.REJECTED));

        Sent repeated = again();
        assertThat(repeated.number()).isEqualTo(1);
        nothingIsSent();
        repeated.answer();
        await(first);
        Sent next = sent();
        assertThat(next.number()).isEqualTo(2);
        next.answer();
        assertThat(await(second).written()).isTrue();
    }

    @Test
    void listenersHearOfEachRepetition() {
        List<KvListener.Retry> retries = new CopyOnWriteArrayList<>();
        open(builder().listener(new KvListener() {
            @Override
            public void onRetry(Retry event) {
                retries.add(event);
            }
        }));
        var read = client().async().get("a", Integer.class);
        sent().fail(serverFailure(Outcome.REJECTED));
        again().answer();
        await(read);

        assertThat(retries).hasSize(1);
        assertThat(retries.get(0).operation()).isEqualTo("get");
        assertThat(retries.get(0).key()).contains("a");
        assertThat(retries.get(0).attempts()).isEqualTo(1);
        assertThat(retries.get(0).failure()).isInstanceOf(KvServerException.class);
        assertThat(retries.get(0).delay()).isBetween(Duration.ZERO, RetryPolicy.DEFAULT_MIN_BACKOFF);
    }

    private static KvAuthException expired() {
        return new KvAuthException(
                Failure.of(Outcome.REJECTED, "token expired"), KvAuthException.Reason.UNAUTHENTICATED);
    }

    @Test
    void credentialsAreRenewedOnceAndTheRequestRepeated() {
        AtomicInteger renewals = new AtomicInteger();
        backend.renewal = refused -> {
            renewals.incrementAndGet();
            return CompletableFuture.supplyAsync(() -> true);
        };
        var count = client().async().increment("a");
        sent().fail(expired());
        sent().answer(7L);
        assertThat(await(count)).isEqualTo(7);

        var again = client().async().increment("a");
        sent().fail(expired());
        sent().fail(expired());
        KvAuthException e = failureOf(KvAuthException.class, again);

        assertThat(e.reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED);
        assertThat(e.attempts()).isEqualTo(2);
        assertThat(renewals).hasValue(2);
    }

    @Test
    void withoutNewCredentialsTheRefusalStands() {
        var read = client().async().get("a", Integer.class);
        sent().fail(expired());

        assertThat(failureOf(KvAuthException.class, read).attempts()).isEqualTo(1);
    }

    @Test
    void aRenewalThatFailsOrMisbehavesEndsTheCall() {
        backend.renewal = refused ->
                CompletableFuture.failedFuture(new KvConnectionException(Failure.of(Outcome.NOT_SENT, "no sign-in")));
        var one = client().async().get("a", Integer.class);
        sent().fail(expired());
        failureOf(KvConnectionException.class, one);

        backend.renewal = refused -> {
            throw new IllegalStateException("on purpose");
        };
        var two = client().async().get("a", Integer.class);
        sent().fail(expired());
        assertThat(failureOf(KvException.class, two).outcome()).isEqualTo(Outcome.REJECTED);

        backend.renewal = refused -> null;
        var three = client().async().get("a", Integer.class);
        sent().fail(expired());
        assertThat(failureOf(KvException.class, three)).isNotInstanceOf(KvTimeoutException.class);
    }
}
