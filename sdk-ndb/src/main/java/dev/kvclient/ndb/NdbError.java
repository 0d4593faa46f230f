package dev.kvclient.ndb;

/**
 * What an NDB server said when it refused; reachable by {@link dev.kvclient.error.KvException#nativeError(Class)}.
 * Immutable.
 */
public final class NdbError {
    private final NdbGeneration generation;
    private final String response;
    private final int status;
    private final String message;

    /**
     * Collects the parts.
     *
     * @param generation whose numbers these are: the same number says different things in the two
     * @param response the name of the answer, such as {@code KV_SET_RSP} or {@code ERR}
     * @param status its {@code st}
     * @param message the server's words for people, or the empty text
     */
    public NdbError(NdbGeneration generation, String response, int status, String message) {
        this.generation = generation;
        this.response = response;
        this.status = status;
        this.message = message;
    }

    /** Whose numbers these are. */
    public NdbGeneration generation() {
        return generation;
    }

    /** The name of the answer, such as {@code KV_SET_RSP} or {@code ERR}. */
    public String response() {
        return response;
    }

    /** The number, {@code st} on the wire. */
    public int status() {
        return status;
    }

    /** The server's words for people; only the session generation has some. */
    public String message() {
        return message;
    }

    /** The answer's name and number. */
    @Override
    public String toString() {
        return "NdbError[" + generation.word() + " " + response + " " + status + "]";
    }
}
