package dev.kvclient.testkit.kuzzle.ms;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scores of sorted sets, coordinates and distances: doubles as C reads and writes them. */
final class Scores {

    /** The digits that {@code %.17g} writes at most. */
    private static final int DIGITS = 17;

    /** Below this exponent {@code %g} writes an exponent. */
    private static final int SMALLEST_PLAIN = -4;

    private static final Pattern FORM = Pattern.compile(
            "(?<sign>[+-]?)(?:(?<hex>0x[\\da-f]+\\.?[\\da-f]*)|(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)"
                    + "|(?<infinite>inf(?:inity)?))",
            Pattern.CASE_INSENSITIVE);

    private Scores() {}

    /** Reads an argument that must be a number: nothing before, nothing after it, not empty. */
    static double parse(String text, String otherwise) {
        if (text.isEmpty()) {
            throw new RedisException(otherwise);
        }
        double value = read(text, otherwise);
        refuseOverflow(value, text, otherwise);
        return value;
    }

    static void refuseOverflow(double value, String text, String otherwise) {
        if (Double.isInfinite(value) && !text.toLowerCase(Locale.ROOT).contains("inf")) {
            throw new RedisException(otherwise);
        }
    }

    static double parse(String text) {
        return parse(text, RedisException.NOT_A_FLOAT);
    }

    /** Reads a number as {@code strtod} does: space may come before it, nothing is 0, what is too large is infinite. */
    static double lenient(String text, String otherwise) {
        return text.isEmpty() ? 0 : read(text.stripLeading(), otherwise);
    }

    private static double read(String text, String otherwise) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new RedisException(otherwise);
        }
        double value;
        if (form.group("number") != null) {
            value = Double.parseDouble(form.group("number"));
        } else {
            value = form.group("hex") == null ? Double.POSITIVE_INFINITY : Double.parseDouble(form.group("hex") + "p0");
        }
        return form.group("sign").equals("-") ? -value : value;
    }

    /** Writes a score as {@code %.17g}, which is what Redis 7.0 answers: 3.1 is 3.1000000000000001. */
    static String text(double score) {
        if (Double.isInfinite(score)) {
            return score > 0 ? "inf" : "-inf";
        }
        if (score == 0) {
            return 1 / score < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(score)
                .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < DIGITS) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        return (score < 0 ? "-" : "")
                + mantissa
                + (exponent < 0 ? "e-" : "e+")
                + (power.length() < 2 ? "0" : "")
                + power;
    }

    /** Writes a number with so many decimals at most, none that are zero at the end. */
    static String decimals(double value, int most) {
        BigDecimal rounded =
                new BigDecimal(value).setScale(most, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Writes a distance: four decimals, always. */
    static String distance(double value) {
        return BigDecimal.valueOf(Math.round(value * 10_000), 4).toPlainString();
    }
}
