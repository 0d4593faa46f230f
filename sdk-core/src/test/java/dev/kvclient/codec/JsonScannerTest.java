package dev.kvclient.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String ALPHABET = "{}[]\",:\\ \n0123456789.-+eEtruefalsn/ubx";

    private int highest = 0x2FFF;

    private static JsonScanner over(String json) {
        return new JsonScanner(json.getBytes(UTF_8));
    }

    private static void passAll(byte[] utf8) throws IOException {
        JsonScanner scanner = new JsonScanner(utf8);
        scanner.skip();
        scanner.end();
    }

    private static boolean passes(byte[] utf8) {
        try {
            passAll(utf8);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean jacksonPasses(byte[] utf8) {
        try (JsonParser parser = new JsonFactory().createParser(utf8)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void givesWhatIsAskedForAndSkipsTheRest() throws IOException {
        JsonScanner json = over(
                " {\"a\" : [1, {\"b\":[]}, \"x\"] , \"st\":-12,\"keys\":{\"k\\u00e9\":{\"v\": 1.50}, \"é\" : null}} ");
        json.enterObject();
        assertThat(json.nextMember()).isTrue();
        assertThat(json.isNamed("a")).isTrue();
        json.skip();
        assertThat(json.nextMember()).isTrue();
        assertThat(json.isNamed("s")).isFalse();
        assertThat(json.isWhole()).isTrue();
        assertThat(json.number()).isEqualTo(-12);
        assertThat(json.nextMember()).isTrue();
        assertThat(json.name()).isEqualTo("keys");
        assertThat(json.isObject()).isTrue();
        json.enterObject();
        assertThat(json.nextMember()).isTrue();
        assertThat(json.name()).isEqualTo("ké");
        assertThat(json.value().text()).isEqualTo("{\"v\": 1.50}");
        assertThat(json.nextMember()).isTrue();
        assertThat(json.isNamed("é")).isTrue();
        assertThat(json.isNull()).isTrue();
        assertThat(json.value().text()).isEqualTo("null");
        assertThat(json.nextMember()).isFalse();
        assertThat(json.nextMember()).isFalse();
        json.end();
    }

    @Test
    void readsTextsAndNumbersAsTheyWereMeant() throws IOException {
        JsonScanner json = over("[\"a\\n\\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00 😀é\", 9223372036854775807, "
                + "-9223372036854775808, 18446744073709551615, 0]");
        json.enterArray();
        assertThat(json.nextElement()).isTrue();
        assertThat(json.isText()).isTrue();
        assertThat(json.text()).isEqualTo("a\n\"\\/\b\f\r\t😀 😀é");
        assertThat(json.nextElement()).isTrue();
        assertThat(json.number()).isEqualTo(Long.MAX_VALUE);
        assertThat(json.nextElement()).isTrue();
        assertThat(json.number()).isEqualTo(Long.MIN_VALUE);
        assertThat(json.nextElement()).isTrue();
        assertThat(json.whole()).isEqualTo("18446744073709551615");
        assertThat(json.nextElement()).isTrue();
        assertThat(json.number()).isZero();
        assertThat(json.nextElement()).isFalse();
        json.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "01",
                "-",
                "1.",
                "1.e3",
                "1e",
                "+1",
                ".5",
                "tru",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "{} {}",
                "1 1",
                "{1:2}",
                "[1}",
                "{\"a\":1]",
                "'a'",
                "NaN",
                "\u00a01"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(passes(text.getBytes(UTF_8))).isFalse();
    }

    @Test
    void refusesNumbersThatDoNotFitAndTextsThatAreNoUtf8() {
        assertThatThrownBy(() -> over("9223372036854775808").number()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> over("1.0").number()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new JsonScanner(new byte[] {'"', (byte) 0xC3, '"'}).text())
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        int most = JsonScanner.MAX_DEPTH;
        assertThat(passes(("[".repeat(most) + "]".repeat(most)).getBytes(UTF_8)))
                .isTrue();
        assertThat(passes(("[".repeat(most + 1) + "]".repeat(most + 1)).getBytes(UTF_8)))
                .isFalse();
    }

    @Test
    void messagesShowNothingOfTheText() {
        assertThatThrownBy(() -> passAll("{\"secret\":hidden}".getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("hidden");
    }

    /** Whatever Jackson takes and nothing else, cut and changed in all ways. */
    @Test
    void agreesWithJacksonOnDamagedTexts() throws IOException {
        Random random = new Random(Long.getLong("scanner.seed", 42));
        for (int round = 0; round < 20_000; round++) {
            byte[] utf8 = JACKSON.writeValueAsBytes(value(random, 0));
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                int place = random.nextInt(utf8.length);
                // Half a character is the business of whoever reads the text.
                utf8[place] = utf8[place] < 0 ? utf8[place] : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            }
            if (random.nextInt(10) == 0) {
                utf8 = Arrays.copyOf(utf8, random.nextInt(utf8.length));
            }
            assertThat(passes(utf8)).as(new String(utf8, UTF_8)).isEqualTo(jacksonPasses(utf8));
        }
    }

    @Test
    void readsMembersAsJacksonDoes() throws IOException {
        Random random = new Random(Long.getLong("scanner.seed", 43));
        highest = 0x1F640;
        for (int round = 0; round < 2_000; round++) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                object.put(text(random), value(random, 1));
            }
            byte[] utf8 = JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
            JsonScanner scanner = new JsonScanner(utf8);
            Map<String, JsonNode> seen = new LinkedHashMap<>();
            scanner.enterObject();
            while (scanner.nextMember()) {
                seen.put(scanner.name(), JACKSON.readTree(scanner.value().utf8()));
            }
            scanner.end();
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            JACKSON.readTree(utf8).properties().forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
            assertThat(seen).isEqualTo(expected);
        }
    }

    private Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> text(random);
            case 1 -> random.nextInt();
            case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 3 -> random.nextBoolean();
            case 4 -> random.nextLong();
            case 5 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> object = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.put(text(random), value(random, depth + 1));
                }
                yield object;
            }
        };
    }

    /** Jackson also minds halves of characters, which the damaged texts would have if they had pairs. */
    private String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(6)) {
                        case 0 -> random.nextInt(32);
                        case 1 -> highest - random.nextInt(64);
                        case 2 -> 0xE0 + random.nextInt(0x200);
                        case 3 -> "\"\\/".charAt(random.nextInt(3));
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }
}
