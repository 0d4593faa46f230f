package dev.kvclient.testkit.proxy;

/** Which way bytes go through a {@link FaultProxy}. */
public enum Direction {
    /** From the client to the server: upstream. */
    TO_SERVER("to server"),

    /** From the server to the client: downstream. */
    TO_CLIENT("to client"),

    /** Both ways; each of the two is treated by itself. */
    BOTH("both ways");

    private final String words;

    Direction(String words) {
        this.words = words;
    }

    boolean includes(Direction other) {
        return this == BOTH || this == other;
    }

    @Override
    public String toString() {
        return words;
    }
}
