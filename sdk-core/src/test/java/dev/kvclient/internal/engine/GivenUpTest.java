package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that the adapter gave up for good: nothing waits for it any more. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GivenUpTest extends EngineTest {
    private final AtomicInteger retries = new AtomicInteger();
    private final KvProtocolException reason = new KvProtocolException(
            Failure.of(Outcome.UNKNOWN, "the server is of another generation").retryable(true));

    private void giveUp() {
        backend.change(ConnectionState.FAILED, reason);
    }

    private static KvConnectionException lost() {
        return new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true));
    }

    private KvClient counting() {
        return open(builder().listener(new KvListener() {
            @Override
            public void onRetry(Retry event) {
                retries.incrementAndGet();
            }
        }));
    }

    private void toldWhy(KvException e, Outcome outcome) {
        assertThat(e).isInstanceOf(KvProtocolException.class).hasMessageContaining("of another generation");
        assertThat(e.outcome()).isEqualTo(outcome);
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void requestsFailWithTheReason() {
        client();
        giveUp();
        toldWhy(failureOf(KvException.class, client().async().get("a", Integer.class)), Outcome.NOT_SENT);
        assertThatExceptionOfType(KvProtocolException.class)
                .isThrownBy(() -> client().set("a", 1))
                .satisfies(e -> toldWhy(e, Outcome.NOT_SENT))
                .satisfies(e -> assertThat(e.operation()).contains("set"))
                .satisfies(e -> assertThat(e.key()).contains("a"))
                .satisfies(e -> assertThat(e.attempts()).isZero())
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(f -> f.getClassName().equals(GivenUpTest.class.getName())));
        nothingIsSent();
        assertThat(retries).hasValue(0);
        assertThat(client().state()).isEqualTo(ConnectionState.FAILED);
        assertThat(client().lastConnectionFailure()).containsSame(reason);
        client().close();
        assertThat(client().state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void withoutAReasonThatIsSaid() {
        client();
        backend.change(ConnectionState.FAILED, null);
        assertThatExceptionOfType(KvConnectionException.class)
                .isThrownBy(() -> client().set("a", 1))
                .withMessageContaining("given up")
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    /** The state is there before the report of it. */
    @Test
    void anEarlierFailureIsNotTakenForTheReason() {
        client();
        backend.change(ConnectionState.DISCONNECTED, lost());
        backend.changeUntold(ConnectionState.FAILED);
        var set = client().async().set("a", 1);
        queued(1);
        giveUp();
        toldWhy(failureOf(KvException.class, set), Outcome.NOT_SENT);
        toldWhy(failureOf(KvException.class, client().async().get("a", Integer.class)), Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatWaitsForTheNextConnectionEnds(boolean untoldAtFirst) {
        var get = counting().async().get("a", Integer.class);
        Sent first = sent();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(lost());
        queued(1);
        if (untoldAtFirst) {
            backend.changeUntold(ConnectionState.FAILED);
        }
        for (int i = 0; i < 5; i++) {
            time.advance(ms(100));
        }
        assertThat(get).isNotDone();

        giveUp();

        KvException e = failureOf(KvException.class, get);
        assertThat(e.attempts()).isEqualTo(1);
        toldWhy(e, Outcome.UNKNOWN);
        assertThat(retries).hasValue(0);
        nothingIsSent();
        Engine engine = client().unwrap(Engine.class);
        assertThat(engine.lanes().size()).isZero();
        assertThat(engine.live().size()).isZero();
    }

    @Test
    void aBlockedCallEnds() {
        KvClient kv = counting();
        CompletableFuture<Optional<Integer>> get = CompletableFuture.supplyAsync(() -> kv.get("a", Integer.class));
        Sent first = sent();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(lost());
        queued(1);
        for (int i = 0; i < 5; i++) {
            time.advance(ms(100));
        }
        giveUp();
        toldWhy(failureOf(KvException.class, get), Outcome.UNKNOWN);
    }

    @Test
    void whatWasNotSentIsStillNotSent() {
        var count = counting().async().increment("a");
        Sent first = backend.next();
        backend.change(ConnectionState.DISCONNECTED, null);
        first.fail(new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "no connection").retryable(true)));
        queued(1);
        giveUp();
        for (int i = 0; i < 5; i++) {
            time.advance(ms(100));
        }
        toldWhy(failureOf(KvException.class, count), Outcome.NOT_SENT);
    }

    @Test
    void callsBehindItInItsLaneEndToo() {
        var first = client().async().set("a", 1);
        var second = client().async().set("a", 2);
        Sent sent = sent();
        giveUp();
        // Not to be sent again, so that it ends now.
        sent.fail(reason.with(f -> f.retryable(false)));
        assertThat(failureOf(KvException.class, first).outcome()).isEqualTo(Outcome.UNKNOWN);
        toldWhy(failureOf(KvException.class, second), Outcome.NOT_SENT);
        nothingIsSent();
    }

    @Test
    void nobodyGoesOnWaitingForAConnection() {
        KvClient kv = client();
        backend.change(ConnectionState.DISCONNECTED, null);
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> kv.awaitConnected(Duration.ofMinutes(10)));
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(stack -> List.of(stack).stream())
                        .anyMatch(f -> f.getMethodName().equals("timedWait")));
        giveUp();
        assertThat(await(waiting)).isFalse();
        assertThat(kv.awaitConnected(Duration.ofMinutes(10))).isFalse();
    }

    @Test
    void listenersAreTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        open(builder().listener(new KvListener() {
            @Override
            public void onStateChange(StateChange event) {
                told.add(event.from() + ">" + event.to() + " "
                        + event.cause().map(Throwable::getMessage).orElse("-"));
            }
        }));
        giveUp();
        Awaitility.await().until(() -> told.size() == 2);
        assertThat(told.get(1)).startsWith("CONNECTED>FAILED ").contains("of another generation");
    }

    @Test
    void aClientThatStartedOfflineIsTold() {
        backend.opening = CompletableFuture::new;
        KvClient kv = open(builder().startOffline());
        giveUp();
        toldWhy(
                failureOf(
                        KvException.class,
                        kv.async().increment("a", 1, CallOptions.none().idempotent())),
                Outcome.NOT_SENT);
    }
}
