package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import dev.kvclient.Version;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.ValueEncoding;
import dev.kvclient.versori.VersoriStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final ValueWire NATIVE = new ValueWire(ValueEncoding.NATIVE);
    private static final ValueWire WORKFLOW = new ValueWire(ValueEncoding.WORKFLOW);

    private static <T> T read(String json, Answers.Reader<T> reader) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = Json.parser(utf8)) {
            parser.nextToken();
            return reader.read(parser, utf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(String json, ValueWire values) {
        String whole = "{ \"key\":[\"a\"], \"value\" : " + json + "  ,\"versionstamp\":\"1\",\"createdAt\":null}";
        return read("{\"entries\":[" + whole + "," + whole + "]}", Answers.entries(values))
                .get(1)
                .value()
                .text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-12.50e+3",
                "123456789012345678901234567890",
                "true",
                "null",
                "\"text\"",
                "\"\"",
                "\"ü \\u00fc \\n\"",
                "{\"a\" : [1, {\"b\":null}]}",
                "[ ]",
                "{}"
            })
    void aNativeValueIsTakenAsItStands(String json) {
        assertThat(value(json, NATIVE)).isEqualTo(json);
        assertThat(read("{\"versionstamp\":\"1\",\"value\":" + json + "}", Answers.entryOf(List.of("a"), NATIVE))
                        .value()
                        .text())
                .isEqualTo(json);
    }

    @Test
    void aWorkflowValueIsUnwrappedOnceIfItIsJson() {
        assertThat(value("\"{\\\"a\\\":1}\"", WORKFLOW)).isEqualTo("{\"a\":1}");
        assertThat(value("\"12\"", WORKFLOW)).isEqualTo("12");
        assertThat(value("\"\\\"12\\\"\"", WORKFLOW)).isEqualTo("\"12\"");
        assertThat(value("\"plain\"", WORKFLOW)).isEqualTo("\"plain\"");
        assertThat(value("\"\"", WORKFLOW)).isEqualTo("\"\"");
        assertThat(value("\"12 rest\"", WORKFLOW)).isEqualTo("\"12 rest\"");
        assertThat(value("\"[1,2\"", WORKFLOW)).isEqualTo("\"[1,2\"");
        assertThat(value("\"\\\"bad \\\\x escape\\\"\"", WORKFLOW)).isEqualTo("\"\\\"bad \\\\x escape\\\"\"");
        assertThat(value("{\"native\":true}", WORKFLOW)).isEqualTo("{\"native\":true}");
        assertThat(value("\"null\"", WORKFLOW)).isEqualTo("null");
        // Half a character, which would be lost on the way into UTF-8 and back.
        assertThat(value("\"\\\"a\\ud800\\\"\"", WORKFLOW)).isEqualTo("\"\\\"a\\ud800\\\"\"");
    }

    @Test
    void aValueLongerThanJacksonReadsByItselfIsRead() {
        String large = "\"" + "x".repeat(21_000_000) + "\"";
        RawEntry entry =
                read("{\"value\":" + large + ",\"versionstamp\":\"1\"}", Answers.entryOf(List.of("a"), WORKFLOW));
        assertThat(entry.value().size()).isEqualTo(large.length());
    }

    @Test
    void anEntryHasItsParts() {
        RawEntry entry = read(
                        "{\"x\":{\"y\":[1]},\"entries\":[{\"key\":[\"a\",\"\",\"b/c\"],\"value\":1,"
                                + "\"versionstamp\":\"007\","
                                + "\"createdAt\":\"2026-02-28T23:59:59.123456+01:00\","
                                + "\"expiresAt\":\"2026-03-01T00:00:00Z\",\"more\":[]}]}",
                        Answers.entries(NATIVE))
                .get(0);

        assertThat(entry.key()).containsExactly("a", "", "b/c");
        assertThat(entry.version()).isEqualTo(Version.parse("007"));
        assertThat(entry.createdAt()).isEqualTo(Instant.parse("2026-02-28T22:59:59.123456Z"));
        assertThat(entry.expiresAt()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
    }

    @Test
    void aCommitThatDoesNotSaySoIsOne() {
        assertThat(read("{}", Answers::commit).committed()).isTrue();
        assertThat(read("{\"ok\":true,\"versionstamp\":\"1\"}", Answers::commit))
                .isEqualTo(new CommitResult(true, Version.parse("1")));
        assertThat(read("{\"ok\":true,\"committed\":false,\"versionstamp\":\"1\"}", Answers::commit))
                .isEqualTo(new CommitResult(false, null));
        odd("{\"ok\":false}", Answers::commit);
        odd("{\"committed\":\"no\"}", Answers::commit);
    }

    @Test
    void countsAreWhole() {
        assertThat(read("{\"count\":12}", Answers::count)).isEqualTo(12);
        assertThat(read("{\"count\":12.0}", Answers::count)).isEqualTo(12);
        assertThat(read("{\"count\":1.2e3}", Answers::count)).isEqualTo(1_200);
        for (String count : List.of(
                "0." + "0".repeat(200), "1".repeat(1_000_000), "12.5", "-1", "1e999999999", "1e30", "\"12\"", "null")) {
            odd("{\"count\":" + count + "}", Answers::count);
        }
        odd("{}", Answers::count);
    }

    @Test
    void pagesHaveCursorsOrEnd() {
        Answers.Page page =
                read("{\"data\":[],\"pagination\":{\"nextCursor\":\"n\",\"prevCursor\":\"\"}}", Answers.page(NATIVE));
        assertThat(page.next()).isEqualTo("n");
        assertThat(page.previous()).isNull();
        assertThat(read("{\"data\":null,\"pagination\":{}}", Answers.page(NATIVE))
                        .next())
                .isNull();
        odd("{\"data\":[]}", Answers.page(NATIVE));
        odd("{\"pagination\":{\"nextCursor\":\"\"}}", Answers.page(NATIVE));
    }

    @Test
    void batchesTellFailuresByKey() {
        Answers.BatchSet set = read(
                "{\"successes\":[{\"ok\":true}],\"failures\":[{\"key\":[\"a\",\"b\"],\"error\":\"words\"}]}",
                Answers::batchSet);
        assertThat(set.successes()).hasSize(1);
        assertThat(set.failures()).containsOnlyKeys(List.of("a", "b"));
        assertThat(set.failures().get(List.of("a", "b")).message()).isEqualTo("words");
        odd("{}", Answers::batchSet);
        odd("{\"failures\":[{\"error\":\"x\"}]}", Answers::batchSet);
        odd("{\"failures\":[{\"key\":[\"a\"]},{\"key\":[\"a\"]}]}", Answers::batchSet);
    }

    @Test
    void whatIsSaidTwiceIsOdd() {
        odd("{\"committed\":true,\"committed\":false}", Answers::commit);
        odd("{\"count\":1,\"count\":1}", Answers::count);
        odd("{\"entries\":[],\"entries\":[]}", Answers.entries(NATIVE));
        odd("{\"value\":1,\"value\":2,\"versionstamp\":\"1\"}", Answers.entryOf(List.of("a"), NATIVE));
        // What is not read, and values, are the business of others.
        assertThat(read("{\"x\":{\"a\":1,\"a\":2},\"count\":3}", Answers::count))
                .isEqualTo(3);
        assertThat(value("{\"a\":1,\"a\":2}", NATIVE)).isEqualTo("{\"a\":1,\"a\":2}");
    }

    @Test
    void anEntryWithoutAVersionstampIsOdd() {
        odd("{\"value\":1,\"versionstamp\":\"\"}", Answers.entryOf(List.of("a"), NATIVE));
        odd("{\"value\":1,\"versionstamp\":7}", Answers.entryOf(List.of("a"), NATIVE));
    }

    @Test
    void neitherLengthNorDepthOfAValueIsForTheEnvelopeToJudge() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        for (String json : List.of(deep, "9".repeat(1_500), "0." + "1".repeat(1_500), name)) {
            assertThat(value(json, NATIVE)).isEqualTo(json);
            assertThat(value("\"" + json.replace("\"", "\\\"") + "\"", WORKFLOW))
                    .isEqualTo(json);
        }
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(read("\ufeff{\"value\": [1, 2] ,\"versionstamp\":\"1\"}", Answers.entryOf(List.of("a"), NATIVE))
                        .value()
                        .text())
                .isEqualTo("[1, 2]");
    }

    @Test
    void storesAreListed() {
        assertThat(read("{\"stores\":[{\"id\":\"1\",\"name\":\"n\",\"orgId\":\"o\",\"at\":1}]}", Answers::stores))
                .containsExactly(new VersoriStore("1", "n", "o"));
        assertThat(read("{\"stores\":null}", Answers::stores)).isEmpty();
        odd("{\"stores\":[{\"id\":\"1\"}]}", Answers::stores);
        odd("{\"stores\":1}", Answers::stores);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"entries\":[{\"key\":[],\"value\":1,\"versionstamp\":\"1\"}]}",
                "{\"entries\":[{\"key\":[1],\"value\":1,\"versionstamp\":\"1\"}]}",
                "{\"entries\":[{\"key\":\"a\",\"value\":1,\"versionstamp\":\"1\"}]}",
                "{\"entries\":[{\"value\":1,\"versionstamp\":\"1\"}]}",
                "{\"entries\":[{\"key\":[\"a\"],\"versionstamp\":\"1\"}]}",
                "{\"entries\":[{\"key\":[\"a\"],\"value\":1}]}",
                "{\"entries\":[{\"key\":[\"a\"],\"value\":1,\"versionstamp\":\"1\",\"createdAt\":\"today\"}]}",
                "{\"entries\":[1]}",
                "{\"entries\":{}}",
                "{}",
                "[]"
            })
    void whatIsNoEntryIsOdd(String json) {
        odd(json, Answers.entries(NATIVE));
    }

    private static void odd(String json, Answers.Reader<?> reader) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> read(json, reader))
                .withCauseInstanceOf(OddAnswer.class);
    }
}
