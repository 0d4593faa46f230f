package dev.kvclient.testkit.kuzzle;

import java.time.Clock;

/**
 * Counts what one is allowed so many of in a second: the logins of a connection, the requests of a user. Safe for
 * several threads.
 */
final class RateLimit {

    private static final long WINDOW_MILLIS = 1000;

    private final Clock clock;
    private final int perSecond;
    private long windowStart = Long.MIN_VALUE;
    private int count;

    /** Makes a limit, none when it is 0. */
    RateLimit(Clock clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
    }

    synchronized boolean allows() {
        long now = clock.millis();
        if (windowStart == Long.MIN_VALUE || now - windowStart >= WINDOW_MILLIS) {
            windowStart = now;
            count = 0;
        }
        count++;
        return perSecond == 0 || count <= perSecond;
    }
}
