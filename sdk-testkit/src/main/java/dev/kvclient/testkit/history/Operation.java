package dev.kvclient.testkit.history;

/**
 * One operation on one key, as its caller saw it. A batch is one operation for each member.
 *
 * <p>The times are those of a logical clock: one step for each thing that happens, so that no two are equal.
 *
 * @param client whose it is: the {@code KvClient}, not the thread, for a client keeps the order of all its threads
 * @param action what it does
 * @param key the key; empty for a loss of all of them
 * @param value the value that it writes, which no other operation of the history writes; empty unless it is a write
 * @param amount what it adds, at least 1; 0 unless it is an addition
 * @param called when it was called
 * @param placed when the method that was called had returned, and so the operation had its place before all that are
 *     called later; for a blocking call, when it ended
 * @param ended when the caller learned its end; {@link #NEVER} if it has not
 * @param end how it ended
 * @param attempts how often it was sent, as far as is known; more than the truth makes a check less sharp, fewer makes
 *     it wrong
 * @param seen what its caller was told of the key
 */
public record Operation(
        String client,
        Action action,
        String key,
        String value,
        long amount,
        long called,
        long placed,
        long ended,
        End end,
        int attempts,
        Seen seen) {
    /** After all else. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Whether it takes effect once at the most: it was not sent again. */
    boolean once() {
        return attempts <= 1 && end != End.UNSETTLED;
    }

    /** In words, with the value, which is one that a test has made. */
    @Override
    public String toString() {
        String what = switch (action) {
            case WRITE -> "write '" + value + "' to ";
            case DELETE -> "delete ";
            case ADD -> "add " + amount + " to ";
            case READ -> "read ";
            case LOSS -> "loss of all keys";
        };
        return what + key + " [" + called + ", " + (placed == ended ? "" : placed + ", ")
                + (ended == NEVER ? "never" : Long.toString(ended)) + "] " + end
                + (attempts > 1 ? ", " + attempts + " attempts" : "")
                + (seen.what() == Seen.What.NOTHING ? "" : ", saw " + seen)
                + ", by " + client;
    }
}
