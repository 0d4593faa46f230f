package dev.kvclient.codec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Which decimal numbers a backend gives back that keeps doubles and prints them with as few digits as possible. */
final class Doubles {
    /** No reader takes longer numbers: it is the limit of Jackson. More would only cost time. */
    static final int MOST_DIGITS = 1_000;

    /** So many digits tell every double from all others. */
    private static final int ENOUGH_DIGITS = 17;

    private static final RoundingMode[] NEAREST_FIRST = {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP};

    private Doubles() {}

    /**
     * Whether a number comes back equal: it is what is printed for the double next to it. What this Java writes for
     * that double counts as well: before Java 19 it has a digit too many at times, and {@code 4.9E-324} always does.
     */
    static boolean keep(BigDecimal number) {
        if (number.precision() > MOST_DIGITS) {
            return false;
        }
        double near = number.doubleValue();
        return Double.isFinite(near)
                && (new BigDecimal(Double.toString(near)).compareTo(number) == 0
                        || fewestDigits(near).compareTo(number) == 0);
    }

    private static BigDecimal fewestDigits(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < ENOUGH_DIGITS; digits++) {
            for (RoundingMode mode : NEAREST_FIRST) {
                BigDecimal rounded = exact.round(new MathContext(digits, mode));
                if (rounded.doubleValue() == number) {
                    return rounded;
                }
            }
        }
        return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN));
    }
}
