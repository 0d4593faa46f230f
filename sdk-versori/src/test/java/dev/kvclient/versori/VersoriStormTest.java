package dev.kvclient.versori;

import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.storm.StormTarget;
import dev.kvclient.testkit.storm.StormTest;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.versori.fixture.Clients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The storm against a Versori in this process. */
class VersoriStormTest extends StormTest {
    @Override
    protected StormTarget start() {
        return new Target(VersoriServer.start());
    }

    private static final class Target implements StormTarget {
        private static final int WINDOW = 32;

        /** Later than the answer timeout, so that the client has given the request up by then. */
        private static final Duration LATE = Duration.ofMillis(700);

        private final VersoriServer server;

        Target(VersoriServer server) {
            this.server = server;
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public KvBackend backend(
                String host, int port, Duration answerTimeout, Duration reconnectMin, Duration reconnectMax) {
            return VersoriBackend.builder()
                    .baseUrl(server.baseUrl().replace(":" + server.port(), ":" + port))
                    .store(server.storeId())
                    .auth(VersoriAuth.apiKey(Clients.API_KEY))
                    .answerTimeout(answerTimeout)
                    .window(WINDOW, VersoriBackend.DEFAULT_WINDOW_BYTES)
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
            rule(rules, 0.003, "drop before executing", Fault.dropBeforeExecuting());
            rule(rules, 0.003, "drop after executing", Fault.dropAfterExecuting());
            rule(rules, 0.001, "cut body", Fault.cutBody());
            rule(rules, 0.001, "swallow answer", Fault.swallowAnswer());
            rule(rules, 0.001, "ignore", Fault.ignore());
            rule(rules, 0.001, "answer not JSON", Fault.answerNotJson());
            rule(rules, 0.002, "execute 20 ms late", Fault.executeLate(Duration.ofMillis(20)));
            rule(rules, 0.002, "execute 700 ms late", Fault.executeLate(LATE));
            rule(rules, 0.001, "delay execution 700 ms", Fault.delayExecution(LATE));
            rule(rules, 0.005, "delay execution 5 ms", Fault.delayExecution(Duration.ofMillis(5)));
            rule(rules, 0.001, "delay execution 40 ms", Fault.delayExecution(Duration.ofMillis(40)));
            rule(rules, 0.005, "delay answer 5 ms", Fault.delayAnswer(Duration.ofMillis(5)));
            rule(rules, 0.001, "delay answer 40 ms", Fault.delayAnswer(Duration.ofMillis(40)));
            rule(rules, 0.0005, "429", Fault.status(429, Duration.ofSeconds(1)));
            rule(rules, 0.001, "500", Fault.status(500));
            rule(rules, 0.001, "500 after executing", Fault.status(500).afterExecuting());
            rule(rules, 0.001, "502", Fault.badGatewayPage());
            rule(rules, 0.001, "502 after executing", Fault.badGatewayPage().afterExecuting());
            rule(rules, 0.002, "503", Fault.status(503));
            rule(rules, 0.001, "503 page", Fault.unavailablePage());
            rule(rules, 0.02, "gzip", Fault.gzip());
            return rules;
        }

        private void rule(Map<String, FaultRule> rules, double share, String name, Fault fault) {
            rules.put(name, server.faults().on(Faults.any(), fault).probability(share));
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
            return server.requestsSeen();
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
