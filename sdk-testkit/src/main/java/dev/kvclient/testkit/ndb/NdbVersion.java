package dev.kvclient.testkit.ndb;

/** The versions of NemesisDB that a {@link NdbServer} can be. */
public enum NdbVersion {
    /** Generation A, with pools of threads: refusals and some answers overtake others. */
    V0_4("0.4", "session", 1024),

    /** Generation A, answers in order; SH_OPEN and SH_EXISTS are broken. */
    V0_5("0.5", "session", 1024),

    /** Generation B, answers in order. */
    V0_9("0.9", "status", 8192);

    private final String number;
    private final String generation;
    private final int maxPayload;

    NdbVersion(String number, String generation, int maxPayload) {
        this.number = number;
        this.generation = generation;
        this.maxPayload = maxPayload;
    }

    /** Returns the number, {@code 0.9} for instance. */
    public String number() {
        return number;
    }

    /** Returns the name of its generation in URLs: {@code session} (A) or {@code status} (B). */
    public String generation() {
        return generation;
    }

    /** Returns the largest request by its default configuration, in bytes. */
    public int defaultMaxPayload() {
        return maxPayload;
    }
}
