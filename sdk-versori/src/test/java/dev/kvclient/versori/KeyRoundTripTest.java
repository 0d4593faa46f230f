package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys of all kinds arrive as they were sent and come back as they are stored: by URL, by batch and in listings. */
@ExtendWith(NoThreadLeft.class)
class KeyRoundTripTest {
    private static final List<String> ODD = List.of(
            " ",
            "+",
            "%",
            "%41",
            "%2F",
            "%2e",
            "a;b=c",
            "?",
            "#",
            "a?b#c",
            "ü",
            "u\u0308",
            "世界",
            "\ud83d\ude00",
            "\u0000",
            "\n",
            "\t",
            "\\",
            "\"",
            "'",
            "...",
            "..a",
            "~",
            ":",
            "@",
            "&",
            "=",
            ",",
            "[x]",
            "{x}",
            "|",
            "^",
            "`",
            "<>",
            "\u007f",
            "\u00a0",
            "\u200b",
            "\ufeff",
            "\uffff",
            "batch",
            "list",
            "count",
            ".",
            "..",
            "",
            "a/b",
            "/",
            "x".repeat(4_095),
            "ü".repeat(700),
            "x".repeat(20_000));

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

    /** Alone, before another segment, and behind one. */
    private static List<VersoriKey> keys() {
        List<VersoriKey> keys = new ArrayList<>();
        for (String segment : ODD) {
            keys.add(VersoriKey.of(segment));
            keys.add(VersoriKey.of(segment, "z"));
            keys.add(VersoriKey.of("a", segment));
        }
        return keys;
    }

    @Test
    void inTheWholeStore() {
        roundTrip(backend(server), List.of());
    }

    @Test
    void withinAScope() {
        VersoriScope scope = VersoriScope.project("ac me", "or%ders", "prod", "act/1");
        roundTrip(backend(server).scope(scope), scope.prefix());
    }

    private void roundTrip(VersoriBackend.Builder backend, List<String> prefix) {
        try (KvClient kv = once(backend).connect()) {
            VersoriKv store = kv.unwrap(VersoriClient.class).kv();
            List<VersoriKey> keys = keys();
            for (int i = 0; i < keys.size(); i++) {
                store.set(keys.get(i), i);
                assertThat(server.value(onWire(prefix, keys.get(i)))).contains("\"" + i + "\"");
                VersoriEntry<Integer> entry =
                        store.get(keys.get(i), Integer.class).orElseThrow();
                assertThat(entry.key()).isEqualTo(keys.get(i));
                assertThat(entry.value()).contains(i);
                store.delete(keys.get(i));
                assertThat(server.keyCount()).isZero();
            }
            assertThat(store.batchSet(IntStream.range(0, keys.size())
                                    .mapToObj(i -> VersoriWrite.of(keys.get(i), i))
                                    .toList())
                            .committed())
                    .containsExactlyElementsOf(keys);
            assertThat(store.batchGet(keys, Integer.class).entries()).containsOnlyKeys(keys);
            List<VersoriKey> listed = new ArrayList<>();
            VersoriListOptions page = VersoriListOptions.none().reverse();
            VersoriPage<Integer> last = store.list(Integer.class, page);
            last.entries().forEach(entry -> listed.add(entry.key()));
            while (last.nextCursor().isPresent()) {
                last = store.list(Integer.class, page.after(last.nextCursor().get()));
                last.entries().forEach(entry -> listed.add(entry.key()));
            }
            assertThat(listed).containsExactlyElementsOf(keys);
            store.batchDelete(keys);
            assertThat(server.keyCount()).isZero();
        }
    }

    private static List<String> onWire(List<String> prefix, VersoriKey key) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(key.segments());
        return all;
    }
}
