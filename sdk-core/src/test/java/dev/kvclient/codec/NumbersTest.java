package dev.kvclient.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What survives a backend that has 64-bit integers and doubles, as NDB does: reference of NDB, section "Values". */
class NumbersTest {
    private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger LEAST = BigInteger.TWO.pow(63).negate();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "9007199254740993",
                "-9223372036854775808",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615",
                "0.0",
                "0.1",
                "1.50",
                "1e2",
                "1E-7",
                "100.0",
                "0e5",
                "1.7976931348623157E308",
                "-1.7976931348623157e+308",
                "4.9E-324",
                "5e-324",
                "2.2250738585072014E-308",
                "1e23",
                "2E23",
                "8.41E21",
                "6.707354125E+18",
                "5.684341886080802E-14",
                "0.30000000000000004"
            })
    void keepsWholeNumbersOf64BitsAndWhatADoubleTells(String json) {
        assertThat(Numbers.BITS_64.keeps(json)).isTrue();
        assertThat(Numbers.BITS_64.keeps(new BigDecimal(json))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616",
                "-9223372036854775809",
                "100000000000000000000",
                "18446744073709551616.0",
                "9007199254740993.0",
                "9007199254740993e0",
                "0.10000000000000001",
                "0.1000000000000000055511151231257827021181583404541015625",
                "3.14159265358979323846",
                "1e309",
                "-1e309",
                "1.7976931348623159e308",
                "1e-400",
                "2E-324",
                "1E+1000000000",
                "1E-1000000000",
                "-1E+1000000000"
            })
    void refusesWhatWouldComeBackAsSomethingElse(String json) {
        assertThat(Numbers.BITS_64.keeps(json)).isFalse();
        if (!json.endsWith("e0")) {
            // A BigDecimal without digits behind the point is written, and kept, as a whole number.
            assertThat(Numbers.BITS_64.keeps(new BigDecimal(json))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "-0.0", "-0e0", "-0.00E-5"})
    void refusesTheNegativeZero(String json) {
        assertThat(Numbers.BITS_64.keeps(json)).isFalse();
        assertThat(Numbers.ANY.keeps(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E99999999999", "-1e-99999999999", "0E99999999999"})
    void refusesExponentsThatNoNumberOfJavaHas(String json) {
        assertThatCode(() -> assertThat(Numbers.BITS_64.keeps(json)).isFalse()).doesNotThrowAnyException();
    }

    @Test
    void comparesBigIntegersByTheirBits() {
        assertThat(Numbers.BITS_64.keeps(MOST)).isTrue();
        assertThat(Numbers.BITS_64.keeps(MOST.add(BigInteger.ONE))).isFalse();
        assertThat(Numbers.BITS_64.keeps(LEAST)).isTrue();
        assertThat(Numbers.BITS_64.keeps(LEAST.subtract(BigInteger.ONE))).isFalse();
        assertThat(Numbers.BITS_64.keeps(BigInteger.ZERO)).isTrue();
    }

    @Test
    void aBigDecimalThatIsWrittenAsAWholeNumberIsOne() {
        assertThat(Numbers.BITS_64.keeps(new BigDecimal(MOST))).isTrue();
        assertThat(Numbers.BITS_64.keeps(new BigDecimal(Long.MAX_VALUE - 1))).isTrue();
        assertThat(Numbers.BITS_64.keeps(new BigDecimal(BigInteger.TEN.pow(20))))
                .isFalse();
        assertThat(Numbers.BITS_64.keeps(new BigDecimal("1E+20"))).isTrue();
        assertThat(Numbers.BITS_64.keeps(new BigDecimal("0E+1000000000"))).isTrue();
    }

    @Test
    void keepsFiniteDoubles() {
        for (double kept : new double[] {0.0, 1e300, Double.MIN_VALUE, Double.MAX_VALUE, 0.1f, -0.1, 1e20}) {
            assertThat(Numbers.BITS_64.keeps(kept)).as("%s", kept).isTrue();
        }
        for (double other : new double[] {-0.0, -0.0f, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(Numbers.BITS_64.keeps(other)).as("%s", other).isFalse();
        }
    }

    @Test
    void anyKeepsAll() {
        assertThat(Numbers.ANY.keeps("1E99999999999")).isTrue();
        assertThat(Numbers.ANY.keeps(-0.0)).isTrue();
        assertThat(Numbers.ANY.keeps(MOST.pow(9))).isTrue();
        assertThat(Numbers.ANY.keeps(new BigDecimal("3.14159265358979323846"))).isTrue();
    }

    /** Before Java 19 {@code Double.toString} writes more digits than needed, such as 1.9999999999999998E23. */
    @Test
    void keepsFifteenDigitsAndWhatJavaWritesForADouble() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            long digits = random.nextLong(1_000_000_000_000_000L) >> random.nextInt(40);
            BigDecimal few = BigDecimal.valueOf(digits, random.nextInt(-280, 280));
            assertThat(Numbers.BITS_64.keeps(few.toString())).as("%s", few).isTrue();

            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any) && any != 0) {
                assertThat(Numbers.BITS_64.keeps(Double.toString(any)))
                        .as("%s", any)
                        .isTrue();
            }
        }
    }

    @Test
    void longNumbersCostNoTime() {
        String million = "1" + "0".repeat(1_000_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(Numbers.BITS_64.keeps(million)).isFalse();
            assertThat(Numbers.BITS_64.keeps("0." + million)).isFalse();
            assertThat(Numbers.BITS_64.keeps(new BigDecimal("1E+1000000000"))).isFalse();
            assertThat(Numbers.BITS_64.keeps(new BigDecimal(BigInteger.ONE.shiftLeft(4_000_000), 3)))
                    .isFalse();
            assertThat(Numbers.BITS_64.keeps(new BigDecimal(BigInteger.ONE.shiftLeft(4_000_000), 1_204_119)))
                    .isFalse();
        });
    }
}
