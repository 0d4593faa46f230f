package dev.kvclient.ndb.internal;

/**
 * How many requests may be on their way. An answer that was lost means that more bytes waited for this client than the
 * server keeps, and everything that is sent again at once would meet the same: so the number falls quickly, and grows
 * again while nothing is lost. Outlives the connections. Safe for use by many threads.
 */
final class Pace {
    /** What is left of it after a loss. */
    private static final int FALL = 4;

    /** So many answers without a loss double it. */
    private static final int STREAK = 1_000;

    private final int most;
    private int places;
    private int streak;

    Pace(int most) {
        this.most = most;
        this.places = most;
    }

    synchronized int places() {
        return places;
    }

    /** An answer was lost. */
    synchronized void lost() {
        places = Math.max(1, places / FALL);
        streak = 0;
    }

    /**
     * Answers came as they should.
     *
     * @return whether the number has grown
     */
    synchronized boolean came(int answers) {
        if (places == most) {
            return false;
        }
        streak += answers;
        if (streak < STREAK) {
            return false;
        }
        streak = 0;
        places = Math.min(most, places * 2);
        return true;
    }
}
