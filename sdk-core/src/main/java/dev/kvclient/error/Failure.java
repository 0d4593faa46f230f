package dev.kvclient.error;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The particulars of a {@link KvException}, as an immutable value.
 *
 * <p>Adapters make one with {@link #of(Outcome, String)} and say what they know; the engine adds the operation, its key
 * and the number of attempts. No secret and no stored value belongs into any part of it. Instances are safe for use by
 * many threads.
 */
public final class Failure implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So much of a key is shown in a message: a key may be as long as a request. */
    private static final int SHOWN_KEY = 200;

    private final Outcome outcome;
    private final String problem;
    private final @Nullable String backend;
    private final @Nullable String operation;
    private final @Nullable String key;
    private final int attempts;
    private final boolean retryable;
    private final @Nullable String backendCode;
    private final int status;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable Object nativeError;
    private final @Nullable Throwable cause;

    private Failure(Builder from) {
        this.outcome = from.outcome;
        this.problem = from.problem;
        this.backend = from.backend;
        this.operation = from.operation;
        this.key = from.key;
        this.attempts = from.attempts;
        this.retryable = from.retryable;
        this.backendCode = from.backendCode;
        this.status = from.status;
        this.retryAfter = from.retryAfter;
        this.nativeError = from.nativeError;
        this.cause = from.cause;
    }

    /**
     * A failure of which nothing more is known yet.
     *
     * @param outcome what became of the request
     * @param problem what went wrong, in words, without any secret or stored value
     */
    public static Failure of(Outcome outcome, String problem) {
        return new Failure(
                new Builder(Objects.requireNonNull(outcome, "outcome"), Objects.requireNonNull(problem, "problem")));
    }

    /** What became of the request. */
    public Outcome outcome() {
        return outcome;
    }

    /** What went wrong, in words. */
    public String problem() {
        return problem;
    }

    /** The name of the backend, such as {@code kuzzle}; empty if the failure belongs to none. */
    public Optional<String> backend() {
        return Optional.ofNullable(backend);
    }

    /** The operation, such as {@code set}. */
    public Optional<String> operation() {
        return Optional.ofNullable(operation);
    }

    /** The key, or the first of several. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** How often the request was handed to the transport; 0 if it never got so far. */
    public int attempts() {
        return attempts;
    }

    /** Whether the same request may succeed if it is sent again later. */
    public boolean retryable() {
        return retryable;
    }

    /** The backend's own name for the error, such as {@code security.token.invalid}. */
    public Optional<String> backendCode() {
        return Optional.ofNullable(backendCode);
    }

    /** The status that the backend gave, in the backend's own numbers (for HTTP-like backends an HTTP status). */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** How long the backend asks to wait before the next try. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The backend's own error as its adapter represents it; not kept by Java serialization. */
    public Optional<Object> nativeError() {
        return Optional.ofNullable(nativeError);
    }

    /** The exception behind this failure. */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /** This failure with another outcome. */
    public Failure outcome(Outcome value) {
        Builder b = toBuilder();
        b.outcome = Objects.requireNonNull(value, "outcome");
        return new Failure(b);
    }

    /** This failure, of the named backend. */
    public Failure backend(String value) {
        Builder b = toBuilder();
        b.backend = Objects.requireNonNull(value, "backend");
        return new Failure(b);
    }

    /** This failure, of the named operation. */
    public Failure operation(String value) {
        Builder b = toBuilder();
        b.operation = Objects.requireNonNull(value, "operation");
        return new Failure(b);
    }

    /** This failure, of a request for that key; null for a request that names none. */
    public Failure key(@Nullable String value) {
        Builder b = toBuilder();
        b.key = value;
        return new Failure(b);
    }

    /** This failure after so many attempts. */
    public Failure attempts(int value) {
        Builder b = toBuilder();
        b.attempts = value;
        return new Failure(b);
    }

    /** This failure, marked as one that another try may mend, or not. */
    public Failure retryable(boolean value) {
        Builder b = toBuilder();
        b.retryable = value;
        return new Failure(b);
    }

    /** This failure with the backend's own name for it; null for none. */
    public Failure backendCode(@Nullable String value) {
        Builder b = toBuilder();
        b.backendCode = value;
        return new Failure(b);
    }

    /** This failure with the status that the backend gave; 0 for none. */
    public Failure status(int value) {
        Builder b = toBuilder();
        b.status = value;
        return new Failure(b);
    }

    /** This failure with the time that the backend asks to wait; null for none. */
    public Failure retryAfter(@Nullable Duration value) {
        Builder b = toBuilder();
        b.retryAfter = value;
        return new Failure(b);
    }

    /** This failure with the backend's own error. */
    public Failure nativeError(@Nullable Object value) {
        Builder b = toBuilder();
        b.nativeError = value;
        return new Failure(b);
    }

    /** This failure with the exception behind it. */
    public Failure cause(@Nullable Throwable value) {
        Builder b = toBuilder();
        b.cause = value;
        return new Failure(b);
    }

    private static String shown(String key) {
        return key.length() <= SHOWN_KEY ? key : key.substring(0, SHOWN_KEY) + "... (" + key.length() + " characters)";
    }

    /** What {@link KvException#getMessage()} says. */
    String message() {
        StringBuilder text = new StringBuilder(96);
        if (backend != null) {
            text.append('[').append(backend).append("] ");
        }
        if (operation != null) {
            text.append(operation);
            if (key != null) {
                text.append(" \"").append(shown(key)).append('"');
            }
            text.append(": ");
        }
        text.append(problem).append(" (").append(outcome);
        if (attempts > 1) {
            text.append(", ").append(attempts).append(" attempts");
        }
        return text.append(')').toString();
    }

    @Override
    public String toString() {
        return message();
    }

    private Builder toBuilder() {
        Builder b = new Builder(outcome, problem);
        b.backend = backend;
        b.operation = operation;
        b.key = key;
        b.attempts = attempts;
        b.retryable = retryable;
        b.backendCode = backendCode;
        b.status = status;
        b.retryAfter = retryAfter;
        b.nativeError = nativeError;
        b.cause = cause;
        return b;
    }

    /** A mutable copy, so that a wither changes one field without naming the others. */
    private static final class Builder {
        private Outcome outcome;
        private final String problem;
        private @Nullable String backend;
        private @Nullable String operation;
        private @Nullable String key;
        private int attempts;
        private boolean retryable;
        private @Nullable String backendCode;
        private int status;
        private @Nullable Duration retryAfter;
        private @Nullable Object nativeError;
        private @Nullable Throwable cause;

        Builder(Outcome outcome, String problem) {
            this.outcome = outcome;
            this.problem = problem;
        }
    }
}
