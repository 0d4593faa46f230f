package dev.kvclient.testkit.kuzzle;

/**
 * A token that was given out.
 *
 * @param text what the client sends
 * @param userId whose it is
 * @param expiresAt its end in epoch milliseconds, -1 for none
 * @param ttl the life it was given in milliseconds, -1 for none
 * @param refreshed whether another has taken its place
 */
record Token(String text, String userId, long expiresAt, long ttl, boolean refreshed) {

    boolean isOver(long nowMillis) {
        return expiresAt >= 0 && expiresAt <= nowMillis;
    }

    boolean isApiKey() {
        return text.startsWith("kapikey-");
    }

    Token replacedBy(long end) {
        return new Token(text, userId, end, ttl, true);
    }

    /** Hides the token itself. */
    @Override
    public String toString() {
        return "Token[of " + userId + "]";
    }
}
