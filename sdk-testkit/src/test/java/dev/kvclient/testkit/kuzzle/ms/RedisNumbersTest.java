package dev.kvclient.testkit.kuzzle.ms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected sums are what Redis 7.0.15 says. */
class RedisNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.2, 0.3",
        "0.3, 1e3, 1000.29999999999999999",
        "10.50, 0, 10.5",
        "10.5, 1e20, 100000000000000000008",
        "3.0e3, -5, 2995",
        "17.5, -17.5, 0",
    })
    void addsAsRedisDoes(String left, String right, String sum) {
        assertThat(RedisNumbers.sum(RedisNumbers.decimal(left, ""), RedisNumbers.decimal(right, "")))
                .isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "+1", "01", "-0", "1.0", "9223372036854775808", "x"})
    void takesNoOtherInteger(String text) {
        assertThatThrownBy(() -> RedisNumbers.integer(text)).hasMessage(RedisException.NOT_AN_INTEGER);
    }
}
