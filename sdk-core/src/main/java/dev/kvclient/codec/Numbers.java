package dev.kvclient.codec;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Which numbers a backend gives back as they were written. */
public enum Numbers {
    /** All that JSON can write. */
    ANY {
        @Override
        public boolean keeps(BigInteger number) {
            return true;
        }

        @Override
        public boolean keeps(double number) {
            return true;
        }

        @Override
        public boolean keeps(BigDecimal number) {
            return true;
        }

        @Override
        public boolean keeps(String json) {
            return true;
        }
    },
    /**
     * Whole numbers from -2^63 to 2^64 - 1, and others that have no more digits than it takes to tell their double from
     * the next; no negative zero. Such a backend gives {@code -0.0} back as {@code 0.0}, {@code 1e309} as null, and
     * 2^64 as text. A whole number is one that is written with digits only: {@code 1e20} is a double.
     */
    BITS_64 {
        @Override
        public boolean keeps(BigInteger number) {
            return number.signum() < 0 ? number.bitLength() <= Long.SIZE - 1 : number.bitLength() <= Long.SIZE;
        }

        @Override
        public boolean keeps(double number) {
            return Double.isFinite(number) && Double.doubleToRawLongBits(number) != NEGATIVE_ZERO;
        }

        @Override
        public boolean keeps(BigDecimal number) {
            return number.scale() == 0 ? keeps(number.unscaledValue()) : Doubles.keep(number);
        }

        @Override
        public boolean keeps(String json) {
            if (json.length() > Doubles.MOST_DIGITS) {
                return false;
            }
            boolean negative = json.startsWith("-");
            try {
                if (json.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
                    BigInteger whole = new BigInteger(json);
                    return keeps(whole) && !(negative && whole.signum() == 0);
                }
                BigDecimal number = new BigDecimal(json);
                return Doubles.keep(number) && !(negative && number.signum() == 0);
            } catch (NumberFormatException noNumberOfJava) {
                // Its exponent is beyond 32 bits.
                return false;
            }
        }
    };

    private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

    /** Whether it comes back equal. */
    public abstract boolean keeps(BigInteger number);

    /** Whether it comes back equal; a float counts as the double of the same value. */
    public abstract boolean keeps(double number);

    /**
     * Whether it comes back equal, trailing zeros aside, if it is written as {@link BigDecimal#toString()} has it: with
     * a scale of 0 as a whole number.
     */
    public abstract boolean keeps(BigDecimal number);

    /**
     * Whether a number comes back equal, trailing zeros aside, as it stands in a JSON text.
     *
     * @param json a JSON number
     */
    public abstract boolean keeps(String json);
}
