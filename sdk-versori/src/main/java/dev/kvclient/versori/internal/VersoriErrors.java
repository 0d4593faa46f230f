package dev.kvclient.versori.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.versori.VersoriError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The errors of Versori, and of the gateways before it, as exceptions: the whole mapping is here.
 *
 * <p>The names that the server has for its errors are not described, so that the HTTP status decides. A 5xx may have
 * been carried out, unless it is a 503 that Versori itself gives, or one that asks to come again later.
 */
final class VersoriErrors {
    private record Rule(Outcome outcome, boolean retryable, String meaning, Function<Failure, KvException> make) {}

    private static final Rule REDIRECT = new Rule(
            Outcome.REJECTED,
            false,
            "redirects are not followed: the base URL is not that of the API",
            KvProtocolException::new);
    private static final Rule BAD_REQUEST =
            new Rule(Outcome.REJECTED, false, "the request is refused", KvRequestException::new);
    private static final Rule UNAUTHENTICATED = new Rule(
            Outcome.REJECTED,
            false,
            "the credentials are missing or not accepted",
            f -> new KvAuthException(f, KvAuthException.Reason.UNAUTHENTICATED));
    private static final Rule FORBIDDEN = new Rule(
            Outcome.REJECTED,
            false,
            "the credentials do not allow this",
            f -> new KvAuthException(f, KvAuthException.Reason.FORBIDDEN));
    private static final Rule NOT_FOUND =
            new Rule(Outcome.REJECTED, false, "there is no such store or organization", KvNotFoundException::new);
    private static final Rule CONFLICT = new Rule(Outcome.REJECTED, false, "a conflict", KvConflictException::new);
    private static final Rule TOO_LARGE =
            new Rule(Outcome.REJECTED, false, "the request is too large", KvTooLargeException::new);
    private static final Rule TOO_MANY =
            new Rule(Outcome.REJECTED, true, "too many requests", KvRateLimitedException::new);
    private static final Rule NOT_NOW =
            new Rule(Outcome.REJECTED, true, "the service is not available now", KvServerException::new);
    private static final Rule NOT_SUPPORTED =
            new Rule(Outcome.REJECTED, false, "the server does not know the operation", KvServerException::new);
    private static final Rule MAYBE_EXECUTED =
            new Rule(Outcome.UNKNOWN, true, "the server failed", KvServerException::new);
    private static final Rule GATEWAY =
            new Rule(Outcome.UNKNOWN, true, "a gateway got no good answer", KvServerException::new);

    /** What a status says. A 503 is looked at more closely. */
    private static final Map<Integer, Rule> BY_STATUS = Map.ofEntries(
            Map.entry(400, BAD_REQUEST),
            Map.entry(401, UNAUTHENTICATED),
            Map.entry(403, FORBIDDEN),
            Map.entry(404, NOT_FOUND),
            // In words, the request did not come in time; but a gateway says it of the server behind it, too.
            Map.entry(408, GATEWAY),
            Map.entry(409, CONFLICT),
            Map.entry(412, CONFLICT),
            Map.entry(413, TOO_LARGE),
            Map.entry(414, TOO_LARGE),
            Map.entry(422, BAD_REQUEST),
            Map.entry(429, TOO_MANY),
            Map.entry(431, TOO_LARGE),
            Map.entry(500, MAYBE_EXECUTED),
            Map.entry(501, NOT_SUPPORTED),
            Map.entry(502, GATEWAY),
            Map.entry(503, GATEWAY),
            Map.entry(504, GATEWAY));

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /** 31 years, which no deadline lasts for: what asks for more than that many digits can tell is not heard less. */
    private static final String LONGEST_WAIT = "999999999";

    private VersoriErrors() {}

    /**
     * The exception of an answer that is none of the good ones.
     *
     * @param now by the clock of the client
     */
    static KvException of(HttpAnswer answer, Instant now) {
        Optional<VersoriError> told = ErrorBody.read(answer.status(), answer.body());
        Rule rule = rule(answer, told.isPresent());
        VersoriError error = told.orElseGet(() -> new VersoriError(answer.status(), null, "", null, List.of()));
        return rule.make()
                .apply(Failure.of(rule.outcome(), problem(rule, error))
                        .backend("versori")
                        .retryable(rule.retryable())
                        .backendCode(error.code().orElse(null))
                        .status(answer.status())
                        .retryAfter(retryAfter(answer, now))
                        .nativeError(error));
    }

    private static Rule rule(HttpAnswer answer, boolean byVersori) {
        int status = answer.status();
        if (status == 503 && (byVersori || answer.retryAfter().isPresent())) {
            return NOT_NOW;
        }
        Rule rule = BY_STATUS.get(status);
        if (rule != null) {
            return rule;
        }
        if (status >= 500) {
            return MAYBE_EXECUTED;
        }
        return status < 400 ? REDIRECT : BAD_REQUEST;
    }

    /** One member of a batch failed: the server names it and says why, in words that may repeat the value. */
    static KvException ofMember(VersoriError error, String key) {
        return new KvServerException(Failure.of(Outcome.REJECTED, "the server refused this member of the batch")
                .backend("versori")
                .key(key)
                .nativeError(error));
    }

    /** The server's sentences may repeat what the request held; names do not. */
    private static String problem(Rule rule, VersoriError error) {
        StringBuilder text = new StringBuilder("the server answered ").append(error.status());
        error.code().filter(Names::isName).ifPresent(code -> text.append(' ').append(code));
        text.append(", ").append(rule.meaning());
        String fields = error.fields().stream()
                .map(VersoriError.Field::field)
                .filter(Names::isName)
                .collect(Collectors.joining(", "));
        return fields.isEmpty()
                ? text.toString()
                : text.append("; it complains of ").append(fields).toString();
    }

    /**
     * How long the answer asks to wait: a number of seconds, or a date in HTTP's form, by the client's clock.
     *
     * @return null if it does not ask, or not in one of these forms
     */
    static @Nullable Duration retryAfter(HttpAnswer answer, Instant now) {
        String text = answer.retryAfter().map(String::strip).orElse(null);
        if (text == null) {
            return null;
        }
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text.length() > LONGEST_WAIT.length() ? LONGEST_WAIT : text));
        }
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
        } catch (DateTimeException neither) {
            return null;
        }
    }
}
