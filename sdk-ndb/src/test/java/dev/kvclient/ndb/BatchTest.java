package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.BatchResult;
import dev.kvclient.DeleteResult;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several keys at once: what is told of each, and what becomes of the others when a part fails. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class BatchTest {
    /** So that a request holds about four of the values here. */
    private static final int SMALL = 200;

    private static List<String> keys(int many) {
        return IntStream.range(0, many).mapToObj(i -> "key-" + i).toList();
    }

    private static List<KvWrite> writes(List<String> keys) {
        return keys.stream().map(key -> KvWrite.of(key, key + "-value")).toList();
    }

    private static NdbServer small(NdbVersion version) {
        return NdbServer.builder().version(version).maxPayload(SMALL).start();
    }

    private static KvClient connectSmall(NdbServer server) {
        return client(backend(server).maxPayload(SMALL)).connect();
    }

    @ParameterizedTest
    @EnumSource
    void eachKeyIsToldAsTheGenerationTells(NdbVersion version) {
        boolean tells = version != NdbVersion.V0_9;
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("b", "old");

            BatchResult<SetResult> set = kv.setAll(List.of(KvWrite.of("a", 1), KvWrite.of("b", 2)));
            assertThat(set.orThrow()).containsOnlyKeys("a", "b");
            assertThat(set.values().get("a").effect()).isEqualTo(tells ? WriteEffect.CREATED : WriteEffect.NOT_TOLD);
            assertThat(set.values().get("b").effect()).isEqualTo(tells ? WriteEffect.UPDATED : WriteEffect.NOT_TOLD);

            BatchResult<DeleteResult> deleted = kv.deleteAll(List.of("a", "x"));
            assertThat(deleted.orThrow().get("a").existed()).isEqualTo(tells ? Existed.YES : Existed.NOT_TOLD);
            assertThat(deleted.orThrow().get("x").existed()).isEqualTo(tells ? Existed.NO : Existed.NOT_TOLD);
            assertThat(kv.getAll(List.of("a", "b", "x"), Integer.class).orThrow())
                    .containsExactly(Map.entry("b", 2));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void conditionsMayBeMixed(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("there", "old");
            SetOptions ifAbsent = SetOptions.none().ifAbsent();

            var written = kv.setAll(List.of(
                            KvWrite.of("new", 1).options(ifAbsent),
                            KvWrite.of("there", 2).options(ifAbsent),
                            KvWrite.of("any", 3)))
                    .orThrow();

            assertThat(written.get("new").written()).isTrue();
            assertThat(written.get("there").written()).isFalse();
            assertThat(written.get("any").written()).isTrue();
            assertThat(server.requestsSeen("KV_ADD")).isEqualTo(1);
            assertThat(server.value("there")).contains("\"old\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPartThatFailsFailsItsKeysOnly(NdbVersion version) {
        try (NdbServer server = small(version);
                KvClient kv = connectSmall(server)) {
            List<String> keys = keys(30);
            server.faults().on(Faults.key("key-17"), Fault.refuse(1000)).once();

            BatchResult<SetResult> set = kv.setAll(writes(keys));

            assertThat(set.failures()).containsKey("key-17").hasSizeLessThan(10);
            assertThat(set.failures().values()).allSatisfy(e -> {
                assertThat(e).isInstanceOf(KvServerException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            });
            assertThat(set.values()).hasSize(30 - set.failures().size());
            assertThat(server.keyCount()).isEqualTo(set.values().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLossInTheMiddleIsMended(NdbVersion version) {
        try (NdbServer server = small(version);
                KvClient kv = connectSmall(server)) {
            List<String> keys = keys(30);
            for (String command : List.of("KV_SET", "KV_GET", "KV_RMV")) {
                server.faults()
                        .on(Faults.command(command), Fault.dropAfterExecuting())
                        .afterSkipping(2)
                        .once();
            }

            assertThat(within(SOON, () -> kv.setAll(writes(keys))).orThrow()).hasSize(30);
            assertThat(within(SOON, () -> kv.getAll(keys, String.class)).orThrow())
                    .hasSize(30)
                    .containsEntry("key-29", "key-29-value");
            assertThat(within(SOON, () -> kv.deleteAll(keys)).orThrow()).hasSize(30);
            assertThat(server.keyCount()).isZero();
        }
    }
}
