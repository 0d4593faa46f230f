package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest extends CloseTest {
    private static final char[] PASSWORD = "for-this-test-only".toCharArray();

    @TempDir
    static Path directory;

    private static SSLContext forLocalhost;
    private static SSLContext forAnotherHost;

    @BeforeAll
    static void makeCertificates() throws Exception {
        forLocalhost = context("localhost");
        forAnotherHost = context("another.example");
    }

    @Override
    RawServer server(RawServer.Script script) throws Exception {
        return closing(RawServer.tls(forLocalhost, script));
    }

    @Override
    WebSocketConnection connection(
            WebSocketSettings.Builder settings, TimeSource clock, FrameProtocol with, StateListener listener) {
        return super.connection(settings.sslContext(forLocalhost), clock, with, listener);
    }

    @Test
    void talksOverTls() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            while (true) {
                peer.sendText(peer.readText().text());
            }
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        for (int i = 0; i < 1000; i++) {
            channel.send(("message " + i).getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(protocol.nextReceived()).isEqualTo("message " + i);
        }
    }

    @Test
    void namesTheHostToTheServer() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) peer.socket).getSession();
            SNIHostName name = (SNIHostName) session.getRequestedServerNames().get(0);
            peer.sendText(name.getAsciiName());
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(protocol.nextReceived()).isEqualTo("localhost");
    }

    @Test
    void nothingButTlsIsOnTheWire() throws Exception {
        RawServer behind = server(peer -> {
            peer.upgrade();
            while (true) {
                peer.sendText(peer.readText().text());
            }
        });
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        RawServer tap = closing(RawServer.plain(peer -> ProxyPump.pump(peer, behind.port(), (bytes, length) -> {
            synchronized (wire) {
                wire.write(bytes, 0, length);
            }
        })));
        connected(settings(URI.create("wss://localhost:" + tap.port() + "/?token=geheim"))
                .header("Authorization", "Bearer geheim"));
        protocol.nextOpened().send("geheim".getBytes(StandardCharsets.UTF_8));
        assertThat(protocol.nextReceived()).isEqualTo("geheim");
        byte[] seen;
        synchronized (wire) {
            seen = wire.toByteArray();
        }
        assertThat(seen[0]).as("a TLS handshake record").isEqualTo((byte) 0x16);
        assertThat(new String(seen, StandardCharsets.ISO_8859_1)).doesNotContain("geheim", "GET /", "Upgrade");
    }

    @Test
    void theFirstByteIsATlsRecordEvenForAServerThatSpeaksNoTls() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        int[] first = {-1};
        RawServer plain = closing(RawServer.plain(peer -> {
            first[0] = peer.in.read();
            looked.countDown();
            peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
        }));
        assertThat(failureOf(connection(settings(URI.create("wss://localhost:" + plain.port())))
                        .startOrGiveUp()))
                .isInstanceOf(KvConnectionException.class);
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first[0]).isEqualTo(0x16);
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        RawServer server = closing(RawServer.tls(forAnotherHost, RawServer.Peer::upgrade));
        refusesTheCertificate(closing(new WebSocketConnection(
                settings(server.uri()).sslContext(forAnotherHost).build(), time, protocol, (state, why) -> {})));
    }

    @Test
    void anUntrustedCertificateIsRefused() throws Exception {
        RawServer server = server(RawServer.Peer::upgrade);
        refusesTheCertificate(closing(new WebSocketConnection(
                settings(server.uri()).sslContext(forAnotherHost).build(), time, protocol, (state, why) -> {})));
    }

    @Test
    void thePlatformsTrustIsTheDefault() throws Exception {
        RawServer server = server(RawServer.Peer::upgrade);
        refusesTheCertificate(
                closing(new WebSocketConnection(settings(server.uri()).build(), time, protocol, (state, why) -> {})));
    }

    private void refusesTheCertificate(WebSocketConnection connection) {
        assertThat(failureOf(connection.startOrGiveUp())).isInstanceOfSatisfying(KvConnectionException.class, e -> {
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.retryable()).isFalse();
        });
        assertThat(protocol.opened).isEmpty();
        assertNoThreadIsLeft();
    }

    @Test
    void aHandshakeThatNeverEndsIsBounded() throws Exception {
        RawServer silent = closing(RawServer.plain(RawServer.Peer::drain));
        assertThat(failureOf(connection(settings(URI.create("wss://localhost:" + silent.port()))
                                .connectTimeout(Duration.ofMillis(300)))
                        .startOrGiveUp()))
                .isInstanceOf(KvTimeoutException.class);
        assertNoThreadIsLeft();
    }

    @Test
    void reconnectsOverTls() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number > 1) {
                peer.drain();
            }
        });
        connected(settings(server.uri()));
        await().untilAsserted(() -> assertThat(protocol.opened).hasSize(2));
        assertThat(protocol.lost).hasSize(1);
    }

    /** A context that presents, and trusts, a certificate for one host, made by the JDK's keytool for this run only. */
    private static SSLContext context(String host) throws Exception {
        Path store = directory.resolve(host + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}
