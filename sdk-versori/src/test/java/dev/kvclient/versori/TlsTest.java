package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with certificates that keytool makes for the occasion. */
@ExtendWith(NoThreadLeft.class)
class TlsTest {
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private static Path dir;

    private static SSLContext ours;
    private static SSLContext anothers;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException, GeneralSecurityException {
        ours = context("ours", "dns:localhost,ip:127.0.0.1");
        anothers = context("anothers", "dns:versori.example.org");
    }

    /** A key pair, whose certificate is also what is trusted. */
    private static SSLContext context(String name, String hosts)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = dir.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + hosts,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, STORE_PASSWORD.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
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
                    assertThat(e.retryable()).isFalse();
                })
                .withMessageContaining("TLS");
    }
}
