package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TestTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConnectTest extends TransportTest {
    private static final RawServer.Script ECHO = peer -> {
        peer.upgrade();
        while (true) {
            peer.sendText(peer.readText().text());
        }
    };

    @Test
    void connectsSendsAndReceives() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        RawServer server = server(peer -> {
            heads.add(peer.upgrade());
            peer.sendText("welcome, " + peer.readText().text());
            peer.drain();
        });
        WebSocketConnection connection =
                connection(settings(URI.create(server.uri() + "/path?x=1")).header("Authorization", "Bearer token"));
        assertThat(connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
        awaitConnected(connection);
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
        FrameChannel channel = protocol.nextOpened();
        assertThat(channel.send("Zoë ✓".getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
        assertThat(protocol.nextReceived()).isEqualTo("welcome, Zoë ✓");
        assertThat(heads.take()).startsWith("GET /path?x=1 HTTP/1.1").contains("Authorization: Bearer token");
        assertThat(states).containsExactly(ConnectionState.CONNECTING, ConnectionState.CONNECTED);
        assertThat(threads()).containsExactlyInAnyOrder(THREADS + "-reader", THREADS + "-writer");
        assertThat(connection.connected()).isCompleted();
        connection.close();
        assertThat(states).endsWith(ConnectionState.CLOSED);
    }

    @Test
    void aRefusedConnectionGivesUpWithoutAThread() throws Exception {
        WebSocketConnection connection = connection(settings(URI.create("ws://127.0.0.1:" + unusedPort())));
        CompletableFuture<Void> start = connection.startOrGiveUp();
        assertThat(failureOf(start)).isInstanceOfSatisfying(KvConnectionException.class, e -> {
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.retryable()).isTrue();
            assertThat(e).hasMessageContaining("ws://127.0.0.1:");
        });
        assertNoThreadIsLeft();
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(connection.lastFailure()).containsInstanceOf(KvConnectionException.class);
        assertThat(states)
                .containsExactly(ConnectionState.CONNECTING, ConnectionState.DISCONNECTED, ConnectionState.CLOSED);
        assertThat(protocol.lost).isEmpty();
        assertThat(failureOf(connection.connected())).isInstanceOf(KvConnectionException.class);
    }

    @Test
    void anUnknownHostIsReported() {
        WebSocketConnection connection = connection(settings(URI.create("ws://no-such-host.invalid:1")));
        assertThat(failureOf(connection.startOrGiveUp()))
                .isInstanceOf(KvException.class)
                .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void aSilentServerIsBoundedByTheConnectTimeout() throws Exception {
        RawServer server = server(RawServer.Peer::drain);
        WebSocketConnection connection = connection(settings(server.uri()).connectTimeout(Duration.ofMillis(400)));
        long begun = System.nanoTime();
        Throwable failure = failureOf(connection.startOrGiveUp());
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(failure).isInstanceOf(KvTimeoutException.class);
        assertThat(((KvException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(taken).isBetween(Duration.ofMillis(390), Duration.ofSeconds(5));
        assertNoThreadIsLeft();
    }

    @Test
    void aServerThatDripsItsAnswerIsBoundedToo() throws Exception {
        RawServer server = server(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 101 Switching Protocols\r\n");
            peer.drain();
        });
        WebSocketConnection connection = connection(settings(server.uri()).connectTimeout(Duration.ofMillis(300)));
        assertThat(failureOf(connection.startOrGiveUp())).isInstanceOf(KvTimeoutException.class);
        assertNoThreadIsLeft();
    }

    @Test
    void aSignInThatNeverEndsIsBoundedToo() throws Exception {
        RawServer server = server(ECHO);
        RecordingProtocol endless = new RecordingProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                super.opened(channel);
                return new CompletableFuture<>();
            }
        };
        WebSocketConnection connection =
                connection(settings(server.uri()).connectTimeout(Duration.ofMillis(300)), endless);
        assertThat(failureOf(connection.startOrGiveUp())).isInstanceOf(KvTimeoutException.class);
        assertThat(endless.nextLost().channel()).isSameAs(endless.nextOpened());
        assertThat(states).doesNotContain(ConnectionState.CONNECTED);
    }

    @ParameterizedTest
    @CsvSource({"400 Bad Request, 400", "503 Service Unavailable, 503", "200 OK, 200"})
    void anotherStatusThan101IsReported(String line, int status) throws Exception {
        RawServer server = server(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n");
            peer.drain();
        });
        assertThat(failureOf(connection(settings(server.uri())).startOrGiveUp()))
                .isInstanceOfSatisfying(KvConnectionException.class, e -> {
                    assertThat(e.status()).hasValue(status);
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                });
    }

    @ParameterizedTest
    @CsvSource({"401 Unauthorized, UNAUTHENTICATED", "403 Forbidden, FORBIDDEN"})
    void refusedCredentialsAreReportedAsSuch(String line, KvAuthException.Reason reason) throws Exception {
        RawServer server = server(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 " + line + "\r\n\r\n");
        });
        assertThat(failureOf(connection(settings(server.uri())).startOrGiveUp()))
                .isInstanceOfSatisfying(
                        KvAuthException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void anAnswerThatIsNoHttpIsReported() throws Exception {
        RawServer server = server(peer -> {
            peer.readHead();
            peer.write("hello, this is not HTTP\r\n\r\n");
            peer.drain();
        });
        assertThat(failureOf(connection(settings(server.uri())).startOrGiveUp()))
                .isInstanceOf(KvProtocolException.class);
    }

    @Test
    void anEndlessAnswerIsCut() throws Exception {
        RawServer server = server(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 101 Switching Protocols\r\n");
            while (true) {
                peer.write("X-Filler: " + "x".repeat(1000) + "\r\n");
            }
        });
        assertThat(failureOf(connection(settings(server.uri())).startOrGiveUp()))
                .isInstanceOf(KvProtocolException.class);
    }

    @Test
    void aServerThatClosesDuringTheUpgradeIsReported() throws Exception {
        RawServer server = server(RawServer.Peer::readHead);
        assertThat(failureOf(connection(settings(server.uri())).startOrGiveUp()))
                .isInstanceOfSatisfying(
                        KvConnectionException.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void triesTheEndpointsInTurn() throws Exception {
        RawServer server = server(ECHO);
        URI dead = URI.create("ws://127.0.0.1:" + unusedPort());
        connected(settings(dead, dead, server.uri()));
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(states).endsWith(ConnectionState.CONNECTED);
    }

    @Test
    void aDeadEndpointLeavesTimeForTheNext() throws Exception {
        RawServer silent = server(RawServer.Peer::drain);
        RawServer server = server(ECHO);
        connected(settings(silent.uri(), server.uri()).connectTimeout(Duration.ofSeconds(2)));
        assertThat(silent.accepted()).isEqualTo(1);
        assertThat(server.accepted()).isEqualTo(1);
    }

    @Test
    void goesToTheNextEndpointAfterALoss() throws Exception {
        RawServer first = server(ECHO);
        RawServer second = server(ECHO);
        connected(settings(first.uri(), second.uri()));
        assertThat(first.accepted()).isEqualTo(1);
        first.cutAll();
        await().untilAsserted(() -> assertThat(second.accepted()).isEqualTo(1));
        second.cutAll();
        await().untilAsserted(() -> assertThat(first.accepted()).isEqualTo(2));
    }

    @Test
    void ofSeveralFailuresTheAnswerIsReportedAndTheOthersAreKept() throws Exception {
        RawServer refusing = server(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 401 Unauthorized\r\n\r\n");
        });
        URI dead = URI.create("ws://127.0.0.1:" + unusedPort());
        Throwable failure = failureOf(connection(settings(refusing.uri(), dead)).startOrGiveUp());
        assertThat(failure).isInstanceOf(KvAuthException.class);
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @Test
    void aFailedSignInFailsTheAttempt() throws Exception {
        RawServer server = server(ECHO);
        KvAuthException refused = new KvAuthException(
                Failure.of(Outcome.REJECTED, "wrong password"), KvAuthException.Reason.UNAUTHENTICATED);
        RecordingProtocol signIn = new RecordingProtocol() {
            private final CompletableFuture<Void> answer = new CompletableFuture<>();

            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                super.opened(channel);
                channel.send("who am I".getBytes(StandardCharsets.UTF_8));
                return answer.minimalCompletionStage();
            }

            @Override
            public void received(FrameChannel channel, byte[] utf8) {
                answer.completeExceptionally(refused);
            }
        };
        WebSocketConnection connection = connection(settings(server.uri()), signIn);
        assertThat(failureOf(connection.startOrGiveUp())).isSameAs(refused);
        assertThat(signIn.nextLost().loss().cause()).isSameAs(refused);
        assertThat(states).doesNotContain(ConnectionState.CONNECTED);
        assertNoThreadIsLeft();
    }

    @Test
    void aProtocolThatThrowsFailsTheAttempt() throws Exception {
        RawServer server = server(ECHO);
        RecordingProtocol broken = new RecordingProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                throw new IllegalStateException("as the test wants it");
            }
        };
        assertThat(failureOf(connection(settings(server.uri()), broken).startOrGiveUp()))
                .isInstanceOf(KvConnectionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(broken.lost).hasSize(1);
    }

    @Test
    void startedOfflineItGoesOnTrying() throws Exception {
        int port = unusedPort();
        WebSocketConnection connection = connection(settings(URI.create("ws://127.0.0.1:" + port)));
        CompletableFuture<Void> start = connection.connected();
        connection.start();
        await().untilAsserted(() -> assertThat(states.stream()
                        .filter(s -> s == ConnectionState.DISCONNECTED)
                        .count())
                .isGreaterThan(3));
        assertThat(start).isNotDone();
        try (ServerSocket late = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            Socket socket = late.accept();
            new RawServer.Peer(socket, 1).upgrade();
            start.get(20, TimeUnit.SECONDS);
            assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
            socket.close();
        }
    }

    @Test
    void delaysGrowAndBeginAnewAfterAConnectionThatLasted() throws Exception {
        RawServer server = server(ECHO);
        TestTime manual = new TestTime();
        List<ConnectionState> seen = new CopyOnWriteArrayList<>();
        Duration max = Duration.ofMinutes(10);
        WebSocketConnection connection = closing(new WebSocketConnection(
                settings(server.uri()).reconnect(Duration.ofMillis(100), max).build(),
                manual,
                protocol,
                (state, because) -> seen.add(state)));
        awaitConnected(connection);
        protocol.nextOpened().drop("first");
        protocol.nextLost();
        await().untilAsserted(() -> assertThat(manual.waiting()).isEqualTo(1));
        assertThat(connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(threads()).doesNotContain(THREADS + "-writer");
        manual.advance(Duration.ofMillis(100));
        connection.connected().get(20, TimeUnit.SECONDS);

        // It lasted: once more no longer than the shortest bound, whatever was before.
        manual.advance(WebSocketConnection.LASTED);
        protocol.nextOpened().drop("second");
        protocol.nextLost();
        await().untilAsserted(() -> assertThat(manual.waiting()).isEqualTo(1));
        manual.advance(Duration.ofMillis(100));
        connection.connected().get(20, TimeUnit.SECONDS);
        assertThat(server.accepted()).isEqualTo(3);

        // Cut at once again and again: some delay is now longer than the shortest bound.
        boolean longer = false;
        for (int i = 0; i < 12; i++) {
            protocol.nextOpened().drop("again");
            protocol.nextLost();
            await().untilAsserted(() -> assertThat(manual.waiting()).isEqualTo(1));
            manual.advance(Duration.ofMillis(100));
            longer |= connection.state() == ConnectionState.DISCONNECTED;
            while (connection.state() == ConnectionState.DISCONNECTED) {
                manual.advance(Duration.ofMillis(100));
            }
            connection.connected().get(20, TimeUnit.SECONDS);
        }
        assertThat(longer).isTrue();
        assertThat(seen).contains(ConnectionState.DISCONNECTED);
    }

    @Test
    void goesThroughASocksProxyThatLooksTheNameUp() throws Exception {
        RawServer server = server(ECHO);
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        RawServer proxy = server(peer -> {
            int methods = peer.in.readNBytes(2)[1];
            peer.in.readNBytes(methods);
            peer.out.write(new byte[] {5, 0});
            peer.in.readNBytes(3);
            assertThat(peer.in.readUnsignedByte()).isEqualTo(3);
            asked.add(new String(peer.in.readNBytes(peer.in.readUnsignedByte()), StandardCharsets.US_ASCII));
            peer.in.readUnsignedShort();
            peer.out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
            ProxyPump.pump(peer, server.port());
        });
        connected(settings(URI.create("ws://only-the-proxy-knows.invalid:4711"))
                .proxy(new Proxy(Proxy.Type.SOCKS, loopback(proxy.port()))));
        assertThat(asked).containsExactly("only-the-proxy-knows.invalid");
        protocol.nextOpened().send("through".getBytes(StandardCharsets.UTF_8));
        assertThat(protocol.nextReceived()).isEqualTo("through");
    }

    @Test
    void goesThroughAnHttpProxyThatLooksTheNameUp() throws Exception {
        RawServer server = server(ECHO);
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        RawServer proxy = server(peer -> {
            asked.add(peer.readHead());
            peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
            ProxyPump.pump(peer, server.port());
        });
        connected(settings(URI.create("ws://only-the-proxy-knows.invalid:4711"))
                .proxy(new Proxy(Proxy.Type.HTTP, loopback(proxy.port()))));
        assertThat(asked.take()).startsWith("CONNECT only-the-proxy-knows.invalid:4711 ");
        protocol.nextOpened().send("through".getBytes(StandardCharsets.UTF_8));
        assertThat(protocol.nextReceived()).isEqualTo("through");
    }

    @Test
    void aSilentProxyIsBoundedByTheConnectTimeout() throws Exception {
        RawServer proxy = server(RawServer.Peer::drain);
        WebSocketConnection connection = connection(settings(URI.create("ws://anywhere.invalid:4711"))
                .proxy(new Proxy(Proxy.Type.HTTP, loopback(proxy.port())))
                .connectTimeout(Duration.ofMillis(300)));
        assertThat(failureOf(connection.startOrGiveUp())).isInstanceOf(KvTimeoutException.class);
    }

    @Test
    void isStartedOnce() throws Exception {
        RawServer server = server(ECHO);
        WebSocketConnection connection = connected(settings(server.uri()));
        assertThatThrownBy(connection::start).isInstanceOf(IllegalStateException.class);
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void aClosedConnectionDoesNotStart() throws Exception {
        RawServer server = server(ECHO);
        WebSocketConnection connection = connection(settings(server.uri()));
        connection.close();
        connection.start();
        assertThat(failureOf(connection.connected())).isInstanceOf(KvClosedException.class);
        assertThat(server.accepted()).isZero();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int unusedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
