package dev.kvclient.transport;

import static dev.kvclient.ConnectionState.CLOSED;
import static dev.kvclient.ConnectionState.CONNECTED;
import static dev.kvclient.ConnectionState.CONNECTING;
import static dev.kvclient.ConnectionState.DISCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a way over HTTP is lost and found again. */
class ReachabilityTest extends ReachabilityFixture {
    @Test
    void aRequestThatCannotConnectLosesTheWayAndAProbeFindsIt() {
        connect();
        way.failedToConnect(way.setOut(), refused);
        assertThat(way.state()).isEqualTo(DISCONNECTED);
        assertThat(probes).isEmpty();
        assertThatExceptionOfType(KvConnectionException.class)
                .isThrownBy(way::setOut)
                .withCause(refused);
        time.advance(MIN);
        last().end.completeExceptionally(unknown);
        time.advance(MIN.multipliedBy(2));
        last().end.complete(null);
        assertThat(probes).hasSize(2);
        assertThat(heard)
                .containsExactly(
                        new Heard(DISCONNECTED, refused),
                        new Heard(CONNECTING, null),
                        new Heard(DISCONNECTED, unknown),
                        new Heard(CONNECTING, null),
                        new Heard(CONNECTED, null));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aFailureOfBeforeSaysNothingOfTheWayThatWasFoundSince() {
        connect();
        long before = way.setOut();
        way.failedToConnect(before, refused);
        time.advance(MIN);
        way.failedToConnect(before, refused);
        last().end.complete(null);
        way.failedToConnect(before, refused);
        assertThat(way.state()).isEqualTo(CONNECTED);
        way.failedToConnect(way.setOut(), refused);
        assertThat(way.state()).isEqualTo(DISCONNECTED);
    }

    @Test
    void theDelaysGrowAreSpreadAndBounded() {
        int ways = 300;
        List<Reachability> all = new ArrayList<>();
        List<Scripted> begun = new CopyOnWriteArrayList<>();
        for (int i = 0; i < ways; i++) {
            Reachability one = new Reachability("there", new Backoff(MIN, MAX), () -> new Scripted(begun));
            all.add(one);
            assertThat(one.open(new Context(true, HOUR))).isNotDone();
        }
        long[] ceilings = {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000};
        for (long ceiling : ceilings) {
            List<Scripted> now = List.copyOf(begun);
            assertThat(now).hasSize(ways);
            begun.clear();
            now.forEach(probe -> probe.end.completeExceptionally(refused));
            time.advance(Duration.ofMillis(ceiling / 2));
            assertThat(begun.size()).as("within half of %s ms", ceiling).isBetween(ways / 4, ways * 3 / 4);
            time.advance(Duration.ofMillis(ceiling - ceiling / 2));
        }
        assertThat(begun).hasSize(ways);
        all.forEach(Reachability::close);
        assertThat(begun).allMatch(probe -> probe.stopped);
    }

    @Test
    void theDelaysBeginAnewOnlyAfterAWayThatLasted() {
        CompletableFuture<Void> opened = way.open(new Context(true, HOUR));
        last().end.complete(null);
        assertThat(opened).isCompleted();
        for (int i = 0; i < 20; i++) {
            way.failedToConnect(way.setOut(), refused);
            time.advance(MAX);
            last().end.complete(null);
        }
        int soon = 0;
        for (int i = 0; i < 20; i++) {
            int before = probes.size();
            way.failedToConnect(way.setOut(), refused);
            time.advance(MIN);
            soon += probes.size() - before;
            time.advance(MAX);
            last().end.complete(null);
        }
        assertThat(soon).as("probes within %s", MIN).isLessThan(10);
        for (int i = 0; i < 20; i++) {
            time.advance(WebSocketConnection.LASTED);
            int before = probes.size();
            way.failedToConnect(way.setOut(), refused);
            time.advance(MIN);
            assertThat(probes).hasSize(before + 1);
            last().end.complete(null);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 3_600})
    void aServerThatAsksForPatienceIsLeftAloneForAMinuteAtMost(long seconds) {
        assertThat(open(true)).isNotDone();
        last().end.completeExceptionally(comeAgain(503, Duration.ofSeconds(seconds)));
        assertThat(way.state()).isEqualTo(DISCONNECTED);
        Duration patience = Duration.ofSeconds(Math.min(seconds, 60));
        time.advance(patience.minusMillis(1));
        assertThat(probes).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(probes).hasSize(2);
    }

    @Test
    void tryNowSkipsTheDelayOnce() {
        assertThat(open(true)).isNotDone();
        last().end.completeExceptionally(comeAgain(503, Duration.ofMinutes(1)));
        way.tryNow();
        assertThat(probes).hasSize(2);
        last().end.completeExceptionally(comeAgain(503, Duration.ofMinutes(1)));
        time.advance(Duration.ofSeconds(59));
        assertThat(probes).hasSize(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(probes).hasSize(3);
    }

    @Test
    void tryNowDuringAProbeHasAnotherFollowAtOnceIfItFails() {
        assertThat(open(true)).isNotDone();
        way.tryNow();
        way.tryNow();
        assertThat(probes).hasSize(1);
        last().end.completeExceptionally(unknown);
        assertThat(probes).hasSize(2);
        last().end.completeExceptionally(unknown);
        assertThat(probes).hasSize(2);
        way.tryNow();
        way.tryNow();
        last().end.complete(null);
        assertThat(probes).hasSize(3);
        way.tryNow();
        assertThat(probes).hasSize(3);
        assertThat(way.state()).isEqualTo(CONNECTED);
        // What was asked for before is forgotten.
        way.failedToConnect(way.setOut(), refused);
        time.advance(MIN.multipliedBy(4));
        last().end.completeExceptionally(comeAgain(503, Duration.ofSeconds(10)));
        assertThat(probes).hasSize(4);
    }

    @Test
    void closingBetweenTwoProbesLeavesNoTimer() {
        connect();
        way.failedToConnect(way.setOut(), refused);
        assertThat(time.waiting()).isEqualTo(1);
        way.close();
        assertThat(time.waiting()).isZero();
        assertThat(heard).containsExactly(new Heard(DISCONNECTED, refused), new Heard(CLOSED, null));
    }

    @RepeatedTest(20)
    void aThousandFailuresAtOnceStartOneProbe() throws Exception {
        connect();
        long setOut = way.setOut();
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(executor.submit(() -> {
                    together.await();
                    for (int i = 0; i < 250; i++) {
                        way.failedToConnect(setOut, refused);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(time.waiting()).isEqualTo(1);
        assertThat(heard).containsExactly(new Heard(DISCONNECTED, refused));
        time.advance(MIN);
        assertThat(probes).hasSize(1);
        last().end.complete(null);
        assertThat(way.state()).isEqualTo(CONNECTED);
    }

    @RepeatedTest(20)
    void losingFindingHurryingAndClosingAtOnceIsToldInOrder() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (RealTime passing = new RealTime()) {
            List<ConnectionState> told = new CopyOnWriteArrayList<>();
            Reachability busy = new Reachability(
                    "there", new Backoff(Duration.ofNanos(1), Duration.ofMillis(1)), () -> new Reachability.Probe() {
                        @Override
                        public CompletionStage<?> begin() {
                            return CompletableFuture.completedFuture(null);
                        }

                        @Override
                        public void stop() {
                            // It has ended already.
                        }
                    });
            CompletableFuture<Void> opened = busy.open(new BackendContext() {
                @Override
                public TimeSource time() {
                    return passing;
                }

                @Override
                public Duration connectTimeout() {
                    return CONNECT_TIMEOUT;
                }

                @Override
                public boolean startOffline() {
                    return true;
                }

                @Override
                public void stateChanged(ConnectionState state, @Nullable KvException cause) {
                    told.add(state);
                }
            });
            assertThat(opened).isCompleted();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        if (busy.state() == CONNECTED) {
                            fail(busy);
                        } else {
                            busy.tryNow();
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            busy.close();
            // Told by whichever thread is at it.
            await().untilAsserted(() -> assertThat(told.get(told.size() - 1)).isEqualTo(CLOSED));
            for (int i = 1; i < told.size() - 1; i++) {
                ConnectionState before = told.get(i - 1);
                assertThat(told.get(i))
                        .isEqualTo(before == CONNECTING ? CONNECTED : before == CONNECTED ? DISCONNECTED : CONNECTING);
            }
        }
    }

    private void fail(Reachability busy) {
        try {
            busy.failedToConnect(busy.setOut(), refused);
        } catch (KvConnectionException lostMeanwhile) {
            assertThat(lostMeanwhile.retryable()).isTrue();
        }
    }
}
