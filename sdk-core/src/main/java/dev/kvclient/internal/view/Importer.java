package dev.kvclient.internal.view;

import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.ImportResult;
import dev.kvclient.KvWrite;
import dev.kvclient.SetResult;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.spi.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Stores a long row of writes in batches, a few of them under way at once. Used once. */
final class Importer {
    /** 500 writes: enough to hide a round trip, small beside what may be outstanding. */
    private static final int BATCH = 500;

    /** 4 batches: one is encoded while others are under way, in bounded memory. */
    private static final int AT_ONCE = 4;

    private final Engine engine;
    private final Plans plans;
    private final CallOptions options;
    private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
    private final Map<String, KvException> failures = new LinkedHashMap<>();
    private long written;
    private long notWritten;
    private long accepted;

    private record Batch(List<Write> writes, CompletableFuture<BatchResult<SetResult>> result) {}

    Importer(Engine engine, Plans plans, CallOptions options) {
        this.engine = engine;
        this.plans = plans;
        this.options = plans.merged(options);
    }

    ImportResult run(Iterator<KvWrite> writes) {
        List<Write> batch = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        boolean onDisk = false;
        while (writes.hasNext()) {
            KvWrite next = writes.next();
            Plans.Member member;
            try {
                member = plans.named("setAll", () -> plans.member(next, options));
            } catch (KvException e) {
                // One that is wrong is no reason to stop in the middle of a long row.
                failures.put(next.key(), e.with(f -> f.key(next.key())));
                continue;
            }
            // A key that comes again waits for the next batch, and there, in its lane, for this one.
            Write write = member.write();
            if (batch.size() == BATCH || keys.contains(write.key()) || member.onDisk() != onDisk) {
                submit(batch, onDisk);
                batch = new ArrayList<>();
                keys.clear();
            }
            onDisk = member.onDisk();
            keys.add(write.key());
            batch.add(write);
        }
        submit(batch, onDisk);
        while (!underWay.isEmpty()) {
            await(underWay.remove());
        }
        return new Results.Imported(written, notWritten, accepted, failures);
    }

    private void submit(List<Write> batch, boolean onDisk) {
        if (batch.isEmpty()) {
            return;
        }
        if (underWay.size() == AT_ONCE) {
            await(underWay.remove());
        }
        CompletableFuture<BatchResult<SetResult>> result =
                engine.submit(plans.setAll(batch, onDisk, Map.of(), options));
        // Where the client's bounds are full, what is under way here makes room first; then the caller waits for
        // others.
        while (overloaded(result) && !underWay.isEmpty()) {
            await(underWay.remove());
            result = engine.submit(plans.setAll(batch, onDisk, Map.of(), options));
        }
        if (overloaded(result)) {
            result = whenThereIsRoom(batch, onDisk);
        }
        underWay.add(new Batch(batch, result));
    }

    private CompletableFuture<BatchResult<SetResult>> whenThereIsRoom(List<Write> batch, boolean onDisk) {
        try {
            return CompletableFuture.completedFuture(engine.call(plans.setAll(batch, onDisk, Map.of(), options)));
        } catch (KvInterruptedException | KvClosedException e) {
            // Of the batch it is true, of the import as a whole more may have been written.
            throw e.with(f -> f.outcome(Outcome.UNKNOWN).operation("setAll"));
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the batch was not even taken; that is known when it is submitted. */
    private static boolean overloaded(CompletableFuture<BatchResult<SetResult>> result) {
        return result.isCompletedExceptionally()
                && result.handle((value, thrown) -> thrown instanceof KvOverloadException)
                        .join();
    }

    private void await(Batch batch) {
        try {
            BatchResult<SetResult> result = batch.result().get();
            for (SetResult one : result.values().values()) {
                one.match(w -> written++, n -> notWritten++, later -> accepted++);
            }
            failures.putAll(result.failures());
        } catch (ExecutionException e) {
            KvException failure = Failures.of(e, Outcome.UNKNOWN);
            batch.writes()
                    .forEach(write ->
                            failures.put(plans.view().shorten(write.key()), failure.with(f -> f.key(write.key()))));
        } catch (InterruptedException e) {
            underWay.forEach(other -> other.result().cancel(false));
            batch.result().cancel(false);
            Thread.currentThread().interrupt();
            throw new KvInterruptedException(
                    Failure.of(Outcome.UNKNOWN, "interrupted after " + written + " writes of an import")
                            .operation("setAll"));
        }
    }
}
