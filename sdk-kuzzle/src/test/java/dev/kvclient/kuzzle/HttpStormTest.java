package dev.kvclient.kuzzle;

import dev.kvclient.kuzzle.fixture.HttpClients;
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

/** The storm over HTTP against a Kuzzle in this process. */
class HttpStormTest extends StormTest {
    @Override
    protected StormTarget start() {
        return new Target(KuzzleServer.builder().http().start());
    }

    private static final class Target implements StormTarget {
        private static final int WINDOW = 32;

        /** Later than the answer timeout. */
        private static final Duration LATE = Duration.ofMillis(700);

        private final KuzzleServer server;

        Target(KuzzleServer server) {
            this.server = server;
        }

        @Override
        public int port() {
            return HttpClients.port(server);
        }

        @Override
        public KvBackend backend(
                String host, int port, Duration answerTimeout, Duration reconnectMin, Duration reconnectMax) {
            return KuzzleBackend.builder()
                    .http()
                    .endpoint(host, port)
                    .answerTimeout(answerTimeout)
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
            rule(rules, 0.002, Fault.dropBeforeExecuting());
            rule(rules, 0.002, Fault.dropAfterExecuting());
            rule(rules, 0.0005, Fault.swallowAnswer());
            rule(rules, 0.0005, Fault.ignore());
            rule(rules, 0.0005, Fault.answerNotJson());
            rule(rules, 0.0005, Fault.executeLate(Duration.ofMillis(20)));
            rule(rules, 0.0005, Fault.executeLate(LATE));
            rule(rules, 0.005, Fault.delayAnswer(Duration.ofMillis(5)));
            rule(rules, 0.005, Fault.delayExecution(Duration.ofMillis(5)));
            rule(rules, 0.001, Fault.delayExecution(Duration.ofMillis(300)));
            rule(rules, 0.003, Fault.overloaded());
            rule(rules, 0.0005, Fault.tooManyRequests());
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
