package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static dev.kvclient.versori.fixture.Clients.connect;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvOperations;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way over HTTP: nothing is sent twice by the library below, and what is known of a request is told. */
@ExtendWith(NoThreadLeft.class)
class HttpTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.start(check);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long sets() {
        return server.requestsSeen(Operation.SET_KV);
    }

    private static KvException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        return assertThatExceptionOfType(KvException.class).isThrownBy(work).actual();
    }

    @Test
    void nothingIsSentAgainBehindTheBackOfTheClient() {
        try (KvClient kv = once(backend(server)).connect()) {
            List<Fault> faults = List.of(
                    Fault.requestTimeout(),
                    Fault.status(503, Duration.ZERO),
                    Fault.status(503),
                    Fault.status(429, Duration.ZERO),
                    Fault.status(401),
                    Fault.dropBeforeExecuting(),
                    Fault.dropAfterExecuting(),
                    Fault.redirect("/elsewhere"),
                    Fault.redirect("http://127.0.0.1:1/"));
            for (Fault fault : faults) {
                kv.set("warm", 1);
                long before = server.requestsSeen();
                server.faults().on(Faults.any(), fault).once();
                failure(() -> kv.set("a", 1));
                assertThat(server.requestsSeen() - before).isEqualTo(1);
            }
        }
    }

    @Test
    void aDroppedRequestIsUnknownAndOnlySentAgainIfThatDoesNoHarm() {
        try (KvClient kv = client(backend(server)).connect()) {
            kv.set("warm", 1);
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.dropAfterExecuting())
                    .once();
            long before = sets();
            assertThat(kv.set("a", 1).written()).isTrue();
            assertThat(sets() - before).isEqualTo(2);

            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.dropAfterExecuting())
                    .once();
            KvException e = failure(() -> kv.set("b", 1, o -> o.ifAbsent()));
            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(sets() - before).isEqualTo(3);
        }
    }

    @Test
    void anAnswerThatIsCutIsUnknown() {
        try (KvClient kv = once(backend(server)).connect()) {
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.cutBody())
                    .once();
            KvException e = failure(() -> kv.set("a", "x".repeat(1_000)));
            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.keyCount()).isEqualTo(1);
        }
    }

    @Test
    void whatNeverGotAConnectionIsNotSent() {
        try (KvClient kv = once(backend(server)).connect()) {
            server.stop();
            KvOperations now = kv.with(CallOptions.none().queuable(false));
            KvException first = failure(() -> now.set("a", 1));
            // It may still have found the connection of before, and not known that it is cut.
            KvException e = first.outcome() == Outcome.UNKNOWN ? failure(() -> now.set("a", 1)) : first;
            assertThat(e).isInstanceOf(KvOfflineException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.attempts()).isZero();
            assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(why -> assertThat(why).isInstanceOf(KvConnectionException.class));
        }
        VersoriBackend.Builder nowhere = backend(server).baseUrl("http://no-such-host.invalid");
        KvException e = failure(() -> once(nowhere).connect());
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aServerThatIsSilentEndsByTheAnswerTimeout() {
        try (KvClient kv = once(backend(server).answerTimeout(SHORT)).connect()) {
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.swallowAnswer())
                    .once();
            KvException e = failure(() -> kv.set("a", 1));
            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(kv.get("a", Integer.class)).contains(1);
        }
    }

    @Test
    void aDeadlineEndsTheHttpCallAndItsPlaceIsFree() {
        try (KvClient kv = once(backend(server).window(1, 1_000)).connect()) {
            server.faults()
                    .on(Faults.operation(Operation.GET_KV), Fault.ignore())
                    .once();
            KvException e = failure(() -> kv.get(
                    "a",
                    dev.kvclient.KvType.of(String.class),
                    CallOptions.none().timeout(SHORT)));
            assertThat(e).isInstanceOf(KvTimeoutException.class);
            // The only place of the window is free again long before the answer timeout.
            long start = System.nanoTime();
            kv.set("a", 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void connectionsAreReused() {
        try (KvClient kv = connect(server)) {
            for (int i = 0; i < 200; i++) {
                kv.set("k" + i, i);
                kv.get("k" + i, Integer.class);
                kv.delete("k" + i);
            }
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            List<CompletableFuture<?>> many = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                many.add(kv.async().set("m" + i, i));
            }
            many.forEach(CompletableFuture::join);
            assertThat(server.connectionsAccepted()).isBetween(2L, 64L);
        }
        await().untilAsserted(() -> assertThat(server.connections()).isZero());
    }

    @Test
    void aSequentialSetTakesNoNagleDelay() {
        try (KvClient kv = connect(server)) {
            String value = "x".repeat(10_000);
            List<Long> micros = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long start = System.nanoTime();
                kv.set("key", value);
                micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
            }
            micros.sort(Long::compare);
            assertThat(micros.get(150)).as("the median in microseconds").isLessThan(5_000);
        }
    }

    @Test
    void compressedAnswersAreRead() {
        try (KvClient kv = connect(server)) {
            kv.set("a", "x".repeat(100_000));
            server.faults().on(Faults.operation(Operation.GET_KV), Fault.gzip()).once();
            assertThat(kv.get("a", String.class)).contains("x".repeat(100_000));
        }
    }

    @Test
    void anAnswerIsReadUpToABound() {
        try (KvClient kv = once(backend(server).maxAnswerBytes(1_000)).connect()) {
            kv.set("a", "x".repeat(100_000));
            for (Fault fault : List.of(Fault.gzip(), Fault.delayAnswer(Duration.ZERO))) {
                server.faults().on(Faults.operation(Operation.GET_KV), fault).once();
                KvException e = failure(() -> kv.get("a", String.class));
                assertThat(e).isInstanceOf(KvProtocolException.class).hasMessageContaining("1000 bytes");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"429,false", "503,false", "429,true", "503,true"})
    void retryAfterIsRespectedInBothForms(int status, boolean asDate) {
        Queue<Duration> waits = new ConcurrentLinkedQueue<>();
        KvListener listener = new KvListener() {
            @Override
            public void onRetry(Retry event) {
                waits.add(event.delay());
            }
        };
        Duration asked = Duration.ofSeconds(1);
        server.faults()
                .on(
                        Faults.operation(Operation.SET_KV),
                        asDate ? Fault.statusWithDate(status, asked) : Fault.status(status, asked))
                .once();
        try (KvClient kv = client(backend(server)).listener(listener).connect()) {
            long start = System.nanoTime();
            kv.set("a", 1, o -> o.ifAbsent());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
            await().untilAsserted(() -> assertThat(waits).hasSize(1));
            assertThat(waits.remove()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
        }
    }

    @Test
    void answersThatMakeNoSenseAreToldWithWhatIsKnown() {
        try (KvClient kv = once(backend(server)).connect()) {
            KvException html = refusedBy(kv, Fault.answerNotJson());
            assertThat(html).isInstanceOf(KvProtocolException.class);
            assertThat(html.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(refusedBy(kv, Fault.emptyAnswer(200)).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(refusedBy(kv, Fault.rewrite(body -> body + "x")).outcome())
                    .isEqualTo(Outcome.APPLIED);
            assertThat(refusedBy(kv, Fault.rewrite(body -> "{\"ok\":1}")).outcome())
                    .isEqualTo(Outcome.APPLIED);
            KvException gateway = refusedBy(kv, Fault.badGatewayPage());
            assertThat(gateway).isInstanceOf(KvServerException.class);
            assertThat(gateway.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(refusedBy(kv, Fault.unavailablePage()).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(refusedBy(kv, Fault.status(503)).outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(refusedBy(kv, Fault.emptyAnswer(504)).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(refusedBy(kv, Fault.status(429))).isInstanceOf(KvRateLimitedException.class);
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.wrongContentType())
                    .once();
            assertThat(kv.set("a", 1).written()).isTrue();
            // A condition, of which an answer that cannot be read tells nothing.
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.rewrite(body -> "{\"ok\":1}"))
                    .once();
            assertThat(failure(() -> kv.set("a", 1, o -> o.ifAbsent())).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
        }
    }

    private KvException refusedBy(KvClient kv, Fault fault) {
        server.faults().on(Faults.operation(Operation.SET_KV), fault).once();
        return failure(() -> kv.set("a", 1));
    }

    @Test
    void aConflictIsAResultOnlyForAWriteWithACondition() {
        try (KvClient kv = once(backend(server)).connect()) {
            for (int status : new int[] {409, 412}) {
                server.faults()
                        .on(Faults.operation(Operation.SET_KV), Fault.status(status))
                        .times(2);
                assertThat(kv.set("a", 1, o -> o.ifAbsent()).written()).isFalse();
                assertThat(failure(() -> kv.set("a", 1)).outcome()).isEqualTo(Outcome.REJECTED);
            }
        }
    }

    @Test
    void anApplicationsOwnClientIsKeptAndLeftOpen() {
        AtomicInteger seen = new AtomicInteger();
        Dispatcher dispatcher = new Dispatcher();
        ConnectionPool pool = new ConnectionPool();
        OkHttpClient own = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(pool)
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .addInterceptor(chain -> {
                    seen.incrementAndGet();
                    return chain.proceed(
                            chain.request().newBuilder().header("X-Own", "1").build());
                })
                .build();
        Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
        server.listen(exchanges::add);
        try (KvClient kv = once(backend(server).httpClient(own)).connect()) {
            kv.set("a", 1);
            assertThat(seen).hasValue(2);
            assertThat(exchanges).allMatch(e -> e.requestHeaders().containsKey("x-own"));
            server.faults().on(Faults.any(), Fault.requestTimeout()).once();
            long before = server.requestsSeen();
            failure(() -> kv.set("a", 1));
            assertThat(server.requestsSeen() - before).isEqualTo(1);
            assertThat(dispatcher.runningCallsCount()).isZero();
        }
        assertThat(pool.connectionCount()).isPositive();
        assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
        pool.evictAll();
        dispatcher.executorService().shutdown();
    }

    @Test
    void aClientThatStartsOfflineConnectsWhenTheServerIsThere() {
        server.stop();
        try (KvClient kv = client(backend(server)).startOffline().connect()) {
            KvOperations now = kv.with(CallOptions.none().queuable(false));
            assertThat(failure(() -> now.set("a", 1)).outcome()).isEqualTo(Outcome.NOT_SENT);
            await().until(() -> kv.lastConnectionFailure().isPresent());
            server.restart();
            assertThat(kv.awaitConnected(Duration.ofSeconds(10))).isTrue();
            kv.set("a", 1);
            assertThat(kv.get("a", Integer.class)).contains(1);
        }
    }

    @Test
    void connectingFailsWithinItsTimeAndLeavesNothing() {
        server.faults().on(Faults.any(), Fault.ignore());
        long start = System.nanoTime();
        KvException e =
                failure(() -> once(backend(server)).connectTimeout(SHORT).connect());
        assertThat(e).isInstanceOf(KvConnectionException.class).hasMessageContaining("300 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        server.stop();
        assertThat(failure(() -> once(backend(server)).connect())).isInstanceOf(KvConnectionException.class);
    }

    @Test
    void whatTheServerSaidUntilTheTimeWasOverIsTold() {
        server.faults().on(Faults.any(), Fault.status(503));
        KvException e =
                failure(() -> once(backend(server)).connectTimeout(SHORT).connect());
        assertThat(e).isInstanceOf(KvConnectionException.class).hasMessageContaining("300 ms");
        assertThat(e.getCause()).isInstanceOf(KvServerException.class).hasMessageContaining("503");
    }

    @Test
    void aServerThatAsksForPatienceIsConnectedTo() {
        server.faults().on(Faults.any(), Fault.status(503)).times(2);
        server.faults()
                .on(Faults.any(), Fault.status(429, Duration.ofSeconds(1)))
                .once();
        try (KvClient kv = once(backend(server)).connect()) {
            assertThat(kv.get("a", String.class)).isEmpty();
        }
    }

    @Test
    void nameAndAddressesOfThisMachineWork() {
        try (KvClient kv = once(backend(server).baseUrl(server.baseUrl().replace("127.0.0.1", "localhost") + "/"))
                .connect()) {
            kv.set("a", 1);
            assertThat(kv.endpoint()).isEqualTo("versori+http://localhost:" + server.port());
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() {
        KvClient kv = once(backend(server)).closeTimeout(Duration.ZERO).connect();
        server.faults().on(Faults.operation(Operation.GET_KV), Fault.ignore());
        CompletableFuture<?> waiting = kv.async().get("a", String.class);
        await().until(() -> server.requestsSeen(Operation.GET_KV) == 1);
        kv.close();
        assertThat(waiting).failsWithin(Duration.ofSeconds(5));
    }
}
