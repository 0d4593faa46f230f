package dev.kvclient.error;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The root of all that the suite throws.
 *
 * <p>{@link #outcome()} is the part to look at first: it says whether the request was not sent, was refused, took
 * effect, or may have taken effect. Nothing in a message, nor in {@link #toString()}, is a secret or a stored value;
 * keys do appear.
 */
public abstract class KvException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String OWN_PACKAGE = KvException.class.getPackageName() + ".";

    private final Failure failure;

    /** Made by the subclasses, which alone may be thrown. */
    protected KvException(Failure failure) {
        super(failure.message(), failure.cause().orElse(null));
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    /** What became of the request. */
    public final Outcome outcome() {
        return failure.outcome();
    }

    /** Whether the same request may succeed if it is sent again later. */
    public final boolean retryable() {
        return failure.retryable();
    }

    /** How often the request was handed to the transport; 0 if it never got so far. */
    public final int attempts() {
        return failure.attempts();
    }

    /** The name of the backend, such as {@code kuzzle}. */
    public final Optional<String> backend() {
        return failure.backend();
    }

    /** The operation, such as {@code set}. */
    public final Optional<String> operation() {
        return failure.operation();
    }

    /** The key of the request, or the first of several, as the backend has it: within a namespace, with its prefix. */
    public final Optional<String> key() {
        return failure.key();
    }

    /** The backend's own name for the error, such as {@code security.token.invalid}. */
    public final Optional<String> backendCode() {
        return failure.backendCode();
    }

    /** The status that the backend gave, in the backend's own numbers. */
    public final OptionalInt status() {
        return failure.status();
    }

    /** How long the backend asks to wait before the next try. */
    public final Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }

    /**
     * The backend's own error.
     *
     * @param type the class by which the adapter represents it
     * @return the error, or empty if there is none of that class
     */
    public final <T> Optional<T> nativeError(Class<T> type) {
        return failure.nativeError().filter(type::isInstance).map(type::cast);
    }

    /** All particulars of this exception. */
    public final Failure failure() {
        return failure;
    }

    /**
     * An exception of the same class with other particulars, its stack trace that of the calling thread.
     *
     * @param change makes the new particulars from the present ones
     */
    public final KvException with(UnaryOperator<Failure> change) {
        KvException made = copy(change.apply(failure));
        StackTraceElement[] stack = made.getStackTrace();
        int own = 0;
        while (own < stack.length && isOfCopying(stack[own])) {
            own++;
        }
        made.setStackTrace(Arrays.copyOfRange(stack, own, stack.length));
        return made;
    }

    private static boolean isOfCopying(StackTraceElement frame) {
        String method = frame.getMethodName();
        return frame.getClassName().startsWith(OWN_PACKAGE) && (method.equals("with") || method.equals("copy"));
    }

    /**
     * An exception of the same class.
     *
     * @param changed the particulars of the new exception
     */
    protected abstract KvException copy(Failure changed);
}
