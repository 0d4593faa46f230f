package dev.kvclient.testkit.kuzzle;

/**
 * A token that was given out.
 *
 * @param text what the client sends
 * @param userId whose it is
 * @param expiresAt its end in epoch milliseconds, -1 for none
 * @param ttl the life it was given in milliseconds, -1 for none
 * @param issuedAt when it was made, in epoch milliseconds
 * @param singleUse whether it ends with its first use
 * @param refreshed whether another has taken its place
 */
record Token(
        String text, String userId, long expiresAt, long ttl, long issuedAt, boolean singleUse, boolean refreshed) {

    private static final long MILLIS = 1000;

    boolean isOver(long nowMillis) {
        return expiresAt >= 0 && expiresAt <= nowMillis;
    }

    boolean isApiKey() {
        return text.startsWith("kapikey-");
    }

    boolean isEndless() {
        return ttl < 0;
    }

    /** Whether a token made now, for that life, is the same text: within, times are in seconds. */
    boolean isSameAs(long nowMillis, long otherTtl) {
        return issuedAt / MILLIS == nowMillis / MILLIS && ttl / MILLIS == otherTtl / MILLIS;
    }

    /** The same text, given out once more. */
    Token again(long nowMillis, long otherTtl) {
        return new Token(text, userId, nowMillis + otherTtl, otherTtl, nowMillis, singleUse, false);
    }

    Token replacedBy(long end) {
        return new Token(text, userId, end, ttl, issuedAt, singleUse, true);
    }

    /** Hides the token itself. */
    @Override
    public String toString() {
        return "Token[of " + userId + "]";
    }
}
