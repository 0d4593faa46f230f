package dev.kvclient.testkit.versori;

import dev.kvclient.testkit.versori.Reply.Way;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a request goes wrong. Given to {@link Faults#on}. Immutable.
 *
 * <p>"Executed" below means that its effect is there; whether the client learns of it is what these are about. Delays
 * are of the system's time.
 */
public final class Fault {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final String HTML = "text/html; charset=utf-8";
    private static final int LEAST_STATUS = 200;
    private static final int LARGEST_STATUS = 599;

    /** What is done with a request. */
    private interface Effect {
        Reply on(Turn turn);
    }

    private final Effect effect;

    private Fault(Effect effect) {
        this.effect = effect;
    }

    Reply befall(Turn turn) {
        return effect.on(turn);
    }

    /**
     * The request is refused with that status and an error as JSON; it is not executed. A 422 names a field.
     *
     * @param status from 400 to 599
     */
    public static Fault status(int status) {
        Answer answer = error(status);
        return new Fault(turn -> Reply.of(answer));
    }

    /**
     * As {@link #status(int)}, with a {@code Retry-After} in seconds.
     *
     * @param status from 400 to 599
     * @param retryAfter told in whole seconds, rounded up; not negative
     */
    public static Fault status(int status, Duration retryAfter) {
        notNegative(retryAfter);
        long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
        Answer answer = error(status).header("retry-after", String.valueOf(seconds));
        return new Fault(turn -> Reply.of(answer));
    }

    /**
     * As {@link #status(int)}, with a {@code Retry-After} that is a date.
     *
     * @param status from 400 to 599
     * @param fromNow how long after the server's time that date is; the date is rounded up to a second
     */
    public static Fault statusWithDate(int status, Duration fromNow) {
        Objects.requireNonNull(fromNow, "fromNow");
        Answer answer = error(status);
        return new Fault(turn -> Reply.of(answer.header("retry-after", date(turn.now(), fromNow))));
    }

    /**
     * The request is answered just so, as a gateway may answer; it is not executed.
     *
     * @param status from 200 to 599
     * @param contentType the content type, or null for none
     * @param body the body, may be empty
     */
    public static Fault answer(int status, @Nullable String contentType, String body) {
        if (status < LEAST_STATUS || status > LARGEST_STATUS) {
            throw new IllegalArgumentException("no such status: " + status);
        }
        Objects.requireNonNull(body, "body");
        Map<String, String> headers = contentType == null ? Map.of() : Map.of(Answer.CONTENT_TYPE, contentType);
        return new Fault(turn -> Reply.spoiled(new Answer(status, headers, body)));
    }

    /** A gateway answers 503 with a page of HTML; the request is not executed. */
    public static Fault unavailablePage() {
        return answer(503, HTML, "<html><body><h1>503 Service Unavailable</h1></body></html>");
    }

    /** A gateway answers 502 with a page of HTML; the request is not executed. */
    public static Fault badGatewayPage() {
        return answer(502, HTML, "<html><body><h1>502 Bad Gateway</h1></body></html>");
    }

    /**
     * The request is answered by a status and nothing else; it is not executed.
     *
     * @param status from 200 to 599
     */
    public static Fault emptyAnswer(int status) {
        return answer(status, null, "");
    }

    /** A gateway answers 408, which says that it has waited for the request too long; the request is not executed. */
    public static Fault requestTimeout() {
        return answer(408, "text/plain", "Request Timeout");
    }

    /**
     * The request is answered by a 302; it is not executed.
     *
     * @param location where it leads to
     */
    public static Fault redirect(String location) {
        Answer answer = new Answer(302, Map.of("location", Objects.requireNonNull(location, "location")), "");
        return new Fault(turn -> Reply.spoiled(answer));
    }

    /** The request is executed; its answer says that it is {@code text/plain}. */
    public static Fault wrongContentType() {
        return new Fault(turn -> Reply.spoiled(turn.execute().header(Answer.CONTENT_TYPE, "text/plain")));
    }

    /** The request is executed; what comes as {@code application/json} with its status is no JSON. */
    public static Fault answerNotJson() {
        return rewrite(body -> "<html>not JSON</html>");
    }

    /**
     * The request is executed; the body of its answer is changed.
     *
     * @param change makes the body that is sent of the right one; called on the threads of the server
     */
    public static Fault rewrite(UnaryOperator<String> change) {
        Objects.requireNonNull(change, "change");
        return new Fault(turn -> {
            Answer answer = turn.execute();
            return Reply.spoiled(answer.body(change.apply(answer.body())));
        });
    }

    /**
     * A batch is executed, and its answer does not fit it: one result too few of a set, an entry that was not asked for
     * in a get, something that is no object for anything else.
     */
    public static Fault malformedBatchAnswer() {
        return new Fault(turn -> {
            Answer answer = turn.execute();
            return Reply.spoiled(answer.body(BatchAnswers.spoil(turn.operation(), answer.body())));
        });
    }

    /**
     * A batch of sets fails for some keys, and sets the others; anything else is executed as ever.
     *
     * @param keys the segments of each
     */
    public static Fault failKeys(List<List<String>> keys) {
        Set<List<String>> failing = Set.copyOf(keys);
        return new Fault(turn -> Reply.of(turn.execute(failing)));
    }

    /** The request is executed; the connection is closed in the middle of the body of its answer. */
    public static Fault cutBody() {
        return new Fault(turn -> new Reply(turn.execute(), Way.CUT_IN_THE_BODY, false));
    }

    /** The connection is closed without an answer; the request is not executed. */
    public static Fault dropBeforeExecuting() {
        return new Fault(turn -> Reply.none(Way.CLOSED_WITHOUT));
    }

    /** The request is executed, then the connection is closed without an answer. */
    public static Fault dropAfterExecuting() {
        return dropBeforeExecuting().afterExecuting();
    }

    /**
     * The request is executed at once; its answer comes later.
     *
     * @param delay how much later, not negative
     */
    public static Fault delayAnswer(Duration delay) {
        notNegative(delay);
        return new Fault(turn -> {
            Answer answer = turn.execute();
            return turn.pause(delay) ? Reply.of(answer) : Reply.none(Way.CLOSED_WITHOUT);
        });
    }

    /**
     * The request is executed and answered later, also when its client has given up by then; not at all, when the
     * server is stopped before.
     *
     * @param delay how much later, not negative
     */
    public static Fault delayExecution(Duration delay) {
        notNegative(delay);
        return new Fault(turn -> turn.pause(delay) ? Reply.of(turn.execute()) : Reply.none(Way.CLOSED_WITHOUT));
    }

    /** The request is neither executed nor answered; its connection stays open. */
    public static Fault ignore() {
        return new Fault(turn -> Reply.none(Way.NEVER));
    }

    /** The request is executed and not answered; its connection stays open. */
    public static Fault swallowAnswer() {
        return ignore().afterExecuting();
    }

    /**
     * The connection is closed without an answer, and the request executed later. One still waiting when the server is
     * stopped is never executed.
     *
     * @param delay how much later, not negative
     */
    public static Fault executeLate(Duration delay) {
        notNegative(delay);
        return new Fault(turn -> {
            turn.executeLater(delay);
            return Reply.none(Way.CLOSED_WITHOUT);
        });
    }

    /** The connection is closed without an answer, and the request executed at {@link Faults#executeHeld()}. */
    public static Fault executeWhenTold() {
        return new Fault(turn -> {
            turn.hold();
            return Reply.none(Way.CLOSED_WITHOUT);
        });
    }

    /** The request is executed; its answer comes compressed, if the client accepts gzip. */
    public static Fault gzip() {
        return new Fault(turn -> new Reply(turn.execute(), Way.GZIPPED, false));
    }

    /** Returns the same fault, befalling a request that was executed all the same. */
    public Fault afterExecuting() {
        return new Fault(turn -> {
            turn.execute();
            return effect.on(turn);
        });
    }

    private static Answer error(int status) {
        return Answer.error(status, ErrorWords.code(status), ErrorWords.message(status), ErrorWords.fields(status));
    }

    private static String date(Instant now, Duration fromNow) {
        Instant date = now.plus(fromNow);
        Instant whole = date.truncatedTo(ChronoUnit.SECONDS);
        return HTTP_DATE.format(whole.equals(date) ? whole : whole.plusSeconds(1));
    }

    private static void notNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the duration is negative");
        }
    }
}
