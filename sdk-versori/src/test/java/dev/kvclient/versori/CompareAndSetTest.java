package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static dev.kvclient.versori.fixture.Clients.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is read, decided and written under a condition, while others write. */
@ExtendWith(NoThreadLeft.class)
class CompareAndSetTest {
    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.builder(check).timeSource(time).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCounterGivesUpWhenOthersComeBetweenAgainAndAgain() {
        AtomicInteger between = new AtomicInteger();
        try (KvClient kv = client(backend(server).compareAndSetRounds(3)).connect()) {
            kv.set("n", 1);
            server.listen(exchange -> {
                if (exchange.operation() == Operation.GET_KV) {
                    server.put(List.of("n"), "\"" + between.incrementAndGet() + "00\"");
                }
            });
            KvException e = assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> kv.increment("n"))
                    .actual();
            assertThat(e).isInstanceOf(KvConflictException.class).hasMessageContaining("3 times");
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.retryable()).isTrue();
            assertThat(between).hasValue(3);
            assertThat(server.value(List.of("n"))).contains("\"300\"");
        }
    }

    @Test
    void aCountOfUnknownOutcomeIsNotMadeTwice() {
        try (KvClient kv = client(backend(server)).connect()) {
            kv.set("n", 1, o -> o.ttl(Duration.ofHours(1)));
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.dropAfterExecuting())
                    .once();
            KvException e = assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> kv.increment("n"))
                    .actual();
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(kv.get("n", Integer.class)).contains(2);
            assertThat(kv.increment("n")).isEqualTo(3);
            assertThat(kv.ttl("n").expires()).isTrue();
        }
    }

    @Test
    void noRoundBeginsOnceTheCallHasEnded() {
        AtomicInteger between = new AtomicInteger();
        try (KvClient kv =
                client(backend(server).compareAndSetRounds(Integer.MAX_VALUE)).connect()) {
            kv.set("n", 1);
            server.listen(exchange -> {
                if (exchange.operation() == Operation.GET_KV) {
                    server.put(List.of("n"), "\"" + between.incrementAndGet() + "00\"");
                }
            });
            KvException e = assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> kv.increment("n", 1, CallOptions.none().timeout(Duration.ofMillis(300))))
                    .actual();
            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(between.get()).isGreaterThan(2);
            await().until(() -> server.requestsSeen() == seenForAWhile());
        }
    }

    private long seenForAWhile() {
        long seen = server.requestsSeen();
        await().during(Duration.ofMillis(200)).until(() -> true);
        return seen;
    }

    @Test
    void aCounterThatExpiresMeanwhileBeginsAnew() {
        try (KvClient kv = connect(server)) {
            kv.set("n", 41, o -> o.ttl(Duration.ofSeconds(10)));
            AtomicBoolean once = new AtomicBoolean();
            server.listen(exchange -> {
                if (exchange.operation() == Operation.GET_KV && once.compareAndSet(false, true)) {
                    // By the server's clock only: the client's would end the call.
                    time.advance(Duration.ofSeconds(11));
                }
            });
            assertThat(kv.increment("n")).isEqualTo(1);
            assertThat(kv.ttl("n").expires()).isFalse();
        }
    }

    @Test
    void whatIsThereIsWrittenWithItsNewLifeAndOnlyThen() {
        try (KvClient kv = client(backend(server)).timeSource(time).connect()) {
            assertThat(kv.set("a", 1, o -> o.ifPresent()).written()).isFalse();
            kv.set("a", 1);
            AtomicBoolean once = new AtomicBoolean();
            server.listen(exchange -> {
                if (exchange.operation() == Operation.GET_KV && once.compareAndSet(false, true)) {
                    server.put(List.of("a"), "\"2\"");
                }
            });
            assertThat(kv.set("a", 3, o -> o.ifPresent().ttl(Duration.ofSeconds(10)))
                            .written())
                    .isTrue();
            assertThat(server.requestsSeen(Operation.SET_KV)).isEqualTo(3);
            assertThat(kv.get("a", Integer.class)).contains(3);
            time.advance(Duration.ofSeconds(11));
            assertThat(kv.set("a", 4, o -> o.ifPresent()).written()).isFalse();
        }
    }

    @Test
    void aConditionalWriteOfUnknownOutcomeIsNotSentAgain() {
        try (KvClient kv = connect(server)) {
            kv.set("a", 1);
            server.faults()
                    .on(Faults.operation(Operation.SET_KV), Fault.dropAfterExecuting())
                    .once();
            long before = server.requestsSeen(Operation.SET_KV);
            KvException e = assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> kv.set("a", 2, o -> o.ifPresent()))
                    .actual();
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requestsSeen(Operation.SET_KV) - before).isEqualTo(1);
        }
    }
}
