package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.kuzzle.auth.LoginToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a token is renewed. */
class LiveTokenTest {
    private static final long ASKED = 1_000_000_000L;
    private static final long GOT = 1_300_000_000L;

    private static LiveToken living(Duration life) {
        LoginToken answer =
                new LoginToken("ada", "kauth-secret", Optional.of(Instant.EPOCH.plus(life)), Optional.of(life));
        return new LiveToken("kauth-secret", answer, ASKED, GOT);
    }

    @ParameterizedTest
    @CsvSource({"PT1S, PT0.5S", "PT3S, PT1.5S", "PT10S, PT2S", "PT1M, PT6S", "PT1H, PT1M", "P30D, PT1M"})
    void isATenthOfItsLifeBeforeItsEndWithinBounds(Duration life, Duration margin) {
        assertThat(LiveToken.margin(life)).isEqualTo(margin);
        assertThat(living(life).untilRenewal(ASKED)).isEqualTo(life.minus(margin));
    }

    @Test
    void livesFromWhenItWasAskedForWhateverTheServersClockSays() {
        LiveToken token = living(Duration.ofSeconds(10));

        assertThat(token.ends()).isTrue();
        assertThat(token.left(GOT)).isEqualTo(Duration.ofMillis(9_700));
        assertThat(token.untilRenewal(GOT)).isEqualTo(Duration.ofMillis(7_700));
        assertThat(token.left(ASKED + Duration.ofSeconds(11).toNanos())).isNegative();
    }

    @Test
    void isRefreshedWhenItIsASecondOld() {
        LiveToken token = living(Duration.ofHours(1));

        assertThat(token.untilRefresh(GOT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(token.untilRefresh(GOT + Duration.ofSeconds(1).toNanos())).isZero();
    }

    @Test
    void oneFromElsewhereOrWithoutAnEndIsNotRenewed() {
        assertThat(new LiveToken("kapikey-x", null, ASKED, GOT).ends()).isFalse();
        LoginToken endless = new LoginToken("ada", "kauth-secret", Optional.empty(), Optional.empty());
        assertThat(new LiveToken("kauth-secret", endless, ASKED, GOT).ends()).isFalse();
    }

    @Test
    void doesNotShowItself() {
        assertThat(living(Duration.ofHours(1)).toString()).doesNotContain("kauth");
    }
}
