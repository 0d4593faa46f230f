package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.Capability;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.Support;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Clients;
import dev.kvclient.versori.fixture.Servers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersoriProviderTest {
    private static final String STORE = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private static KvBackend create(String url, Map<String, String> environment, @Nullable Credentials credentials) {
        return new VersoriProvider(environment)
                .create(BackendUrl.parse(url), new BackendConfig(credentials, null, null, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "versori://" + STORE + ", versori+https://platform.versori.com",
        "versori://" + STORE + "?encoding=native, versori+https://platform.versori.com",
        "versori+https://host/api/v2?store=" + STORE + ", versori+https://host",
        "versori+https://host:8443?store=" + STORE + ", versori+https://host:8443",
        "versori+http://localhost:8901/?store=" + STORE + "&encoding=WORKFLOW, versori+http://localhost:8901",
        "versori+http://[::1]:8901/?store=" + STORE + ", versori+http://[::1]:8901"
    })
    void urlsAreUnderstoodAndShownWithoutWhatIsBehindThePort(String url, String shown) {
        KvBackend backend = create(url, Map.of(), null);
        assertThat(backend.endpoint()).isEqualTo(shown);
        assertThat(backend.name()).isEqualTo("versori");
        assertThat(backend.capabilities().support(Capability.SET_IF_VERSION)).isEqualTo(Support.NATIVE);
        assertThat(backend.capabilities().limits().maxBatchKeys()).hasValue(100);
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "versori://no-ulid",
                "versori://01ARZ3NDEKTSV4RRFFQ69G5FAU",
                "versori://" + STORE + ":80",
                "versori://" + STORE + "/path",
                "versori://" + STORE + "?store=" + STORE,
                "versori://" + STORE + "?encoding=other",
                "versori:" + STORE,
                "versori+http://host",
                "versori+http://host?store=",
                "versori+http://host?store=" + STORE + "&more=1",
                "versori+http://a,b?store=" + STORE,
                "versori+https://host?token=hunter2&store=" + STORE,
                "versori+https://user:hunter2@host?store=" + STORE
            })
    void whatMakesNoSenseIsRefused(String url) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> create(url, Map.of(), null))
                .withMessageNotContaining("hunter2")
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> create("versori://" + STORE, Map.of(), Credentials.userPassword("ada", "hunter2")));
    }

    @Test
    void aUrlIsEnoughToConnect() {
        Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
        try (VersoriServer server = Servers.builder(check)
                .listener(exchanges::add)
                .token(Clients.API_KEY)
                .start()) {
            try (KvClient kv = KvClient.builder(server.url())
                    .credentials(Credentials.token(Clients.API_KEY))
                    .header("X-Tenant", "1")
                    .connect()) {
                kv.set("a/b", 1);
                assertThat(kv.get("a/b", Integer.class)).contains(1);
                assertThat(kv.toString() + kv.endpoint()).doesNotContain(server.storeId());
            }
            assertThat(exchanges)
                    .allMatch(e -> e.requestHeaders().get("x-tenant").equals(List.of("1")));
            Map<String, String> environment = Map.of("VERSORI_TOKEN", Clients.API_KEY);
            try (KvClient kv =
                    KvClient.builder(create(server.url(), environment, null)).connect()) {
                assertThat(kv.get("a/b", Integer.class)).contains(1);
            }
        }
    }

    @Test
    void theTokenOfTheEnvironmentIsNotSentInTheOpen() {
        for (String url : List.of("versori+http://127.0.0.1.example?store=", "versori+http://example?store=")) {
            KvBackend backend = create(url + STORE, Map.of("VERSORI_TOKEN", "two\nlines"), null);
            assertThat(backend.endpoint()).startsWith("versori+http://");
        }
        for (String url : List.of("versori+http://127.0.0.1?store=", "versori+https://example?store=")) {
            // It is looked at, and no header can carry it.
            assertThatExceptionOfType(KvRequestException.class)
                    .isThrownBy(() -> create(url + STORE, Map.of("VERSORI_TOKEN", "two\nlines"), null))
                    .withMessageNotContaining("two");
        }
    }
}
