package dev.kvclient.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes histories in which all sorts of things happen, and breaks each in one way: every one is found. */
class BrokenHistoriesTest {
    private static final int WORLDS = 200;
    private static final int STEPS = 60;

    @ParameterizedTest
    @EnumSource
    void acceptsWhatIsNotBroken(Episode episode) {
        for (int seed = 0; seed < WORLDS; seed++) {
            assertThat(HistoryChecker.check(history(seed, episode, false)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatIsBroken(Episode episode) {
        for (int seed = 0; seed < WORLDS; seed++) {
            assertThat(HistoryChecker.check(history(seed, episode, true)))
                    .as("seed %d", seed)
                    .isNotEmpty();
        }
    }

    private static History history(int seed, Episode episode, boolean broken) {
        World world = new World(seed, World.Flaw.NONE, seed % 2 == 0);
        int before = world.random().nextInt(STEPS);
        steps(world, before);
        // What was given up is late, and comes back at any time.
        world.finishAll();
        episode.happen(world, broken);
        steps(world, STEPS - before);
        world.finish();
        return world.history();
    }

    private static void steps(World world, int count) {
        for (int i = 0; i < count; i++) {
            world.step();
        }
    }
}
