package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;

import dev.kvclient.KvClient;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.contract.KvContract;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract against a Versori in this process, in both encodings, and within a scope. */
class VersoriContractTest {
    @RegisterExtension
    static final OpenApiCheck CHECK = new OpenApiCheck();

    private static VersoriServer server;

    @BeforeAll
    static void startServer() {
        server = Servers.start(CHECK);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Nested
    class Workflow extends InProcess {
        Workflow() {
            super(backend(server).valueEncoding(ValueEncoding.WORKFLOW));
        }
    }

    @Nested
    class Native extends InProcess {
        Native() {
            super(backend(server).valueEncoding(ValueEncoding.NATIVE));
        }
    }

    @Nested
    class Scoped extends InProcess {
        Scoped() {
            super(backend(server).scope(VersoriScope.user("acme", "orders", "production", "ada")));
        }
    }

    abstract static class InProcess extends KvContract {
        /** Longer than any case holds its requests back, and waited for by the few that want the answers after all. */
        private static final Duration HELD = Duration.ofMillis(1_500);

        private final VersoriBackend.Builder backend;

        InProcess(VersoriBackend.Builder backend) {
            this.backend = backend;
        }

        @Override
        protected KvClient open() {
            return client(backend).closeTimeout(Duration.ofMillis(200)).connect();
        }

        @Override
        protected OptionalLong requestsSeen() {
            return OptionalLong.of(server.requestsSeen());
        }

        @Override
        protected boolean ownsBackend() {
            return true;
        }

        @Override
        protected boolean storeNull(String key) {
            List<String> segments = List.of(key.split("/", -1));
            server.put(this instanceof Scoped ? scoped(segments) : segments, "null");
            return true;
        }

        private static List<String> scoped(List<String> segments) {
            List<String> all = new ArrayList<>(
                    VersoriScope.user("acme", "orders", "production", "ada").prefix());
            all.addAll(segments);
            return all;
        }

        @Override
        protected Optional<AutoCloseable> holdAnswers() {
            FaultRule rule = server.faults().on(Faults.any(), Fault.delayAnswer(HELD));
            return Optional.of(rule::remove);
        }

        @Override
        protected boolean isClientThread(Thread thread) {
            return super.isClientThread(thread) || thread.getName().startsWith("kvclient-versori-");
        }
    }
}
