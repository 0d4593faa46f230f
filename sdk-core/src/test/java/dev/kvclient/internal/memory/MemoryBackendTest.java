package dev.kvclient.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.BackendProfile;
import dev.kvclient.BatchResult;
import dev.kvclient.Capability;
import dev.kvclient.KvClient;
import dev.kvclient.KvEntry;
import dev.kvclient.KvPage;
import dev.kvclient.KvWrite;
import dev.kvclient.MemoryBackend;
import dev.kvclient.Scan;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is the memory backend's own; the rest is in the contract of the testkit. */
class MemoryBackendTest {
    /** A clock that lies in the future of the client's, so that expiry is the test's alone. */
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    private KvClient timed() {
        return KvClient.builder(MemoryBackend.builder().clock(now::get).build()).connect();
    }

    private void pass(Duration time) {
        now.updateAndGet(t -> t.plus(time));
    }

    @Test
    void aNameIsSharedUntilTheLastClientCloses() {
        KvClient one = KvClient.connect("memory:shared-name");
        KvClient two = KvClient.connect("memory:shared-name");
        one.set("a", 1);
        assertThat(two.get("a", Integer.class)).contains(1);
        one.close();
        one.close();
        assertThat(two.contains("a")).isTrue();
        two.close();

        try (KvClient three = KvClient.connect("memory:shared-name")) {
            assertThat(three.contains("a")).isFalse();
        }
    }

    @Test
    void aClientThatCouldNotOpenDoesNotKeepTheName() {
        assertThatExceptionOfType(KvUnsupportedException.class)
                .isThrownBy(() -> KvClient.builder(MemoryBackend.builder()
                                .name("not-opened")
                                .like(BackendProfile.KUZZLE)
                                .build())
                        .require(Capability.SET_IF_VERSION)
                        .connect());
        KvClient one = KvClient.connect("memory:not-opened");
        one.set("a", 1);
        one.close();

        try (KvClient two = KvClient.connect("memory:not-opened")) {
            assertThat(two.contains("a")).isFalse();
        }
    }

    @Test
    void entriesEndByTheGivenClock() {
        try (KvClient kv = timed()) {
            kv.set("a", 1, o -> o.ttl(Duration.ofHours(1)));
            kv.set("b", 2);
            pass(Duration.ofMinutes(59));
            assertThat(kv.contains("a")).isTrue();
            pass(Duration.ofMinutes(2));

            assertThat(kv.contains("a")).isFalse();
            assertThat(kv.count()).isEqualTo(1);
            assertThat(kv.keyList(Scan.all())).containsExactly("b");
            assertThat(kv.set("a", 3).effect()).isEqualTo(WriteEffect.CREATED);
        }
    }

    @Test
    void readingRenewsTheLifeOfWhatAskedForIt() {
        try (KvClient kv = timed()) {
            kv.set("a", 1, o -> o.ttl(Duration.ofHours(1)).refreshOnAccess());
            for (int i = 0; i < 5; i++) {
                pass(Duration.ofMinutes(50));
                assertThat(
                                i % 2 == 0
                                        ? kv.get("a", Integer.class)
                                        : kv.entry("a", Integer.class).map(KvEntry::value))
                        .contains(1);
            }
            pass(Duration.ofMinutes(50));
            assertThat(kv.contains("a")).isTrue();
            pass(Duration.ofMinutes(15));
            assertThat(kv.contains("a"))
                    .as("asking whether it is there is no reading")
                    .isFalse();
        }
    }

    @Test
    void boundsRefuseNewKeysAndNothingElse() {
        try (KvClient kv =
                KvClient.builder(MemoryBackend.builder().maxEntries(2).build()).connect()) {
            kv.set("a", 1);
            kv.set("b", 1);

            assertThatExceptionOfType(KvOverloadException.class)
                    .isThrownBy(() -> kv.set("c", 1))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.REJECTED));
            assertThatExceptionOfType(KvOverloadException.class).isThrownBy(() -> kv.increment("n"));
            kv.set("a", 2);
            BatchResult<SetResult> batch = kv.setAll(List.of(KvWrite.of("b", 2), KvWrite.of("d", 2)));
            assertThat(batch.values()).containsOnlyKeys("b");
            assertThat(batch.failures()).containsOnlyKeys("d");
            kv.delete("a");
            assertThat(kv.set("c", 1).written()).isTrue();
        }
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> MemoryBackend.builder().maxEntries(0));
    }

    @Test
    void expiredEntriesMakeRoom() {
        try (KvClient kv = KvClient.builder(
                        MemoryBackend.builder().maxEntries(1).clock(now::get).build())
                .connect()) {
            kv.set("a", 1, o -> o.ttl(Duration.ofHours(1)));
            pass(Duration.ofHours(2));

            assertThat(kv.set("b", 1).written()).isTrue();
        }
    }

    @Test
    void metadataFiltersByEquality() {
        try (KvClient kv = KvClient.connect("memory:")) {
            kv.set("a", 1, o -> o.metadata(Map.of("colour", "red", "size", 1)));
            kv.set("b", 2, o -> o.metadata(Map.of("colour", "red", "size", 2)));
            kv.set("c", 3);

            assertThat(kv.keyList(Scan.all().metadata(Map.of("colour", "red")))).containsExactly("a", "b");
            assertThat(kv.keyList(Scan.all().metadata(Map.of("colour", "red", "size", 2))))
                    .containsExactly("b");
            assertThat(kv.keyList(Scan.all().metadata(Map.of("other", 1)))).isEmpty();
        }
    }

    @Test
    void aListingThatIsChangedMeanwhileMissesNothingElse() {
        try (KvClient kv = KvClient.connect("memory:")) {
            IntStream.range(0, 10).forEach(i -> kv.set("k" + i, i));
            KvPage<String> first = kv.keysPage(Scan.all().pageSize(3));
            kv.delete("k2");
            kv.delete("k3");
            kv.set("k1a", 1);

            KvPage<String> second =
                    kv.keysPage(Scan.all().pageSize(3).from(first.next().orElseThrow()));

            assertThat(first.items()).containsExactly("k0", "k1", "k2");
            assertThat(second.items()).containsExactly("k4", "k5", "k6");
        }
    }

    @Test
    void likeAnotherBackendTellsNoMoreThanThat() {
        try (KvClient kv =
                KvClient.builder(MemoryBackend.like(BackendProfile.NDB_STATUS)).connect()) {
            assertThat(kv.set("a", 1).effect()).isEqualTo(WriteEffect.NOT_TOLD);
            assertThat(kv.entry("a", Integer.class).orElseThrow().version()).isEmpty();
            assertThatExceptionOfType(KvUnsupportedException.class)
                    .isThrownBy(() -> kv.set("a", 1, o -> o.ifAbsent()))
                    .withMessageContaining("SET_IF_ABSENT")
                    .satisfies(e -> assertThat(e.capability()).contains(Capability.SET_IF_ABSENT));
            assertThat(kv.keysPage(Scan.all().pageSize(1)).next()).isEmpty();
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        try (KvClient one = KvClient.connect("memory:threads");
                KvClient two = KvClient.connect("memory:threads")) {
            CompletableFuture.allOf(IntStream.range(0, 6)
                            .mapToObj(t -> CompletableFuture.runAsync(
                                    () -> {
                                        KvClient kv = t % 2 == 0 ? one : two;
                                        for (int i = 0; i < 500; i++) {
                                            kv.increment("n");
                                            kv.set("own" + t, i, o -> o.ifAbsent());
                                            kv.keysPage(Scan.all().pageSize(2));
                                        }
                                    },
                                    task -> new Thread(task, "test-user-" + t).start()))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(one.get("n", Long.class)).contains(3_000L);
            assertThat(two.count("own")).isEqualTo(6);
        }
    }
}
