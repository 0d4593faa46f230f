package dev.kvclient.kuzzle;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.Clients;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.TestTls;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with certificates that keytool makes for the occasion. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class TlsTest {
    @TempDir
    private static Path dir;

    private static SSLContext ours;
    private static SSLContext anothers;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException, GeneralSecurityException {
        ours = TestTls.context(dir, "ours", "dns:localhost,ip:127.0.0.1");
        anothers = TestTls.context(dir, "anothers", "dns:kuzzle.example.org");
    }

    @Test
    void aTrustedCertificateOfTheHostIsTaken() {
        try (KuzzleServer server = KuzzleServer.builder()
                        .tls(ours)
                        .user("ada", "pw")
                        .anonymousAllowed(false)
                        .start();
                KvClient kv = KvClient.builder(server.url())
                        .sslContext(ours)
                        .credentials(Credentials.userPassword("ada", "pw"))
                        .connect()) {
            assertThat(server.url()).startsWith("kuzzles://");
            assertThat(kv.set("k", "é漢字🎉".repeat(20_000)).written()).isTrue();
            assertThat(kv.get("k", String.class)).contains("é漢字🎉".repeat(20_000));

            server.dropConnections();
            await().until(() -> server.connectionsAccepted() == 2 && kv.awaitConnected(Duration.ofSeconds(5)));
            assertThat(kv.contains("k")).isTrue();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() {
        try (KuzzleServer server = KuzzleServer.builder().tls(anothers).start()) {
            KvException e = failureToConnect(server.url(), anothers, Duration.ofSeconds(10));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.retryable()).isFalse();
            assertThat(server.connectionsAccepted()).isZero();
        }
    }

    @Test
    void aNameThatTheCertificateDoesNotHoldIsRefused() {
        try (KuzzleServer server = KuzzleServer.builder().tls(anothers).start()) {
            assertThat(failureToConnect("kuzzles://localhost:" + server.port(), anothers, Duration.ofSeconds(10)))
                    .isInstanceOf(KvConnectionException.class);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        try (KuzzleServer server = KuzzleServer.builder().tls(ours).start()) {
            KvException e = failureWithin(
                    SOON,
                    () -> KvClient.builder(server.url())
                            .connectTimeout(Duration.ofSeconds(10))
                            .connect()
                            .close());

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.retryable()).isFalse();
        }
    }

    @Test
    void aServerWithoutTlsIsRefused() {
        try (KuzzleServer server = KuzzleServer.start()) {
            // It takes the handshake for the beginning of a request, and waits for the rest.
            KvException e = failureToConnect("kuzzles://localhost:" + server.port(), ours, Duration.ofSeconds(1));

            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void aClientWithoutTlsMeetsNoServerThere() {
        try (KuzzleServer server = KuzzleServer.builder().tls(ours).start()) {
            KvException e = failureWithin(
                    SOON,
                    () -> Clients.client(Clients.backend(server))
                            .connectTimeout(Duration.ofSeconds(10))
                            .connect()
                            .close());

            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void aSilentTlsServerIsGivenUp() {
        try (KuzzleServer server = KuzzleServer.builder().tls(ours).start()) {
            server.faults().silent(true);

            KvException e = failureWithin(
                    Duration.ofSeconds(3),
                    () -> KvClient.builder(server.url())
                            .sslContext(ours)
                            .connectTimeout(Duration.ofMillis(500))
                            .connect()
                            .close());

            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    private static KvException failureToConnect(String url, SSLContext trusting, Duration timeout) {
        return failureWithin(
                SOON,
                () -> KvClient.builder(url)
                        .sslContext(trusting)
                        .connectTimeout(timeout)
                        .connect()
                        .close());
    }
}
