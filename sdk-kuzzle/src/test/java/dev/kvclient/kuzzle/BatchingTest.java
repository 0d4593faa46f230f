package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Batching;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single requests that go in batches: {@code mget}, {@code mset}, {@code mexecute}, {@code del}. */
@ExtendWith(NoThreadLeft.class)
class BatchingTest {
    private static final int MANY = 1_000;

    private KuzzleServer server = KuzzleServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private KvClient connect() {
        return client(backend(server)).batching(Batching.onTheFly()).connect();
    }

    private static <T> List<T> allOf(List<CompletableFuture<T>> futures) {
        return futures.stream().map(Timed::resultOf).toList();
    }

    private static List<Optional<Integer>> readAll(KvClient kv) {
        return allOf(IntStream.range(0, MANY)
                .mapToObj(i -> kv.async().get("k" + i, Integer.class))
                .toList());
    }

    private static List<Optional<Integer>> expected() {
        return IntStream.range(0, MANY).mapToObj(Optional::of).toList();
    }

    @Test
    void thousandsOfSingleRequestsMakeFewFrames() {
        try (KvClient kv = connect()) {
            List<SetResult> results = allOf(IntStream.range(0, MANY)
                    .mapToObj(i -> kv.async().set("k" + i, i))
                    .toList());
            assertThat(results).allMatch(SetResult::written);
            assertThat(readAll(kv)).isEqualTo(expected());
            allOf(IntStream.range(0, MANY)
                    .mapToObj(i -> kv.async().delete("k" + i))
                    .toList());

            assertThat(server.requestsReceived()).isLessThan(MANY / 10);
            assertThat(server.executed("mset")).isPositive();
            assertThat(server.executed("mget")).isPositive();
            assertThat(server.executed("del")).isPositive();
            assertThat(server.keyCount()).isZero();
        }
    }

    @Test
    void writesThatExpireGoInTransactions() {
        try (KvClient kv = connect()) {
            SetOptions anHour = SetOptions.none().ttl(Duration.ofHours(1));
            allOf(IntStream.range(0, MANY)
                    .mapToObj(i -> kv.async().set("k" + i, i, anHour))
                    .toList());

            assertThat(server.executed("mexecute")).isPositive();
            assertThat(server.executed("mset")).isZero();
            assertThat(kv.ttl("k" + (MANY - 1)).remaining())
                    .hasValueSatisfying(
                            left -> assertThat(left).isBetween(Duration.ofMinutes(59), Duration.ofHours(1)));
        }
    }

    /** The value that {@code mset} refuses goes by a transaction of the same batch. */
    @Test
    void emptyTextsAreNoTrouble() {
        try (KvClient kv = connect()) {
            allOf(IntStream.range(0, 100)
                    .mapToObj(i -> kv.async().set("k" + i, i % 2 == 0 ? "" : "x"))
                    .toList());
            assertThat(kv.get("k40", String.class)).contains("");
            assertThat(kv.get("k41", String.class)).contains("x");
        }
    }

    @Test
    void whoMayNotReadManyAtATimeReadsOneByOne() {
        server.close();
        server = KuzzleServer.builder()
                .user("ada", "pw", Set.of("ms:get", "ms:set", "ms:mset", "server:now", "ms:ping"))
                .start();
        try (KvClient kv = client(backend(server).credentials(Credentials.userPassword("ada", "pw")))
                .batching(Batching.onTheFly())
                .connect()) {
            allOf(IntStream.range(0, MANY)
                    .mapToObj(i -> kv.async().set("k" + i, i))
                    .toList());
            assertThat(readAll(kv)).isEqualTo(expected());
            long first = server.requestsReceived();
            assertThat(readAll(kv)).isEqualTo(expected());
            assertThat(server.requestsReceived() - first).isEqualTo(MANY);
        }
    }
}
