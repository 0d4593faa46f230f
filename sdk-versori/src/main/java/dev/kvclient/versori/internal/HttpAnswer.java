package dev.kvclient.versori.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer as it came over HTTP. No record: its text form would show the body, which holds values. */
final class HttpAnswer {
    private final int status;
    private final @Nullable String retryAfter;
    private final byte[] body;

    /**
     * Collects the parts.
     *
     * @param status the HTTP status
     * @param retryAfter the header of that name, or null
     * @param body as it is after any compression; not copied
     */
    HttpAnswer(int status, @Nullable String retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    Optional<String> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + ", " + body.length + " bytes]";
    }
}
