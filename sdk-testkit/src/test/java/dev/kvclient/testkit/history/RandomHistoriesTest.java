package dev.kvclient.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plays a client and a backend with all that may go wrong, by chance: what comes of that is legal. */
class RandomHistoriesTest {
    private static final int WORLDS = 2_000;
    private static final int STEPS = 120;

    @Test
    void acceptsWhateverCanHappen() {
        for (int seed = 0; seed < WORLDS; seed++) {
            List<Violation> violations = HistoryChecker.check(world(seed, World.Flaw.NONE, false));

            assertThat(violations).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void acceptsWhateverCanHappenWithABackendThatForgets() {
        for (int seed = 0; seed < WORLDS; seed++) {
            List<Violation> violations = HistoryChecker.check(world(seed, World.Flaw.NONE, true));

            assertThat(violations).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void findsABackendThatLosesWrites() {
        assertThat(found(World.Flaw.LOSES)).isGreaterThan(WORLDS / 3);
    }

    @Test
    void findsABackendThatDoublesWrites() {
        assertThat(found(World.Flaw.DOUBLES)).isGreaterThan(WORLDS / 3);
    }

    @Test
    void findsAClientThatHasNoLanes() {
        assertThat(found(World.Flaw.SWAPS)).isGreaterThan(WORLDS / 3);
    }

    private static long found(World.Flaw flaw) {
        return IntStream.range(0, WORLDS)
                .filter(seed -> !HistoryChecker.check(world(seed, flaw, false)).isEmpty())
                .count();
    }

    private static History world(int seed, World.Flaw flaw, boolean forgets) {
        World world = new World(seed, flaw, forgets);
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        world.finish();
        return world.history();
    }
}
