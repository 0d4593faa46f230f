package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Condition;
import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.kuzzle.ValueFormat;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values of all kinds look in a frame, and how they come back. */
class ValuesOnTheWireTest {
    private record Point(int x, String label) {}

    private static CommandHandler commands(ValueFormat format) {
        return KuzzleBackend.builder()
                .endpoint("localhost", 7512)
                .valueFormat(format)
                .build()
                .commands();
    }

    /** What is sent as the value, as the server understands it. */
    private static Object sent(ValueFormat format, String key, Object value) {
        FakeExchange x = new FakeExchange("\"OK\"");
        Write write = new Write(key, KvCodec.standard().encode(value), null, false, Condition.none(), Map.of(), false);
        commands(format).set(new KvCommand.Set(write), x).toCompletableFuture().join();
        Map<?, ?> frame = Json.object(x.frame());
        assertThat(frame.get("_id")).isEqualTo(key);
        return Json.at(frame, "body", "value");
    }

    private static Object sent(ValueFormat format, Object value) {
        return sent(format, "k", value);
    }

    /** What a value comes back as, having been kept as the string that was sent. */
    private static <T> Optional<T> read(ValueFormat format, Object sent, KvType<T> type) {
        FakeExchange x = new FakeExchange(Json.quoted((String) sent));
        StoredValue stored = commands(format)
                .get(new KvCommand.Get("k"), x)
                .toCompletableFuture()
                .join()
                .orElseThrow();
        return KvCodec.standard().decode(stored, type);
    }

    @Test
    void naturalStringsAndNumbersAreTheirText() {
        assertThat(sent(ValueFormat.NATURAL, "hello")).isEqualTo("hello");
        assertThat(sent(ValueFormat.NATURAL, "")).isEqualTo("");
        assertThat(sent(ValueFormat.NATURAL, 42)).isEqualTo("42");
        assertThat(sent(ValueFormat.NATURAL, -1.5)).isEqualTo("-1.5");
        assertThat(sent(ValueFormat.NATURAL, 9_007_199_254_740_993L)).isEqualTo("9007199254740993");
    }

    @Test
    void naturalOtherValuesAreJsonText() {
        assertThat(sent(ValueFormat.NATURAL, true)).isEqualTo("true");
        assertThat(sent(ValueFormat.NATURAL, List.of(1, "a\"b"))).isEqualTo("[1,\"a\\\"b\"]");
        assertThat(sent(ValueFormat.NATURAL, new Point(1, "é\n"))).isEqualTo("{\"x\":1,\"label\":\"é\\n\"}");
    }

    @Test
    void jsonKeepsStringsInQuotes() {
        assertThat(sent(ValueFormat.JSON, "hello")).isEqualTo("\"hello\"");
        assertThat(sent(ValueFormat.JSON, "")).isEqualTo("\"\"");
        assertThat(sent(ValueFormat.JSON, "42")).isEqualTo("\"42\"");
        assertThat(sent(ValueFormat.JSON, 42)).isEqualTo("42");
        assertThat(sent(ValueFormat.JSON, new Point(1, "a"))).isEqualTo("{\"x\":1,\"label\":\"a\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain",
                "\"quoted\"",
                "back\\slash",
                "\\u0041 is no escape",
                "\u0000\u0001\u001f\u007f",
                "tab\tnewline\nreturn\r",
                "é漢字",
                "🎉👩‍👩‍👧",
                "\u2028\u2029",
                "</script>",
                "{\"a\":1}",
                "42",
                "null",
                "\ufeffmark\uffff"
            })
    void everyStringIsSentAndReadAsItself(String text) {
        assertThat(sent(ValueFormat.NATURAL, text)).isEqualTo(text);
        for (ValueFormat format : ValueFormat.values()) {
            assertThat(read(format, sent(format, text), KvType.of(String.class)))
                    .contains(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "\u0000\u001f", "é漢字🎉", "a,b", "a/b?c=d#e f%20", "__proto__"})
    void everyKeyIsSentAsItself(String key) {
        assertThat(sent(ValueFormat.NATURAL, key, "v")).isEqualTo("v");
    }

    @ParameterizedTest
    @EnumSource(ValueFormat.class)
    void objectsComeBackEqual(ValueFormat format) {
        Point point = new Point(-3, "q\"\\\n🎉");

        assertThat(read(format, sent(format, point), KvType.of(Point.class))).contains(point);
        assertThat(read(format, sent(format, List.of(1, 2)), KvType.of(Object.class)))
                .contains(List.of(1, 2));
        assertThat(read(format, sent(format, Long.MIN_VALUE), KvType.of(Long.class)))
                .contains(Long.MIN_VALUE);
        assertThat(read(format, sent(format, true), KvType.of(Boolean.class))).contains(true);
    }

    @Test
    void whatOthersWroteAsPlainTextIsReadAsItIs() {
        assertThat(read(ValueFormat.NATURAL, "no JSON at all", KvType.of(Object.class)))
                .contains("no JSON at all");
        assertThat(read(ValueFormat.NATURAL, "12 rest", KvType.of(Object.class)))
                .contains("12 rest");
        assertThat(read(ValueFormat.NATURAL, "42", KvType.of(Object.class))).contains(42);
        assertThat(read(ValueFormat.NATURAL, "42", KvType.of(String.class))).contains("42");
    }

    @Test
    void jsonTellsTextFromNumber() {
        assertThat(read(ValueFormat.JSON, sent(ValueFormat.JSON, "42"), KvType.of(Object.class)))
                .contains("42");
        assertThat(read(ValueFormat.JSON, sent(ValueFormat.JSON, 42), KvType.of(Object.class)))
                .contains(42);
    }
}
