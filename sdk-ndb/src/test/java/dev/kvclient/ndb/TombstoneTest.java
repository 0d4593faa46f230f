package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.SetOptions;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers that do not wait for their answers: nobody else is harmed. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class TombstoneTest {
    private static final KvType<String> TEXT = KvType.of(String.class);
    private static final CallOptions SHORT = CallOptions.none().timeout(Duration.ofMillis(100));

    @ParameterizedTest
    @EnumSource
    void whoGoesLeavesTheirPlaceInTheOrder(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            for (int i = 0; i < 30; i++) {
                kv.set("k" + i, "v" + i);
            }
            server.faults().holdAnswers(true);
            List<CompletableFuture<Optional<String>>> reads = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                CallOptions options = i % 3 == 0 ? SHORT : CallOptions.none();
                reads.add(kv.async().get("k" + i, TEXT, options));
            }
            for (int i = 1; i < 30; i += 3) {
                assertThat(reads.get(i).cancel(true)).isTrue();
            }
            for (int i = 0; i < 30; i += 3) {
                assertThat(failureOf(reads.get(i))).isInstanceOf(KvTimeoutException.class);
            }
            CompletableFuture<Long> behind = kv.async().count();
            server.faults().holdAnswers(false);

            for (int i = 2; i < 30; i += 3) {
                assertThat(resultOf(reads.get(i))).contains("v" + i);
            }
            assertThat(within(SOON, () -> resultOf(behind))).isEqualTo(30);
            assertThat(kv.get("k7", String.class)).contains("v7");
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatWasNotWaitedForIsUnknownAndThoseBehindItKnowBetter(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.count();
            server.faults().holdAnswers(true);
            CompletableFuture<?> first =
                    kv.async().set("k", "first", SetOptions.none().call(SHORT));
            await().until(() -> server.executed("KV_SET") == 1);
            KvException e = failureOf(first);
            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            CompletableFuture<?> second = kv.async().set("k", "second");
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            server.faults().holdAnswers(false);

            assertThat(second).succeedsWithin(SOON);
            assertThat(resultOf(read)).contains("second");
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoGoesWhileWaitingForAPlaceIsNotSent(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.getAll(List.of("x", "y"), String.class);
            long before = server.requestsSeen("KV_GET");
            server.faults().holdAnswers(true);
            CompletableFuture<?> first = kv.async().getAll(List.of("x", "y"), String.class);
            CompletableFuture<?> gone = kv.async().getAll(List.of("a", "b"), TEXT, SHORT);
            CompletableFuture<?> next = kv.async().getAll(List.of("c", "d"), String.class);
            await().until(gone::isDone);
            server.faults().holdAnswers(false);

            assertThat(first).succeedsWithin(SOON);
            assertThat(next).succeedsWithin(SOON);
            assertThat(server.requestsSeen("KV_GET") - before).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void whoGoesWhileTheSessionIsOpenedHarmsNobody(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            server.faults().holdAnswers(true);
            CompletableFuture<?> gone = kv.async().get("k", TEXT, SHORT);
            CompletableFuture<Optional<String>> stays = kv.async().get("k", String.class);
            KvException e = failureOf(gone);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            server.faults().holdAnswers(false);

            assertThat(resultOf(stays)).isEmpty();
            assertThat(server.requestsSeen("KV_GET")).isEqualTo(1);
        }
    }
}
