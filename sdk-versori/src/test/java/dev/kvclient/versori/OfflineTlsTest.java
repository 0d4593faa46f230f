package dev.kvclient.versori;

import static dev.kvclient.ConnectionState.CONNECTED;
import static dev.kvclient.ConnectionState.CONNECTING;
import static dev.kvclient.ConnectionState.DISCONNECTED;
import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.TestTls;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import dev.kvclient.versori.fixture.States;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Offline because TLS could not be agreed on, which no server sees as a request. */
@ExtendWith(NoThreadLeft.class)
class OfflineTlsTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** No delay between probes is longer. */
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    @TempDir
    private static Path dir;

    private static SSLContext ours;
    private static SSLContext anothers;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private final States states = new States();
    private VersoriServer server;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException, GeneralSecurityException {
        ours = TestTls.context(dir, "ours", "dns:localhost,ip:127.0.0.1");
        anothers = TestTls.context(dir, "anothers", "dns:localhost,ip:127.0.0.1");
    }

    @BeforeEach
    void start() {
        server = Servers.builder(check).tls(ours).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KvClient connect() {
        KvClient kv = once(backend(server).sslContext(ours).answerTimeout(SHORT))
                .timeSource(time)
                .listener(states)
                .defaults(CallOptions.none().queuable(false))
                .connect();
        await().until(() -> states.all().contains(CONNECTED));
        states.clear();
        return kv;
    }

    /** The first request that finds no connection; one may still find the connection of before, which is cut. */
    private static KvException lose(KvClient kv) {
        KvException e = Timed.failureWithin(Duration.ofSeconds(30), () -> kv.set("a", 1));
        return e.outcome() == Outcome.UNKNOWN ? Timed.failureWithin(Duration.ofSeconds(30), () -> kv.set("a", 1)) : e;
    }

    private void isOfflineBecauseOf(KvClient kv, KvException found) {
        // Not sent, and it may not wait for another connection.
        assertThat(found).isInstanceOf(KvOfflineException.class);
        assertThat(found.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(kv.state()).isEqualTo(DISCONNECTED);
        await().untilAsserted(() -> assertThat(states.all()).containsExactly(DISCONNECTED));
        assertThat(states.changes().get(0).cause()).isInstanceOf(KvConnectionException.class);
    }

    private void comesBack(KvClient kv) {
        server.restart();
        states.clear();
        time.advance(LONGEST_DELAY);
        await().untilAsserted(() -> assertThat(states.all()).containsExactly(CONNECTING, CONNECTED));
        kv.set("a", 2);
        assertThat(kv.get("a", Integer.class)).contains(2);
    }

    @Test
    void anothersCertificate() {
        try (KvClient kv = connect()) {
            server.stop();
            try (VersoriServer other =
                    Servers.builder(check).port(server.port()).tls(anothers).start()) {
                isOfflineBecauseOf(kv, lose(kv));
                assertThat(states.changes().get(0).cause()).hasMessageContaining("TLS");
                assertThat(other.requestsSeen()).isZero();
            }
            comesBack(kv);
        }
    }

    @Test
    void aServerThatTakesTheConnectionAndSaysNothing() throws IOException {
        try (KvClient kv = connect()) {
            server.stop();
            try (ServerSocket silent = new ServerSocket(server.port(), 50, InetAddress.getLoopbackAddress())) {
                isOfflineBecauseOf(kv, lose(kv));
                assertThat(silent.isClosed()).isFalse();
            }
            comesBack(kv);
        }
    }

    /** Nobody waits until it is certain that there is no connection; it is found out all the same. */
    @Test
    void aServerThatSaysNothingForLongerThanAnyoneWaits() throws IOException {
        try (KvClient kv = once(backend(server).sslContext(ours).answerTimeout(Duration.ofSeconds(1)))
                .listener(states)
                .connect()) {
            server.stop();
            try (ServerSocket silent = new ServerSocket(server.port(), 50, InetAddress.getLoopbackAddress())) {
                CallOptions brief = CallOptions.none().timeout(Duration.ofMillis(200));
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    assertThat(Timed.failureWithin(
                                    Duration.ofSeconds(5), () -> kv.get("a", KvType.of(String.class), brief)))
                            .isNotNull();
                    return kv.state() == DISCONNECTED || kv.state() == CONNECTING;
                });
                assertThat(silent.isClosed()).isFalse();
            }
        }
    }

    @Test
    void aProbeTakesNoConnectionOfBefore() {
        try (KvClient kv = connect()) {
            server.faults().on(Faults.operation(Operation.SET_KV), Fault.delayAnswer(Duration.ofMillis(200)));
            server.faults().refuseConnections(true);
            List<CompletableFuture<?>> two = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                two.add(kv.async().set("k" + i, i));
            }
            // One of them goes over the connection that is there; the other needs one more.
            await().until(() -> two.stream().allMatch(CompletableFuture::isDone));
            await().until(() -> kv.state() == DISCONNECTED);
            long counts = server.requestsSeen(Operation.COUNT_KV);
            states.clear();
            time.advance(LONGEST_DELAY);
            await().untilAsserted(() -> assertThat(states.all()).startsWith(CONNECTING, DISCONNECTED));
            await().until(() -> kv.state() == DISCONNECTED);
            assertThat(server.requestsSeen(Operation.COUNT_KV)).isEqualTo(counts);
            server.faults().clear();
            time.advance(LONGEST_DELAY);
            await().untilAsserted(() -> assertThat(states.all()).endsWith(CONNECTING, CONNECTED));
        }
    }
}
