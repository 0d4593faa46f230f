package dev.kvclient.testkit.kuzzle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the server has seen and done. Safe for several threads. */
final class Counters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final Map<String, LongAdder> executed = new ConcurrentHashMap<>();

    void connected() {
        connections.increment();
    }

    void received() {
        requests.increment();
    }

    void executed(String controller, String action) {
        executed.computeIfAbsent(name(controller, action), name -> new LongAdder())
                .increment();
    }

    long connections() {
        return connections.sum();
    }

    long requests() {
        return requests.sum();
    }

    long ofAction(String controller, String action) {
        LongAdder count = executed.get(name(controller, action));
        return count == null ? 0 : count.sum();
    }

    private static String name(String controller, String action) {
        return (controller.equals("memoryStorage") ? "ms" : controller) + ":" + action;
    }
}
