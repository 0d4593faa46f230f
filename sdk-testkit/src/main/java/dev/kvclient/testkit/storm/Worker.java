package dev.kvclient.testkit.storm;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvOperations;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the application: does this and that, half of it without waiting, online and off. Some of its calls may
 * wait for a connection, some may not.
 */
final class Worker implements Runnable, Way {
    /** How many futures it has open at the most. */
    static final int OPEN = 24;

    /** How long it rests before a call while offline at the most, or nothing but refusals would fill the history. */
    private static final int REST_MILLIS = 20;

    private final KvClient kv;
    private final KvOperations impatient;
    private final Recorded recorded;
    private final Repertoire repertoire;
    private final Figures figures;
    private final Random random;
    private final BooleanSupplier goOn;
    private final Semaphore places = new Semaphore(OPEN);

    Worker(KvClient kv, Recorded recorded, Repertoire repertoire, Figures figures, long seed, BooleanSupplier goOn) {
        this.kv = kv;
        this.impatient = kv.with(CallOptions.none().queuable(false));
        this.recorded = recorded;
        this.repertoire = repertoire;
        this.figures = figures;
        this.random = new Random(seed);
        this.goOn = goOn;
    }

    @Override
    public void run() {
        while (goOn.getAsBoolean()) {
            if (kv.state() != ConnectionState.CONNECTED) {
                kv.awaitConnected(Duration.ofMillis(1 + random.nextInt(REST_MILLIS)));
            }
            repertoire.makeOne(recorded, this, random);
        }
    }

    @Override
    public <T> void go(
            Function<KvOperations, T> blocking,
            Function<AsyncKvOperations, CompletableFuture<T>> async,
            Runnable placed,
            BiConsumer<@Nullable T, @Nullable Throwable> end) {
        boolean queuable = random.nextInt(100) < 70;
        KvOperations view = queuable ? kv : impatient;
        BiConsumer<@Nullable T, @Nullable Throwable> watched = watched(queuable, end);
        if (random.nextInt(100) < 45) {
            Way.blocking(view).go(blocking, async, placed, watched);
            return;
        }
        places.acquireUninterruptibly();
        CompletableFuture<T> future = async.apply(view.async());
        placed.run();
        CompletableFuture<T> told = future.whenComplete((result, thrown) -> {
            try {
                watched.accept(result, thrown);
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

    /** Looks, on the way, at what becomes of calls that are made while there is no connection. */
    private <T> BiConsumer<@Nullable T, @Nullable Throwable> watched(
            boolean queuable, BiConsumer<@Nullable T, @Nullable Throwable> end) {
        if (kv.state() == ConnectionState.CONNECTED) {
            return end;
        }
        long called = System.nanoTime();
        return (result, thrown) -> {
            if (thrown == null) {
                figures.waitedOffline();
            } else {
                figures.calledOffline(queuable, thrown, System.nanoTime() - called);
            }
            end.accept(result, thrown);
        };
    }
}
