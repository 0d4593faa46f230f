package dev.kvclient.kuzzle;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.TestTls;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code kuzzle+https}. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class HttpTlsTest {
    private static SSLContext ours;
    private static SSLContext anothers;

    @BeforeAll
    static void certificates(@TempDir Path dir) throws Exception {
        ours = TestTls.context(dir, "ours", "dns:localhost,ip:127.0.0.1");
        anothers = TestTls.context(dir, "anothers", "dns:kuzzle.example.org");
    }

    @Test
    void aTrustedCertificateOfTheHostIsTaken() {
        try (KuzzleServer server = KuzzleServer.builder().http().tls(ours).start();
                KvClient kv =
                        KvClient.builder(server.httpUrl()).sslContext(ours).connect()) {
            assertThat(server.httpUrl()).startsWith("kuzzle+https://");
            assertThat(kv.set("k", "é漢字🎉".repeat(20_000)).written()).isTrue();
            assertThat(kv.get("k", String.class)).contains("é漢字🎉".repeat(20_000));
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() {
        try (KuzzleServer server = KuzzleServer.builder().http().tls(anothers).start()) {
            KvException e = failureWithin(
                    SOON,
                    () -> KvClient.builder(server.httpUrl())
                            .sslContext(anothers)
                            .connect()
                            .close());

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(server.requestsReceived()).isZero();
        }
    }

    @Test
    void aServerThatSaysNothingToTheHandshakeIsGivenUpInTime() {
        try (KuzzleServer server = KuzzleServer.builder().http().start()) {
            server.faults().silent(true);

            assertThat(failureWithin(
                            SOON,
                            () -> KvClient.builder(server.httpUrl().replace("+http:", "+https:"))
                                    .sslContext(ours)
                                    .connectTimeout(Duration.ofMillis(300))
                                    .connect()
                                    .close()))
                    .isInstanceOf(KvConnectionException.class);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        try (KuzzleServer server = KuzzleServer.builder().http().tls(ours).start()) {
            assertThat(failureWithin(
                            SOON, () -> KvClient.connect(server.httpUrl()).close()))
                    .isInstanceOf(KvConnectionException.class);
        }
    }
}
