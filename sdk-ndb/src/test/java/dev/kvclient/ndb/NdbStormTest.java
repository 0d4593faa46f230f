package dev.kvclient.ndb;

import dev.kvclient.ndb.fixture.Clients;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import dev.kvclient.testkit.storm.StormTarget;
import dev.kvclient.testkit.storm.StormTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The storm against servers in this process, of both generations. */
class NdbStormTest {
    @Nested
    class V04 extends StormTest {
        @Override
        protected StormTarget start() {
            return new Target(NdbVersion.V0_4, NdbOrdering.STRICT);
        }
    }

    @Nested
    class V05 extends StormTest {
        @Override
        protected StormTarget start() {
            return new Target(NdbVersion.V0_5, NdbOrdering.PIPELINED);
        }
    }

    @Nested
    class V09 extends StormTest {
        @Override
        protected StormTarget start() {
            return new Target(NdbVersion.V0_9, NdbOrdering.PIPELINED);
        }
    }

    private static final class Target implements StormTarget {
        private static final int WINDOW = 32;

        /** How often a busy v0.4 lets answers overtake. */
        private static final double OVERTAKING = 0.05;

        /** Later than the answer timeout, so that the client has another connection by then. */
        private static final Duration LATE = Duration.ofMillis(700);

        private final NdbServer server;
        private final NdbOrdering ordering;

        Target(NdbVersion version, NdbOrdering ordering) {
            this.server = Clients.server(version);
            this.ordering = ordering;
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public KvBackend backend(
                String host, int port, Duration answerTimeout, Duration reconnectMin, Duration reconnectMax) {
            return NdbBackend.builder()
                    .endpoint(host, port)
                    .maxPayload(Clients.PAYLOAD)
                    .answerTimeout(answerTimeout)
                    .reconnect(reconnectMin, reconnectMax)
                    .window(WINDOW, NdbBackend.DEFAULT_WINDOW_BYTES)
                    .ordering(ordering)
                    .build();
        }

        @Override
        public int window() {
            return ordering == NdbOrdering.STRICT ? 1 : WINDOW;
        }

        @Override
        public int answersToFullWindow() {
            // Each thousand doubles it, beginning with one.
            return 6_000;
        }

        @Override
        public Map<String, FaultRule> makeFoul(long seed) {
            server.faults().seed(seed).reorder(seed, OVERTAKING);
            Map<String, FaultRule> rules = new LinkedHashMap<>();
            // The whole connection suffers from these.
            rule(rules, 0.0003, Fault.dropBeforeExecuting());
            rule(rules, 0.0003, Fault.dropAfterExecuting());
            rule(rules, 0.0001, Fault.answerMalformed());
            // Answers have no ids here, so that one that does not come makes those behind it suspect.
            rule(rules, 0.0001, Fault.swallowAnswer());
            if (server.version() != NdbVersion.V0_9) {
                // A v0.9 says of a write only that it was carried out, and the adapter relies on what no server breaks:
                // that it carries out all that comes on a connection, in order. There the network makes writes late.
                rule(rules, 0.0001, Fault.answerTwice());
                rule(rules, 0.0001, Fault.ignore());
                rule(rules, 0.0003, Fault.executeLate(Duration.ofMillis(20)));
                rule(rules, 0.0003, Fault.executeLate(LATE));
            }
            // Those behind it wait.
            rule(rules, 0.005, Fault.delayAnswer(Duration.ofMillis(5)));
            rule(rules, 0.0005, Fault.delayAnswer(Duration.ofMillis(40)));
            rule(rules, 0.0001, Fault.delayAnswer(Duration.ofMillis(300)));
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
            server.kill();
        }

        @Override
        public void restart() {
            server.restart();
        }

        @Override
        public boolean keepsItsKeys() {
            return false;
        }

        @Override
        public long requestsSeen() {
            return server.requestsSeen();
        }

        @Override
        public Runnable holdAnswers() {
            server.faults().holdAnswers(true);
            return () -> server.faults().holdAnswers(false);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
