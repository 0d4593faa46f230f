package dev.kvclient.testkit.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.error.KvOverloadException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Looks whether a client that has been through a storm is as good as new. */
final class AfterStorm {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** So many reads at one time. */
    private static final int ROUND = 200;

    private final KvClient kv;
    private final StormTarget target;
    private final Figures figures;
    private final int window;

    /**
     * @param window how many requests of single calls set out before one is answered
     */
    AfterStorm(KvClient kv, StormTarget target, Figures figures, int window) {
        this.kv = kv;
        this.target = target;
        this.figures = figures;
        this.window = window;
    }

    /** Lets a backend that has become careful see that all is well again. */
    void warmUp() {
        for (int left = target.answersToFullWindow(); left > 0; left -= ROUND) {
            List<CompletableFuture<Optional<String>>> round = IntStream.range(0, ROUND)
                    .mapToObj(i -> kv.async().get("warm" + i, String.class))
                    .toList();
            assertThat(round).allSatisfy(answer -> assertThat(answer).succeedsWithin(LONG));
        }
    }

    /**
     * As many calls as are taken at one time are taken, one more is not, and as many requests as the window holds are
     * sent: none of those before has kept its place.
     */
    void everyPlaceIsFree(int mostOutstanding) {
        CallOptions patient = CallOptions.none().timeout(LONG);
        long connections = figures.connections();
        long received = target.requestsSeen();
        Runnable release = target.holdAnswers();
        List<CompletableFuture<Optional<String>>> calls;
        try {
            calls = IntStream.range(0, mostOutstanding)
                    .mapToObj(i -> kv.async().get("free" + i, KvType.of(String.class), patient))
                    .toList();
            assertThat(kv.async().get("one more", String.class))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(KvOverloadException.class);
            Patience.until("the window is full", LONG, () -> target.requestsSeen() - received >= window);
            assertThat(figures.connections())
                    .as("connections, for the loss of one gives its places back")
                    .isEqualTo(connections);
        } finally {
            release.run();
        }
        Patience.until(
                "all calls have ended", LONG.plus(LONG), () -> calls.stream().allMatch(CompletableFuture::isDone));
        assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    /** Nothing that has ended holds up a write of its key, or what waits for all writes. */
    void everyLaneIsOpen(List<String> keys, String prefix) {
        keys.forEach(key -> kv.set(key, "last"));
        if (kv.capabilities().supports(Capability.DELETE_PREFIX)) {
            assertThat(kv.deletePrefix(prefix)).as("keys of the prefix").isEqualTo(keys.size());
        }
        if (kv.capabilities().supports(Capability.COUNT_PREFIX)) {
            assertThat(kv.count(prefix)).as("keys that are left").isZero();
        }
    }
}
