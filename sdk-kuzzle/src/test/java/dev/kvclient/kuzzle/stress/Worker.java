package dev.kvclient.kuzzle.stress;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.ConnectionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thread of the application: does this and that, half of it without waiting. */
final class Worker implements Runnable, Recorded.Way {
    /** How many futures it has open at the most. */
    static final int OPEN = 24;

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Recorded kv;
    private final Recorded.Way waiting;
    private final List<String> keys;
    private final List<String> counters;
    private final Random random;
    private final BooleanSupplier goOn;
    private final Semaphore places = new Semaphore(OPEN);

    Worker(Recorded kv, List<String> keys, List<String> counters, long seed, BooleanSupplier goOn) {
        this.kv = kv;
        this.waiting = kv.blocking();
        this.keys = keys;
        this.counters = counters;
        this.random = new Random(seed);
        this.goOn = goOn;
    }

    @Override
    public void run() {
        while (goOn.getAsBoolean()) {
            // Mostly waits for a connection, or nothing but refusals would fill the history.
            if (kv.client().state() != ConnectionState.CONNECTED && random.nextInt(10) > 0) {
                kv.client().awaitConnected(PATIENCE);
            }
            one();
        }
    }

    private void one() {
        int chance = random.nextInt(100);
        if (chance < 25) {
            kv.set(this, key(), Recorded.Condition.NONE);
        } else if (chance < 31) {
            kv.set(this, key(), Recorded.Condition.ABSENT);
        } else if (chance < 36) {
            kv.set(this, key(), Recorded.Condition.PRESENT);
        } else if (chance < 46) {
            kv.delete(this, key());
        } else if (chance < 58) {
            kv.increment(this, counter(), 1 + random.nextInt(9));
        } else if (chance < 61) {
            kv.get(this, counter());
        } else if (chance < 82) {
            kv.get(this, key());
        } else if (chance < 85) {
            kv.contains(this, key());
        } else if (chance < 90) {
            kv.getAll(this, some(keys));
        } else if (chance < 94) {
            kv.setAll(this, some(keys), Recorded.Condition.NONE);
        } else if (chance < 96) {
            kv.setAll(this, some(keys), Recorded.Condition.ABSENT);
        } else if (chance < 98) {
            kv.deleteAll(this, some(keys));
        } else {
            kv.getAll(this, some(counters));
        }
    }

    private String key() {
        // Some are asked for more often than others.
        return keys.get(random.nextInt(1 + random.nextInt(keys.size())));
    }

    private String counter() {
        return counters.get(random.nextInt(counters.size()));
    }

    private List<String> some(List<String> from) {
        List<String> all = new ArrayList<>(from);
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 2 + random.nextInt(3)));
    }

    @Override
    public <T> void go(
            Supplier<T> blocking,
            Function<AsyncKvOperations, CompletableFuture<T>> async,
            Runnable placed,
            BiConsumer<@Nullable T, @Nullable Throwable> end) {
        if (random.nextInt(100) < 45) {
            waiting.go(blocking, async, placed, end);
            return;
        }
        places.acquireUninterruptibly();
        CompletableFuture<T> future = async.apply(kv.client().async());
        placed.run();
        CompletableFuture<T> told = future.whenComplete((result, thrown) -> {
            try {
                end.accept(result, thrown);
            } finally {
                places.release();
            }
        });
        if (random.nextInt(200) == 0) {
            future.cancel(false);
        } else if (random.nextInt(50) == 0) {
            told.exceptionally(thrown -> null).join();
        }
    }
}
