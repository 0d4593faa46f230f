package dev.kvclient.testkit.storm;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sixteen threads of mixed work on 200 keys, online and off, against a server that drops, delays, refuses, forgets,
 * executes late and restarts: every call ends, no answer is wrong, and what is read goes with the promise on order (see
 * {@link dev.kvclient.testkit.history.HistoryChecker}); afterwards every place is free, every lane open and no thread
 * left. The author of an adapter extends it and says what is stormed at:
 *
 * <pre>{@code
 * class MyStormTest extends StormTest {
 *     @Override
 *     protected StormTarget start() {
 *         return new MyTarget(MyServer.start());
 *     }
 * }
 * }</pre>
 *
 * <p>What the threads do is read from the {@link dev.kvclient.Capabilities} of the client. {@code -Dstorm.seconds=60}
 * for longer than the 10 s of a build, {@code -Dstorm.seed=N} for the chances of an earlier run, with
 * {@link dev.kvclient.Batching} if it is odd; what befalls which
 * request depends on the threads all the same. The history of a storm that fails is written to the directory
 * {@code storm.directory}, {@code target} unless given, for {@link dev.kvclient.testkit.history.Main}.
 */
@ExtendWith(NoThreadLeft.class)
public abstract class StormTest {
    /** 10 s: some ten restarts and some 100,000 operations. */
    private static final int DEFAULT_SECONDS = 10;

    /** For subclasses. */
    protected StormTest() {}

    /** Starts a server that is empty. The test closes it. */
    protected abstract StormTarget start();

    @Test
    void endsEveryCallAndKeepsThePromises() throws InterruptedException {
        long seed = Long.getLong("storm.seed", new Random().nextLong());
        Duration length = Duration.ofSeconds(Integer.getInteger("storm.seconds", DEFAULT_SECONDS));
        try (StormTarget target = start()) {
            new Storm(getClass().getName().replaceFirst(".*[.]", "").replace('$', '.'), target, seed, length).run();
        }
    }
}
