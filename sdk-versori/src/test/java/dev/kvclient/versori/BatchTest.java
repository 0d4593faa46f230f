package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.BatchResult;
import dev.kvclient.ClearOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvEntry;
import dev.kvclient.KvPage;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches, listings, compare-and-set of the common API: how many requests they make, what becomes of each key. */
@ExtendWith(NoThreadLeft.class)
class BatchTest {
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

    private static List<KvWrite> writes(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> KvWrite.of("k/" + i, i)).toList();
    }

    @Test
    void aThousandKeysTakeTenRequestsEachWay() {
        try (KvClient kv = client(backend(server)).connect()) {
            long before = server.requestsSeen();
            kv.setAll(writes(0, 1_000)).orThrow();
            assertThat(server.requestsSeen() - before).isLessThanOrEqualTo(10);
            assertThat(server.keyCount()).isEqualTo(1_000);

            before = server.requestsSeen();
            Map<String, Integer> read = new LinkedHashMap<>();
            try (Stream<KvEntry<Integer>> entries = kv.entries(Scan.all(), Integer.class)) {
                entries.forEach(entry -> read.put(entry.key(), entry.value()));
            }
            assertThat(read).hasSize(1_000).containsEntry("k/7", 7);
            assertThat(server.requestsSeen() - before).isLessThanOrEqualTo(10);

            before = server.requestsSeen();
            assertThat(kv.getAll(read.keySet(), Integer.class).orThrow()).isEqualTo(read);
            assertThat(kv.count("k/")).isEqualTo(1_000);
            assertThat(server.requestsSeen() - before).isLessThanOrEqualTo(12);

            assertThat(kv.deletePrefix("k/9")).isEqualTo(111);
            kv.clear(ClearOptions.everything());
            assertThat(server.keyCount()).isZero();
        }
    }

    @Test
    void pagesAreFetchedWhenTheyAreWanted() {
        try (KvClient kv = client(backend(server)).connect()) {
            kv.setAll(writes(0, 300)).orThrow();
            long before = server.requestsSeen(Operation.LIST_KV);
            try (Stream<String> keys = kv.keys(Scan.all().pageSize(50))) {
                assertThat(keys.limit(60).toList()).hasSize(60);
            }
            assertThat(server.requestsSeen(Operation.LIST_KV) - before).isEqualTo(2);
        }
    }

    @Test
    void aPartlyFailedBatchFailsThoseThatTheServerNames() {
        try (KvClient kv = client(backend(server).batchSize(5)).connect()) {
            server.faults()
                    .on(
                            Faults.operation(Operation.BATCH_SET_KV),
                            Fault.failKeys(List.of(List.of("k", "3"), List.of("k", "7"))));

            BatchResult<SetResult> result = kv.setAll(writes(0, 10));

            assertThat(result.failures()).containsOnlyKeys("k/3", "k/7");
            assertThat(result.values()).hasSize(8).doesNotContainKeys("k/3", "k/7");
            KvException e = result.failures().get("k/3");
            assertThat(e).isInstanceOf(KvServerException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.key()).contains("k/3");
            assertThat(e.nativeError(VersoriError.class).orElseThrow().message())
                    .contains("could not be written");
            assertThat(server.keyCount()).isEqualTo(8);
        }
    }

    @Test
    void anAnswerThatDoesNotFitItsBatchFailsThatPartOnly() {
        try (KvClient kv = once(backend(server).batchSize(5)).connect()) {
            server.faults()
                    .on(Faults.key("k", "2"), Fault.malformedBatchAnswer())
                    .once();
            BatchResult<SetResult> result = kv.setAll(writes(0, 10));
            assertThat(result.failures()).containsOnlyKeys("k/0", "k/1", "k/2", "k/3", "k/4");
            assertThat(result.failures().values())
                    .allMatch(e -> e instanceof KvProtocolException && e.outcome() == Outcome.UNKNOWN);
            assertThat(result.values()).hasSize(5);
            assertThat(server.keyCount()).isEqualTo(10);

            server.faults()
                    .on(Faults.key("k", "2"), Fault.malformedBatchAnswer())
                    .once();
            BatchResult<Integer> read = kv.getAll(List.of("k/0", "k/1", "k/2", "k/3", "k/4", "k/5"), Integer.class);
            assertThat(read.values()).containsOnlyKeys("k/5");
            assertThat(read.failures()).hasSize(5);
        }
    }

    @Test
    void aFailureOfAKeyThatWasNotSentMakesThePartUnknown() {
        try (KvClient kv = once(backend(server).batchSize(5)).connect()) {
            server.faults()
                    .on(
                            Faults.key("k", "2"),
                            Fault.rewrite(body -> body.replace(
                                    "\"failures\":[]", "\"failures\":[{\"key\":[\"other\"],\"error\":\"words\"}]")))
                    .times(2);
            BatchResult<SetResult> result = kv.setAll(writes(0, 6));
            assertThat(result.values()).containsOnlyKeys("k/5");
            assertThat(result.failures()).hasSize(5);
            assertThat(result.failures().values()).allMatch(e -> e.outcome() == Outcome.UNKNOWN);
            assertThatExceptionOfType(KvProtocolException.class)
                    .isThrownBy(() -> kv.unwrap(VersoriClient.class)
                            .kv()
                            .batchSet(List.of(VersoriWrite.of(VersoriKey.of("k", "2"), 1))))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
        }
    }

    @Test
    void pagesOfWhichNothingIsLeftAreGoneThrough() {
        try (KvClient kv = client(backend(server)).connect()) {
            kv.set("a", "the oldest, and so the last");
            kv.setAll(writes(0, 350)).orThrow();
            assertThat(kv.keyList(Scan.prefix("a"))).containsExactly("a");
            assertThat(kv.keyList(Scan.prefix("a").pageSize(7).limit(1))).containsExactly("a");
            KvPage<String> first = kv.keysPage(Scan.prefix("a"));
            assertThat(first.items()).isEmpty();
            assertThat(first.next()).isPresent();
            assertThat(kv.count("a")).isEqualTo(1);
            assertThat(kv.keyList(Scan.prefix("none"))).isEmpty();
        }
    }

    @Test
    void aPrefixIsTextAndWhatIsWrittenMeanwhileIsNotDeleted() {
        try (KvClient kv = client(backend(server)).connect()) {
            for (String key : List.of("k", "k/", "k/1", "kx", "kx/1", "j/k/1")) {
                kv.set(key, 1);
            }
            assertThat(kv.deletePrefix("k/")).isEqualTo(2);
            assertThat(kv.keyList(Scan.all())).containsExactlyInAnyOrder("k", "kx", "kx/1", "j/k/1");
            server.listen(exchange -> {
                if (exchange.operation() == Operation.LIST_KV) {
                    server.put(List.of("k", "new"), "\"1\"");
                }
            });
            assertThat(kv.deletePrefix("k")).isEqualTo(3);
            assertThat(server.value(List.of("k", "new"))).isPresent();
            assertThat(server.value(List.of("j", "k", "1"))).isPresent();
            assertThat(server.keyCount()).isEqualTo(2);
        }
    }

    @Test
    void writesWithAConditionAreToldOneByOne() {
        try (KvClient kv = client(backend(server)).connect()) {
            kv.set("k/1", "there");
            BatchResult<SetResult> result = kv.setAll(List.of(
                    KvWrite.of("k/0", 0).options(o -> o.ifAbsent()),
                    KvWrite.of("k/1", 1).options(o -> o.ifAbsent()),
                    KvWrite.of("k/2", 2).options(o -> o.ifPresent()),
                    KvWrite.of("k/3", 3)));

            assertThat(result.orThrow().get("k/0").written()).isTrue();
            assertThat(result.orThrow().get("k/1").written()).isFalse();
            assertThat(result.orThrow().get("k/2").written()).isFalse();
            assertThat(result.orThrow().get("k/3").written()).isTrue();
            assertThat(server.keyCount()).isEqualTo(3);
        }
    }

    @Test
    void countingByPrefixDoesNotCountTheKeyItself() {
        try (KvClient kv = client(backend(server)).connect()) {
            for (String key : List.of("a", "a/1", "a/2", "ab", "a/", "b/1")) {
                kv.set(key, 1);
            }
            assertThat(kv.count("a/")).isEqualTo(3);
            assertThat(kv.count("a")).isEqualTo(5);
            assertThat(kv.count("b/")).isEqualTo(1);
            assertThat(kv.count("c/")).isZero();
            assertThat(kv.count()).isEqualTo(6);
        }
    }

    @Test
    void whatHasNoNameInTheCommonApiIsLeftAlone() {
        server.put(List.of("a/b"), "1");
        server.put(List.of("a", "b"), "2");
        try (KvClient kv = client(backend(server)).connect()) {
            assertThat(kv.keyList(Scan.all())).containsExactly("a/b");
            assertThat(kv.get("a/b", Integer.class)).contains(2);
            assertThat(kv.deletePrefix("a")).isEqualTo(1);
            assertThat(server.value(List.of("a/b"))).contains("1");
            kv.clear(ClearOptions.everything());
            assertThat(server.keyCount()).isZero();
        }
    }

    @Test
    void aCursorThatLeadsNowhereEndsTheListing() {
        try (KvClient kv = once(backend(server)).connect()) {
            kv.setAll(writes(0, 10)).orThrow();
            server.faults()
                    .on(
                            Faults.operation(Operation.LIST_KV),
                            Fault.rewrite(
                                    body -> body.replaceAll("\"nextCursor\":\"[^\"]*\"", "\"nextCursor\":\"MA\"")))
                    .times(10);
            assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> kv.keyList(Scan.all().pageSize(5)));
            assertThat(server.requestsSeen(Operation.LIST_KV)).isLessThan(5);
        }
    }
}
