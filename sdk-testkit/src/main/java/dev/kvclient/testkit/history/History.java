package dev.kvclient.testkit.history;

import dev.kvclient.KvListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Takes down the operations of clients, for {@link HistoryChecker}. Safe for use by many threads.
 *
 * <p>An operation is begun here right before the client is called, and told its end when the caller knows it:
 *
 * <pre>{@code
 * History history = new History();
 * KvClient kv = KvClient.builder(url).listener(history.listener()).connect();
 *
 * OpenOperation write = history.write("kv", "key", "value 1");
 * CompletableFuture<SetResult> future = kv.async().set("key", "value 1");
 * write.placed();
 * future.whenComplete((result, thrown) -> {
 *     if (thrown == null) {
 *         write.acknowledged();
 *     } else {
 *         write.failed(thrown, 1);
 *     }
 * });
 * }</pre>
 *
 * <p>Every value is written once, whatever the key; keys are absent in the beginning, do not expire, and are changed by
 * nobody else, but for a {@link #loss} of all of them. A key is either a counter, to which is only added, or it is not.
 */
public final class History {
    private static final Map<String, Action> ACTIONS = Map.of(
            "set", Action.WRITE,
            "setAll", Action.WRITE,
            "delete", Action.DELETE,
            "deleteAll", Action.DELETE,
            "increment", Action.ADD);

    private final AtomicLong clock = new AtomicLong();
    private final Queue<OpenOperation> all = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<String, Set<OpenOperation>> openByKey = new ConcurrentHashMap<>();
    private final AtomicLong open = new AtomicLong();

    /** An empty history. */
    public History() {}

    /** Begins a write, conditional or not, of a value that is written once in this history. */
    public OpenOperation write(String client, String key, String value) {
        return begin(new OpenOperation(this, client, Action.WRITE, key, Objects.requireNonNull(value, "value"), 0));
    }

    /** Begins a delete. */
    public OpenOperation delete(String client, String key) {
        return begin(new OpenOperation(this, client, Action.DELETE, key, "", 0));
    }

    /**
     * Begins an addition to a counter.
     *
     * @param amount at least 1
     */
    public OpenOperation add(String client, String key, long amount) {
        if (amount < 1) {
            throw new IllegalArgumentException("at least 1 is added: " + amount);
        }
        return begin(new OpenOperation(this, client, Action.ADD, key, "", amount));
    }

    /** Begins a read. */
    public OpenOperation read(String client, String key) {
        return begin(new OpenOperation(this, client, Action.READ, key, "", 0));
    }

    /**
     * Begins a loss of all keys at some moment between now and its end, which is told by {@link
     * OpenOperation#acknowledged()}: before a backend that keeps nothing is stopped, until it runs again.
     */
    public OpenOperation loss(String backend) {
        return begin(new OpenOperation(this, backend, Action.LOSS, "", "", 0));
    }

    /**
     * Begins the members of a batch.
     *
     * @param keys in the order of the batch
     * @param begin begins one of them
     */
    public List<OpenOperation> batch(Collection<String> keys, Function<String, OpenOperation> begin) {
        List<OpenOperation> members = keys.stream().map(begin).toList();
        if (!members.isEmpty()) {
            members.get(0).leads(members);
        }
        return members;
    }

    /**
     * A listener for the client, by which operations that end well are known to have been sent more than once; without
     * it they count as sent once. It can confuse operations on one key that overlap, and then takes both for sent
     * again.
     */
    public KvListener listener() {
        return new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                Action action = ACTIONS.get(event.operation());
                if (event.attempts() > 1 && action != null) {
                    event.key().ifPresent(key -> sentSoOften(key, action, event.attempts(), event.duration()));
                }
            }
        };
    }

    /** How many operations have not ended. */
    public long open() {
        return open.get();
    }

    /** All operations, in the order in which they were begun; those that have not ended are unsettled. */
    public List<Operation> operations() {
        return all.stream().map(OpenOperation::snapshot).toList();
    }

    /**
     * Writes what it has by now to a file, for {@link Main}.
     *
     * @param file replaced if it is there
     * @param notes lines for those who open it, about the run for instance
     * @throws IOException if that cannot be done
     */
    public void write(Path file, List<String> notes) throws IOException {
        HistoryFile.write(file, operations(), notes);
    }

    /**
     * Reads the operations of a file.
     *
     * @throws MalformedHistoryException if it is not one that {@link #write} has made
     * @throws IOException if it cannot be read
     */
    public static List<Operation> read(Path file) throws IOException {
        return HistoryFile.read(file);
    }

    private OpenOperation begin(OpenOperation operation) {
        all.add(operation);
        open.incrementAndGet();
        openByKey
                .computeIfAbsent(operation.key(), key -> ConcurrentHashMap.newKeySet())
                .add(operation);
        return operation;
    }

    /** It is one of those that are open still: the end is told to listeners before it is told to the caller. */
    private void sentSoOften(String key, Action action, int times, Duration since) {
        long begun = System.nanoTime() - since.toNanos();
        for (OpenOperation operation : openByKey.getOrDefault(key, Set.of())) {
            if (operation.action() == action && operation.calledBefore(begun)) {
                operation.batch().forEach(member -> member.sentSoOften(times));
            }
        }
    }

    void ended(OpenOperation operation) {
        Set<OpenOperation> ofKey = openByKey.get(operation.key());
        if (ofKey != null) {
            ofKey.remove(operation);
        }
        open.decrementAndGet();
    }

    long tick() {
        return clock.incrementAndGet();
    }
}
