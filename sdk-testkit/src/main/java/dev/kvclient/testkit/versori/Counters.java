package dev.kvclient.testkit.versori;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a server has seen since it was made. Safe for several threads. */
final class Counters {

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final Map<Operation, LongAdder> seen = new ConcurrentHashMap<>();
    private final Map<Operation, LongAdder> executed = new ConcurrentHashMap<>();

    void countRequest() {
        requests.incrementAndGet();
    }

    void countSeen(Operation operation) {
        seen.computeIfAbsent(operation, o -> new LongAdder()).increment();
    }

    void countExecuted(Operation operation) {
        executed.computeIfAbsent(operation, o -> new LongAdder()).increment();
    }

    void countConnection() {
        connections.incrementAndGet();
    }

    long requests() {
        return requests.get();
    }

    long connections() {
        return connections.get();
    }

    long seen(Operation operation) {
        LongAdder count = seen.get(operation);
        return count == null ? 0 : count.sum();
    }

    long executed(Operation operation) {
        LongAdder count = executed.get(operation);
        return count == null ? 0 : count.sum();
    }
}
