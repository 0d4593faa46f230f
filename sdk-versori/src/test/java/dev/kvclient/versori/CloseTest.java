package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a client: in time, with everything settled, and with nothing left. */
@ExtendWith(NoThreadLeft.class)
class CloseTest {
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

    /** While it carries a request, OkHttp gives a thread a name of its own. */
    private void nobodyIsAtWork() {
        String address = "127.0.0.1:" + server.port();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("OkHttp http")
                        && thread.getName().contains(address)));
    }

    private KvClientBuilder small() {
        return client(backend(server).window(8, 1_000_000)).closeTimeout(Duration.ZERO);
    }

    @Test
    void whatIsUnderWayAndWhatStandsInLineIsSettled() {
        KvClient kv = small().connect();
        server.faults().on(Faults.operation(Operation.GET_KV), Fault.ignore());
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(kv.async().get("k" + i, String.class));
        }
        await().until(() -> server.requestsSeen(Operation.GET_KV) == 8);
        Timed.runWithin(Timed.SOON, kv::close);
        long unknown = all.stream()
                .filter(future -> Timed.failureOf(future).outcome() == Outcome.UNKNOWN)
                .count();
        assertThat(unknown).isGreaterThanOrEqualTo(8);
        nobodyIsAtWork();
        // Nothing arrived that was said not to have been sent.
        assertThat(server.requestsSeen(Operation.GET_KV)).isLessThanOrEqualTo(unknown);
    }

    @Test
    void closingInAStormOfRequestsLeavesNoneUnsettled() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            KvClient kv = small().connect();
            List<CompletableFuture<?>> all = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(100);
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    all.add(kv.async().set("k" + i % 50, i));
                    begun.countDown();
                }
            });
            sender.start();
            begun.await();
            Timed.runWithin(Timed.SOON, kv::close);
            sender.join();
            await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
            nobodyIsAtWork();
        }
    }

    @Test
    void closingWhileItConnectsEndsTheSupplierToo() {
        server.stop();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        VersoriAuth auth = VersoriAuth.apiKey(() -> {
            asked.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
            return "key";
        });
        try (KvClient kv = client(backend(server).auth(auth))
                .connectTimeout(Duration.ofMillis(50))
                .startOffline()
                .connect()) {
            await().until(() -> kv.lastConnectionFailure().isPresent());
            await().during(Duration.ofMillis(500)).until(() -> asked.get() == 1);
        }
        await().untilAsserted(() -> assertThat(interrupted).hasValue(1));
    }

    @Test
    void closingWhileTheServerAsksForPatienceDoesNotWaitForIt() {
        server.faults().on(Faults.any(), Fault.status(503, Duration.ofHours(1)));
        KvClient kv = client(backend(server)).startOffline().connect();
        await().until(() -> server.requestsSeen() > 0);
        Timed.runWithin(Timed.SOON, kv::close);
        long seen = server.requestsSeen();
        await().during(Duration.ofMillis(300)).until(() -> server.requestsSeen() == seen);
    }
}
