package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The server over TLS. */
@ExtendWith(NoThreadLeft.class)
class TlsTest {

    private static final String PASSWORD = "password";

    @TempDir
    private static Path dir;

    private static SSLContext tls;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    @BeforeAll
    static void makeACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = dir.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias server -keyalg EC -dname CN=localhost -validity 2 -storetype PKCS12"
                + " -ext san=dns:localhost,ip:127.0.0.1 -storepass " + PASSWORD;
        ProcessBuilder command = new ProcessBuilder(keytool).redirectErrorStream(true);
        command.command().addAll(List.of(arguments.split(" ")));
        command.command().addAll(List.of("-keystore", store.toString()));
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(certificates);
        tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
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
