package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a client proves who it is. */
@ExtendWith(NoThreadLeft.class)
class AuthTest {
    private static KeyPair pair;
    private static String pem;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
    private VersoriServer server;

    @BeforeAll
    static void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        pair = generator.generateKeyPair();
        pem = pem(pair.getPrivate().getEncoded(), "PRIVATE KEY");
    }

    private static String pem(byte[] der, String kind) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    @BeforeEach
    void start() {
        server = Servers.builder(check).listener(exchanges::add).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String header(String name) {
        return exchanges.stream()
                .reduce((first, second) -> second)
                .map(exchange -> exchange.requestHeaders()
                        .getOrDefault(name, List.of(""))
                        .get(0))
                .orElseThrow();
    }

    @Test
    void eachKindTravelsInItsHeader() {
        once(backend(server).auth(VersoriAuth.apiKey("key-1"))).connect().close();
        assertThat(header("authorization")).isEqualTo("Bearer key-1");
        once(backend(server).auth(VersoriAuth.jwt("a.b.c"))).connect().close();
        assertThat(header("authorization")).isEqualTo("JWT a.b.c");
        once(backend(server).auth(VersoriAuth.cookie("session-1"))).connect().close();
        assertThat(header("cookie")).isEqualTo("cookie=session-1");
        assertThat(header("authorization")).isEmpty();
        once(backend(server).credentials(Credentials.token("key-2"))).connect().close();
        assertThat(header("authorization")).isEqualTo("Bearer key-2");
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> backend(server).credentials(Credentials.userPassword("ada", "hunter2")))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void refusalsAreToldApart() {
        server.token("right");
        KvException unknown = connectFailure(VersoriAuth.apiKey("wrong"));
        assertThat(((KvAuthException) unknown).reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED);
        assertThat(unknown).hasMessageNotContaining("wrong");
        server.faults().on(Faults.any(), Fault.status(403)).once();
        KvException forbidden = connectFailure(VersoriAuth.apiKey("right"));
        assertThat(((KvAuthException) forbidden).reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN);
        assertThat(forbidden.outcome()).isEqualTo(Outcome.REJECTED);
    }

    private KvException connectFailure(VersoriAuth auth) {
        return assertThatExceptionOfType(KvException.class)
                .isThrownBy(() -> once(backend(server).auth(auth)).connect())
                .actual();
    }

    @Test
    void aSupplierIsAskedAgainOnceWhenItsTokenIsRefused() {
        AtomicInteger asked = new AtomicInteger();
        for (Supplier<VersoriAuth> auth : List.<Supplier<VersoriAuth>>of(
                () -> VersoriAuth.apiKey(() -> "token-" + asked.incrementAndGet()),
                () -> VersoriAuth.jwt(() -> "token-" + asked.incrementAndGet()))) {
            asked.set(0);
            server.token("token-1");
            try (KvClient kv = once(backend(server).auth(auth.get())).connect()) {
                kv.set("a", 1);
                assertThat(asked).hasValue(1);
                server.token("token-2");
                List<CompletableFuture<?>> many = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    many.add(kv.async().set("k" + i, i));
                }
                many.forEach(CompletableFuture::join);
                assertThat(asked).hasValue(2);
                server.token("none");
                long before = server.requestsSeen();
                assertThatExceptionOfType(KvAuthException.class).isThrownBy(() -> kv.set("a", 1));
                assertThat(server.requestsSeen() - before).isEqualTo(2);
                assertThat(asked).hasValue(3);
            }
        }
    }

    @Test
    void aFixedTokenIsNotTriedAgain() {
        try (KvClient kv = client(backend(server)).connect()) {
            server.token("another");
            long before = server.requestsSeen();
            assertThatExceptionOfType(KvAuthException.class).isThrownBy(() -> kv.set("a", 1));
            assertThat(server.requestsSeen() - before).isEqualTo(1);
        }
    }

    @Test
    void aStaleTokenAtTheStartIsAskedForAgain() {
        server.token("token-2");
        AtomicInteger asked = new AtomicInteger();
        try (KvClient kv = once(backend(server).auth(VersoriAuth.apiKey(() -> "token-" + asked.incrementAndGet())))
                .connect()) {
            kv.set("a", 1);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void aSupplierThatFailsIsAnAuthenticationFailure() {
        KvException e = connectFailure(VersoriAuth.apiKey(() -> {
            throw new IllegalStateException("no vault");
        }));
        assertThat(e).isInstanceOf(KvAuthException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(connectFailure(VersoriAuth.jwt(() -> "two\nlines"))).isInstanceOf(KvAuthException.class);
        assertThat(server.requestsSeen()).isZero();
    }

    @Test
    void aSigningKeyMakesJwtsAndRenewsThem() throws Exception {
        ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
        VersoriAuth auth = VersoriAuth.signingKey("sk-7", "user-7", pem);
        try (KvClient kv = client(backend(server).auth(auth)).timeSource(time).connect()) {
            kv.set("a", 1);
            SignedJWT first = shownJwt();
            assertThat(first.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())))
                    .isTrue();
            assertThat(first.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
            assertThat(first.getJWTClaimsSet().getIssuer()).isEqualTo("https://versori.com/sk/sk-7");
            assertThat(first.getJWTClaimsSet().getSubject()).isEqualTo("user-7");
            assertThat(first.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(time.now()));
            assertThat(first.getJWTClaimsSet().getExpirationTime())
                    .isEqualTo(Date.from(time.now().plus(Duration.ofHours(1))));

            time.advance(Duration.ofMinutes(54));
            kv.set("a", 2);
            assertThat(shownJwt().serialize()).isEqualTo(first.serialize());
            time.advance(Duration.ofMinutes(1));
            kv.set("a", 3);
            SignedJWT second = shownJwt();
            assertThat(second.serialize()).isNotEqualTo(first.serialize());
            assertThat(second.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(time.now()));

            time.advance(Duration.ofSeconds(5));
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.status(401))
                    .once();
            kv.set("a", 4);
            assertThat(shownJwt().serialize()).isNotEqualTo(second.serialize());
        }
    }

    private SignedJWT shownJwt() throws Exception {
        String header = header("authorization");
        assertThat(header).startsWith("JWT ");
        return SignedJWT.parse(header.substring(4));
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutRepeatingIt() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1_024);
        for (String bad : List.of(
                "hunter2",
                pem("hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8), "PRIVATE KEY"),
                pem(pair.getPrivate().getEncoded(), "RSA PRIVATE KEY"),
                pem(pair.getPrivate().getEncoded(), "ENCRYPTED PRIVATE KEY"),
                pem(pair.getPublic().getEncoded(), "PRIVATE KEY"),
                pem(small.generateKeyPair().getPrivate().getEncoded(), "PRIVATE KEY"))) {
            VersoriBackend.Builder builder = backend(server).auth(VersoriAuth.signingKey("k", "u", bad));
            assertThatExceptionOfType(KvRequestException.class)
                    .isThrownBy(builder::build)
                    .withMessageNotContaining("hunter2")
                    .satisfies(e -> assertThat(e.getCause()).isNull());
        }
    }

    @Test
    void secretsThatNoHeaderCarriesAreRefused() {
        for (String bad : List.of("", "a b", "a\nb", "grün")) {
            assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> VersoriAuth.apiKey(bad));
            assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> VersoriAuth.jwt(bad));
            assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> VersoriAuth.cookie(bad));
        }
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> VersoriAuth.cookie("a;b"));
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> backend(server).header("X-Secret", "hunter2\n"))
                .withMessageNotContaining("hunter2");
    }

    /** On the class path of an application that has left the optional library out. */
    @Test
    void aMissingLibraryIsNamed() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("nimbus-jose-jwt")) {
                path.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> auths = loader.loadClass(VersoriAuth.class.getName());
            Object auth = auths.getMethod("signingKey", String.class, String.class, String.class)
                    .invoke(null, "k", "u", pem);
            Class<?> backends = loader.loadClass(VersoriBackend.class.getName());
            Object builder = backends.getMethod("builder").invoke(null);
            builder.getClass().getMethod("store", String.class).invoke(builder, server.storeId());
            builder.getClass().getMethod("auth", auths).invoke(builder, auth);
            assertThatExceptionOfType(java.lang.reflect.InvocationTargetException.class)
                    .isThrownBy(() -> builder.getClass().getMethod("build").invoke(builder))
                    .havingCause()
                    .withMessageContaining("com.nimbusds:nimbus-jose-jwt")
                    .withMessageContaining("--add-modules com.nimbusds.jose.jwt");
        }
    }
}
