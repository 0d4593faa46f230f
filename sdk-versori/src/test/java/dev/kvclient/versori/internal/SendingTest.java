package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.transport.Reachability;
import dev.kvclient.versori.ValueEncoding;
import dev.kvclient.versori.VersoriAuth;
import dev.kvclient.versori.VersoriBackend;
import dev.kvclient.versori.fixture.Clients;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One sending of one request: whatever becomes of it, it ends once and gives its place back. */
@ExtendWith(NoThreadLeft.class)
class SendingTest {
    private static final int PLACES = 3;

    /** 30 s: no answer of these tests comes later, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;
    private VersoriHttp http;
    private Reachability way;

    @BeforeEach
    void open() {
        server = Servers.start(check);
        http = http(null, PATIENCE);
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private VersoriHttp http(@Nullable OkHttpClient own, Duration answerTimeout) {
        VersoriHttp made = new VersoriHttp(new VersoriSettings(
                HttpUrl.get(server.baseUrl()),
                Optional.of(server.storeId()),
                Optional.empty(),
                Optional.of(VersoriAuth.apiKey(Clients.API_KEY)),
                ValueEncoding.NATIVE,
                VersoriBackend.DEFAULT_BATCH_SIZE,
                PLACES,
                1_000,
                answerTimeout,
                VersoriBackend.DEFAULT_MAX_ANSWER_BYTES,
                1,
                Optional.ofNullable(own),
                Optional.empty(),
                Optional.empty(),
                Map.of()));
        way = Ways.found();
        made.open(new ManualTime(), Duration.ofSeconds(5), way);
        made.firstCredential().toCompletableFuture().join();
        return made;
    }

    private StoreCalls calls() {
        return new StoreCalls(http, new StoreHandle(server.storeId()), new ValueWire(ValueEncoding.NATIVE));
    }

    private void nobodyIsInside() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(http.window().requests()).isZero();
            assertThat(http.window().bytes()).isZero();
            assertThat(http.window().waiting()).isZero();
        });
    }

    /** Counts its ends. */
    private static final class Attempt<T> implements WireAttempt<T> {
        private final AtomicInteger ends = new AtomicInteger();
        private final List<Runnable> withdrawals = new ArrayList<>();
        private boolean withdrawn;
        private boolean setOut;
        private volatile @Nullable KvException failure;

        void withdraw() {
            List<Runnable> all;
            synchronized (this) {
                withdrawn = true;
                all = List.copyOf(withdrawals);
            }
            all.forEach(Runnable::run);
        }

        @Override
        public synchronized boolean withdrawn() {
            return withdrawn;
        }

        @Override
        public synchronized boolean sending() {
            setOut = !withdrawn;
            return setOut;
        }

        synchronized boolean hasSetOut() {
            return setOut;
        }

        @Override
        public void onWithdrawal(Runnable action) {
            boolean now;
            synchronized (this) {
                withdrawals.add(action);
                now = withdrawn;
            }
            if (now) {
                action.run();
            }
        }

        @Override
        public void answered(Supplier<? extends T> read) {
            ends.incrementAndGet();
        }

        @Override
        public void failed(KvException why) {
            failure = why;
            ends.incrementAndGet();
        }
    }

    @Test
    void eachEndsOnceAndGivesItsPlaceBackInAStormOfWithdrawals() throws InterruptedException {
        http.close();
        // Some requests are never answered.
        http = http(null, Duration.ofSeconds(2));
        server.faults().on(Faults.any(), Fault.dropBeforeExecuting()).probability(0.05);
        server.faults().on(Faults.any(), Fault.dropAfterExecuting()).probability(0.05);
        server.faults().on(Faults.any(), Fault.cutBody()).probability(0.05);
        server.faults().on(Faults.any(), Fault.status(503, Duration.ZERO)).probability(0.05);
        server.faults().on(Faults.any(), Fault.ignore()).probability(0.002);
        List<Attempt<?>> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            List<Attempt<StoreCalls.Found>> own = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                own.add(new Attempt<>());
            }
            all.addAll(own);
            threads.add(new Thread(() -> sendAndWithdraw(own)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        nobodyIsInside();
        await().untilAsserted(() -> assertThat(all).allMatch(attempt -> attempt.ends.get() == 1));
        assertThat(all)
                .filteredOn(attempt -> attempt.failure != null && !attempt.hasSetOut())
                .isNotEmpty()
                .allMatch(attempt -> attempt.failure.outcome() == Outcome.NOT_SENT);
    }

    /** Some are withdrawn before they are sent, some while they stand in the line or are on their way, some never. */
    private void sendAndWithdraw(List<Attempt<StoreCalls.Found>> attempts) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        List<Attempt<?>> sent = new ArrayList<>();
        for (Attempt<StoreCalls.Found> attempt : attempts) {
            if (random.nextInt(10) == 0) {
                attempt.withdraw();
            }
            calls().get(List.of("k", "" + random.nextInt(10)), "k").send(attempt);
            sent.add(attempt);
            if (random.nextInt(2) == 0) {
                sent.get(random.nextInt(sent.size())).withdraw();
            }
        }
    }

    @Test
    void aBodyThatCannotBeMadeAnyMoreEndsWhatWaitedForItsPlace() {
        server.faults().on(Faults.operation(Operation.COUNT_KV), Fault.delayAnswer(Duration.ofMillis(200)));
        for (int i = 0; i < PLACES; i++) {
            calls().count(List.of()).send(new Attempt<>());
        }
        AtomicInteger made = new AtomicInteger();
        Attempt<Long> unlucky = new Attempt<>();
        new VersoriCall<Long>(
                        http,
                        dev.kvclient.versori.internal.Operation.COUNT,
                        List.of(),
                        Effect.READ,
                        null,
                        url -> {},
                        time -> {
                            if (made.incrementAndGet() > 1) {
                                throw new IllegalStateException("no more");
                            }
                            return new byte[1];
                        },
                        Answers::count)
                .send(unlucky);
        assertThat(unlucky.ends).hasValue(0);

        nobodyIsInside();
        assertThat(unlucky.ends).hasValue(1);
        assertThat(unlucky.failure).extracting(KvException::outcome).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void whatAnInterceptorThrowsIsNoFailureOfTheConnection() {
        http.close();
        OkHttpClient own = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    if (chain.request().method().equals("GET")) {
                        throw new IllegalStateException("before it was sent");
                    }
                    chain.proceed(chain.request()).close();
                    throw new StackOverflowError("after it was sent");
                })
                .build();
        http = http(own, PATIENCE);
        Attempt<StoreCalls.Found> before = new Attempt<>();
        calls().get(List.of("a"), "a").send(before);
        Attempt<Long> after = new Attempt<>();
        calls().count(List.of()).send(after);

        nobodyIsInside();
        await().untilAsserted(
                        () -> assertThat(before.ends.get() + after.ends.get()).isEqualTo(2));
        for (Attempt<?> attempt : List.of(before, after)) {
            KvException e = Objects.requireNonNull(attempt.failure);
            assertThat(e).isInstanceOf(KvProtocolException.class);
            assertThat(e.retryable()).isFalse();
            assertThat(e.outcome()).isEqualTo(attempt == before ? Outcome.NOT_SENT : Outcome.UNKNOWN);
            assertThat(e.getCause()).hasMessageContaining("it was sent");
        }
    }

    @Test
    void withoutAWayNothingIsSentButWhatLooksForOne() throws Exception {
        server.faults().on(Faults.operation(Operation.COUNT_KV), Fault.delayAnswer(Duration.ofMillis(300)));
        List<Attempt<Long>> underWay = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            Attempt<Long> attempt = new Attempt<>();
            underWay.add(attempt);
            calls().count(List.of()).send(attempt);
        }
        Attempt<Long> inLine = new Attempt<>();
        calls().count(List.of()).send(inLine);
        await().until(() -> server.requestsSeen() == PLACES);
        way.failedToConnect(way.setOut(), HttpFailures.notOpen());
        Attempt<Long> after = new Attempt<>();
        calls().count(List.of()).send(after);
        assertThat(after.ends).as("at once").hasValue(1);
        // It does not wait for a place either.
        OwnRequests own = new OwnRequests(http);
        assertThat(own.send(calls().count(List.of())).get(30, TimeUnit.SECONDS)).isZero();

        nobodyIsInside();
        for (Attempt<Long> attempt : List.of(after, inLine)) {
            assertThat(attempt.ends).hasValue(1);
            KvException e = Objects.requireNonNull(attempt.failure);
            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.retryable()).isTrue();
            assertThat(attempt.hasSetOut()).isFalse();
        }
        assertThat(underWay).allMatch(attempt -> attempt.ends.get() == 1 && attempt.failure == null);
        assertThat(server.requestsSeen()).isEqualTo(PLACES + 1);
    }

    @Test
    void whatIsSentAfterCloseFails() {
        http.close();
        Attempt<Long> late = new Attempt<>();
        calls().count(List.of()).send(late);

        await().untilAsserted(() -> assertThat(late.ends).hasValue(1));
        assertThat(late.failure).extracting(KvException::outcome).isEqualTo(Outcome.NOT_SENT);
        nobodyIsInside();
    }
}
