package dev.kvclient.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kvclient.spi.TimeSource.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final List<String> ran = new ArrayList<>();

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(time.now()).isEqualTo(Instant.EPOCH);
        assertThat(time.nanoTime()).isZero();

        time.advance(Duration.ofSeconds(3));

        assertThat(time.now()).isEqualTo(Instant.EPOCH.plusSeconds(3));
        assertThat(time.nanoTime()).isEqualTo(3_000_000_000L);
    }

    @Test
    void runsWhatIsDueInItsOrderAndAtItsTime() {
        plan("late", 30);
        plan("early", 10);
        plan("early too", 10);
        plan("later", 40);

        time.advance(Duration.ofMillis(35));

        assertThat(ran).containsExactly("early@10", "early too@10", "late@30");
        assertThat(time.waiting()).isEqualTo(1);
        assertThat(time.nanoTime()).isEqualTo(35_000_000L);
    }

    @Test
    void runsWhatTasksScheduleInTheSameMove() {
        time.schedule(Duration.ofMillis(10), () -> plan("inner", 5));

        time.advance(Duration.ofMillis(20));

        assertThat(ran).containsExactly("inner@15");
    }

    @Test
    void runsNothingWithoutAMove() {
        plan("at once", 0);
        plan("overdue", -5);
        assertThat(ran).isEmpty();

        time.advance(Duration.ZERO);

        assertThat(ran).containsExactly("at once@0", "overdue@0");
    }

    @Test
    void forgetsWhatIsCancelled() {
        Cancellable task = time.schedule(Duration.ofMillis(1), () -> ran.add("cancelled"));
        task.cancel();
        task.cancel();

        time.advance(Duration.ofSeconds(1));

        assertThat(ran).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        time.schedule(Duration.ofMillis(1), () -> {
            throw new IllegalStateException("on purpose");
        });
        plan("after", 2);

        time.advance(Duration.ofMillis(2));

        assertThat(ran).containsExactly("after@2");
    }

    @Test
    void addsUpTheMovesOfManyThreads() {
        AtomicInteger count = new AtomicInteger();
        for (int i = 0; i < 400; i++) {
            time.schedule(Duration.ofMillis(i % 40), count::incrementAndGet);
        }

        CompletableFuture.allOf(IntStream.range(0, 40)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> time.advance(Duration.ofMillis(1))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(time.nanoTime()).isEqualTo(40_000_000L);
        assertThat(count).hasValue(400);
    }

    @Test
    void doesNotRunBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> time.advance(Duration.ofNanos(-1)));
    }

    private void plan(String what, long millis) {
        time.schedule(Duration.ofMillis(millis), () -> ran.add(what + "@" + time.nanoTime() / 1_000_000));
    }
}
