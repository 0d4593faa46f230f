package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many requests may be on their way, after losses and without. */
class PaceTest {
    @Test
    void fallsQuicklyAndGrowsWhileNothingIsLost() {
        Pace pace = new Pace(64);
        pace.lost();
        assertThat(pace.places()).isEqualTo(16);
        assertThat(pace.came(999)).isFalse();
        assertThat(pace.came(1)).isTrue();
        assertThat(pace.places()).isEqualTo(32);
        assertThat(pace.came(1_000)).isTrue();
        assertThat(pace.places()).isEqualTo(64);
        assertThat(pace.came(100_000)).as("no more than the setting").isFalse();
        assertThat(pace.places()).isEqualTo(64);
    }

    @Test
    void aLossEndsTheStreak() {
        Pace pace = new Pace(64);
        pace.lost();
        pace.came(999);
        pace.lost();
        assertThat(pace.places()).isEqualTo(4);
        assertThat(pace.came(999)).isFalse();
        assertThat(pace.came(1)).isTrue();
        assertThat(pace.places()).isEqualTo(8);
    }

    @Test
    void isNeverLessThanOneNorMoreThanTheSetting() {
        Pace pace = new Pace(3);
        for (int i = 0; i < 5; i++) {
            pace.lost();
            assertThat(pace.places()).isEqualTo(1);
        }
        pace.came(1_000);
        pace.came(1_000);
        assertThat(pace.places()).isEqualTo(3);
    }
}
