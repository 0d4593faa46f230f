package dev.kvclient.testkit.versori;

import java.util.List;

/**
 * A request that is answered with an error. The codes are this server's own: the vendor's are not published. The status
 * codes 400 (cannot be read) and 422 (can be read, and asks for something that is not allowed) are told apart by it.
 */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<FieldError> fields;

    /** What is wrong with one field of a body. */
    record FieldError(String field, String message) {}

    Refused(int status, String code, String message, List<FieldError> fields) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.fields = List.copyOf(fields);
    }

    Refused(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    /** A body that cannot be read. */
    static Refused unreadable(String field, String message) {
        return new Refused(400, "invalid_request", "the request is malformed", List.of(new FieldError(field, message)));
    }

    /** A body that asks for what is not allowed. */
    static Refused invalid(List<FieldError> fields) {
        return new Refused(422, "validation_failed", "the request is not valid", fields);
    }

    static Refused keyNotFound() {
        return new Refused(404, "key_not_found", "key not found");
    }

    static Refused storeNotFound() {
        return new Refused(404, "store_not_found", "store not found");
    }

    Answer answer() {
        return Answer.error(status, code, String.valueOf(getMessage()), fields);
    }
}
