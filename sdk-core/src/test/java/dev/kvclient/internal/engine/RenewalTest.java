package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Renewals of credentials that fail because the link has gone, which says nothing against the credentials. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RenewalTest extends EngineTest {
    private final AtomicInteger renewals = new AtomicInteger();

    private static KvAuthException expired() {
        return new KvAuthException(
                Failure.of(Outcome.REJECTED, "token expired"), KvAuthException.Reason.UNAUTHENTICATED);
    }

    private void renewalEndsWith(KvConnectionException failure) {
        backend.renewal = refused -> {
            renewals.incrementAndGet();
            backend.change(ConnectionState.DISCONNECTED, failure);
            return CompletableFuture.failedFuture(failure);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED", "UNKNOWN"})
    void theRequestIsSentAgainOnTheNextConnection(Outcome ofRenewal) {
        renewalEndsWith(new KvConnectionException(
                Failure.of(ofRenewal, "lost in the sign-in").retryable(true)));
        // Not to be carried out twice: that it was refused must not be forgotten.
        var count = client().async().increment("a");
        sent().fail(expired());
        // It waits for its turn when two things are scheduled: it, and the look at the deadlines.
        Awaitility.await().until(() -> renewals.get() == 1 && time.waiting() == 2);
        time.advance(ms(500));
        assertThat(count).isNotDone();
        nothingIsSent();

        backend.change(ConnectionState.CONNECTED, null);
        sent().answer(7L);

        assertThat(await(count)).isEqualTo(7);
        assertThat(renewals).hasValue(1);
    }

    @Test
    void whatTheRequestWaitsForMayAlreadyBeThere() {
        backend.renewal = refused -> CompletableFuture.failedFuture(new KvConnectionException(
                Failure.of(Outcome.UNKNOWN, "lost in the sign-in").retryable(true)));
        var count = client().async().increment("a");
        sent().fail(expired());
        Awaitility.await().until(() -> {
            time.advance(ms(100));
            return !backend.sent.isEmpty();
        });
        sent().answer(8L);

        assertThat(await(count)).isEqualTo(8);
    }

    @Test
    void aRenewalThatFailedForGoodEndsTheCallAsRefused() {
        renewalEndsWith(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "no such server")));
        var count = client().async().increment("a");
        sent().fail(expired());

        KvConnectionException e = failureOf(KvConnectionException.class, count);

        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.attempts()).isEqualTo(1);
    }
}
