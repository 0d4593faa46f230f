package dev.kvclient.testkit.versori;

import dev.kvclient.testkit.versori.Refused.FieldError;
import java.util.List;

/** What the errors say that faults answer with; the vendor's words are not published. */
final class ErrorWords {

    private ErrorWords() {}

    /**
     * Returns the code for a status.
     *
     * @throws IllegalArgumentException if it is no status of an error
     */
    static String code(int status) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("no status of an error: " + status);
        }
        return switch (status) {
            case 400 -> "invalid_request";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 409 -> "conflict";
            case 412 -> "precondition_failed";
            case 413 -> "payload_too_large";
            case 422 -> "validation_failed";
            case 429 -> "too_many_requests";
            case 500 -> "internal";
            case 503 -> "unavailable";
            case 504 -> "timeout";
            default -> "error";
        };
    }

    static String message(int status) {
        return code(status).replace('_', ' ');
    }

    static List<FieldError> fields(int status) {
        return status == 422 ? List.of(new FieldError("value", "is not valid")) : List.of();
    }
}
