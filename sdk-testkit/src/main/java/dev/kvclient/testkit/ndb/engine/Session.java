package dev.kvclient.testkit.ndb.engine;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A session of generation A. Not safe for several threads. */
final class Session {

    /** When a session expires, and what becomes of it then. */
    record Expiry(Object duration, boolean deleteSession) {

        long nanos() {
            // Beyond 292 years it does not matter any more.
            long seconds = duration instanceof Long number ? number : Long.MAX_VALUE;
            return Math.min(TimeUnit.SECONDS.toNanos(seconds), Long.MAX_VALUE / 2);
        }
    }

    private final long token;
    private final String name;
    private final boolean shared;
    private final @Nullable Expiry expiry;
    private final KeyMap keys = new KeyMap();
    private long clockStarted;
    private boolean ended;

    Session(long token, String name, boolean shared, @Nullable Expiry expiry, long now) {
        this.token = token;
        this.name = name;
        this.shared = shared;
        this.expiry = expiry;
        this.clockStarted = now;
    }

    long token() {
        return token;
    }

    String name() {
        return name;
    }

    boolean isShared() {
        return shared;
    }

    @Nullable
    Expiry expiry() {
        return expiry;
    }

    KeyMap keys() {
        return keys;
    }

    void restartClock(long now) {
        clockStarted = now;
    }

    /** What is left of its life in whole seconds, cut towards zero; negative when it is overdue. */
    long remainingSeconds(Expiry of, long now) {
        return TimeUnit.NANOSECONDS.toSeconds(of.nanos() - (now - clockStarted));
    }

    boolean isDue(long now) {
        return expiry != null && !ended && now - clockStarted >= expiry.nanos();
    }

    /** Stops its expiry, which is all that SH_END does to an expiring one; false when that was done before. */
    boolean stopExpiry() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Returns a copy with the same keys, whose clock starts now. */
    Session copy(long now) {
        Session copy = new Session(token, name, shared, expiry, now);
        copy.keys.putAll(keys);
        return copy;
    }
}
