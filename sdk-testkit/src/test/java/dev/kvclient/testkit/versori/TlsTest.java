package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.TestTls;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The server over TLS. */
@ExtendWith(NoThreadLeft.class)
class TlsTest {

    @TempDir
    private static Path dir;

    private static SSLContext tls;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    @BeforeAll
    static void makeACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        tls = TestTls.context(dir, "server", "dns:localhost,ip:127.0.0.1");
    }

    @Test
    void servesOverTls() {
        try (VersoriServer server =
                        VersoriServer.builder().tls(tls).listener(check).start();
                WireClient client = new WireClient(server, tls.getSocketFactory())) {
            assertThat(server.url()).startsWith("versori+https://127.0.0.1:");
            assertThat(client.set("a", "{\"value\":1}").status()).isEqualTo(200);
            assertThat(client.get("a").status()).isEqualTo(200);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void servesNobodyElse() {
        try (VersoriServer server =
                        VersoriServer.builder().tls(tls).listener(check).start();
                WireClient plain = new WireClient(server)) {
            assertThatThrownBy(() -> plain.get("a")).isInstanceOf(UncheckedIOException.class);
            assertThat(server.requestsSeen()).isZero();
        }
    }
}
