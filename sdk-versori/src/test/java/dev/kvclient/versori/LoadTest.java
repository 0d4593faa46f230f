package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.RetryPolicy;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many requests while the server refuses one in twenty. */
@ExtendWith(NoThreadLeft.class)
class LoadTest {
    private static final int PAIRS = 5_000;
    private static final int WRITERS = 8;
    private static final int COUNTS = 100;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    @Test
    void allSucceedAndNothingIsDoneTwice() {
        AtomicLong retries = new AtomicLong();
        AtomicLong attempts = new AtomicLong();
        Queue<String> tooSoon = new ConcurrentLinkedQueue<>();
        KvListener listener = new KvListener() {
            @Override
            public void onRetry(Retry event) {
                retries.incrementAndGet();
                event.failure().retryAfter().ifPresent(asked -> {
                    if (event.delay().compareTo(asked) < 0) {
                        tooSoon.add(event.operation() + " waits " + event.delay() + " of " + asked);
                    }
                });
            }

            @Override
            public void onCallEnd(CallEnd event) {
                attempts.addAndGet(event.attempts());
            }
        };
        try (VersoriServer server = Servers.start(check);
                KvClient kv = KvClient.builder(backend(server).build())
                        .retry(RetryPolicy.standard()
                                .maxAttempts(20)
                                .backoff(Duration.ofMillis(5), Duration.ofMillis(50)))
                        .timeout(Duration.ofSeconds(60))
                        .listener(listener)
                        .connect()) {
            long before = server.requestsSeen();
            List<FaultRule> rules = List.of(
                    server.faults().on(Faults.any(), Fault.status(429)).probability(0.015),
                    server.faults().on(Faults.any(), Fault.status(503)).probability(0.015),
                    server.faults()
                            .on(Faults.any(), Fault.status(503, Duration.ZERO))
                            .probability(0.01),
                    server.faults()
                            .on(Faults.any(), Fault.status(429, Duration.ofSeconds(1)))
                            .probability(0.01));
            List<CompletableFuture<?>> work = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                String key = "k/" + i;
                int value = i;
                work.add(kv.async()
                        .set(key, value)
                        .thenCompose(written -> kv.async().get(key, Integer.class))
                        .thenAccept(read -> assertThat(read).contains(value)));
            }
            work.forEach(CompletableFuture::join);
            assertThat(server.keyCount()).isEqualTo(PAIRS);
            assertThat(server.commits()).isEqualTo(PAIRS);

            List<CompletableFuture<?>> counting = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                String counter = "n/" + w;
                for (int i = 0; i < COUNTS; i++) {
                    counting.add(kv.async().increment(counter));
                }
            }
            counting.forEach(CompletableFuture::join);
            rules.forEach(FaultRule::remove);
            for (int w = 0; w < WRITERS; w++) {
                assertThat(kv.get("n/" + w, Integer.class)).contains(COUNTS);
            }
            assertThat(server.commits()).isEqualTo(PAIRS + WRITERS * COUNTS);
            assertThat(rules.stream().mapToLong(FaultRule::hits).sum()).isGreaterThan(300);
            assertThat(retries.get())
                    .isEqualTo(rules.stream().mapToLong(FaultRule::hits).sum());
            assertThat(tooSoon).isEmpty();
            assertThat(server.requestsSeen() - before).isEqualTo(attempts.get());
            assertThat(server.requestsSeen(Operation.BATCH_SET_KV)).isZero();
        }
    }
}
