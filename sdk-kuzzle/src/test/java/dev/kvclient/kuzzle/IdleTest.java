package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that has nothing to do does nothing. */
@Timeout(60)
class IdleTest {
    /** 10 ms of a processor in a minute: one part in six thousand. */
    private static final Duration MOST_A_MINUTE = Duration.ofMillis(10);

    /** What ended a moment ago is past by then. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final KuzzleServer server = KuzzleServer.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private KuzzleBackend.Builder backend() {
        return KuzzleBackend.builder().endpoint("127.0.0.1", server.port());
    }

    /** A time that counts what it is asked to do. */
    private static final class CountedTime implements TimeSource {
        private final ManualTime time = new ManualTime();
        private final AtomicInteger scheduled = new AtomicInteger();

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            scheduled.incrementAndGet();
            return time.schedule(delay, task);
        }
    }

    @Test
    void aConnectedClientHasNoTimerButThatOfThePing() {
        CountedTime clock = new CountedTime();
        try (KvClient kv = client(backend()).timeSource(clock).connect()) {
            for (int i = 0; i < 100; i++) {
                kv.set("k" + i, i);
            }
            clock.time.advance(SETTLED);
            assertThat(clock.time.waiting()).isEqualTo(1);

            int before = clock.scheduled.get();
            for (int second = 0; second < 60; second++) {
                clock.time.advance(Duration.ofSeconds(1));
                // The answer to a ping comes in real time, and a ping is checked but once in that time.
                awaitThat(() -> clock.time.waiting() <= 2);
            }
            // A ping every 20 s, each with a look whether it was answered.
            assertThat(clock.scheduled.get() - before).isLessThanOrEqualTo(6);
            assertThat(kv.state()).isEqualTo(ConnectionState.CONNECTED);
        }
    }

    @Test
    void aFullQueueHasTheTimersOfItsExpiryAndOfTheNextAttempt() {
        CountedTime clock = new CountedTime();
        try (KvClient kv = client(backend()).timeSource(clock).connect()) {
            server.stop();
            await().until(() -> kv.state() == ConnectionState.DISCONNECTED);
            for (int i = 0; i < 500; i++) {
                assertThat(kv.async().set("k" + i, i)).isNotDone();
            }
            rests(kv, clock);
            clock.time.advance(SETTLED);
            rests(kv, clock);

            int before = clock.scheduled.get();
            for (int second = 0; second < 60; second++) {
                clock.time.advance(Duration.ofSeconds(1));
                rests(kv, clock);
            }
            assertThat(kv.offlineQueue().entries()).isEqualTo(500);
            // Attempts: a delay and a bound each.
            assertThat(clock.scheduled.get() - before).isLessThan(60);
        }
    }

    private static void rests(KvClient kv, CountedTime clock) {
        awaitThat(() -> kv.state() == ConnectionState.DISCONNECTED && clock.time.waiting() == 2);
    }

    @Test
    void aConnectedClientUsesNoProcessor() {
        assertThat(THREADS.isThreadCpuTimeEnabled()).isTrue();
        Set<Long> others = threads();
        // Pinging much more often than by default, to see what a ping takes.
        try (KvClient kv = client(backend().ping(Duration.ofMillis(100), Duration.ofSeconds(5)))
                .connect()) {
            kv.set("k", 1);
            Duration pinging = usedIn(Duration.ofSeconds(2), others);
            Duration aPing = pinging.dividedBy(20);
            assertThat(aPing.multipliedBy(3))
                    .as("three pings a minute, as measured over 2 s: " + pinging)
                    .isLessThan(MOST_A_MINUTE);
        }
        others = threads();
        try (KvClient kv = client(backend()).connect()) {
            kv.set("k", 1);
            Duration idle = usedIn(Duration.ofSeconds(5), others);
            assertThat(idle.multipliedBy(12)).as("a minute without a ping").isLessThan(MOST_A_MINUTE);
        }
    }

    private static Set<Long> threads() {
        Set<Long> ids = new HashSet<>();
        for (long id : THREADS.getAllThreadIds()) {
            ids.add(id);
        }
        return ids;
    }

    /** What the client's threads use in that time. Threads of the server are not counted. */
    private static Duration usedIn(Duration time, Set<Long> others) {
        rest(SETTLED);
        Map<Long, Long> before = new HashMap<>();
        Set<Long> mine = threads();
        mine.removeAll(others);
        for (long id : mine) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info != null && !info.getThreadName().startsWith("kuzzle-server")) {
                before.put(id, THREADS.getThreadCpuTime(id));
            }
        }
        assertThat(before).isNotEmpty();
        rest(time);
        long used = 0;
        for (Map.Entry<Long, Long> one : before.entrySet()) {
            long now = THREADS.getThreadCpuTime(one.getKey());
            // One that has ended has used nothing since it was idle.
            used += now < 0 ? 0 : now - one.getValue();
        }
        return Duration.ofNanos(used);
    }

    private static void rest(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(20)).until(() -> true);
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }
}
