package dev.kvclient.kuzzle.internal.http;

import org.jspecify.annotations.Nullable;

/** An answer as it came over HTTP. No record: its text form would show the body, which holds values. */
public final class HttpAnswer {
    private final int status;
    private final @Nullable String retryAfter;
    private final byte[] body;

    /**
     * Collects the parts.
     *
     * @param status the HTTP status
     * @param retryAfter the header of that name, or null
     * @param body not copied
     */
    public HttpAnswer(int status, @Nullable String retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What {@code Retry-After} says, or null. */
    public @Nullable String retryAfter() {
        return retryAfter;
    }

    /** The body; not copied. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", " + body.length + " bytes]";
    }
}
