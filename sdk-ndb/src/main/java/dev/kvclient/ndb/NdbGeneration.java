package dev.kvclient.ndb;

/** The two protocols that NDB servers speak. There is no code that serves both. */
public enum NdbGeneration {
    /** v0.4 and v0.5 (A): every request carries the token of a session, and answers tell what became of each key. */
    SESSION("session"),
    /** v0.9 (B): no sessions; a status for each answer, arrays and lists. */
    STATUS("status");

    private final String word;

    NdbGeneration(String word) {
        this.word = word;
    }

    /** Its name in a URL: {@code ndb://host?generation=session}. */
    public String word() {
        return word;
    }
}
