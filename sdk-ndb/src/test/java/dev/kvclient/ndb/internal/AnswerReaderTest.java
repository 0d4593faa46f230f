package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.codec.StoredValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading answers: values are cut out of the frame byte by byte. */
class AnswerReaderTest {
    private static NdbAnswer parse(String frame) throws IOException {
        return NdbAnswer.parse(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static NdbAnswer answer(String members) throws IOException {
        return parse("{\"X_RSP\":{" + members + "}}");
    }

    private static String text(StoredValue.Json json) {
        return new String(json.utf8(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.0",
                "7",
                "-9223372036854775808",
                "18446744073709551615",
                "1e+21",
                "1e-07",
                "100.0",
                "0.1",
                "true",
                "false",
                "null",
                "\"\"",
                "\"text\"",
                "\"quo\\\"te \\\\ \\u001F \\u007F\"",
                "\"\u00e9\u20ac\ud83d\ude00\u0080\"",
                "{}",
                "[]",
                "[[[]]]",
                "{\"a\":{\"b\":[1,2.50,\"}\"]},\"\":null}",
                "[ 1 ,\t2\n]",
                "{ \"a\" : 1 }"
            })
    void aValueIsWhatStandsInTheFrame(String json) throws IOException {
        for (String around : List.of("%s", " %s ", "\n%s\t")) {
            String frame = around.formatted(json);
            assertThat(text(AnswerReader.value("v").read(answer("\"a\":[9],\"v\":" + frame + ",\"z\":9"))))
                    .isEqualTo(json);
            assertThat(text(AnswerReader.value("v").read(answer("\"v\":" + frame))))
                    .isEqualTo(json);
            List<StoredValue.Json> items = AnswerReader.values("v").read(answer("\"v\":[" + frame + "," + frame + "]"));
            assertThat(items).extracting(AnswerReaderTest::text).containsExactly(json, json);
            Map<String, StoredValue.Json> members = AnswerReader.members("v")
                    .read(answer("\"v\":{\"a\":" + frame + ",\"\u20ac\":" + frame + ",\"st\":" + frame + "},\"st\":1"));
            assertThat(members.values()).extracting(AnswerReaderTest::text).containsExactly(json, json, json);
            assertThat(members).containsOnlyKeys("a", "\u20ac", "st");
        }
    }

    @Test
    void whatIsLongOrDeepIsReadAsWell() throws IOException {
        String longText = "\"" + "\u20ac".repeat(7_000_000) + "\"";
        assertThat(AnswerReader.value("v").read(answer("\"v\":" + longText)).size())
                .isEqualTo(21_000_002);
        String deep = "[".repeat(1_020) + "]".repeat(1_020);
        assertThat(text(AnswerReader.members("keys")
                        .read(answer("\"keys\":{\"k\":" + deep + "}"))
                        .get("k")))
                .isEqualTo(deep);
        String name = "k".repeat(60_000);
        assertThat(AnswerReader.members("keys").read(answer("\"keys\":{\"" + name + "\":1}")))
                .containsOnlyKeys(name);
    }

    @Test
    void manyNamesDoNoHarm() throws IOException {
        StringBuilder keys = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            keys.append(i == 0 ? "" : ",")
                    .append('"')
                    .append("key-")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        assertThat(AnswerReader.statuses("keys").read(answer("\"keys\":" + keys + "}")))
                .hasSize(20_000);
    }

    @Test
    void theFirstMemberOfThatNameCounts() throws IOException {
        assertThat(AnswerReader.number("cnt").read(answer("\"x\":{\"cnt\":1},\"cnt\":2")))
                .isEqualTo(2);
    }

    @Test
    void membersThatAreMissingAreNone() throws IOException {
        assertThat(AnswerReader.members("keys").read(answer("\"st\":1"))).isEmpty();
        assertThat(AnswerReader.statuses("keys").read(answer("\"st\":1"))).isEmpty();
        assertThatThrownBy(() -> AnswerReader.number("cnt").read(answer("\"st\":1")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AnswerReader.value("item").read(answer("\"st\":1")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"v\":null", "\"v\":\"1\"", "\"v\":1.5", "\"v\":[]", "\"v\":{}", "\"v\":18446744073709551616"})
    void aNumberIsAWholeOne(String members) {
        assertThatThrownBy(() -> AnswerReader.number("v").read(answer(members))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v\":null", "\"v\":\"1\"", "\"v\":{}", "\"v\":[1]", "\"v\":[\"a\",null]", "\"v\":[[]]"})
    void textsAreAListOfTexts(String members) {
        assertThatThrownBy(() -> AnswerReader.texts("v").read(answer(members))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v\":null", "\"v\":[]", "\"v\":1"})
    void membersAreAnObject(String members) {
        assertThatThrownBy(() -> AnswerReader.members("v").read(answer(members)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AnswerReader.statuses("v").read(answer(members)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v\":{\"a\":null}", "\"v\":{\"a\":\"20\"}", "\"v\":{\"a\":{}}"})
    void statusesAreNumbers(String members) {
        assertThatThrownBy(() -> AnswerReader.statuses("v").read(answer(members)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theStatusesOfRemovedKeysStandBesideTheToken() throws IOException {
        NdbAnswer answer = answer("\"tkn\":18446744073709551615,\"a\":24,\"keys\":22");

        assertThat(AnswerReader.bodyStatuses(false).read(answer)).isEqualTo(Map.of("a", 24, "keys", 22));
        assertThat(AnswerReader.bodyStatuses(true).read(answer("\"tkn\":24"))).isEqualTo(Map.of("tkn", 24));
        assertThatThrownBy(() -> AnswerReader.bodyStatuses(false).read(answer("\"a\":\"24\"")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerShowsItsParts() throws IOException {
        NdbAnswer answer = parse("{\"KV_SET_RSP\":{\"st\":100,\"tkn\":18446744073709551615,\"m\":\"words\"}}");

        assertThat(answer.name()).isEqualTo("KV_SET_RSP");
        assertThat(answer.status()).isEqualTo(100);
        assertThat(answer.token()).isEqualTo(-1L);
        assertThat(answer.message()).isEqualTo("words");
        assertThat(answer.hasMessage()).isTrue();
        assertThat(answer.members()).containsExactly("st", "tkn", "m");
        assertThat(answer).hasToString("KV_SET_RSP 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"5\"", "-1", "18446744073709551616", "1.0", "{}"})
    void whatIsNoTokenIsNone(String json) throws IOException {
        assertThat(answer("\"tkn\":" + json).token()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"X\"",
                "[]",
                "{}",
                "{\"X\":null}",
                "{\"X\":[]}",
                "{\"X\":{}",
                "{\"X\":{\"a\":}}",
                "{\"X\":{}}x",
                "{\"X\":{}}{}",
                "{\"X\":{},\"Y\":{}}",
                "{\"X\":{\"keys\":{\"k\":",
                "{\"X\":{\"a\":tru}}"
            })
    void whatIsNoAnswerIsRefused(String frame) {
        assertThatThrownBy(() -> parse(frame)).isInstanceOf(IOException.class);
    }

    @Test
    void onlyAJsonNullIsNull() {
        assertThat(AnswerReader.isNull(Json.value("null"))).isTrue();
        assertThat(AnswerReader.isNull(Json.value("\"nu\""))).isFalse();
        assertThat(AnswerReader.isNull(Json.value("1234"))).isFalse();
        assertThat(AnswerReader.isNull(null)).isFalse();
    }
}
