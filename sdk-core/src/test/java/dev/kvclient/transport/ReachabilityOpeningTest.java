package dev.kvclient.transport;

import static dev.kvclient.ConnectionState.CLOSED;
import static dev.kvclient.ConnectionState.CONNECTED;
import static dev.kvclient.ConnectionState.CONNECTING;
import static dev.kvclient.ConnectionState.DISCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a way over HTTP is opened, with a server and without one, and closed. */
class ReachabilityOpeningTest extends ReachabilityFixture {
    @Test
    void nothingHappensBeforeItIsOpened() {
        assertThat(way.state()).isEqualTo(DISCONNECTED);
        assertThatExceptionOfType(KvConnectionException.class)
                .isThrownBy(way::setOut)
                .satisfies(e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(e.retryable()).isTrue();
                });
        way.tryNow();
        way.failedToConnect(0, refused);
        assertThat(probes).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aProbeThatGoesWellConnects() {
        CompletableFuture<Void> opened = open(false);
        assertThat(way.state()).isEqualTo(CONNECTING);
        assertThat(opened).isNotDone();
        last().end.complete(null);
        assertThat(opened).isCompleted();
        assertThat(way.state()).isEqualTo(CONNECTED);
        assertThat(way.lastFailure()).isEmpty();
        assertThat(last().stopped).isFalse();
        assertThat(heard).containsExactly(new Heard(CONNECTING, null), new Heard(CONNECTED, null));
        assertThat(time.waiting()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> open(true));
    }

    @Test
    void aFirstConnectionThatCannotBeMadeIsGivenUp() {
        CompletableFuture<Void> opened = open(false);
        last().end.completeExceptionally(new CompletionException(refused));
        assertThat(failureOf(opened)).isSameAs(refused);
        assertThat(way.state()).isEqualTo(CLOSED);
        assertThat(way.lastFailure()).containsSame(refused);
        assertThat(heard).containsExactly(new Heard(CONNECTING, null), new Heard(CLOSED, refused));
        assertThat(time.waiting()).isZero();
        way.tryNow();
        assertThat(probes).hasSize(1);
    }

    @Test
    void aFirstConnectionThatTakesTooLongIsGivenUp() {
        CompletableFuture<Void> opened = open(false);
        time.advance(CONNECT_TIMEOUT.minusMillis(1));
        assertThat(opened).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(failureOf(opened))
                .isInstanceOf(KvConnectionException.class)
                .hasMessageStartingWith("no connection to http://there:1 within 3000 ms");
        assertThat(last().stopped).isTrue();
        assertThat(way.state()).isEqualTo(CLOSED);
        last().end.complete(null);
        assertThat(way.state()).isEqualTo(CLOSED);
    }

    @Test
    void aServerThatAnswersIsAskedAgainWithinTheTimeOfOpening() {
        CompletableFuture<Void> opened = open(false);
        last().end.completeExceptionally(comeAgain(503, null));
        time.advance(MIN);
        assertThat(probes).hasSize(2);
        last().end.completeExceptionally(comeAgain(429, Duration.ofSeconds(1)));
        time.advance(Duration.ofMillis(999));
        assertThat(probes).hasSize(2);
        time.advance(Duration.ofMillis(1));
        assertThat(probes).hasSize(3);
        last().end.complete(null);
        assertThat(opened).isCompleted();
        assertThat(heard).containsExactly(new Heard(CONNECTING, null), new Heard(CONNECTED, null));
    }

    @Test
    void whatAServerAnsweredUntilTheTimeOfOpeningWasOverIsTheCause() {
        KvServerException busy = comeAgain(503, HOUR);
        CompletableFuture<Void> opened = open(false);
        last().end.completeExceptionally(busy);
        time.advance(CONNECT_TIMEOUT);
        assertThat(failureOf(opened)).hasMessageContaining("3000 ms").hasCause(busy);
        assertThat(probes).hasSize(1);
    }

    @Test
    void whoStartsOfflineProbesUntilThereIsAWay() {
        CompletableFuture<Void> opened = open(true);
        last().end.completeExceptionally(refused);
        assertThat(way.state()).isEqualTo(DISCONNECTED);
        time.advance(MIN);
        assertThat(way.state()).isEqualTo(CONNECTING);
        time.advance(CONNECT_TIMEOUT);
        assertThat(probes.get(1).stopped).isTrue();
        assertThat(way.lastFailure().orElseThrow()).hasMessageContaining("within 3000 ms");
        time.advance(MIN.multipliedBy(2));
        assertThat(opened).isNotDone();
        assertThat(probes).hasSize(3);
        // Of a probe that was given up nobody hears any more.
        probes.get(1).end.complete(null);
        assertThat(way.state()).isNotEqualTo(CONNECTED);
        last().end.complete(null);
        assertThat(opened).isCompleted();
        assertThat(heard)
                .extracting(Heard::state)
                .containsExactly(CONNECTING, DISCONNECTED, CONNECTING, DISCONNECTED, CONNECTING, CONNECTED);
    }

    @Test
    void aProbeThatThrowsIsAProbeThatFailed() {
        IllegalStateException fault = new IllegalStateException("a fault");
        Reachability broken = new Reachability("http://there:1", new Backoff(MIN, MAX), () -> new Reachability.Probe() {
            @Override
            public CompletionStage<?> begin() {
                throw fault;
            }

            @Override
            public void stop() {
                // Nothing has begun.
            }
        });
        assertThat(broken.open(new Context(true, CONNECT_TIMEOUT))).isNotDone();
        assertThat(broken.state()).isEqualTo(DISCONNECTED);
        assertThat(Objects.requireNonNull(heard.get(1).cause()))
                .isInstanceOf(KvProtocolException.class)
                .hasCause(fault);
        broken.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingDuringAProbeStopsItAndLeavesNothing(boolean startOffline) {
        CompletableFuture<Void> opened = open(startOffline);
        way.close();
        way.close();
        assertThat(last().stopped).isTrue();
        assertThat(failureOf(opened)).isInstanceOf(KvClosedException.class);
        assertThat(time.waiting()).isZero();
        last().end.complete(null);
        way.tryNow();
        time.advance(MAX);
        assertThat(probes).hasSize(1);
        assertThat(heard).containsExactly(new Heard(CONNECTING, null), new Heard(CLOSED, null));
        assertThatExceptionOfType(KvClosedException.class).isThrownBy(way::setOut);
    }

    @Test
    void whatWasClosedBeforeItIsOpenedDoesNothing() {
        way.close();
        assertThat(failureOf(open(true))).isInstanceOf(KvClosedException.class);
        assertThat(way.state()).isEqualTo(CLOSED);
        assertThat(probes).isEmpty();
    }
}
