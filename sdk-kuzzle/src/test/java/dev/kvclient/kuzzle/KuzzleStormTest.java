package dev.kvclient.kuzzle;

import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import dev.kvclient.testkit.storm.StormTarget;
import dev.kvclient.testkit.storm.StormTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The storm against a Kuzzle in this process. */
class KuzzleStormTest extends StormTest {
    @Override
    protected StormTarget start() {
        return new Target(KuzzleServer.start());
    }

    private static final class Target implements StormTarget {
        private static final int WINDOW = 64;

        /** Later than the answer timeout, so that the client has another connection by then. */
        private static final Duration LATE = Duration.ofMillis(700);

        private final KuzzleServer server;

        Target(KuzzleServer server) {
            this.server = server;
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public KvBackend backend(
                String host, int port, Duration answerTimeout, Duration reconnectMin, Duration reconnectMax) {
            return KuzzleBackend.builder()
                    .endpoint(host, port)
                    .answerTimeout(answerTimeout)
                    .ping(answerTimeout, answerTimeout)
                    .reconnect(reconnectMin, reconnectMax)
                    .window(WINDOW, KuzzleBackend.DEFAULT_WINDOW_BYTES)
                    .build();
        }

        @Override
        public int window() {
            return WINDOW;
        }

        @Override
        public Map<String, FaultRule> makeFoul(long seed) {
            server.faults().seed(seed);
            Map<String, FaultRule> rules = new LinkedHashMap<>();
            // The whole connection suffers from these.
            rule(rules, 0.0003, Fault.dropBeforeExecuting());
            rule(rules, 0.0003, Fault.dropAfterExecuting());
            rule(rules, 0.0001, Fault.closeBeforeExecuting(1000));
            rule(rules, 0.0001, Fault.closeAfterExecuting(1011));
            // Their request alone, until the client gives the connection up.
            rule(rules, 0.00003, Fault.swallowAnswer());
            rule(rules, 0.00003, Fault.ignore());
            rule(rules, 0.00003, Fault.answerForNobody());
            rule(rules, 0.00003, Fault.answerNotJson());
            rule(rules, 0.0001, Fault.executeLate(Duration.ofMillis(20)));
            rule(rules, 0.0002, Fault.executeLate(LATE));
            // Their request alone.
            rule(rules, 0.005, Fault.delayAnswer(Duration.ofMillis(5)));
            rule(rules, 0.001, Fault.delayAnswer(Duration.ofMillis(40)));
            rule(rules, 0.005, Fault.delayExecution(Duration.ofMillis(5)));
            rule(rules, 0.001, Fault.delayExecution(Duration.ofMillis(40)));
            rule(rules, 0.0005, Fault.delayExecution(Duration.ofMillis(300)));
            rule(rules, 0.02, Fault.answerTwice());
            rule(rules, 0.01, Fault.strayAnswerFirst());
            rule(rules, 0.003, Fault.overloaded());
            rule(rules, 0.00005, Fault.tooManyRequests());
            rule(rules, 0.001, Fault.internalError());
            return rules;
        }

        private void rule(Map<String, FaultRule> rules, double share, Fault fault) {
            rules.put(
                    rules.size() + " " + fault,
                    server.faults().on(Faults.any(), fault).probability(share));
        }

        @Override
        public void makeFair() {
            server.faults().clear();
        }

        @Override
        public void dropConnections() {
            server.dropConnections();
        }

        @Override
        public void stop() {
            server.stop();
        }

        @Override
        public void restart() {
            server.restart();
        }

        @Override
        public long requestsSeen() {
            return server.requestsReceived();
        }

        @Override
        public Runnable holdAnswers() {
            return server.faults().on(Faults.any(), Fault.ignore())::remove;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
