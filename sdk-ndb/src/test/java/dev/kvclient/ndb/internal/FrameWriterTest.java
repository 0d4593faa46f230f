package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.codec.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests as they stand on the wire. */
class FrameWriterTest {
    private static String frame(FrameWriter.Body body) {
        FrameWriter writer = new FrameWriter("X");
        body.write(writer);
        return new String(writer.frame(), StandardCharsets.UTF_8);
    }

    @Test
    void withoutParameters() {
        assertThat(frame(FrameWriter.Body.NONE)).isEqualTo("{\"X\":{}}");
    }

    @Test
    void aTokenIsABareUnsignedNumber() {
        assertThat(frame(w -> w.unsigned("tkn", -1))).isEqualTo("{\"X\":{\"tkn\":18446744073709551615}}");
        assertThat(frame(w -> w.unsigned("tkn", Long.MIN_VALUE))).isEqualTo("{\"X\":{\"tkn\":9223372036854775808}}");
        assertThat(frame(w -> w.unsigned("tkns", List.of(-1L, 0L, 5L))))
                .isEqualTo("{\"X\":{\"tkns\":[18446744073709551615,0,5]}}");
    }

    @Test
    void allKindsOfParameters() {
        Map<String, StoredValue.Json> members = new LinkedHashMap<>();
        members.put("a", Json.value("1"));
        members.put("\"", Json.value("{\"b\" : [ ]}"));
        assertThat(frame(w -> w.number("n", -5)
                        .bool("yes", true)
                        .bool("no", false)
                        .text("t", "x")
                        .texts("l", List.of("a", ""))
                        .texts("none", List.of())
                        .numbers("rng", 1, 2)
                        .value("v", Json.value(" 1 "))
                        .values("vs", List.of(Json.value("1"), Json.value("\"2\"")))
                        .members("m", members)
                        .object("o", inner -> inner.number("i", 1).bool("j", true))
                        .text("end", "z")))
                .isEqualTo("{\"X\":{\"n\":-5,\"yes\":true,\"no\":false,\"t\":\"x\",\"l\":[\"a\",\"\"],\"none\":[],"
                        + "\"rng\":[1,2],\"v\": 1 ,\"vs\":[1,\"2\"],\"m\":{\"a\":1,\"\\\"\":{\"b\" : [ ]}},"
                        + "\"o\":{\"i\":1,\"j\":true},\"end\":\"z\"}}");
    }

    @Test
    void textIsUtf8WithControlsEscaped() {
        assertThat(frame(w -> w.text("t", "\u0000\n\u001f\u007f\"\\/\u00e9\u20ac\ud83d\ude00")))
                .isEqualTo("{\"X\":{\"t\":\"\\u0000\\n\\u001F\u007f\\\"\\\\/\u00e9\u20ac\ud83d\ude00\"}}");
    }

    @Test
    void halfASurrogateIsNotWritten() {
        assertThatThrownBy(() -> frame(w -> w.text("t", "\ud800"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> frame(w -> w.texts("t", List.of("a\udc00b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
