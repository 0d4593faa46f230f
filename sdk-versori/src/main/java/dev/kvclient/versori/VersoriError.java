package dev.kvclient.versori;

import dev.kvclient.versori.internal.Names;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An error as Versori gives it; reachable by {@link dev.kvclient.error.KvException#nativeError(Class)}. Immutable.
 *
 * <p>Message, details and fields are the server's own words, which may repeat what the request held.
 */
public final class VersoriError {
    private final int status;
    private final @Nullable String code;
    private final String message;
    private final @Nullable String details;
    private final List<Field> fields;

    /**
     * Collects the parts.
     *
     * @param status the HTTP status, or 0 for the error of one member of a batch
     * @param code the server's name for the error, or null: a gateway gives none
     * @param message the server's words; empty if the answer was no JSON
     * @param details more of them, or null
     * @param fields what is wrong with which part of the request; copied
     */
    public VersoriError(
            int status, @Nullable String code, String message, @Nullable String details, List<Field> fields) {
        this.status = status;
        this.code = code;
        this.message = Objects.requireNonNull(message, "message");
        this.details = details;
        this.fields = List.copyOf(fields);
    }

    /**
     * What is wrong with one part of the request.
     *
     * @param field the name of the part
     * @param message the server's words
     */
    public record Field(String field, String message) {
        /** The name only, if it is one. */
        @Override
        public String toString() {
            return Names.isName(field) ? field : "?";
        }
    }

    /** The HTTP status; 0 for the error of one member of a batch. */
    public int status() {
        return status;
    }

    /** The server's name for the error. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** The server's words; empty if it gave none. */
    public String message() {
        return message;
    }

    /** More of the server's words. */
    public Optional<String> details() {
        return Optional.ofNullable(details);
    }

    /** What is wrong with which part of the request; mostly with a 422. Unmodifiable. */
    public List<Field> fields() {
        return fields;
    }

    /** Status, code and the names of the fields only, as far as they are names. */
    @Override
    public String toString() {
        return Stream.concat(
                        Stream.of(Integer.toString(status)),
                        Stream.concat(code().stream(), fields.stream().map(Field::field))
                                .filter(Names::isName))
                .collect(Collectors.joining(" ", "VersoriError[", "]"));
    }
}
