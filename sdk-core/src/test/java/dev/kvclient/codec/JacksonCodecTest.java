package dev.kvclient.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonCodecTest {
    private static final String LONE = "\uD800";

    private final KvCodec codec = KvCodec.standard();

    record User(String name, int age) {}

    record Odd(Optional<Instant> at, Object any) {}

    enum Colour {
        RED
    }

    private String written(Object value) {
        return codec.encode(value).text();
    }

    private <T> Optional<T> json(String text, Class<T> type) {
        return codec.decode(new StoredValue.Json(text.getBytes(StandardCharsets.UTF_8)), KvType.of(type));
    }

    private <T> Optional<T> text(String text, Class<T> type) {
        return codec.decode(new StoredValue.Text(text), KvType.of(type));
    }

    @Test
    void writesPlainJson() {
        assertThat(written("a\"b\\c/\n\u0001ü😀")).isEqualTo("\"a\\\"b\\\\c/\\n\\u0001ü😀\"");
        assertThat(written("")).isEqualTo("\"\"");
        assertThat(written(12)).isEqualTo("12");
        assertThat(written(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(written(true)).isEqualTo("true");
        assertThat(written(1.5f)).isEqualTo("1.5");
        assertThat(written(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(written(BigInteger.TWO.pow(70))).isEqualTo("1180591620717411303424");
        assertThat(written(new User("Ada", 36))).isEqualTo("{\"name\":\"Ada\",\"age\":36}");
        assertThat(written(List.of(1, "b"))).isEqualTo("[1,\"b\"]");
        assertThat(written(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(written(Colour.RED)).isEqualTo("\"RED\"");
        assertThat(written(Optional.of(1))).isEqualTo("1");
        assertThat(written(new Odd(Optional.empty(), null))).isEqualTo("{\"at\":null,\"any\":null}");
        assertThat(written(new UUID(0, 1))).isEqualTo("\"00000000-0000-0000-0000-000000000001\"");
    }

    static Stream<Object> refused() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        return Stream.of(
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Float.NaN,
                new double[] {1, Double.POSITIVE_INFINITY},
                new float[] {Float.NaN},
                new Double[][] {{1.0, Double.NaN}},
                List.of(1, Double.NaN),
                Map.of("a", Map.of("b", Double.NaN)),
                Optional.of(Double.NaN),
                DoubleNode.valueOf(Double.NaN),
                LONE,
                "a\uDC00",
                "\uDC00\uD800",
                'a' + LONE + 'b',
                '\uD800',
                new String[][] {{"a", LONE}},
                List.of(LONE),
                Map.of(LONE, 1),
                new User(LONE, 1),
                Optional.empty(),
                new AtomicReference<>(),
                NullNode.getInstance(),
                RawJson.of("null"),
                RawJson.of(" null\n"),
                RawJson.of(""),
                RawJson.of("  "),
                RawJson.of("{"),
                RawJson.of("[1,2"),
                RawJson.of("]"),
                RawJson.of("1 2"),
                RawJson.of("{}{}"),
                RawJson.of("12 rest"),
                RawJson.of("NaN"),
                RawJson.of("'a'"),
                RawJson.of("01"),
                RawJson.of("\"a"),
                RawJson.of("\"" + LONE + "\""),
                RawJson.of("\"\\ud800\""),
                RawJson.of("{\"\\udc00\":1}"),
                RawJson.of("[\"a\",\"\\ud800x\"]"),
                RawJson.of("\u00001"),
                RawJson.of("\ufeff1"),
                new Object(),
                cycle,
                new IllegalStateException(LONE));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatWouldNotComeBackEqual(Object value) {
        assertThatExceptionOfType(KvSerializationException.class)
                .as(() -> value instanceof RawJson raw ? raw.json() : String.valueOf(value.getClass()))
                .isThrownBy(() -> codec.encode(value))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void takesPairsAndTextThatMerelyLooksOdd() {
        assertThat(written("\uD83D\uDE00")).isEqualTo("\"😀\"");
        assertThat(written(RawJson.of("\"\\ud83d\\ude00\""))).isEqualTo("\"\\ud83d\\ude00\"");
        assertThat(written(RawJson.of(" {\"a\" : [1.50, null]} "))).isEqualTo(" {\"a\" : [1.50, null]} ");
        assertThat(written("NaN")).isEqualTo("\"NaN\"");
        assertThat(written(Map.of("null", Collections.emptyList()))).isEqualTo("{\"null\":[]}");
        assertThat(written(Arrays.asList(null, 1))).isEqualTo("[null,1]");
        assertThatNullPointerException().isThrownBy(() -> codec.encode(null));
    }

    @Test
    void readsJsonAsTheTypeAsked() {
        assertThat(json("12", Integer.class)).contains(12);
        assertThat(json("12", Long.class)).contains(12L);
        assertThat(json("\"a\"", String.class)).contains("a");
        assertThat(json("{\"name\":\"Ada\",\"age\":3,\"more\":1}", User.class)).contains(new User("Ada", 3));
        assertThat(json("\"1970-01-01T00:00:00Z\"", Instant.class)).contains(Instant.EPOCH);
        assertThat(json("\"RED\"", Colour.class)).contains(Colour.RED);
        assertThat(json("null", User.class)).isEmpty();
        assertThat(json("null", RawJson.class)).isEmpty();
        assertThat(json("{\"a\": 1}", RawJson.class)).contains(RawJson.of("{\"a\": 1}"));
        KvType<Map<String, List<Integer>>> generic = new KvType<>() {};
        assertThat(codec.decode(codec.encode(Map.of("a", List.of(1, 2))), generic))
                .contains(Map.of("a", List.of(1, 2)));
        assertThat(codec.decode(codec.encode(new BigDecimal("1.50")), KvType.of(BigDecimal.class)))
                .contains(new BigDecimal("1.50"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.5", "12 rest", "\"x\"", "{}", "[1]", "9999999999", "1 2", ""})
    void refusesToReadAnythingElseAsAnInteger(String stored) {
        assertThatExceptionOfType(KvSerializationException.class)
                .isThrownBy(() -> json(stored, Integer.class))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.APPLIED));
    }

    @Test
    void readsTextAsItIsOrAsJsonOrAsTheContentOfAString() {
        assertThat(text("12", String.class)).contains("12");
        assertThat(text("null", String.class)).contains("null");
        assertThat(text("", String.class)).contains("");
        assertThat(text("\"quoted\"", String.class)).contains("\"quoted\"");
        assertThat(text("12", Integer.class)).contains(12);
        assertThat(text("true", Boolean.class)).contains(true);
        assertThat(text("{\"name\":\"Ada\",\"age\":3}", User.class)).contains(new User("Ada", 3));
        assertThat(text("null", User.class)).isEmpty();
        assertThat(text("RED", Colour.class)).contains(Colour.RED);
        assertThat(text("1970-01-01T00:00:00Z", Instant.class)).contains(Instant.EPOCH);
        assertThat(text("00000000-0000-0000-0000-000000000001", UUID.class)).contains(new UUID(0, 1));
        assertThat(text("plain words", Object.class)).contains("plain words");
        assertThat(text("12", Object.class)).contains(12);
        assertThat(text("{\"a\":1}", RawJson.class)).contains(RawJson.of("{\"a\":1}"));
        assertThat(text("plain \"words\"", RawJson.class)).contains(RawJson.of("\"plain \\\"words\\\"\""));
        assertThat(text("1 2", RawJson.class)).contains(RawJson.of("\"1 2\""));
        for (String stored : List.of("words", "12.5", "12 rest", "[1]")) {
            assertThatExceptionOfType(KvSerializationException.class)
                    .as(stored)
                    .isThrownBy(() -> text(stored, Integer.class))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.APPLIED));
        }
    }

    @Test
    void noValueGetsIntoAMessage() {
        Iterable<String> throwing = () -> {
            throw new IllegalStateException("s3cr3t");
        };
        for (Object value : List.of(
                "s3cr3t\uD800",
                List.of("s3cr3t", LONE),
                throwing,
                RawJson.of("{\"s3cr3t\":s3cr3t}"),
                RawJson.of("s3cr3t"))) {
            silent(() -> codec.encode(value));
        }
        silent(() -> json("\"s3cr3t\"", Integer.class));
        silent(() -> json("{\"name\":\"a\",\"age\":\"s3cr3t\"}", User.class));
        silent(() -> json("s3cr3t", User.class));
        silent(() -> json("\"s3cr3t\"", Colour.class));
        silent(() -> text("s3cr3t", Integer.class));
        silent(() -> text("{\"age\":\"s3cr3t\"}", User.class));
        assertThat(codec.encode("s3cr3t").toString()).doesNotContain("s3cr3t");
        assertThat(new StoredValue.Text("s3cr3t").toString()).doesNotContain("s3cr3t");
        assertThat(RawJson.of("\"s3cr3t\"").toString()).doesNotContain("s3cr3t");
    }

    private static void silent(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        KvSerializationException e = assertThatExceptionOfType(KvSerializationException.class)
                .isThrownBy(call)
                .actual();
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void aMapperOfTheApplicationIsCopiedAndStillKeptFromTrailingText() {
        JsonMapper mapper = JsonMapper.builder().build();
        JacksonCodec own = JacksonCodec.of(mapper);

        assertThatExceptionOfType(KvSerializationException.class)
                .isThrownBy(() -> own.decode(
                        new StoredValue.Json("12 rest".getBytes(StandardCharsets.UTF_8)), KvType.of(Integer.class)));
        assertThatExceptionOfType(KvSerializationException.class).isThrownBy(() -> own.encode(Double.NaN));
        assertThat(own.encode(new User("Ada", 1)).text()).isEqualTo("{\"name\":\"Ada\",\"age\":1}");
    }

    @Test
    void storedValuesAreComparedByContent() {
        StoredValue.Json one = codec.encode("a");
        assertThat(one).isEqualTo(codec.encode("a")).hasSameHashCodeAs(codec.encode("a"));
        assertThat(one).isNotEqualTo(new StoredValue.Text("\"a\"")).isNotEqualTo(codec.encode("b"));
        assertThat(one.isString()).isTrue();
        assertThat(one.size()).isEqualTo(3);
        assertThat(codec.encode(1).isString()).isFalse();
        assertThat(new StoredValue.Text("a"))
                .isEqualTo(new StoredValue.Text("a"))
                .hasSameHashCodeAs(new StoredValue.Text("a"));
    }
}
