package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.kuzzle.ms.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a request goes wrong. Given to {@link Faults#on}. Immutable.
 *
 * <p>"Executed" below means that its effect is there; whether the client learns of it is what these are about.
 */
public final class Fault {

    enum Kind {
        DROP_BEFORE,
        DROP_AFTER,
        DELAY_ANSWER,
        DELAY_EXECUTION,
        IGNORE,
        SWALLOW_ANSWER,
        REFUSE,
        EXECUTE_LATE,
        EXECUTE_WHEN_TOLD,
        ANSWER_TWICE,
        ANSWER_FOR_NOBODY,
        STRAY_ANSWER_FIRST,
        ANSWER_NOT_JSON,
        CLOSE_BEFORE,
        CLOSE_AFTER
    }

    private static final int NORMAL_CLOSE = 1000;

    private final Kind kind;
    private final Duration delay;
    private final @Nullable Refusal refusal;
    private final int closeCode;

    private Fault(Kind kind, Duration delay, @Nullable Refusal refusal, int closeCode) {
        this.kind = kind;
        this.delay = delay;
        this.refusal = refusal;
        this.closeCode = closeCode;
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, Duration.ZERO, null, NORMAL_CLOSE);
    }

    private static Fault of(Kind kind, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is negative");
        }
        return new Fault(kind, delay, null, NORMAL_CLOSE);
    }

    /** The TCP connection is cut without a close frame; the request is not executed. */
    public static Fault dropBeforeExecuting() {
        return of(Kind.DROP_BEFORE);
    }

    /** The request is executed, then the TCP connection is cut without an answer or a close frame. */
    public static Fault dropAfterExecuting() {
        return of(Kind.DROP_AFTER);
    }

    /**
     * The request is executed at once; its answer comes later, and later answers overtake it.
     *
     * @param delay how much later, not negative
     */
    public static Fault delayAnswer(Duration delay) {
        return of(Kind.DELAY_ANSWER, Objects.requireNonNull(delay, "delay"));
    }

    /**
     * The request is executed and answered later; later requests overtake it.
     *
     * @param delay how much later, not negative
     */
    public static Fault delayExecution(Duration delay) {
        return of(Kind.DELAY_EXECUTION, Objects.requireNonNull(delay, "delay"));
    }

    /** The request is neither executed nor answered. */
    public static Fault ignore() {
        return of(Kind.IGNORE);
    }

    /** The request is executed and not answered. */
    public static Fault swallowAnswer() {
        return of(Kind.SWALLOW_ANSWER);
    }

    /**
     * The request is not answered, and executed later, even when its connection is gone by then. A request still
     * waiting when the server is stopped is never executed.
     *
     * @param delay how much later, not negative
     */
    public static Fault executeLate(Duration delay) {
        return of(Kind.EXECUTE_LATE, Objects.requireNonNull(delay, "delay"));
    }

    /** The request is not answered, and executed at the next {@link Faults#executeHeld()}. */
    public static Fault executeWhenTold() {
        return of(Kind.EXECUTE_WHEN_TOLD);
    }

    /** The request is executed once and its answer sent twice. */
    public static Fault answerTwice() {
        return of(Kind.ANSWER_TWICE);
    }

    /** The request is executed; its answer goes out under a request id that nobody sent. */
    public static Fault answerForNobody() {
        return of(Kind.ANSWER_FOR_NOBODY);
    }

    /** An answer under a request id that nobody sent, then the right answer. */
    public static Fault strayAnswerFirst() {
        return of(Kind.STRAY_ANSWER_FIRST);
    }

    /** The request is executed; a frame that is not JSON is sent instead of its answer. */
    public static Fault answerNotJson() {
        return of(Kind.ANSWER_NOT_JSON);
    }

    /**
     * The server closes the connection with a close frame, and does not execute the request.
     *
     * @param code the close code, one that may stand in a close frame: 1000, 1011, ...
     */
    public static Fault closeBeforeExecuting(int code) {
        return new Fault(Kind.CLOSE_BEFORE, Duration.ZERO, null, code);
    }

    /**
     * The request is executed; then the server closes the connection with a close frame instead of an answer.
     *
     * @param code the close code, one that may stand in a close frame: 1000, 1011, ...
     */
    public static Fault closeAfterExecuting(int code) {
        return new Fault(Kind.CLOSE_AFTER, Duration.ZERO, null, code);
    }

    /** 503 {@code api.process.overloaded}; not executed. */
    public static Fault overloaded() {
        return refuse(
                503, "api.process.overloaded", 33685506, "Request discarded: Kuzzle Server is temporarily overloaded.");
    }

    /** 503 {@code network.entrypoint.shutting_down}; not executed. */
    public static Fault shuttingDown() {
        return refuse(503, "network.entrypoint.shutting_down", 50593795, "Rejected: instance is shutting down");
    }

    /** 503 {@code api.process.not_enough_nodes}; not executed. */
    public static Fault notEnoughNodes() {
        return refuse(
                503,
                "api.process.not_enough_nodes",
                33685515,
                "Rejected: this cluster is disabled because there aren't enough nodes connected.");
    }

    /** 429 {@code api.process.too_many_requests}; not executed. */
    public static Fault tooManyRequests() {
        return refuse(
                429,
                "api.process.too_many_requests",
                33685512,
                "Rejected: requests rate limit exceeded for this user.");
    }

    /** 500 {@code services.cache.read_failed}: Redis is down behind the server; not executed. */
    public static Fault redisDown() {
        return refuse(
                500,
                "services.cache.read_failed",
                16973826,
                "Cache read fail: Connection is closed.",
                "Connection is closed.");
    }

    /** 500 {@code core.fatal.unexpected_error}, which says nothing about the effect; here, not executed. */
    public static Fault internalError() {
        return refuse(
                500,
                "core.fatal.unexpected_error",
                1,
                "Caught an unexpected error: lost the connection",
                "lost the connection");
    }

    /**
     * Any refusal; the request is not executed.
     *
     * @param status the HTTP-like status
     * @param id the dotted id of the error, or null for an error without id, code and props
     * @param code the numeric code of the error
     * @param message the words
     * @param props the values put in the message
     */
    public static Fault refuse(int status, @Nullable String id, int code, String message, String... props) {
        Refusal refusal = new Refusal(status, id, code, message, List.of(props));
        return new Fault(Kind.REFUSE, Duration.ZERO, refusal, NORMAL_CLOSE);
    }

    Kind kind() {
        return kind;
    }

    Duration delay() {
        return delay;
    }

    Refusal refusal() {
        return Objects.requireNonNull(refusal, "only a refusing fault has one");
    }

    int closeCode() {
        return closeCode;
    }

    @Override
    public String toString() {
        return kind + (delay.isZero() ? "" : " " + delay);
    }
}
