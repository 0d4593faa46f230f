package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.TestTls;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with certificates that keytool makes for the occasion. */
@ExtendWith(NoThreadLeft.class)
class TlsTest {
    @TempDir
    private static Path dir;

    private static SSLContext ours;
    private static SSLContext anothers;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException, GeneralSecurityException {
        ours = TestTls.context(dir, "ours", "dns:localhost,ip:127.0.0.1");
        anothers = TestTls.context(dir, "anothers", "dns:versori.example.org");
    }

    @Test
    void theGivenContextDecidesWhomToTrust() {
        try (VersoriServer server = Servers.builder(check).tls(ours).start()) {
            try (KvClient kv = once(backend(server).sslContext(ours)).connect()) {
                for (int i = 0; i < 50; i++) {
                    kv.set("a", i);
                    assertThat(kv.get("a", Integer.class)).contains(i);
                }
                assertThat(kv.endpoint()).isEqualTo("versori+https://127.0.0.1:" + server.port());
                assertThat(server.connectionsAccepted()).isEqualTo(1);
            }
            long before = server.requestsSeen();
            notTrusted(backend(server));
            notTrusted(backend(server).sslContext(anothers));
            assertThat(server.requestsSeen()).isEqualTo(before);
        }
    }

    @Test
    void theNameOfTheHostIsChecked() {
        try (VersoriServer server = Servers.builder(check).tls(anothers).start()) {
            notTrusted(backend(server).sslContext(anothers));
            assertThat(server.requestsSeen()).isZero();
        }
    }

    private static void notTrusted(VersoriBackend.Builder backend) {
        assertThatExceptionOfType(KvConnectionException.class)
                .isThrownBy(() -> once(backend).connect())
                .satisfies(e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(e.retryable()).isTrue();
                })
                .withMessageContaining("TLS");
    }
}
