package dev.kvclient.internal.engine;

import dev.kvclient.Receipt;
import dev.kvclient.offline.QueuedRequest;
import java.time.Instant;
import java.util.List;

/** A request in the offline queue, as it is shown. */
record ShownRequest(
        Receipt receipt,
        String operation,
        List<String> keys,
        long bytes,
        Instant since,
        boolean sentBefore,
        boolean accepted)
        implements QueuedRequest {
    /** What stands in front of the receipts of requests that are not on the disk. */
    static final String IN_MEMORY = "memory-";

    /** One that has its place. */
    static ShownRequest of(Engine engine, Queued one) {
        Call<?, ?> call = one.call;
        Instant since = engine.time().now().minusNanos(engine.time().nanoTime() - one.sinceNanos());
        return new ShownRequest(
                receipt(engine, call),
                call.command().operation(),
                call.keys(),
                call.bytes(),
                since,
                call.attempts() > 0,
                call.isTold());
    }

    /** One that has no place, or none any more. */
    static ShownRequest of(Engine engine, Call<?, ?> call) {
        return new ShownRequest(
                receipt(engine, call),
                call.command().operation(),
                call.keys(),
                call.bytes(),
                engine.time().now(),
                false,
                false);
    }

    private static Receipt receipt(Engine engine, Call<?, ?> call) {
        Acceptance.OnDisk record = call.onDisk();
        return call.isTold() && record != null && Acceptance.isStored(record)
                ? engine.acceptance().receipt(record)
                : Receipt.parse(IN_MEMORY + call.queueNumber);
    }
}
