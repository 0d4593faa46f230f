package dev.kvclient.ndb;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The most bytes of a request, which client and server have by default, and by setting. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class PayloadTest {
    /** Each of its characters counts three bytes. */
    private static final String EURO = "\u20ac";

    /** A value whose request has that many bytes more than one with an empty value. */
    private static String value(int bytes) {
        return EURO.repeat(bytes / 3) + "x".repeat(bytes % 3);
    }

    @ParameterizedTest
    @CsvSource({"V0_4, 1024", "V0_5, 1024", "V0_9, 8192"})
    void exactlyTheDefaultFitsAndOneByteMoreIsRefusedHere(NdbVersion version, int most) {
        try (NdbServer server = NdbServer.builder().version(version).start();
                WireTap tap = WireTap.before(server.port());
                KvClient kv = KvClient.connect("ndb://127.0.0.1:" + tap.port())) {
            kv.set("k", "");
            List<String> frames = tap.frames();
            int around = frames.get(frames.size() - 1).getBytes(StandardCharsets.UTF_8).length;
            String fits = value(most - around);

            assertThat(kv.set("k", fits).written()).isTrue();
            assertThat(kv.get("k", String.class)).contains(fits);
            assertThat(frames.size()).isLessThan(tap.frames().size());
            assertThat(tap.frames()).anyMatch(frame -> frame.getBytes(StandardCharsets.UTF_8).length == most);
            long before = server.requestsSeen();
            KvException e = failureWithin(SOON, () -> kv.set("k", value(most - around + 1)));

            assertThat(e).isInstanceOf(KvTooLargeException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e).hasMessageContaining(most + 1 + " bytes").hasMessageContaining("maxPayload");
            assertThat(e.toString()).doesNotContain(EURO);
            assertThat(server.requestsSeen()).isEqualTo(before);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            assertThat(kv.capabilities().limits().maxRequestBytes()).hasValue(most);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 100, 2_000, 2 << 20})
    void theSettingCounts(int most) {
        try (NdbServer server = NdbServer.builder()
                        .version(NdbVersion.V0_9)
                        .maxPayload(most)
                        .start();
                KvClient kv = KvClient.connect(server.url() + "&maxPayload=" + most)) {
            // {"KV_SET":{"keys":{"k":""}}}
            String fits = value(most - 28);

            assertThat(kv.set("k", fits).written()).isTrue();
            assertThat(kv.get("k", String.class)).contains(fits);
            assertThat(failureWithin(SOON, () -> kv.set("k", value(most - 27))))
                    .isInstanceOf(KvTooLargeException.class);
        }
    }

    @Test
    void keysCountAsTheyAreWritten() {
        try (NdbServer server = NdbServer.start();
                KvClient kv = KvClient.connect(server.url() + "&maxPayload=200")) {
            // Each takes six bytes.
            assertThat(kv.set("\u0001".repeat(28), 1).written()).isTrue();
            assertThat(failureWithin(SOON, () -> kv.set("\u0001".repeat(30), 1)))
                    .isInstanceOf(KvTooLargeException.class);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_4, 1024", "V0_5, 1024", "V0_9, 8192"})
    void batchesAreSplitToIt(NdbVersion version, int most) {
        try (NdbServer server = NdbServer.builder().version(version).start();
                WireTap tap = WireTap.before(server.port());
                KvClient kv = KvClient.connect("ndb://127.0.0.1:" + tap.port())) {
            int many = 120;
            List<String> keys = IntStream.range(0, many)
                    .mapToObj(i -> "k\"" + EURO + "\u0002" + i)
                    .toList();
            List<KvWrite> writes =
                    keys.stream().map(key -> KvWrite.of(key, value(200))).toList();

            assertThat(kv.setAll(writes).orThrow()).hasSize(many);
            assertThat(kv.getAll(keys, String.class).orThrow()).hasSize(many).containsEntry(keys.get(7), value(200));
            assertThat(kv.deletePrefix("k\"" + EURO + "\u00021")).isEqualTo(31);
            assertThat(kv.deleteAll(keys).orThrow()).hasSize(many);

            assertThat(server.keyCount()).isZero();
            assertThat(tap.frames()).allMatch(frame -> frame.getBytes(StandardCharsets.UTF_8).length <= most);
            assertThat(server.requestsSeen("KV_SET"))
                    .as("no smaller parts than needed")
                    .isBetween(many * 220L / most, many * 300L / most + 2);
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void whatIsTooLargeByItselfFailsAlone() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_5).start();
                KvClient kv = KvClient.connect(server.url())) {
            var result = kv.setAll(List.of(KvWrite.of("a", 1), KvWrite.of("large", value(1_024)), KvWrite.of("b", 2)));

            assertThat(result.values()).containsOnlyKeys("a", "b");
            assertThat(result.failures()).containsOnlyKeys("large");
            assertThat(result.failures().get("large")).isInstanceOf(KvTooLargeException.class);
            assertThat(result.failures().get("large").outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(kv.getAll(List.of("a", "b", "large"), Integer.class).values())
                    .isEqualTo(Map.of("a", 1, "b", 2));
        }
    }

    @Test
    void theSessionsNameCountsToo() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_5).start();
                KvClient kv = KvClient.connect(server.url() + "&session=" + "n".repeat(1_100))) {
            KvException e = failureWithin(SOON, () -> kv.set("k", "v"));

            assertThat(e).isInstanceOf(KvTooLargeException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void answersMayBeOfAnySize() {
        int payload = 1 << 20;
        try (NdbServer server = NdbServer.builder()
                        .version(NdbVersion.V0_9)
                        .maxPayload(payload)
                        .start();
                KvClient kv = KvClient.connect(server.url() + "&maxPayload=" + payload)) {
            String value = value(900_000);
            List<String> keys = IntStream.range(0, 6).mapToObj(i -> "k" + i).toList();
            keys.forEach(key -> kv.set(key, value));

            assertThat(kv.getAll(keys, String.class).orThrow().values())
                    .hasSize(6)
                    .allMatch(value::equals);
        }
    }
}
