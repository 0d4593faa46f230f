package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(30);

    /** Draws the largest number that is allowed. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final Backoff backoff = new Backoff(MIN, MAX);

    @Test
    void doublesUpToItsMaximum() {
        assertThat(backoff.delay(0, LARGEST)).isEqualTo(MIN);
        assertThat(backoff.delay(1, LARGEST)).isEqualTo(MIN.multipliedBy(2));
        assertThat(backoff.delay(8, LARGEST)).isEqualTo(MIN.multipliedBy(256));
        assertThat(backoff.delay(9, LARGEST)).isEqualTo(MAX);
        assertThat(backoff.delay(Integer.MAX_VALUE, LARGEST)).isEqualTo(MAX);
    }

    @Test
    void jittersOverTheWholeRange() {
        SplittableRandom random = new SplittableRandom(7);
        long low = 0;
        for (int i = 0; i < 1000; i++) {
            Duration delay = backoff.delay(3, random);
            assertThat(delay).isBetween(Duration.ZERO, MIN.multipliedBy(8));
            if (delay.compareTo(MIN.multipliedBy(4)) < 0) {
                low++;
            }
        }
        assertThat(low).isBetween(400L, 600L);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, MAX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(MAX, MIN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backoff.delay(-1, LARGEST)).isInstanceOf(IllegalArgumentException.class);
    }
}
