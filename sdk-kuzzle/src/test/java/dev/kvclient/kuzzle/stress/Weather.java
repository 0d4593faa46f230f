package dev.kvclient.kuzzle.stress;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Makes a server fail: in each request by chance, and as a whole every few seconds. */
final class Weather {
    /** The longest that a request is executed after its time. */
    static final Duration LATEST = Duration.ofMillis(700);

    private static final int BETWEEN_RESTARTS_MILLIS = 1_000;
    private static final int DOWN_MILLIS = 150;

    private final KuzzleServer server;
    private final Random random;
    private final Map<String, FaultRule> rules = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "stress-weather");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder restarts = new LongAdder();
    private volatile boolean over;

    Weather(KuzzleServer server, long seed) {
        this.server = server;
        this.random = new Random(seed);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void begin(long seed) {
        server.faults().seed(seed);
        // The whole connection suffers from these.
        rule(0.0003, Fault.dropBeforeExecuting());
        rule(0.0003, Fault.dropAfterExecuting());
        rule(0.0001, Fault.closeBeforeExecuting(1000));
        rule(0.0001, Fault.closeAfterExecuting(1011));
        // Their request alone, until the client gives the connection up.
        rule(0.00003, Fault.swallowAnswer());
        rule(0.00003, Fault.ignore());
        rule(0.00003, Fault.answerForNobody());
        rule(0.00003, Fault.answerNotJson());
        rule(0.00003, Fault.executeLate(Duration.ofMillis(20)));
        rule(0.00003, Fault.executeLate(LATEST));
        // Their request alone.
        rule(0.005, Fault.delayAnswer(Duration.ofMillis(5)));
        rule(0.001, Fault.delayAnswer(Duration.ofMillis(40)));
        rule(0.005, Fault.delayExecution(Duration.ofMillis(5)));
        rule(0.001, Fault.delayExecution(Duration.ofMillis(40)));
        rule(0.0005, Fault.delayExecution(Duration.ofMillis(300)));
        rule(0.02, Fault.answerTwice());
        rule(0.01, Fault.strayAnswerFirst());
        rule(0.003, Fault.overloaded());
        rule(0.00005, Fault.tooManyRequests());
        rule(0.001, Fault.internalError());
        scheduleRestart();
    }

    private void rule(double share, Fault fault) {
        FaultRule rule = server.faults().on(Faults.any(), fault).probability(share);
        rules.merge(fault.toString(), rule, (one, other) -> other);
    }

    private void scheduleRestart() {
        later(BETWEEN_RESTARTS_MILLIS / 2 + random.nextInt(BETWEEN_RESTARTS_MILLIS), this::down);
    }

    private void later(int millis, Runnable what) {
        Future<?> unused = scheduler.schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    private void down() {
        if (random.nextInt(3) == 0) {
            server.dropConnections();
            scheduleRestart();
        } else {
            server.stop();
            later(random.nextInt(DOWN_MILLIS), this::up);
        }
    }

    private void up() {
        server.restart();
        restarts.increment();
        if (!over) {
            scheduleRestart();
        }
    }

    /** The sun shines again. What was to be executed late is forgotten at the latest by the restart. */
    void end() throws InterruptedException {
        over = true;
        scheduler.shutdownNow();
        scheduler.awaitTermination(10, TimeUnit.SECONDS);
        server.faults().clear();
        server.restart();
    }

    @Override
    public String toString() {
        return restarts + " restarts, "
                + rules.entrySet().stream()
                        .map(rule -> rule.getKey() + " " + rule.getValue().hits())
                        .collect(Collectors.joining(", "));
    }
}
