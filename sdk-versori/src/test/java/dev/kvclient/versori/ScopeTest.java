package dev.kvclient.versori;

import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.versori.fixture.Clients.API_KEY;
import static dev.kvclient.versori.fixture.Clients.client;
import static dev.kvclient.versori.fixture.Clients.connect;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.ClearOptions;
import dev.kvclient.KvClient;
import dev.kvclient.Scan;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys as workflow code derives them. */
@ExtendWith(NoThreadLeft.class)
class ScopeTest {

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.builder(check).organisation("acme").start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private VersoriBackend.Builder scoped(VersoriScope scope) {
        return VersoriBackend.builder()
                .baseUrl(server.baseUrl())
                .auth(VersoriAuth.apiKey(API_KEY))
                .scope(scope);
    }

    @Test
    void eachScopeHasItsStoreAndItsPrefix() {
        scope(VersoriScope.organization("acme"), "ORG_acme", "acme");
        scope(VersoriScope.workspace("acme", "p", "prod"), "PROJECT_p", "acme", "p", "prod");
        scope(VersoriScope.project("acme", "p", "prod"), "PROJECT_p", "acme", "p", "prod");
        scope(VersoriScope.project("acme", "p", "prod", "act"), "PROJECT_p", "acme", "p", "prod", "act");
        scope(VersoriScope.execution("acme", "p", "prod", "ex"), "EXECUTION_p", "acme", "p", "prod", "ex");
        scope(
                VersoriScope.execution("acme", "p", "prod", "ex", "act"),
                "EXECUTION_p",
                "acme",
                "p",
                "prod",
                "ex",
                "act");
        VersoriScope user = VersoriScope.user("acme", "p", "prod", "abc");
        // The digest of "abc" in FIPS 180-2.
        scope(
                user,
                "PROJECT_p",
                "acme",
                "p",
                "prod",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(user.createStore()).isNotEqualTo(user);
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> VersoriScope.organization(""));
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> VersoriScope.user("acme", "p", "prod", ""));
    }

    private static void scope(VersoriScope scope, String store, String... prefix) {
        assertThat(scope.organization()).isEqualTo("acme");
        assertThat(scope.storeName()).isEqualTo(store);
        assertThat(scope.prefix()).containsExactly(prefix);
    }

    @Test
    void whatAWorkflowWritesIsReadHereAndTheOtherWayRound() {
        String store = server.createStore("PROJECT_orders");
        List<String> key = List.of("acme", "orders", "production", "products", "1");
        server.put(store, key, "\"{\\\"name\\\":\\\"chair\\\"}\"");
        server.put(store, List.of("acme", "other", "production", "products", "2"), "\"1\"");
        try (KvClient kv = client(scoped(VersoriScope.project("acme", "orders", "production")))
                .connect()) {
            assertThat(kv.get("products/1", Map.class)).contains(Map.of("name", "chair"));
            assertThat(kv.keyList(Scan.prefix("prod"))).containsExactly("products/1");
            assertThat(kv.count()).isEqualTo(1);
            assertThat(kv.count("products/")).isEqualTo(1);

            kv.set("products/1", Map.of("name", "table"));
            assertThat(server.value(store, key)).contains("\"{\\\"name\\\":\\\"table\\\"}\"");
            VersoriKv own = kv.unwrap(VersoriClient.class).kv();
            assertThat(own.list(Map.class, VersoriListOptions.none()).entries())
                    .extracting(VersoriEntry::key)
                    .containsExactly(VersoriKey.of("products", "1"));
            assertThat(own.count()).isEqualTo(1);
            kv.set("x", 1);
            kv.clear(ClearOptions.everything());
            assertThat(server.keyCount(store)).isEqualTo(1);
        }
    }

    @Test
    void theKeyThatIsThePrefixIsNotOfTheScope() {
        server.put(List.of("acme"), "\"1\"");
        server.put(List.of("acme", "a"), "\"1\"");
        server.put(List.of("acmex", "a"), "\"1\"");
        try (KvClient kv = once(scoped(VersoriScope.organization("acme")).store(server.storeId()))
                .connect()) {
            assertThat(kv.keyList(Scan.all())).containsExactly("a");
            assertThat(kv.count()).isEqualTo(1);
            assertThat(kv.unwrap(VersoriClient.class)
                            .kv()
                            .list(Integer.class, VersoriListOptions.none())
                            .entries())
                    .hasSize(1);
            kv.clear(ClearOptions.everything());
            assertThat(kv.count()).isZero();
            assertThat(server.value(List.of("acme"))).isPresent();
            assertThat(server.value(List.of("acmex", "a"))).isPresent();
        }
    }

    @Test
    void aStoreThatIsMissingIsAnErrorOrMade() {
        VersoriScope scope = VersoriScope.workspace("acme", "new", "production");
        KvException e = assertThatExceptionOfType(KvException.class)
                .isThrownBy(() -> once(scoped(scope)).connect())
                .actual();
        assertThat(e).isInstanceOf(KvNotFoundException.class).hasMessageContaining("PROJECT_new");
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);

        try (KvClient kv = once(scoped(scope.createStore())).connect()) {
            kv.set("a", 1);
        }
        try (KvClient kv = once(scoped(scope)).connect()) {
            assertThat(kv.get("a", Integer.class)).contains(1);
        }
    }

    @Test
    void aStoreThatAnotherMakesMeanwhileIsTaken() {
        VersoriScope scope = VersoriScope.workspace("acme", "new", "production").createStore();
        List<String> made = new CopyOnWriteArrayList<>();
        server.listen(exchange -> {
            if (exchange.operation() == Operation.LIST_STORES && made.isEmpty()) {
                made.add(server.createStore(scope.storeName()));
            }
        });
        try (KvClient kv = once(scoped(scope)).connect()) {
            kv.set("a", 1);
        }
        assertThat(server.keyCount(made.get(0))).isEqualTo(1);
        assertThat(server.requestsSeen(Operation.CREATE_STORE)).isEqualTo(1);
    }

    @Test
    void aStoreThatIsGivenIsNotLookedUp() {
        long before = server.requestsSeen();
        try (KvClient kv = once(scoped(VersoriScope.organization("elsewhere")).store(server.storeId()))
                .connect()) {
            kv.set("a", 1);
            assertThat(server.requestsSeen() - before).isEqualTo(2);
            assertThat(server.value(List.of("elsewhere", "a"))).contains("\"1\"");
        }
        assertThatExceptionOfType(KvNotFoundException.class)
                .isThrownBy(() ->
                        once(scoped(VersoriScope.organization("elsewhere"))).connect());
        assertThatExceptionOfType(KvNotFoundException.class)
                .isThrownBy(() -> once(VersoriBackend.builder()
                                .baseUrl(server.baseUrl())
                                .auth(VersoriAuth.apiKey(API_KEY))
                                .store("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
                        .connect());
    }

    @Test
    void otherScopesAreOpenedFromTheNativeApi() {
        VersoriScope scope = VersoriScope.user("acme", "orders", "production", "ada");
        try (KvClient kv = connect(server)) {
            VersoriClient versori = kv.unwrap(VersoriClient.class);
            assertThatExceptionOfType(KvNotFoundException.class).isThrownBy(() -> versori.kv(scope));
            assertThat(failureOf(versori.async().kv(scope))).isInstanceOf(KvNotFoundException.class);
            VersoriKv ada = versori.kv(scope.createStore());
            ada.set(VersoriKey.of("a"), 1);
            assertThat(resultOf(resultOf(versori.async().kv(scope)).get(VersoriKey.of("a"), Integer.class)))
                    .isPresent();
            assertThat(versori.kv(VersoriScope.organization("acme")).count()).isZero();
            assertThat(kv.count()).isZero();
        }
    }
}
