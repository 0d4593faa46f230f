package dev.kvclient.testkit.ndb;

import java.time.Duration;
import java.util.Objects;

/**
 * One way in which a request goes wrong. Given to {@link Faults#on}. Immutable.
 *
 * <p>"Executed" below means that its effect is there; whether the client learns of it is what these are about. Where a
 * connection is cut, answers to earlier requests that were not yet written are lost with it, as on a real server.
 */
public final class Fault {

    enum Kind {
        DROP_BEFORE,
        DROP_AFTER,
        DELAY_ANSWER,
        DELAY_OVERTAKEN,
        IGNORE,
        SWALLOW_ANSWER,
        ANSWER_TWICE,
        ANSWER_MALFORMED,
        REFUSE,
        EXECUTE_LATE,
        EXECUTE_WHEN_TOLD,
        STOP_BEFORE,
        STOP_AFTER,
        DIE_BEFORE,
        DIE_AFTER
    }

    private final Kind kind;
    private final Duration delay;
    private final int status;

    private Fault(Kind kind, Duration delay, int status) {
        this.kind = kind;
        this.delay = delay;
        this.status = status;
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, Duration.ZERO, 0);
    }

    private static Fault of(Kind kind, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is negative");
        }
        return new Fault(kind, delay, 0);
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
     * The request is executed at once; its answer comes later, and the answers behind it on the same connection wait
     * for it: their order is kept. Of v0.4, those that overtake do so here too.
     *
     * @param delay how much later, not negative
     */
    public static Fault delayAnswer(Duration delay) {
        return of(Kind.DELAY_ANSWER, Objects.requireNonNull(delay, "delay"));
    }

    /**
     * The request is executed at once; its answer comes later, and later answers overtake it, which no server but v0.4
     * does.
     *
     * @param delay how much later, not negative
     */
    public static Fault delayAnswerOvertaken(Duration delay) {
        return of(Kind.DELAY_OVERTAKEN, Objects.requireNonNull(delay, "delay"));
    }

    /** The request is neither executed nor answered. */
    public static Fault ignore() {
        return of(Kind.IGNORE);
    }

    /** The request is executed and not answered. */
    public static Fault swallowAnswer() {
        return of(Kind.SWALLOW_ANSWER);
    }

    /** The request is executed once and its answer sent twice. */
    public static Fault answerTwice() {
        return of(Kind.ANSWER_TWICE);
    }

    /** The request is executed; a frame that is not JSON is sent instead of its answer. */
    public static Fault answerMalformed() {
        return of(Kind.ANSWER_MALFORMED);
    }

    /**
     * The request is refused and not executed.
     *
     * @param status the number, whose meaning depends on the generation
     */
    public static Fault refuse(int status) {
        return new Fault(Kind.REFUSE, Duration.ZERO, status);
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

    /**
     * The server stops as on SIGTERM, with a close frame 1000, before it executes the request. What was asked before on
     * this connection is answered, that request and those behind it are not. {@link NdbServer#restart()} starts it
     * again.
     */
    public static Fault stopBeforeExecuting() {
        return of(Kind.STOP_BEFORE);
    }

    /** The request is executed; then the server stops as on SIGTERM, with a close frame 1000, without an answer. */
    public static Fault stopAfterExecuting() {
        return of(Kind.STOP_AFTER);
    }

    /** The server dies before it executes the request: every connection is cut, nobody listens any more. */
    public static Fault dieBeforeExecuting() {
        return of(Kind.DIE_BEFORE);
    }

    /** The request is executed; then the server dies without an answer. */
    public static Fault dieAfterExecuting() {
        return of(Kind.DIE_AFTER);
    }

    Kind kind() {
        return kind;
    }

    Duration delay() {
        return delay;
    }

    int status() {
        return status;
    }

    @Override
    public String toString() {
        return kind + (delay.isZero() ? "" : " " + delay) + (status == 0 ? "" : " " + status);
    }
}
