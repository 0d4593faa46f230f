package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleError;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.kuzzle.internal.auth.AuthReplies;
import dev.kvclient.spi.Ack;
import dev.kvclient.testkit.vectors.Vector;
import dev.kvclient.testkit.vectors.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every answer that a real Kuzzle gave while it was recorded, decoded. What the adapter has a reader of its own for is
 * read by that one, everything by the one of {@code KuzzleClient.query}; refusals are looked up in a table of this
 * test.
 */
class RecordedAnswersTest {
    private static final String LEFT_OUT = "answers-left-out.txt";

    private static final long MAX_EXACT = 9_007_199_254_740_991L;

    /** How the result of an action is read, and what must come of it, given what stands in the answer. */
    private record Reading(ResultReader<?> reader, Function<@Nullable Object, Object> expected) {}

    private static final Reading TEXT = new Reading(Readers::text, Optional::ofNullable);
    private static final Reading NUMBER = new Reading(Readers::integer, n -> ((Number) n).longValue());
    private static final Reading FLAG = new Reading(Readers::flag, n -> n.equals(1));
    private static final Reading TEXTS = new Reading(
            Readers::texts,
            all -> ((List<?>) all).stream().map(Optional::ofNullable).toList());
    private static final Reading DONE = new Reading(Readers::any, any -> Ack.DONE);

    private static final Map<String, Reading> READINGS = Map.ofEntries(
            Map.entry("ms:get", TEXT),
            Map.entry("memoryStorage:get", TEXT),
            Map.entry("ms:set", new Reading(Readers::okOrNull, "OK"::equals)),
            Map.entry("ms:mget", TEXTS),
            Map.entry("ms:mset", DONE),
            Map.entry("ms:del", NUMBER),
            Map.entry("ms:exists", NUMBER),
            Map.entry("ms:incrby", NUMBER),
            Map.entry("ms:incr", NUMBER),
            Map.entry("ms:expire", FLAG),
            Map.entry("ms:pexpire", FLAG),
            Map.entry("ms:persist", FLAG),
            Map.entry("ms:ttl", NUMBER),
            Map.entry("ms:pttl", NUMBER),
            Map.entry("ms:scan", new Reading(Readers::keyPage, RecordedAnswersTest::keyPage)),
            Map.entry("ms:dbsize", NUMBER),
            Map.entry("ms:flushdb", DONE),
            Map.entry("ms:ping", DONE),
            Map.entry("ms:mexecute", new Reading(RecordedAnswersTest::readTransaction, RecordedAnswersTest::members)),
            Map.entry(
                    "auth:login",
                    new Reading(
                            parser -> AuthReplies.login(parser).value(),
                            login -> Objects.requireNonNull(((Map<?, ?>) login).get("jwt")))),
            Map.entry(
                    "auth:checkToken",
                    new Reading(
                            parser -> TokenSource.isGood(AuthReplies.check(parser)),
                            check -> Json.at(check, "valid").equals(true) && !"-1".equals(Json.at(check, "kuid")))));

    private static Object keyPage(@Nullable Object page) {
        List<String> keys = new ArrayList<>();
        ((List<?>) Json.at(page, 1)).forEach(key -> keys.add((String) key));
        return new Readers.KeyPage((String) Json.at(page, 0), keys);
    }

    /** As many members as there are; their replies as generic values. */
    private static Object readTransaction(JsonParser parser) throws IOException {
        MemberCount count = MemberCount.NOW.get();
        return Readers.transaction(parser, Collections.nCopies(count.members(), RecordedAnswersTest::generic));
    }

    private static List<Object> generic(JsonParser parser) throws IOException {
        // A list, so that a null has something to be in.
        List<Object> all = new ArrayList<>();
        switch (parser.currentToken()) {
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    all.add(generic(parser));
                }
            }
            case START_OBJECT -> {
                parser.skipChildren();
                all.add("object");
            }
            case VALUE_NULL -> all.add("null");
            default -> all.add(parser.getText());
        }
        return all;
    }

    private static List<Object> generic(@Nullable Object json) {
        List<Object> all = new ArrayList<>();
        if (json instanceof List<?> list) {
            list.forEach(member -> all.add(generic(member)));
        } else if (json instanceof Map<?, ?>) {
            all.add("object");
        } else {
            all.add(String.valueOf(json));
        }
        return all;
    }

    private static Object members(@Nullable Object result) {
        List<Optional<Object>> all = new ArrayList<>();
        for (Object member : (List<?>) result) {
            List<?> pair = (List<?>) member;
            all.add(pair.size() == 1 ? Optional.empty() : Optional.of(generic(pair.get(1))));
        }
        return all;
    }

    /** How many members the transaction at hand has; the adapter knows, for it has sent them. */
    private record MemberCount(int members) {
        static final ThreadLocal<MemberCount> NOW = ThreadLocal.withInitial(() -> new MemberCount(0));
    }

    /** What a refusal must become. */
    private record Refusal(Class<? extends KvException> type, Outcome outcome, boolean retryable) {}

    private static final Refusal BAD_REQUEST = new Refusal(KvRequestException.class, Outcome.REJECTED, false);
    private static final Refusal AUTH = new Refusal(KvAuthException.class, Outcome.REJECTED, false);
    private static final Refusal NOT_FOUND = new Refusal(KvNotFoundException.class, Outcome.REJECTED, false);
    private static final Refusal TOO_MANY = new Refusal(KvRateLimitedException.class, Outcome.REJECTED, true);
    private static final Refusal TOO_LARGE = new Refusal(KvTooLargeException.class, Outcome.REJECTED, false);
    private static final Refusal FAILED = new Refusal(KvServerException.class, Outcome.UNKNOWN, true);

    /** By id; by status where there is none. */
    private static final Map<String, Refusal> REFUSALS = Map.ofEntries(
            Map.entry("400", BAD_REQUEST),
            Map.entry("413", TOO_LARGE),
            Map.entry("500", FAILED),
            Map.entry("api.assert.body_required", BAD_REQUEST),
            Map.entry("api.assert.empty_argument", BAD_REQUEST),
            Map.entry("api.assert.forbidden_argument", BAD_REQUEST),
            Map.entry("api.assert.invalid_argument", BAD_REQUEST),
            Map.entry("api.assert.invalid_type", BAD_REQUEST),
            Map.entry("api.assert.missing_argument", BAD_REQUEST),
            Map.entry("api.assert.mutually_exclusive", BAD_REQUEST),
            Map.entry("api.process.action_not_found", NOT_FOUND),
            Map.entry("api.process.controller_not_found", NOT_FOUND),
            Map.entry("api.process.incompatible_sdk_version", BAD_REQUEST),
            Map.entry("api.process.too_many_logins_requests", TOO_MANY),
            Map.entry("api.process.too_many_requests", TOO_MANY),
            Map.entry("core.fatal.assertion_failed", FAILED),
            Map.entry("network.http.url_not_found", NOT_FOUND),
            Map.entry("network.http.request_too_large", TOO_LARGE),
            Map.entry("network.http.body_parse_failed", BAD_REQUEST),
            Map.entry("network.http.unsupported_content", BAD_REQUEST),
            Map.entry("network.http.unexpected_error", BAD_REQUEST),
            Map.entry("network.http.volatile_parse_failed", BAD_REQUEST),
            Map.entry("network.websocket.unexpected_error", BAD_REQUEST),
            // In the recording this is always Redis, refusing the command.
            Map.entry("plugin.runtime.unexpected_error", BAD_REQUEST),
            Map.entry("plugin.strategy.missing_user", AUTH),
            Map.entry("security.credentials.unknown_strategy", BAD_REQUEST),
            Map.entry("security.rights.forbidden", AUTH),
            Map.entry("security.rights.unauthorized", AUTH),
            Map.entry("security.token.invalid", AUTH));

    @Test
    void everyAnswerDecodesToWhatItSays() throws IOException {
        Map<String, String> leftOut = leftOut();
        Map<String, String> problems = new LinkedHashMap<>();
        int decoded = 0;
        for (Vector vector : Vectors.kuzzle()) {
            String problem = problemOf(vector);
            if (leftOut.remove(vector.id()) != null) {
                if (problem == null) {
                    problems.put(vector.id(), "is left out, but would pass");
                }
            } else if (problem != null) {
                problems.put(vector.id(), problem);
            } else {
                decoded++;
            }
        }

        assertThat(problems).isEmpty();
        assertThat(leftOut).as("left out, but not recorded").isEmpty();
        assertThat(decoded).isGreaterThan(450);
    }

    private static Map<String, String> leftOut() throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RecordedAnswersTest.class.getResourceAsStream(LEFT_OUT)),
                StandardCharsets.UTF_8))) {
            for (String line : lines.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] parts = line.split(" ", 2);
                assertThat(parts[1]).as("the reason of %s", parts[0]).isNotBlank();
                reasons.put(parts[0], parts[1]);
            }
        }
        return reasons;
    }

    private static @Nullable String problemOf(Vector vector) {
        try {
            List<String> answers = answers(vector);
            if (answers.isEmpty()) {
                return "there is no answer in it";
            }
            for (int i = 0; i < answers.size(); i++) {
                check(request(vector, i), answers.get(i), vector.transport());
            }
            return null;
        } catch (IOException | RuntimeException | AssertionError e) {
            return e.toString();
        }
    }

    /** The answers in a line as the server sent them: the frame, the body of the HTTP answer, or several. */
    private static List<String> answers(Vector vector) throws IOException {
        String response = vector.response();
        if (response.startsWith("[")) {
            return pieces(response);
        }
        Map<?, ?> parsed = Json.object(response);
        if (vector.transport().equals("http")) {
            return parsed.get("body") instanceof Map ? List.of(member(response, "body")) : List.of();
        }
        if (parsed.containsKey("refusal")) {
            return List.of(member(response, "refusal"));
        }
        return parsed.containsKey("status") ? List.of(response) : List.of();
    }

    private static String member(String json, String name) throws IOException {
        try (JsonParser parser = KuzzleAnswer.JSON.createParser(json)) {
            parser.nextToken();
            while (!name.equals(parser.nextFieldName())) {
                parser.nextToken();
                parser.skipChildren();
            }
            parser.nextToken();
            return piece(json, parser);
        }
    }

    private static List<String> pieces(String json) throws IOException {
        List<String> all = new ArrayList<>();
        try (JsonParser parser = KuzzleAnswer.JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                all.add(piece(json, parser));
            }
        }
        return all;
    }

    private static String piece(String json, JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return json.substring(from, (int) parser.currentLocation().getCharOffset());
    }

    private static @Nullable Map<?, ?> request(Vector vector, int index) throws IOException {
        if (vector.request().startsWith("[")) {
            return Json.object(pieces(vector.request()).get(index));
        }
        return vector.request().startsWith("{") ? Json.object(vector.request()) : null;
    }

    private static void check(@Nullable Map<?, ?> request, String text, String transport) throws IOException {
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        Map<?, ?> told = Json.object(text);
        checkHead(request, told, answer, transport);
        Object error = told.get("error");
        boolean bare = !told.containsKey("error") && !told.containsKey("result");
        String action = told.get("controller") + ":" + told.get("action");
        if (error != null || bare) {
            checkRefusal((Map<?, ?>) (bare ? told : error), action, answer);
        } else {
            checkResult(request, told.get("result"), action, answer);
        }
    }

    private static void checkHead(@Nullable Map<?, ?> request, Map<?, ?> told, byte[] answer, String transport)
            throws IOException {
        KuzzleAnswer.Head head = KuzzleAnswer.head(answer);
        assertThat(head.notification()).isNull();
        Object id = told.get("room") != null ? told.get("room") : told.get("requestId");
        assertThat(head.correlation()).isEqualTo(id instanceof String ? id : null);
        if (transport.equals("ws") && request != null && request.get("requestId") instanceof String sent) {
            assertThat(head.correlation()).isEqualTo(sent);
        }
    }

    private static void checkRefusal(Map<?, ?> error, String action, byte[] answer) {
        Object id = error.get("id");
        Object status = error.get("status");
        Refusal expected = REFUSALS.get(id == null ? String.valueOf(status) : id);
        assertThat(expected)
                .as("no expectation for %s", id == null ? status : id)
                .isNotNull();
        for (ResultReader<?> reader : readersOf(action)) {
            KvException e = refusal(answer, reader);
            assertThat(e).isExactlyInstanceOf(expected.type());
            assertThat(e.outcome()).isEqualTo(expected.outcome());
            assertThat(e.retryable()).isEqualTo(expected.retryable());
            assertThat(e.status()).hasValue((int) status);
            assertThat(e.backendCode()).isEqualTo(Optional.ofNullable(id));
            assertThat(e.backend()).contains("kuzzle");
            if (e instanceof KvAuthException auth) {
                assertThat(auth.reason())
                        .isEqualTo(
                                status.equals(403)
                                        ? KvAuthException.Reason.FORBIDDEN
                                        : KvAuthException.Reason.UNAUTHENTICATED);
            }
            if (e instanceof KvRateLimitedException) {
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            }
            checkNative(error, e.nativeError(KuzzleError.class).orElseThrow());
        }
    }

    private static void checkNative(Map<?, ?> error, KuzzleError kept) {
        assertThat(kept.message()).isEqualTo(error.get("message"));
        assertThat(kept.id()).isEqualTo(Optional.ofNullable(error.get("id")));
        assertThat(kept.code()).isEqualTo(error.get("code") == null ? 0 : ((Number) error.get("code")).longValue());
        assertThat(kept.props()).isEqualTo(error.get("props") == null ? List.of() : error.get("props"));
        assertThat(kept.toString()).doesNotContain(kept.message());
    }

    private static KvException refusal(byte[] answer, ResultReader<?> reader) {
        try {
            Object result = KuzzleAnswer.read(answer, reader);
            throw new AssertionError("decoded a refusal as " + result);
        } catch (KvException e) {
            return e;
        }
    }

    private static List<ResultReader<?>> readersOf(String action) {
        Reading reading = READINGS.get(action);
        return reading == null ? List.of(Readers::any) : List.of(Readers::any, reading.reader());
    }

    private static void checkResult(
            @Nullable Map<?, ?> request, @Nullable Object result, String action, byte[] answer) {
        assertThat(query(new String(answer, StandardCharsets.UTF_8))).isEqualTo(Optional.ofNullable(result));
        Reading reading = READINGS.get(action);
        if (reading == null) {
            return;
        }
        MemberCount.NOW.set(new MemberCount(members(request)));
        if (result instanceof Number number && Math.abs(number.doubleValue()) > MAX_EXACT) {
            assertThat(refusal(answer, reading.reader()))
                    .isInstanceOfSatisfying(
                            KvSerializationException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.APPLIED));
        } else {
            assertThat((Object) KuzzleAnswer.read(answer, reading.reader()))
                    .isEqualTo(reading.expected().apply(result));
        }
    }

    private static int members(@Nullable Map<?, ?> request) {
        return request != null
                        && request.get("body") instanceof Map<?, ?> body
                        && body.get("actions") instanceof List<?> l
                ? l.size()
                : 0;
    }

    /** As {@code KuzzleClient.query} reads it. */
    private static Optional<Object> query(String answer) {
        NativeKuzzle kuzzle =
                new NativeKuzzle(Settings.unconnected(), new FakePipeline(FakeExchange.answering(answer)));
        return kuzzle.query(KuzzleRequest.of("any", "thing"), KvType.of(Object.class), CallOptions.none());
    }
}
