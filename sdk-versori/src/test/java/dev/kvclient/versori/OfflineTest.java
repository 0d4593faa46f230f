package dev.kvclient.versori;

import static dev.kvclient.ConnectionState.CONNECTED;
import static dev.kvclient.ConnectionState.CONNECTING;
import static dev.kvclient.ConnectionState.DISCONNECTED;
import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.KvOperations;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Roadblock;
import dev.kvclient.versori.fixture.Servers;
import dev.kvclient.versori.fixture.States;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offline for want of a connection only, and back by a probe only. Times of waiting are played. */
@ExtendWith(NoThreadLeft.class)
class OfflineTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    /** No delay between probes is longer. */
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private final States states = new States();
    private final Roadblock road = new Roadblock();
    private final Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.builder(check).listener(exchanges::add).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KvClientBuilder client(VersoriBackend.Builder backend) {
        return once(backend)
                .timeSource(time)
                .listener(states)
                .defaults(CallOptions.none().queuable(false));
    }

    /** Connected, and what was told of it forgotten. */
    private KvClient connect(VersoriBackend.Builder backend) {
        KvClient kv = client(backend).connect();
        await().until(() -> states.all().contains(CONNECTED));
        states.clear();
        exchanges.clear();
        return kv;
    }

    private static KvException failure(Runnable request) {
        return Timed.failureWithin(Duration.ofSeconds(30), request::run);
    }

    /** The first request that finds no connection; one may still find the connection of before, which is cut. */
    private static KvException lose(KvOperations kv) {
        KvException e = failure(() -> kv.set("a", 1));
        return e.outcome() == Outcome.UNKNOWN ? failure(() -> kv.set("a", 1)) : e;
    }

    private void isOfflineBecauseOf(KvClient kv, KvException found) {
        // Not sent, and it may not wait for another connection.
        assertThat(found).isInstanceOf(KvOfflineException.class);
        assertThat(found.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(kv.state()).isEqualTo(DISCONNECTED);
        await().untilAsserted(() -> assertThat(states.all()).containsExactly(DISCONNECTED));
        KvException cause = Objects.requireNonNull(states.changes().get(0).cause());
        assertThat(cause).isInstanceOf(KvConnectionException.class);
        assertThat(cause.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(kv.lastConnectionFailure()).containsSame(cause);
    }

    private void probe(KvClient kv, ConnectionState to) {
        probe(kv, to, LONGEST_DELAY);
    }

    /** Lets a probe begin, or several if they fail faster than the time moves, and waits for what they lead to. */
    private void probe(KvClient kv, ConnectionState to, Duration after) {
        states.clear();
        time.advance(after);
        await().untilAsserted(() -> {
            assertThat(states.all()).startsWith(CONNECTING, to);
            assertThat(kv.state()).isEqualTo(to);
            // All that happened has been told.
            assertThat(states.changes())
                    .last()
                    .satisfies(change -> assertThat(change)
                            .isEqualTo(new States.Change(
                                    to, kv.lastConnectionFailure().orElse(null))));
        });
    }

    private static Stream<Consumer<Roadblock>> blocks() {
        return Stream.of(
                road -> road.connectingFails(() -> new ConnectException("Connection refused")),
                road -> road.connectingFails(() -> new SocketTimeoutException("Connect timed out")),
                road -> road.connectingFails(() -> new NoRouteToHostException("No route to host")),
                Roadblock::namesAreUnknown);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aRequestThatCannotConnectLeadsOfflineAndAProbeBack(Consumer<Roadblock> block) {
        VersoriBackend.Builder backend = backend(server)
                .baseUrl(server.baseUrl().replace("127.0.0.1", "localhost"))
                .httpClient(road.client());
        try (KvClient kv = connect(backend)) {
            block.accept(road);
            isOfflineBecauseOf(kv, failure(() -> kv.set("a", 1)));
            probe(kv, DISCONNECTED);
            assertThat(server.requestsSeen(Operation.SET_KV)).isZero();
            road.clear();
            probe(kv, CONNECTED);
            kv.set("a", 1);
        }
    }

    @Test
    void aServerThatIsGoneLeadsOfflineAndAProbeBackWhenItIsThereAgain() {
        try (KvClient kv = connect(backend(server))) {
            kv.set("a", 1);
            server.stop();
            isOfflineBecauseOf(kv, lose(kv));
            for (int i = 0; i < 3; i++) {
                probe(kv, DISCONNECTED);
                assertThat(states.changes().get(1).cause()).isInstanceOf(KvConnectionException.class);
            }
            exchanges.clear();
            server.restart();
            // Whatever is asked of the client meanwhile, nothing goes to look.
            assertThat(failure(() -> kv.set("a", 2)).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(exchanges).isEmpty();
            probe(kv, CONNECTED);
            assertThat(exchanges).extracting(HttpExchange::operation).containsExactly(Operation.COUNT_KV);
            kv.set("a", 3);
            assertThat(kv.get("a", Integer.class)).contains(3);
        }
    }

    @Test
    void aReplayByHandLooksForTheWayAtOnce() {
        try (KvClient kv = connect(backend(server))) {
            server.stop();
            isOfflineBecauseOf(kv, lose(kv));
            probe(kv, DISCONNECTED);
            server.restart();
            CompletableFuture<SetResult> waiting =
                    kv.with(CallOptions.none().queuable(true)).async().set("a", 2);

            kv.offlineQueue().replayNow();

            assertThat(kv.awaitConnected(Timed.SOON)).isTrue();
            assertThat(Timed.resultOf(waiting).written()).isTrue();
        }
    }

    /** Each ends a request that has a connection. */
    private static List<Fault> troubles() {
        return List.of(
                Fault.swallowAnswer(),
                Fault.ignore(),
                Fault.status(500),
                Fault.status(503),
                Fault.unavailablePage(),
                Fault.badGatewayPage(),
                Fault.status(429),
                Fault.status(401),
                Fault.requestTimeout(),
                Fault.dropBeforeExecuting(),
                Fault.dropAfterExecuting(),
                Fault.cutBody());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatBefallsARequestOnAConnectionDoesNot(Fault trouble) {
        try (KvClient kv = connect(backend(server).answerTimeout(SHORT))) {
            server.faults().on(Faults.operation(Operation.SET_KV), trouble);
            for (int i = 0; i < 3; i++) {
                assertThat(failure(() -> kv.set("a", 1))).isNotNull();
                assertThat(kv.state()).isEqualTo(CONNECTED);
            }
            time.advance(LONGEST_DELAY);
            assertThat(states.all()).isEmpty();
            assertThat(server.requestsSeen(Operation.COUNT_KV)).isEqualTo(1);
        }
    }

    @Test
    void whatAnInterceptorOfTheApplicationDoesNeither() {
        AtomicBoolean broken = new AtomicBoolean();
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (broken.get()) {
                        throw new IOException("no vault");
                    }
                    return chain.proceed(chain.request());
                })
                .addNetworkInterceptor(chain -> {
                    if (chain.request().method().equals("DELETE")) {
                        throw new IOException("nothing is deleted here");
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (KvClient kv = connect(backend(server).httpClient(own))) {
            assertThat(failure(() -> kv.delete("a")).outcome()).isEqualTo(Outcome.NOT_SENT);
            broken.set(true);
            assertThat(failure(() -> kv.set("a", 1)).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(kv.state()).isEqualTo(CONNECTED);
            assertThat(states.all()).isEmpty();
        }
    }

    @Test
    void theLookUpOfAStoreLeadsOfflineToo() {
        try (KvClient kv = connect(backend(server).httpClient(road.client()))) {
            road.connectingFails(() -> new ConnectException("Connection refused"));
            VersoriClient versori = kv.unwrap(VersoriClient.class);
            isOfflineBecauseOf(kv, failure(() -> versori.stores(server.organisation())));
        }
    }

    @Test
    void aThousandRequestsThatFailAtOnceStartOneProbe() {
        try (KvClient kv = connect(backend(server).httpClient(road.client()))) {
            long before = server.requestsSeen();
            road.connectingFails(() -> new ConnectException("Connection refused"));
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(kv.async().set("k" + i, i));
            }
            all.forEach(each -> assertThat(Timed.failureOf(each).outcome()).isEqualTo(Outcome.NOT_SENT));
            await().untilAsserted(() -> assertThat(states.all()).containsExactly(DISCONNECTED));
            road.clear();
            probe(kv, CONNECTED);
            assertThat(server.requestsSeen() - before).isEqualTo(1);
        }
    }

    @Test
    void aCredentialThatIsRefusedIsTheCauseUntilThereIsAnother() {
        Queue<String> tokens = new ConcurrentLinkedQueue<>(List.of("one"));
        server.token("one");
        VersoriBackend.Builder backend = backend(server)
                .httpClient(road.client())
                .auth(VersoriAuth.apiKey(() -> Objects.requireNonNull(tokens.peek())));
        try (KvClient kv = connect(backend)) {
            road.connectingFails(() -> new ConnectException("Connection refused"));
            isOfflineBecauseOf(kv, lose(kv));
            road.clear();
            server.token("two");
            for (int i = 0; i < 2; i++) {
                probe(kv, DISCONNECTED);
                assertThat(states.changes().get(1).cause()).isInstanceOf(KvAuthException.class);
            }
            tokens.clear();
            tokens.add("two");
            probe(kv, CONNECTED);
            kv.set("a", 1);
        }
    }

    @Test
    void aServerThatAnswersAProbeBadlyIsNotConnectedToYet() {
        try (KvClient kv = connect(backend(server).httpClient(road.client()))) {
            road.connectingFails(() -> new ConnectException("Connection refused"));
            isOfflineBecauseOf(kv, lose(kv));
            road.clear();
            server.faults().on(Faults.any(), Fault.status(500));
            probe(kv, DISCONNECTED);
            server.faults().clear();
            server.faults().on(Faults.any(), Fault.status(503, Duration.ofSeconds(30)));
            probe(kv, DISCONNECTED);
            server.faults().clear();
            states.clear();
            time.advance(Duration.ofSeconds(24));
            assertThat(kv.state()).isEqualTo(DISCONNECTED);
            assertThat(states.all()).isEmpty();
            probe(kv, CONNECTED, Duration.ofSeconds(6));
        }
    }

    @Test
    void closingDuringAProbeLeavesNothing() {
        KvClient kv = connect(backend(server).httpClient(road.client()));
        road.connectingFails(() -> new ConnectException("Connection refused"));
        isOfflineBecauseOf(kv, lose(kv));
        road.clear();
        server.faults().on(Faults.any(), Fault.ignore());
        time.advance(LONGEST_DELAY);
        await().until(() -> exchanges.size() == 1);
        assertThat(kv.state()).isEqualTo(CONNECTING);
        Timed.runWithin(Timed.SOON, kv::close);
        assertThat(time.waiting()).isZero();
        time.advance(Duration.ofMinutes(5));
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void aProbeThatGetsNoAnswerEndsByTheConnectTimeout() throws InterruptedException {
        KvClientBuilder impatient = once(backend(server).httpClient(road.client()))
                .connectTimeout(SHORT)
                .listener(states);
        try (KvClient kv = impatient.connect()) {
            server.faults().on(Faults.any(), Fault.ignore());
            road.connectingFails(() -> new ConnectException("Connection refused"));
            lose(kv.with(CallOptions.none().queuable(false)));
            road.clear();
            await().untilAsserted(() -> assertThat(states.changes())
                    .filteredOn(change -> change.cause() != null)
                    .last()
                    .satisfies(change -> assertThat(change.cause()).hasMessageContaining("within 300 ms")));
            server.faults().clear();
            assertThat(kv.awaitConnected(Duration.ofMinutes(1))).isTrue();
        }
    }
}
