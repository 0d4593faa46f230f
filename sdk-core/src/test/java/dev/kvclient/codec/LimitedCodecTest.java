package dev.kvclient.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codecs that refuse the numbers which a backend would change, on whatever way they get into the JSON. */
class LimitedCodecTest {
    private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);
    private static final String TOO_LONG = "3.14159265358979323846";

    private final KvCodec limited = KvCodec.standard().limitedTo(Numbers.BITS_64);

    /** JSON text from elsewhere, as {@code @JsonRawValue} gives it to the generator. */
    record Raw(RawValue raw) {
        Raw(String json) {
            this(new RawValue(json));
        }
    }

    /** A value that writes itself by the generator's own methods. */
    @FunctionalInterface
    interface Writing extends JsonSerializable {
        void write(JsonGenerator generator) throws IOException;

        @Override
        default void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
            write(generator);
        }

        @Override
        default void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            write(generator);
        }
    }

    private static Writing writing(Writing value) {
        return value;
    }

    private static Writing writingText(String json) {
        char[] chars = ("xx" + json + "x").toCharArray();
        return generator -> {
            generator.writeStartArray();
            generator.writeNumber(chars, 2, json.length());
            generator.writeEndArray();
        };
    }

    private static TokenBuffer buffer(String json) {
        try (JsonParser parser = new ObjectMapper().createParser(json)) {
            TokenBuffer buffer = new TokenBuffer(parser);
            parser.nextToken();
            buffer.copyCurrentStructure(parser);
            return buffer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Object> refused() {
        return Stream.of(
                TWO_64,
                TWO_64.negate(),
                -0.0,
                -0.0f,
                new BigDecimal(TOO_LONG),
                new BigDecimal("1E+1000000000"),
                new BigDecimal("100000000000000000000"),
                new double[] {1, -0.0},
                new float[] {-0.0f},
                List.of(new BigInteger[] {BigInteger.ONE, TWO_64}, 1),
                List.of(1, TWO_64),
                Map.of("a", Map.of("b", TWO_64)),
                Optional.of(TWO_64),
                BigIntegerNode.valueOf(TWO_64),
                DoubleNode.valueOf(-0.0),
                DecimalNode.valueOf(new BigDecimal(TOO_LONG)),
                JsonNodeFactory.instance.objectNode().put("a", TWO_64),
                JsonNodeFactory.instance.pojoNode(List.of(TWO_64)),
                JsonNodeFactory.instance.arrayNode().addRawValue(new RawValue("[1e309]")),
                new Raw("[1,-0]"),
                new Raw("18446744073709551616"),
                RawJson.of("18446744073709551616"),
                RawJson.of("{\"a\":[1,{\"b\":1e309}]}"),
                RawJson.of("-0"),
                RawJson.of("-0.0"),
                RawJson.of("[1E99999999999]"),
                RawJson.of(TOO_LONG),
                buffer("[" + TOO_LONG + "]"),
                buffer("[18446744073709551616]"),
                new DoubleAdder() {
                    @Override
                    public String toString() {
                        return "-0.0";
                    }
                },
                writingText(TOO_LONG),
                writingText("-0.0"),
                writing(g -> g.writeNumber(TOO_LONG)),
                writing(g -> g.writeArray(new double[] {1, -0.0}, 1, 1)),
                writing(g -> g.writePOJO(TWO_64)),
                writing(g -> g.writeTree(BigIntegerNode.valueOf(TWO_64))),
                writing(g -> {
                    try (JsonParser parser = new ObjectMapper().createParser("[18446744073709551616]")) {
                        parser.nextToken();
                        g.copyCurrentStructure(parser);
                    }
                }),
                writing(g -> {
                    try (JsonParser parser = new ObjectMapper().createParser("[" + TOO_LONG + "]")) {
                        parser.nextToken();
                        g.copyCurrentStructureExact(parser);
                    }
                }),
                writing(g -> {
                    g.writeStartObject();
                    g.writeNumberField("a", new BigDecimal(TOO_LONG));
                    g.writeEndObject();
                }),
                writing(g -> g.writeRaw("[1,-0.0]")),
                writing(g -> g.writeRawValue(new com.fasterxml.jackson.core.io.SerializedString("-0"))));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesNumbersThatTheBackendWouldChange(Object value) {
        assertThatExceptionOfType(KvSerializationException.class)
                .isThrownBy(() -> limited.encode(value))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .withMessageContaining("a number that the backend would change");
    }

    static Stream<Object> kept() {
        return Stream.of(
                1,
                Long.MIN_VALUE,
                (short) 3,
                TWO_64.subtract(BigInteger.ONE),
                new BigDecimal(TWO_64.subtract(BigInteger.ONE)),
                new BigDecimal("1.5000"),
                new BigDecimal("1E+20"),
                new BigDecimal("2E+23"),
                0.1f,
                (float) (1 << 24),
                Float.MIN_VALUE,
                0.0,
                1e20,
                new int[] {0, -1},
                new long[] {Long.MAX_VALUE},
                new short[] {1},
                new double[] {Math.PI},
                new float[] {0.1f},
                List.of(0.1f, 1, 2L),
                new DoubleAdder(),
                RawJson.of("{\"a\":[0.1,1e2,100.0,18446744073709551615,-9223372036854775808]}"),
                new Raw("{\"a\":[0.1]}"),
                buffer("[0.1,1e2,18446744073709551615]"),
                writingText("1.50"),
                writing(g -> g.writeRaw("[1,0.5]")));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void writesAllOthersAsTheUnlimitedCodecDoes(Object value) {
        assertThat(limited.encode(value).text())
                .isEqualTo(KvCodec.standard().encode(value).text());
    }

    @Test
    void aFloatIsWrittenWithItsOwnFewDigits() {
        assertThat(limited.encode(0.1f).text()).isEqualTo("0.1");
        assertThat(limited.decode(limited.encode(0.1f), KvType.of(Float.class))).contains(0.1f);
    }

    @Test
    void theStandardCodecStaysUnlimited() {
        assertThat(KvCodec.standard().encode(TWO_64).text()).isEqualTo("18446744073709551616");
        assertThat(KvCodec.standard().encode(RawJson.of("[-0.0]")).text()).isEqualTo("[-0.0]");
        assertThat(KvCodec.standard().limitedTo(Numbers.ANY)).isSameAs(KvCodec.standard());
        assertThat(limited.limitedTo(Numbers.BITS_64)).isSameAs(limited);
        assertThat(limited.limitedTo(Numbers.ANY).encode(TWO_64).text()).isEqualTo("18446744073709551616");
    }

    @Test
    void plainBigDecimalsAreWholeNumbers() {
        KvCodec plain = JacksonCodec.of(JsonMapper.builder()
                        .configure(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN, true)
                        .build())
                .limitedTo(Numbers.BITS_64);
        assertThat(plain.encode(new BigDecimal("1E+3")).text()).isEqualTo("1000");
        assertThat(plain.encode(new BigDecimal("900719925474099.3E+1")).text()).isEqualTo("9007199254740993");
        refuses(plain, new BigDecimal("1E+20"));
        refuses(plain, new BigDecimal("0E+1000000000"));
        refuses(plain, new BigDecimal("1E+1000000000"));
    }

    @Test
    void theMappersOwnLayoutStays() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .defaultPrettyPrinter(new DefaultPrettyPrinter())
                .build();
        KvCodec own = JacksonCodec.of(mapper);
        assertThat(own.limitedTo(Numbers.BITS_64).encode(List.of(1)).text())
                .isEqualTo(own.encode(List.of(1)).text())
                .contains(" ");
    }

    static Stream<Object> noJson() {
        return Stream.of(
                new Raw(""),
                new Raw("  "),
                new Raw("[1,2"),
                new Raw("1 2"),
                new Raw("NaN"),
                new Raw("s3cr3t"),
                new Raw("\"\\ud800\""),
                new Raw("\"\ud800\""),
                new Raw("{\"\\udc00\":1}"),
                writing(g -> g.writeRaw("")),
                writing(g -> g.writeRaw(" null\n")),
                writing(g -> g.writeRawValue("\t null\r")),
                writing(g -> g.writeRaw("{\"a\":s3cr3t}")),
                writing(g -> g.writeRaw("\"\\ud800\"")),
                writing(g -> g.writeRaw("1 2")),
                writing(g -> {
                    byte[] surrogate = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
                    g.writeUTF8String(surrogate, 0, surrogate.length);
                }),
                writing(g -> {
                    byte[] broken = {'"', (byte) 0xff};
                    g.writeRawUTF8String(broken, 0, broken.length);
                }));
    }

    /** Whether there is a limit or not. */
    @ParameterizedTest
    @MethodSource("noJson")
    void rawTextThatIsNotOneValueIsRefused(Object value) {
        for (KvCodec codec : List.of(KvCodec.standard(), limited)) {
            refuses(codec, value);
        }
    }

    @Test
    void rawTextIsTakenAsItIs() {
        assertThat(limited.encode(new Raw(" {\"a\" : 1.50} ")).text()).isEqualTo("{\"raw\": {\"a\" : 1.50} }");
        assertThat(limited.encode(new Raw("null")).text()).isEqualTo("{\"raw\":null}");
        assertThat(limited.encode(new Raw(new RawValue((String) null))).text()).isEqualTo("{\"raw\":null}");
        assertThat(limited.encode(writing(g -> {
                            g.writeStartArray();
                            g.writeRaw("1");
                            g.writeRaw(',');
                            g.writeRaw("x 2x", 1, 2);
                            g.writeRaw(new char[] {',', '3'}, 0, 2);
                            g.writeRaw(',');
                            byte[] four = {'4', (byte) 0xc3, (byte) 0xbc};
                            g.writeUTF8String(four, 0, 3);
                            g.writeEndArray();
                        }))
                        .text())
                .isEqualTo("[1, 2,3,\"4ü\"]");
    }

    @Test
    void otherMethodsOfAGeneratorWork() {
        assertThat(limited.encode(writing(g -> g.writeArray(new String[] {"a", null}, 0, 2)))
                        .text())
                .isEqualTo("[\"a\",null]");
        assertThat(limited.encode(writing(g -> g.writeString(new StringReader("abc"), 3)))
                        .text())
                .isEqualTo("\"abc\"");
        assertThat(limited.encode(writing(g -> g.writeArray(new int[] {1, 2, 3}, 1, 2)))
                        .text())
                .isEqualTo("[2,3]");
        assertThat(limited.encode(writing(g -> g.writeNumber((short) 7))).text())
                .isEqualTo("7");
    }

    /** A lenient mapper reads what is no JSON; another reader of the backend does not. */
    @ParameterizedTest
    @ValueSource(strings = {"NaN", "[Infinity]", "[1,]", "'a'", "{a:1}", "01", "+1", ".5", "// c\n1"})
    void rawJsonIsJsonHoweverLenientTheMapperIs(String text) {
        JsonMapper.Builder lenient = JsonMapper.builder();
        for (JsonReadFeature feature : JsonReadFeature.values()) {
            lenient.enable(feature);
        }
        KvCodec codec = JacksonCodec.of(
                lenient.enable(JsonWriteFeature.QUOTE_FIELD_NAMES).build());
        refuses(codec, RawJson.of(text));
        refuses(codec.limitedTo(Numbers.BITS_64), RawJson.of(text));
    }

    private static void refuses(KvCodec codec, Object value) {
        assertThatExceptionOfType(KvSerializationException.class)
                .isThrownBy(() -> codec.encode(value))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("s3cr3t"));
    }

    // Codecs of an application's own.

    /** Writes the text of what it is given. */
    private static final class Verbatim implements KvCodec {
        @Override
        public StoredValue.Json encode(Object value) {
            return new StoredValue.Json(value.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
            return KvCodec.standard().decode(stored, type);
        }
    }

    @Test
    void aCodecOfTheApplicationIsLookedThrough() {
        KvCodec own = new Verbatim();
        KvCodec checked = own.limitedTo(Numbers.BITS_64);

        assertThat(own.limitedTo(Numbers.ANY)).isSameAs(own);
        assertThat(checked.limitedTo(Numbers.BITS_64)).isSameAs(checked);
        assertThat(checked.limitedTo(Numbers.ANY)).isSameAs(own);
        assertThat(checked.encode("{\"a\":[1, 2.50, \"18446744073709551616\"]}"))
                .isEqualTo(own.encode("{\"a\":[1, 2.50, \"18446744073709551616\"]}"));
        assertThat(checked.decode(checked.encode("[1]"), KvType.of(Object.class)))
                .contains(List.of(1));
        for (String changed : List.of("18446744073709551616", "{\"a\":[-0.0]}", "1e309", "1E99999999999", TOO_LONG)) {
            assertThatExceptionOfType(KvSerializationException.class)
                    .as(changed)
                    .isThrownBy(() -> checked.encode(changed))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .withMessageContaining("a number that the backend would change");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{s3cr3t}", "[1,2", "s3cr3t", "{\"a\":NaN}", "\ufeff1"})
    void aCodecThatWritesNoJsonIsRefused(String written) {
        refuses(new Verbatim().limitedTo(Numbers.BITS_64), written);
    }

    @Test
    void theEncodingOfWhatACodecWroteIsNotGuessed() {
        KvCodec utf16 = new KvCodec() {
            @Override
            public StoredValue.Json encode(Object value) {
                return new StoredValue.Json(value.toString().getBytes(StandardCharsets.UTF_16BE));
            }

            @Override
            public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
                return Optional.empty();
            }
        };
        refuses(utf16.limitedTo(Numbers.BITS_64), "[1,2]");
    }
}
