package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What can be sent as a time to live: Redis fails for what is below 1, and would delete the key for some commands. */
final class Expiries {
    private static final long MAX_EXACT = (1L << 53) - 1;

    private Expiries() {}

    static void seconds(Duration expiry) {
        if (!isWhole(expiry, ChronoUnit.SECONDS)) {
            throw wrong("an expiry in seconds is a whole number of them, at least one and below 2^53");
        }
    }

    static void millis(Duration expiry) {
        if (!isWhole(expiry, ChronoUnit.MILLIS)) {
            throw wrong("an expiry in milliseconds is a whole number of them, at least one and below 2^53");
        }
    }

    private static boolean isWhole(Duration expiry, ChronoUnit unit) {
        return expiry.compareTo(unit.getDuration()) >= 0
                && expiry.compareTo(unit.getDuration().multipliedBy(MAX_EXACT)) <= 0
                && expiry.truncatedTo(unit).equals(expiry);
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
