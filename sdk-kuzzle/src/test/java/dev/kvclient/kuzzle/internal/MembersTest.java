package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of an object as they stand in its bytes. */
class MembersTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Members members(String json) throws IOException {
        return Members.of(utf8(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.50",
                "1e400",
                "0.12345678901234567890123456789",
                "9007199254740993",
                "true",
                "false",
                "\"\"",
                "\"é🎉\\\"\\u00e9\\n\"",
                "[]",
                "[ 1 , {\"a\":[]} ]",
                "{}",
                "{\"a\" : {\"b\":\"}\"}}"
            })
    void aValueIsKeptAsItStands(String value) throws IOException {
        for (String frame : new String[] {
            "{\"a\":%s}", " { \"é\" : \"🎉\" , \"a\" :\n %s , \"b\" : null } ", "{\"z\":[1],\"a\":%s,\"b\":2}"
        }) {
            assertThat(members(frame.formatted(value)).json("a").orElseThrow().text())
                    .isEqualTo(value);
        }
    }

    @Test
    void aLongValueIsKeptAsItStands() throws IOException {
        String text = "\"" + "é🎉x".repeat(50_000) + "\"";
        String digits = "1." + "7".repeat(900);

        Members members = members("{\"text\":" + text + ",\"digits\":" + digits + ",\"end\":1}");

        assertThat(members.json("text").orElseThrow().text()).isEqualTo(text);
        assertThat(members.json("digits").orElseThrow().text()).isEqualTo(digits);
        assertThat(members.integer("end")).hasValue(1);
        assertThat(members.names()).containsExactly("text", "digits", "end");
    }

    @Test
    void aValueIsReadAsWhatItIs() throws IOException {
        Members members = members("{\"t\":\"\\u00e9\",\"n\":12,\"big\":99999999999999999999,\"d\":1.5,\"y\":true,"
                + "\"no\":false,\"null\":null,\"o\":{\"t\":\"x\"},\"a\":[]}");

        assertThat(members.text("t")).contains("é");
        assertThat(members.text("n")).isEmpty();
        assertThat(members.integer("n")).hasValue(12);
        assertThat(members.integer("big")).isEmpty();
        assertThat(members.integer("d")).isEmpty();
        assertThat(members.flag("y")).contains(true);
        assertThat(members.flag("no")).contains(false);
        assertThat(members.flag("n")).isEmpty();
        assertThat(members.json("null")).isEmpty();
        assertThat(members.json("missing")).isEmpty();
        assertThat(members.text("missing")).isEmpty();
        assertThat(members.integer("missing")).isEmpty();
        assertThat(members.object("o").orElseThrow().text("t")).contains("x");
        assertThat(members.object("a")).isEmpty();
        assertThat(members.toString()).doesNotContain("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "null", "{", "{\"a\"", "{\"a\":1", "{\"a\":\"x", "{\"a\":[1}", "{\"a\":}"})
    void whatIsNoObjectHasNone(String json) {
        assertThatThrownBy(() -> members(json)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Members.ofFrame(utf8(json))).isInstanceOf(KvProtocolException.class);
        assertThatThrownBy(() -> Members.ofAnswer(utf8(json))).isInstanceOf(KvProtocolException.class);
    }

    @Test
    void theErrorOfAnAnswerIsThrown() {
        byte[] refused = utf8("{\"status\":400,\"error\":{\"status\":400,\"message\":\"m\"},\"result\":null}");

        assertThatThrownBy(() -> Members.ofAnswer(refused)).isInstanceOf(KvRequestException.class);
        assertThat(Members.ofFrame(refused).integer("status")).hasValue(400);
        assertThat(Members.ofAnswer(utf8("{\"status\":200,\"error\":null}")).json("result"))
                .isEmpty();
    }
}
