package dev.kvclient.testkit.ndb;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the server has seen and done. Safe for several threads. */
final class Counters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final Map<String, LongAdder> seen = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> executed = new ConcurrentHashMap<>();

    void connected() {
        connections.increment();
    }

    void received(String command) {
        requests.increment();
        count(seen, command);
    }

    void executed(String command) {
        count(executed, command);
    }

    private static void count(Map<String, LongAdder> counts, String command) {
        counts.computeIfAbsent(command, name -> new LongAdder()).increment();
    }

    long connections() {
        return connections.sum();
    }

    long requests() {
        return requests.sum();
    }

    long seen(String command) {
        return of(seen, command);
    }

    long executedOf(String command) {
        return of(executed, command);
    }

    private static long of(Map<String, LongAdder> counts, String command) {
        LongAdder count = counts.get(command);
        return count == null ? 0 : count.sum();
    }
}
