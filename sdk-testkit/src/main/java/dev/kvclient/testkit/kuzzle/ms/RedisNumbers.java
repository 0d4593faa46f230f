package dev.kvclient.testkit.kuzzle.ms;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as Redis reads and writes them. */
final class RedisNumbers {

    /** Redis takes no plus sign, no leading zero, no space. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,18}");

    /** Beyond this exponent a long double is infinite; it also keeps the arithmetic below small. */
    private static final int MAX_EXPONENT = 4932;

    /** The mantissa of an 80-bit floating-point number. */
    private static final int MANTISSA_BITS = 64;

    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

    private RedisNumbers() {}

    static long integer(String text) {
        return integer(text, RedisException.NOT_AN_INTEGER);
    }

    static long integer(String text, String otherwise) {
        Long value = integerOrNull(text);
        if (value == null) {
            throw new RedisException(otherwise);
        }
        return value;
    }

    static @Nullable Long integerOrNull(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    static long sum(long left, long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw new RedisException(RedisException.OVERFLOW);
        }
        return sum;
    }

    static BigDecimal decimal(String text, String otherwise) {
        if (INFINITE.matcher(text).matches()) {
            throw new RedisException("ERR increment would produce NaN or Infinity");
        }
        try {
            BigDecimal value = new BigDecimal(text);
            long exponent = (long) value.precision() - value.scale();
            if (Math.abs(exponent) <= MAX_EXPONENT) {
                return longDouble(value);
            }
        } catch (NumberFormatException notANumber) {
            throw new RedisException(otherwise);
        }
        throw new RedisException(otherwise);
    }

    /** The sum as Redis writes it: at most 17 decimals, none that are zero at the end. */
    static String sum(BigDecimal left, BigDecimal right) {
        BigDecimal sum = longDouble(left.add(right));
        BigDecimal rounded = sum.setScale(17, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** The nearest number that the processor's 80-bit format has, which is what Redis counts with. */
    private static BigDecimal longDouble(BigDecimal value) {
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int shift = MANTISSA_BITS - bits(value);
        BigInteger mantissa =
                scaled(value, shift).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        return scaled(new BigDecimal(mantissa), -shift).stripTrailingZeros();
    }

    /** How many bits there are before the point; none or less for a fraction. */
    private static int bits(BigDecimal value) {
        BigInteger whole = value.abs().toBigInteger();
        if (whole.signum() != 0) {
            return whole.bitLength();
        }
        int zeros = 0;
        BigDecimal half = new BigDecimal("0.5");
        for (BigDecimal rest = value.abs(); rest.compareTo(half) < 0; rest = rest.add(rest)) {
            zeros++;
        }
        return -zeros;
    }

    /** The exact value times two to the power of {@code shift}. */
    private static BigDecimal scaled(BigDecimal value, int shift) {
        BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(shift)));
        // A division by a power of two always ends.
        return shift >= 0 ? value.multiply(power) : value.divide(power);
    }

    /** A position counted from the end when negative, unbounded otherwise. */
    static long position(long index, long size) {
        return index < 0 ? Math.max(index + size, -1) : index;
    }
}
