package dev.kvclient.versori;

import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.Version;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The native API, and what it sends. */
@ExtendWith(NoThreadLeft.class)
class VersoriClientTest {
    private static final VersoriKey KEY = VersoriKey.of("products", "1 2");

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
    private VersoriServer server;
    private KvClient kv;
    private VersoriClient versori;

    @BeforeEach
    void open() {
        server = Servers.builder(check).listener(exchanges::add).start();
        kv = once(backend(server).valueEncoding(ValueEncoding.NATIVE)).connect();
        versori = kv.unwrap(VersoriClient.class);
        exchanges.clear();
    }

    @AfterEach
    void close() {
        kv.close();
        server.close();
    }

    private HttpExchange sent() {
        assertThat(exchanges).hasSize(1);
        return exchanges.remove();
    }

    @Test
    void storesAreMadeListedAndFound() {
        VersoriStore made = versori.createStore("acme", "PROJECT_orders");
        assertThat(made.name()).isEqualTo("PROJECT_orders");
        assertThat(versori.stores("acme")).contains(made).hasSize(2);
        assertThat(versori.findStore("acme", "PROJECT_orders")).contains(made);
        assertThat(versori.findStore("acme", "PROJECT_none")).isEmpty();
        assertThat(resultOf(versori.async().findStore("acme", "PROJECT_orders")))
                .contains(made);
        assertThat(resultOf(versori.async().stores("acme"))).hasSize(2);
        assertThat(resultOf(versori.async().createStore("acme", "other")).organization())
                .contains("acme");

        versori.kv(made).set(KEY, 1);
        assertThat(server.value(made.id(), KEY.segments())).contains("1");
        assertThat(server.keyCount()).isZero();
        assertThat(resultOf(versori.async().kv(made).get(KEY, Integer.class))).isPresent();
        for (String odd : List.of("", ".", "..")) {
            assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> versori.stores(odd));
        }
        assertThatExceptionOfType(KvNotFoundException.class).isThrownBy(() -> versori.stores("nobody"));
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> versori.kv("short"));
    }

    @Test
    void anEntryIsWrittenReadAndDeleted() {
        CommitResult written = versori.kv().set(KEY, Map.of("a", 1));
        assertThat(sent().target()).isEqualTo("/api/v2/store/" + server.storeId() + "/kv/products/1%202");

        VersoriEntry<Map<String, Integer>> entry = versori.kv()
                .get(KEY, new KvType<Map<String, Integer>>() {}, CallOptions.none())
                .orElseThrow();
        assertThat(entry.key()).isEqualTo(KEY);
        assertThat(entry.value()).contains(Map.of("a", 1));
        assertThat(written.version()).contains(entry.version());
        assertThat(entry.createdAt()).isPresent();
        assertThat(entry.expiresAt()).isEmpty();
        assertThat(entry.toString()).contains("products/1 2").doesNotContain("a=1");
        exchanges.clear();

        assertThat(versori.kv().delete(KEY)).contains("ok");
        assertThat(sent().requestBody()).isEqualTo("{}");
        assertThat(versori.kv().get(KEY, String.class)).isEmpty();
        assertThat(resultOf(versori.kv().async().get(KEY, String.class))).isEmpty();
    }

    @Test
    void everyOptionOfAWriteIsSent() {
        Instant then = Instant.parse("2126-01-02T03:04:05.678Z");
        versori.kv()
                .set(
                        KEY,
                        1,
                        VersoriSetOptions.none()
                                .expireAt(then)
                                .refreshOnAccess()
                                .ifNotExists()
                                .overwrite(true)
                                .metadata(Map.of("colour", "red")));
        assertThat(sent().requestBody())
                .isEqualTo("{\"value\":1,\"options\":{\"expireAt\":\"2126-01-02T03:04:05.678Z\","
                        + "\"refreshOnAccess\":true,\"ifNotExists\":true,\"overwrite\":true,"
                        + "\"metadata\":{\"colour\":\"red\"}}}");

        Version version = versori.kv().get(KEY, Integer.class).orElseThrow().version();
        exchanges.clear();
        CommitResult changed = versori.kv()
                .set(
                        KEY,
                        2,
                        VersoriSetOptions.none()
                                .ifVersionstamp(version)
                                .expireIn(Duration.ofHours(1))
                                .timeout(Duration.ofSeconds(5)));
        assertThat(changed.committed()).isTrue();
        assertThat(sent().requestBody())
                .matches("\\{\"value\":2,\"options\":\\{\"expireIn\":3(600000|599[0-9]{3}),\"ifVersionstamp\":\""
                        + version + "\"}}");
        assertThat(versori.kv().set(KEY, 3, VersoriSetOptions.none().ifVersionstamp(version)))
                .isEqualTo(new CommitResult(false, null));
        assertThat(versori.kv()
                        .set(KEY, 3, VersoriSetOptions.none().ifNotExists())
                        .committed())
                .isFalse();
    }

    @Test
    void aLifeThatIsOverBeforeItIsSentIsNotSent() {
        assertThatExceptionOfType(KvTimeoutException.class)
                .isThrownBy(() -> kv.set("a", 1, o -> o.expireAt(Instant.now().minusSeconds(1))))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThat(exchanges).isEmpty();
    }

    @Test
    void aBatchIsOneRequest() {
        VersoriKey other = VersoriKey.of("a/b", "", "..");
        VersoriBatchSet set = versori.kv()
                .batchSet(List.of(
                        VersoriWrite.of(KEY, "one"),
                        VersoriWrite.of(other, 2)
                                .options(VersoriSetOptions.none()
                                        .expireIn(Duration.ofMinutes(1))
                                        .metadata(Map.of("n", 2)))));
        assertThat(set.committed()).containsExactly(KEY, other);
        assertThat(set.successes()).hasSize(2);
        assertThat(set.failures()).isEmpty();
        assertThat(sent().requestBody()).contains("\"key\":[\"a/b\",\"\",\"..\"]", "\"metadata\":{\"n\":2}");

        VersoriBatchGet<Integer> read = versori.kv()
                .batchGet(
                        List.of(other, VersoriKey.of("absent"), KEY, other),
                        KvType.of(Integer.class),
                        VersoriBatchGetOptions.none().serverTimeout(Duration.ofSeconds(2)));
        assertThat(read.entries()).containsOnlyKeys(other);
        assertThat(read.entries().get(other).value()).contains(2);
        assertThat(read.failures()).containsOnlyKeys(KEY);
        assertThat(read.failures().get(KEY)).isInstanceOf(KvSerializationException.class);
        assertThat(sent().requestBody()).endsWith("\"options\":{\"timeout\":2000}}");

        versori.kv().batchDelete(List.of(KEY, other));
        assertThat(sent().method()).isEqualTo("DELETE");
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void aBatchTellsWhatFailedAndNotWhatWasNotCommitted() {
        VersoriKey bad = VersoriKey.of("bad");
        server.faults()
                .on(Faults.operation(Operation.BATCH_SET_KV), Fault.failKeys(List.of(bad.segments())))
                .once();
        VersoriBatchSet partly = versori.kv().batchSet(List.of(VersoriWrite.of(KEY, 1), VersoriWrite.of(bad, 2)));
        assertThat(partly.failures()).containsOnlyKeys(bad);
        assertThat(partly.committed()).containsExactly(KEY);

        VersoriBatchSet some = versori.kv()
                .batchSet(List.of(
                        VersoriWrite.of(KEY, 1).options(VersoriSetOptions.none().ifNotExists()),
                        VersoriWrite.of(bad, 2).options(VersoriSetOptions.none().ifNotExists())));
        assertThat(some.failures()).isEmpty();
        assertThat(some.successes()).extracting(CommitResult::committed).containsExactly(false, true);
        assertThat(some.committed()).isEmpty();

        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> versori.kv().batchSet(List.of(VersoriWrite.of(KEY, 1), VersoriWrite.of(KEY, 2))));
        server.faults()
                .on(Faults.operation(Operation.BATCH_GET_KV), Fault.malformedBatchAnswer())
                .once();
        assertThat(failureOf(versori.kv().async().batchGet(List.of(KEY), Integer.class)))
                .isInstanceOf(KvProtocolException.class);
    }

    @Test
    void pagesAreListedWithFilterAndCursors() {
        for (int i = 0; i < 5; i++) {
            versori.kv()
                    .set(VersoriKey.of("p", "" + i), i, VersoriSetOptions.none().metadata(Map.of("even", i % 2 == 0)));
        }
        versori.kv().set(VersoriKey.of("px"), "other");
        exchanges.clear();
        VersoriListOptions two =
                VersoriListOptions.none().prefix(VersoriKey.of("p")).limit(2);

        VersoriPage<Integer> first = versori.kv().list(Integer.class, two);
        assertThat(sent().requestBody()).isEqualTo("{\"selector\":{\"prefix\":[\"p\"]},\"options\":{\"limit\":2}}");
        assertThat(values(first)).containsExactly(4, 3);
        assertThat(first.prevCursor()).isEmpty();
        VersoriPage<Integer> second =
                versori.kv().list(Integer.class, two.after(first.nextCursor().orElseThrow()));
        assertThat(values(second)).containsExactly(2, 1);
        assertThat(values(versori.kv()
                        .list(Integer.class, two.before(second.prevCursor().orElseThrow()))))
                .containsExactly(4, 3);
        assertThat(values(versori.kv().list(Integer.class, two.reverse()))).containsExactly(0, 1);
        assertThat(values(versori.kv()
                        .list(Integer.class, two.filter(VersoriFilter.none().metadata(Map.of("even", true))))))
                .containsExactly(4, 2);
        Instant now = Instant.now();
        exchanges.clear();
        VersoriPage<Integer> none = versori.kv()
                .list(
                        Integer.class,
                        VersoriListOptions.none()
                                .filter(VersoriFilter.none()
                                        .createdAfter(now.plusSeconds(60))
                                        .createdBefore(now.plusSeconds(120))));
        assertThat(none.entries()).isEmpty();
        assertThat(none.nextCursor()).isEmpty();
        assertThat(sent().requestBody()).contains("createdAfter", "createdBefore");
        VersoriPage<Integer> all = resultOf(versori.kv().async().list(Integer.class, VersoriListOptions.none()));
        assertThat(all.failures()).containsOnlyKeys(VersoriKey.of("px"));
        assertThat(all.entries()).hasSize(5);
    }

    private static List<Integer> values(VersoriPage<Integer> page) {
        List<Integer> values = new ArrayList<>();
        page.entries().forEach(entry -> entry.value().ifPresent(values::add));
        return values;
    }

    @Test
    void keysAreCountedAndAllDeleted() {
        for (int i = 0; i < 3; i++) {
            versori.kv().set(VersoriKey.of("a", "" + i), i);
        }
        versori.kv().set(VersoriKey.of("a/b", ""), 1);
        assertThat(versori.kv().count()).isEqualTo(4);
        assertThat(versori.kv().count(VersoriKey.of("a"))).isEqualTo(3);
        assertThat(resultOf(versori.kv().async().count(VersoriKey.of("none")))).isZero();
        assertThat(versori.kv().deleteEverything()).isEqualTo(4);
        assertThat(versori.kv().count()).isZero();
        assertThat(resultOf(versori.kv().async().deleteEverything())).isZero();
    }

    @Test
    void aCascadeIsGuarded() {
        for (String key : List.of("products/1", "products/10", "products/2", "other")) {
            versori.kv().set(VersoriKey.parse(key), 1);
        }
        exchanges.clear();
        VersoriDeleteOptions cascade = VersoriDeleteOptions.none().cascade();
        for (VersoriKey empty :
                List.of(VersoriKey.of(""), VersoriKey.of("a", ""), VersoriKey.of("", "a"), VersoriKey.parse("a//b"))) {
            assertThatExceptionOfType(KvRequestException.class)
                    .isThrownBy(() -> versori.kv().delete(empty, cascade))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
            assertThat(failureOf(versori.kv().async().batchDelete(List.of(KEY, empty), cascade)))
                    .isInstanceOf(KvRequestException.class);
        }
        assertThat(exchanges).isEmpty();

        versori.kv().delete(VersoriKey.of("products", "1"), cascade);
        assertThat(sent().requestBody()).isEqualTo("{\"options\":{\"cascade\":true}}");
        // By text, as the platform does it.
        assertThat(kv.keyList(dev.kvclient.Scan.all())).containsExactlyInAnyOrder("products/2", "other");
    }

    @Test
    void aDeleteCanHaveACondition() {
        Version version = versori.kv().set(KEY, 1).version().orElseThrow();
        versori.kv().set(KEY, 2);
        versori.kv().delete(KEY, VersoriDeleteOptions.none().ifVersionstamp(version));
        assertThat(server.value(KEY.segments())).contains("2");
    }

    @Test
    void keysThatAUrlCannotCarryGoThroughTheBatchEndpoints() {
        for (VersoriKey key : List.of(
                VersoriKey.of("batch"),
                VersoriKey.of("list"),
                VersoriKey.of("count"),
                VersoriKey.of("a/b"),
                VersoriKey.of("", "x"),
                VersoriKey.of("."),
                VersoriKey.of("a", "..", "b"),
                VersoriKey.of("x".repeat(9_000)))) {
            exchanges.clear();
            CommitResult written =
                    versori.kv().set(key, 1, VersoriSetOptions.none().ifNotExists());
            assertThat(written.committed()).isTrue();
            assertThat(versori.kv()
                            .set(key, 1, VersoriSetOptions.none().ifNotExists())
                            .committed())
                    .isFalse();
            VersoriEntry<Integer> read = versori.kv().get(key, Integer.class).orElseThrow();
            assertThat(Optional.of(read.version())).isEqualTo(written.version());
            versori.kv().delete(key);
            assertThat(versori.kv().get(key, Integer.class)).isEmpty();
            assertThat(exchanges).hasSize(5).allMatch(e -> e.target().endsWith("/kv/batch"));
        }
    }

    @Test
    void badInputIsRefusedBeforeAnythingIsSent() {
        refused(() -> VersoriSetOptions.none().expireIn(Duration.ZERO));
        refused(() -> VersoriSetOptions.none().expireIn(Duration.ofNanos(999_999)));
        refused(() -> VersoriSetOptions.none().expireIn(Duration.ofSeconds(1)).expireAt(Instant.now()));
        refused(() -> VersoriSetOptions.none().expireAt(Instant.now()).expireIn(Duration.ofSeconds(1)));
        refused(() -> VersoriSetOptions.none().ifNotExists().ifVersionstamp(Version.parse("1")));
        refused(() ->
                VersoriSetOptions.none().ifVersionstamp(Version.parse("1")).ifNotExists());
        refused(() -> VersoriListOptions.none().limit(0));
        refused(() -> VersoriListOptions.none().limit(101));
        refused(() -> VersoriBatchGetOptions.none().serverTimeout(Duration.ZERO));
        refused(() -> VersoriKey.of());
        refused(() -> VersoriKey.of("a\ud800"));
        refused(() -> VersoriBackend.builder().build());
        refused(() -> VersoriBackend.builder().store("no-ulid").build());
        refused(() -> VersoriBackend.builder().batchSize(0));
        refused(() -> VersoriWrite.of(KEY, 1).options(VersoriSetOptions.none().timeout(Duration.ofSeconds(1))));
        refused(() -> versori.kv().set(KEY, 1, VersoriSetOptions.none().expireAt(Instant.MAX)));
        assertThat(failureOf(versori.kv().async().set(KEY, Double.NaN))).isInstanceOf(KvSerializationException.class);
        assertThat(exchanges).isEmpty();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(work)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void aMissingStoreIsNoMissingKey() {
        VersoriKv missing = versori.kv("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThatExceptionOfType(KvNotFoundException.class).isThrownBy(() -> missing.get(KEY, String.class));
        assertThatExceptionOfType(KvNotFoundException.class).isThrownBy(() -> missing.delete(KEY));
        assertThatExceptionOfType(KvNotFoundException.class).isThrownBy(() -> missing.set(KEY, 1));
        assertThatExceptionOfType(KvNotFoundException.class).isThrownBy(() -> missing.count());
        assertThat(versori.kv().get(KEY, String.class)).isEmpty();
    }
}
