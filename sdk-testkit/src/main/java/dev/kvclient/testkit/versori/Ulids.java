package dev.kvclient.testkit.versori;

import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/** Makes the 26-character ids of stores: 48 bits of time and 80 of chance, in Crockford's base 32. */
final class Ulids {

    private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int CHANCE_DIGITS = 16;
    private static final int BITS = 5;

    private final Random random;

    Ulids(long seed) {
        random = new Random(seed);
    }

    /** Brings an id to upper case, the form in which stores are kept. */
    static String normal(String id) {
        return id.toUpperCase(Locale.ROOT);
    }

    /** Tells whether a text in upper case is an id; the description's pattern. */
    static boolean isUlid(String id) {
        return FORM.matcher(id).matches();
    }

    synchronized String next(Instant now) {
        StringBuilder id = new StringBuilder(TIME_DIGITS + CHANCE_DIGITS);
        long time = now.toEpochMilli();
        for (int shift = BITS * (TIME_DIGITS - 1); shift >= 0; shift -= BITS) {
            id.append(DIGITS.charAt((int) (time >>> shift) & (DIGITS.length() - 1)));
        }
        for (int i = 0; i < CHANCE_DIGITS; i++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }
}
