package dev.kvclient.testkit.storm;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.history.History;
import dev.kvclient.testkit.history.OpenOperation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a server fail: in each request by chance, and as a whole about every second. */
final class Weather {
    private static final int BETWEEN_MILLIS = 1_000;

    /** Most outages are short; one in four is long enough for blocking calls and queues to notice. */
    private static final int DOWN_MILLIS = 150;

    private static final int LONG_DOWN_MILLIS = 900;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StormTarget target;
    private final History history;
    private final Random random;
    private final Map<String, FaultRule> rules = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "kv-storm-weather");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder cuts = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    // Of the scheduler's thread, and of the one that has waited for its end.
    private boolean down;
    private @Nullable OpenOperation loss;

    Weather(StormTarget target, History history, long seed) {
        this.target = target;
        this.history = history;
        this.random = new Random(seed);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void begin(long seed) {
        rules.putAll(target.makeFoul(seed));
        scheduleNext();
    }

    private void scheduleNext() {
        later(BETWEEN_MILLIS / 2 + random.nextInt(BETWEEN_MILLIS), this::strike);
    }

    private void later(int millis, Runnable what) {
        Future<?> unused = scheduler.schedule(
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException | Error e) {
                        broken.compareAndSet(null, e);
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private void strike() {
        if (random.nextInt(3) == 0) {
            target.dropConnections();
            cuts.increment();
            scheduleNext();
            return;
        }
        if (!target.keepsItsKeys()) {
            loss = history.loss("server");
        }
        down = true;
        target.stop();
        later(random.nextInt(random.nextInt(4) == 0 ? LONG_DOWN_MILLIS : DOWN_MILLIS), () -> {
            up();
            scheduleNext();
        });
    }

    private void up() {
        target.restart();
        down = false;
        restarts.increment();
        if (loss != null) {
            loss.acknowledged();
            loss = null;
        }
    }

    /** The sun shines again. What is to be executed late may be still. */
    void end() throws InterruptedException {
        scheduler.shutdownNow();
        if (!scheduler.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the weather hangs");
        }
        target.makeFair();
        if (down) {
            up();
        }
    }

    /** What went wrong with the weather itself. */
    Optional<Throwable> broken() {
        return Optional.ofNullable(broken.get());
    }

    @Override
    public String toString() {
        return restarts + " restarts, " + cuts + " cuts, "
                + rules.entrySet().stream()
                        .map(rule -> rule.getKey() + " " + rule.getValue().hits())
                        .collect(Collectors.joining(", "));
    }
}
