package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.spi.KvCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server behind a link that comes and goes; keeps what was handed over to it, by key and in order. */
final class Weather implements AutoCloseable {
    private final FakeBackend backend;
    private final Random random;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "weather");
        thread.setDaemon(true);
        return thread;
    });

    /** The numbers that were written, by key, in the order in which they were handed over. */
    final Map<String, List<Integer>> handedOver = new ConcurrentHashMap<>();

    /** Of those the ones that may have been carried out: they were answered well, or not at all. */
    final Map<String, Set<Integer>> perhapsDone = new ConcurrentHashMap<>();

    // Guarded by this.
    private final Set<Sent> inFlight = new LinkedHashSet<>();
    private boolean up = true;
    private boolean kind;

    Weather(FakeBackend backend, long seed) {
        this.backend = backend;
        this.random = new Random(seed);
        backend.onSend = this::take;
    }

    private void take(Sent one) {
        KvException no = null;
        synchronized (this) {
            if (!up) {
                no = new KvConnectionException(
                        Failure.of(Outcome.NOT_SENT, "no link").retryable(true));
            } else if (one.attempt.sending()) {
                note(one);
                inFlight.add(one);
                CompletableFuture.delayedExecutor(random.nextInt(kind ? 200 : 2_000), TimeUnit.MICROSECONDS, threads)
                        .execute(() -> answer(one));
            } else {
                no = new KvConnectionException(Failure.of(Outcome.NOT_SENT, "withdrawn"));
            }
        }
        if (no != null) {
            one.fail(no);
        }
    }

    private void note(Sent one) {
        if (one.command instanceof KvCommand.Set) {
            handedOver.computeIfAbsent(one.key(), k -> new ArrayList<>()).add(one.number());
        }
    }

    private void noteDone(Sent one) {
        if (one.command instanceof KvCommand.Set) {
            perhapsDone
                    .computeIfAbsent(one.key(), k -> ConcurrentHashMap.newKeySet())
                    .add(one.number());
        }
    }

    private void answer(Sent one) {
        boolean busy;
        synchronized (this) {
            if (!inFlight.remove(one)) {
                return;
            }
            busy = !kind && random.nextInt(20) == 0;
            if (!busy) {
                noteDone(one);
            }
        }
        if (busy) {
            one.fail(new KvServerException(Failure.of(Outcome.REJECTED, "busy").retryable(true)));
        } else {
            one.answer();
        }
    }

    /** Breaks the link or mends it. */
    void change(boolean toUp) {
        List<Sent> lost;
        synchronized (this) {
            if (up == toUp) {
                return;
            }
            up = toUp;
            lost = new ArrayList<>(inFlight);
            inFlight.clear();
            lost.forEach(this::noteDone);
        }
        if (random.nextBoolean()) {
            backend.change(toUp ? ConnectionState.CONNECTED : ConnectionState.DISCONNECTED, null);
            fail(lost);
        } else {
            // Those in flight may hear of it before anybody else.
            fail(lost);
            backend.change(toUp ? ConnectionState.CONNECTED : ConnectionState.DISCONNECTED, null);
        }
    }

    private static void fail(List<Sent> lost) {
        lost.forEach(one -> one.fail(
                new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true))));
    }

    /** From now on every request is answered, and soon. */
    void clear() {
        synchronized (this) {
            kind = true;
        }
        change(true);
    }

    /** Lets it be for a while. */
    void pause(Duration atMost) {
        LockSupport.parkNanos(random.nextLong(atMost.toNanos()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
