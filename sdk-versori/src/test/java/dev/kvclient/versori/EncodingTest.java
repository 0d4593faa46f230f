package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.KvEntry;
import dev.kvclient.KvWrite;
import dev.kvclient.RawJson;
import dev.kvclient.Scan;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored, and what is made of what others have stored. */
@ExtendWith(NoThreadLeft.class)
class EncodingTest {
    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.start(check);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KvClient connect(ValueEncoding encoding) {
        return once(backend(server).valueEncoding(encoding)).connect();
    }

    private void put(String key, String json) {
        server.put(List.of(key), json);
    }

    @Test
    void workflowsReadJsonTextInAString() {
        try (KvClient kv = connect(ValueEncoding.WORKFLOW)) {
            kv.set("object", Map.of("a", 1));
            kv.set("text", "x");
            kv.set("number", 12);
            assertThat(server.value(List.of("object"))).contains("\"{\\\"a\\\":1}\"");
            assertThat(server.value(List.of("text"))).contains("\"\\\"x\\\"\"");
            assertThat(server.value(List.of("number"))).contains("\"12\"");
            assertThat(kv.increment("number", 3)).isEqualTo(15);
            assertThat(server.value(List.of("number"))).contains("\"15\"");

            put("native", "{\"a\":1}");
            put("plain", "\"no JSON\"");
            assertThat(kv.get("native", RawJson.class)).contains(RawJson.of("{\"a\":1}"));
            assertThat(kv.get("plain", String.class)).contains("no JSON");
            assertThat(kv.increment("fresh")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenComesBackEqual(ValueEncoding encoding) {
        List<String> texts = List.of(
                "",
                " ",
                "42",
                "-0",
                "007",
                "1e5",
                "true",
                "null",
                "\"x\"",
                "\"",
                "\\",
                "{\"a\":1}",
                "[1",
                "NaN",
                "\u00001",
                "\ufeff1",
                "\u0001",
                "ü",
                "\ud83d\ude00",
                "\u2028",
                "a\nb",
                "\u007f");
        try (KvClient kv = connect(encoding)) {
            Map<String, String> all = new LinkedHashMap<>();
            for (String text : texts) {
                kv.set("single", text);
                assertThat(kv.get("single", String.class)).as(text).contains(text);
                all.put("k/" + all.size(), text);
            }
            kv.setAll(all.entrySet().stream()
                            .map(entry -> KvWrite.of(entry.getKey(), entry.getValue()))
                            .toList())
                    .orThrow();
            assertThat(kv.getAll(all.keySet(), String.class).orThrow()).isEqualTo(all);
            try (Stream<KvEntry<String>> entries = kv.entries(Scan.prefix("k/"), String.class)) {
                assertThat(entries)
                        .hasSize(all.size())
                        .allMatch(entry -> all.get(entry.key()).equals(entry.value()));
            }
        }
    }

    @Test
    void whatIsTooLongForTheReaderIsStillNoText() {
        try (KvClient kv = connect(ValueEncoding.WORKFLOW)) {
            RawJson number = RawJson.of("9".repeat(900));
            kv.set("number", number);
            assertThat(kv.get("number", RawJson.class)).contains(number);
            RawJson name = RawJson.of("{\"" + "n".repeat(49_000) + "\":1}");
            kv.set("name", name);
            assertThat(kv.get("name", RawJson.class)).contains(name);
            put("long", "\"" + "9".repeat(1_500) + "\"");
            assertThat(kv.get("long", RawJson.class)).contains(RawJson.of("9".repeat(1_500)));
        }
    }

    /** Text that others have stored, and that a reader of bytes would take for another encoding of a number. */
    @Test
    void textThatOnlyLooksLikeJsonIsText() {
        put("nul", "\"\\u00001\"");
        put("mark", "\"\\ufeff1\"");
        try (KvClient kv = connect(ValueEncoding.WORKFLOW)) {
            assertThat(kv.get("nul", String.class)).contains("\u00001");
            assertThat(kv.get("mark", String.class)).contains("\ufeff1");
        }
    }

    @Test
    void aNullThatOthersHaveStoredIsThereAndEmpty() {
        put("null", "null");
        put("text", "\"null\"");
        try (KvClient workflow = connect(ValueEncoding.WORKFLOW);
                KvClient asItIs = connect(ValueEncoding.NATIVE)) {
            for (KvClient kv : List.of(workflow, asItIs)) {
                assertThat(kv.get("null", Integer.class)).isEmpty();
                assertThat(kv.contains("null")).isTrue();
            }
            assertThat(workflow.get("text", String.class)).isEmpty();
            assertThat(workflow.contains("text")).isTrue();
            assertThat(asItIs.get("text", String.class)).contains("null");
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyIntegersAreCountedOn(ValueEncoding encoding) {
        try (KvClient kv = connect(encoding)) {
            List<Object> odd = List.of("42", "", "x", 1.5, true, List.of(1), Long.MAX_VALUE);
            for (Object value : odd) {
                kv.set("n", value);
                KvEntry<RawJson> before = kv.entry("n", RawJson.class).orElseThrow();
                assertThatExceptionOfType(KvRequestException.class)
                        .as("%s", value)
                        .isThrownBy(() -> kv.increment("n"))
                        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.REJECTED));
                assertThat(kv.entry("n", RawJson.class).orElseThrow().version()).isEqualTo(before.version());
            }
        }
    }

    @Test
    void nativeValuesAreNeverUnwrapped() {
        try (KvClient kv = connect(ValueEncoding.NATIVE)) {
            kv.set("object", RawJson.of("{\"a\":12345678901234567890.25}"));
            assertThat(kv.get("object", RawJson.class)).contains(RawJson.of("{\"a\":12345678901234567890.25}"));
            put("twice", "\"{\\\"a\\\":1}\"");
            assertThat(kv.get("twice", String.class)).contains("{\"a\":1}");
            put("number", "41");
            assertThat(kv.increment("number")).isEqualTo(42);
            assertThat(server.value(List.of("number"))).contains("42");
        }
    }
}
