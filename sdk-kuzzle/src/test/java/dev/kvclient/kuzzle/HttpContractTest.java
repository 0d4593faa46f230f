package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.client;

import dev.kvclient.KvClient;
import dev.kvclient.kuzzle.fixture.HttpClients;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.contract.KvContract;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract over HTTP against a Kuzzle in this process, in both formats of values. */
class HttpContractTest {
    @Nested
    class Natural extends InProcess {
        Natural() {
            super(ValueFormat.NATURAL);
        }
    }

    @Nested
    class Json extends InProcess {
        Json() {
            super(ValueFormat.JSON);
        }
    }

    abstract static class InProcess extends KvContract {
        /** Longer than any case holds its requests back, and waited for by the few that want the answers after all. */
        private static final Duration HELD = Duration.ofMillis(1_500);

        /**
         * One for each case: what a case gave up may still be carried out, on a connection of its own, after the client
         * has closed.
         */
        private final KuzzleServer server = KuzzleServer.builder().http().start();

        @RegisterExtension
        final AfterEachCallback stopServer = context -> server.close();

        private final ValueFormat format;

        InProcess(ValueFormat format) {
            this.format = format;
        }

        @Override
        protected KvClient open() {
            return client(HttpClients.backend(server).valueFormat(format))
                    .closeTimeout(Duration.ofMillis(200))
                    .connect();
        }

        @Override
        protected OptionalLong requestsSeen() {
            return OptionalLong.of(server.requestsReceived());
        }

        @Override
        protected boolean ownsBackend() {
            return true;
        }

        @Override
        protected boolean storeNull(String key) {
            return KuzzleFacts.storeNull(server.httpUrl(), key);
        }

        @Override
        protected Optional<AutoCloseable> holdAnswers() {
            FaultRule rule = server.faults().on(Faults.any(), Fault.delayAnswer(HELD));
            return Optional.of(rule::remove);
        }

        @Override
        protected long largestCounter() {
            return KuzzleFacts.LARGEST_COUNTER;
        }
    }
}
