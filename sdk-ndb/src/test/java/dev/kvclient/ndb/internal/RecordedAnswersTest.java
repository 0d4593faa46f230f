package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbError;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.testkit.vectors.NdbVector;
import dev.kvclient.testkit.vectors.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every answer that real servers gave while they were recorded, decoded by the message of the client that would have
 * asked for it: to what stands in it, or to the exception of its status, which are looked up in tables of this test.
 */
class RecordedAnswersTest {
    private static final String LEFT_OUT = "answers-left-out.txt";

    private record Refusal(Class<? extends KvException> type, Outcome outcome) {}

    private static final Refusal BAD_REQUEST = new Refusal(KvRequestException.class, Outcome.REJECTED);
    private static final Refusal NOT_FOUND = new Refusal(KvNotFoundException.class, Outcome.REJECTED);
    private static final Refusal CONFLICT = new Refusal(KvConflictException.class, Outcome.REJECTED);
    private static final Refusal FAILED = new Refusal(KvServerException.class, Outcome.UNKNOWN);

    private static final Map<Integer, Refusal> OF_SESSIONS = Map.ofEntries(
            Map.entry(2, BAD_REQUEST),
            Map.entry(3, BAD_REQUEST),
            Map.entry(4, BAD_REQUEST),
            Map.entry(10, NOT_FOUND),
            Map.entry(11, BAD_REQUEST),
            Map.entry(12, BAD_REQUEST),
            Map.entry(13, BAD_REQUEST),
            Map.entry(26, BAD_REQUEST),
            Map.entry(41, BAD_REQUEST),
            Map.entry(42, BAD_REQUEST),
            Map.entry(100, NOT_FOUND),
            Map.entry(101, BAD_REQUEST),
            Map.entry(103, CONFLICT),
            Map.entry(142, NOT_FOUND),
            Map.entry(1000, FAILED));

    private static final Map<Integer, Refusal> OF_STATUSES = Map.ofEntries(
            Map.entry(2, BAD_REQUEST),
            Map.entry(3, BAD_REQUEST),
            Map.entry(10, NOT_FOUND),
            Map.entry(13, BAD_REQUEST),
            Map.entry(14, BAD_REQUEST),
            Map.entry(22, NOT_FOUND),
            Map.entry(26, BAD_REQUEST),
            Map.entry(41, BAD_REQUEST),
            Map.entry(42, BAD_REQUEST),
            Map.entry(142, NOT_FOUND),
            Map.entry(160, CONFLICT),
            Map.entry(161, BAD_REQUEST),
            Map.entry(1000, FAILED));

    /** Frames that the client would send byte by byte as they were recorded. */
    private int sameFrames;

    @Test
    void everyAnswerOfV04Decodes() throws IOException {
        check(Dialect.V0_4, Vectors.ndbV04(), 280);

        assertThat(sameFrames).isGreaterThan(180);
    }

    @Test
    void everyAnswerOfV05Decodes() throws IOException {
        check(Dialect.V0_5, Vectors.ndbV05(), 280);

        assertThat(sameFrames).isGreaterThan(180);
    }

    @Test
    void everyAnswerOfV09Decodes() throws IOException {
        check(Dialect.V0_9, Vectors.ndbV09(), 550);

        assertThat(sameFrames).isGreaterThan(400);
    }

    private void check(Dialect dialect, List<NdbVector> vectors, int atLeast) throws IOException {
        Map<String, String> leftOut = leftOut();
        RecordedReadings readings = new RecordedReadings(dialect);
        Map<String, String> problems = new LinkedHashMap<>();
        int decoded = 0;
        for (NdbVector vector : vectors) {
            String problem = problemOf(vector, dialect, readings);
            if (leftOut.containsKey(vector.id())) {
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
        assertThat(decoded).isGreaterThan(atLeast);
    }

    @Test
    void whatIsLeftOutIsRecorded() throws IOException {
        List<String> ids = new ArrayList<>();
        Vectors.ndbV04().forEach(vector -> ids.add(vector.id()));
        Vectors.ndbV05().forEach(vector -> ids.add(vector.id()));
        Vectors.ndbV09().forEach(vector -> ids.add(vector.id()));

        assertThat(ids).containsAll(leftOut().keySet());
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

    private @Nullable String problemOf(NdbVector vector, Dialect dialect, RecordedReadings readings) {
        try {
            List<RecordedRequest> waiting = new ArrayList<>();
            for (String frame : vector.sends()) {
                RecordedRequest request = vector.binary() ? RecordedRequest.of("") : RecordedRequest.of(frame);
                waiting.add(request);
                countSame(frame, request, readings);
            }
            for (String text : vector.answers()) {
                NdbAnswer answer = NdbAnswer.parse(text.getBytes(StandardCharsets.UTF_8));
                RecordedRequest request = take(waiting, answer, vector.sends().size() == 1);
                check(request, readings.of(request), answer, (Map<?, ?>) first(Json.object(text)), dialect);
            }
            for (RecordedRequest silent : waiting) {
                // Only a quiet one gives anything then.
                assertThat(readings.of(silent).message().apply(silent).silence())
                        .isNotNull();
            }
            return null;
        } catch (IOException | RuntimeException | AssertionError e) {
            return e.toString();
        }
    }

    private void countSame(String frame, RecordedRequest request, RecordedReadings readings) {
        NdbMessage<?> message = readings.of(request).message().apply(request);
        NdbToken token = message.token();
        if (new String(message.frame(token), StandardCharsets.UTF_8).equals(frame)) {
            sameFrames++;
        }
    }

    /** The request that the answer is for; v0.4 does not keep to the order. */
    private static RecordedRequest take(List<RecordedRequest> waiting, NdbAnswer answer, boolean only) {
        RecordedRequest found = waiting.stream()
                .filter(request -> only || isNamed(request, answer) || isUnnamed(request, answer))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody waits for " + answer));
        boolean begun = answer.name().equals("SH_SAVE_RSP") && answer.status() == 120;
        if (!begun) {
            waiting.remove(found);
        }
        return found;
    }

    private static boolean isNamed(RecordedRequest request, NdbAnswer answer) {
        return answer.name().equals(request.command() + "_RSP");
    }

    private static boolean isUnnamed(RecordedRequest request, NdbAnswer answer) {
        return answer.name().equals(NdbAnswer.ERR)
                && (request.command().isEmpty() || request.command().equals("KV_NOPE"));
    }

    private static Object first(Map<?, ?> object) {
        return object.values().iterator().next();
    }

    private static void check(
            RecordedRequest request,
            RecordedReadings.Reading reading,
            NdbAnswer answer,
            Map<?, ?> told,
            Dialect dialect) {
        NdbMessage<?> message = reading.message().apply(request);
        boolean shown = message.session() != NdbMessage.Session.NONE;
        AnswerCheck.Verdict verdict =
                message.check(dialect, shown ? message.token() : null).of(answer);
        if (request.command().equals("SH_SAVE") && told.get("st").equals(120)) {
            assertThat(verdict).isEqualTo(AnswerCheck.Verdict.INTERIM);
            return;
        }
        // Who says that a request makes no sense at all says nothing of whose it is.
        if (!request.command().isEmpty()) {
            assertThat(verdict).isNotIn(AnswerCheck.Verdict.OTHERS, AnswerCheck.Verdict.INTERIM);
        }
        int status = told.get("st") instanceof Integer number && !isKeys(request, told) ? number : 0;
        boolean refused = answer.name().equals("ERR")
                || told.get("m") instanceof String
                || (status != 0 && !reading.good().contains(status));
        if (refused) {
            checkRefusal(message, answer, status, told, dialect);
        } else {
            assertThat(RecordedReadings.plain(message.read(answer, dialect)))
                    .isEqualTo(RecordedReadings.plain(reading.expected().apply(request, told)));
        }
    }

    /** The members of this answer are keys. */
    private static boolean isKeys(RecordedRequest request, Map<?, ?> told) {
        return request.command().equals("KV_RMV") && request.texts("keys").contains("st") && !told.containsKey("m");
    }

    private static void checkRefusal(
            NdbMessage<?> message, NdbAnswer answer, int status, Map<?, ?> told, Dialect dialect) {
        boolean sessions = dialect.generation() == NdbGeneration.SESSION;
        Refusal expected = (sessions ? OF_SESSIONS : OF_STATUSES).get(status);
        assertThat(expected).as("no expectation for %d", status).isNotNull();
        KvException e = refusal(message, answer, dialect);
        assertThat(e).isExactlyInstanceOf(expected.type());
        assertThat(e.outcome()).isEqualTo(expected.outcome());
        assertThat(e.retryable()).isFalse();
        assertThat(e.status()).hasValue(status);
        assertThat(e.backend()).contains("ndb");
        NdbError kept = e.nativeError(NdbError.class).orElseThrow();
        assertThat(kept.generation()).isEqualTo(dialect.generation());
        assertThat(kept.response()).isEqualTo(answer.name());
        assertThat(kept.status()).isEqualTo(status);
        assertThat(kept.message())
                .isEqualTo(
                        Optional.ofNullable(told.get("m")).map(Object::toString).orElse(""));
    }

    private static KvException refusal(NdbMessage<?> message, NdbAnswer answer, Dialect dialect) {
        try {
            Object result = message.read(answer, dialect);
            throw new AssertionError("decoded a refusal as " + result);
        } catch (KvException e) {
            return e;
        }
    }
}
