package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Batching;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Single requests that go in batches: how many HTTP requests they make, and that each has its own result. */
@ExtendWith(NoThreadLeft.class)
class BatchingTest {
    private static final int MANY = 10_000;

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;
    private KvClient kv;

    @BeforeEach
    void start() {
        server = Servers.start(check);
        kv = client(backend(server)).batching(Batching.onTheFly()).connect();
    }

    @AfterEach
    void stop() {
        kv.close();
        server.close();
    }

    private static <T> List<T> allOf(List<CompletableFuture<T>> futures) {
        return futures.stream().map(Timed::resultOf).toList();
    }

    @Test
    void tenThousandSingleSetsMakeAtMostTwoHundredRequests() {
        long before = server.requestsSeen();
        List<SetResult> results = allOf(IntStream.range(0, MANY)
                .mapToObj(i -> kv.async().set("k/" + i, i))
                .toList());
        long requests = server.requestsSeen() - before;

        assertThat(results).allMatch(SetResult::written);
        assertThat(requests).isBetween(100L, 200L);
        List<Optional<Integer>> read = allOf(IntStream.range(0, MANY)
                .mapToObj(i -> kv.async().get("k/" + i, Integer.class))
                .toList());
        assertThat(read)
                .isEqualTo(IntStream.range(0, MANY).mapToObj(Optional::of).toList());
        assertThat(server.requestsSeen() - before - requests).isLessThanOrEqualTo(200);
    }

    @Test
    void expiriesAndDeletesKeepTheirMeaning() {
        List<SetResult> results = allOf(IntStream.range(0, 50)
                .mapToObj(i -> kv.async().set("k/" + i, i, SetOptions.none().ttl(Duration.ofHours(1 + i))))
                .toList());
        assertThat(results).allMatch(SetResult::written);
        assertThat(kv.ttl("k/49").remaining())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofHours(49), Duration.ofHours(50)));
        List<DeleteResult> deleted = allOf(IntStream.range(0, 50)
                .mapToObj(i -> kv.async().delete("k/" + i))
                .toList());
        assertThat(deleted).hasSize(50);
        assertThat(kv.count("k/")).isZero();
    }

    @Test
    void aServerErrorIsThatOfEachMember() {
        server.faults().on(Faults.any(), Fault.status(500));
        List<KvException> failures = IntStream.range(0, 20)
                .mapToObj(i -> kv.async().set("k/" + i, i, SetOptions.none().timeout(Duration.ofSeconds(2))))
                .toList()
                .stream()
                .map(set -> Timed.failureOf(set))
                .toList();
        assertThat(failures).allMatch(failure -> failure.outcome() == Outcome.UNKNOWN);
        assertThat(failures.stream().map(failure -> failure.key().orElseThrow()).distinct())
                .hasSize(20);
    }
}
