package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.error.KvRequestException;
import dev.kvclient.kuzzle.ms.SetArgs;
import java.time.Duration;
import java.time.Instant;

/** Times as Redis takes them: whole, and at least 1, since with less it fails, or deletes the key. */
final class Times {
    private static final long MILLI = 1_000_000;

    private Times() {}

    static long seconds(MsAction action, Duration expiry) {
        check(action, () -> SetArgs.none().ex(expiry));
        return expiry.toSeconds();
    }

    static long millis(MsAction action, Duration expiry) {
        check(action, () -> SetArgs.none().px(expiry));
        return expiry.toMillis();
    }

    /** The one place that knows what an expiry is says so with the name of the action. */
    private static void check(MsAction action, Runnable check) {
        try {
            check.run();
        } catch (KvRequestException e) {
            throw Refused.wrong(action, e.failure().problem());
        }
    }

    static long secondsAt(MsAction action, Instant at) {
        if (at.getNano() != 0 || at.getEpochSecond() < 1) {
            throw Refused.wrong(action, "the time is a whole second after 1970 began");
        }
        return at.getEpochSecond();
    }

    static long millisAt(MsAction action, Instant at) {
        if (at.getNano() % MILLI != 0 || at.getEpochSecond() > Long.MAX_VALUE / 1_000 - 1 || at.toEpochMilli() < 1) {
            throw Refused.wrong(action, "the time is a whole millisecond after 1970 began");
        }
        return at.toEpochMilli();
    }
}
