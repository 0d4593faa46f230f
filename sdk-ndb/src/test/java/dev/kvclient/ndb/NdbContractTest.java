package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.server;

import dev.kvclient.KvClient;
import dev.kvclient.testkit.contract.KvContract;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract against servers in this process, of both generations. */
class NdbContractTest {
    private static final Map<NdbVersion, NdbServer> SERVERS = new EnumMap<>(NdbVersion.class);

    @BeforeAll
    static void startServers() {
        for (NdbVersion version : NdbVersion.values()) {
            SERVERS.put(version, server(version));
        }
    }

    @AfterAll
    static void stopServers() {
        SERVERS.values().forEach(NdbServer::close);
    }

    @Nested
    class V04 extends InProcess {
        V04() {
            super(NdbVersion.V0_4, null);
        }
    }

    @Nested
    class V04Pipelined extends InProcess {
        V04Pipelined() {
            super(NdbVersion.V0_4, NdbOrdering.PIPELINED);
        }
    }

    @Nested
    class V05 extends InProcess {
        V05() {
            super(NdbVersion.V0_5, null);
        }
    }

    @Nested
    class V09 extends InProcess {
        V09() {
            super(NdbVersion.V0_9, null);
        }
    }

    @Nested
    class V09Strict extends InProcess {
        V09Strict() {
            super(NdbVersion.V0_9, NdbOrdering.STRICT);
        }
    }

    abstract static class InProcess extends KvContract {
        private final Optional<NdbOrdering> ordering;
        private final NdbServer server;

        InProcess(NdbVersion version, @Nullable NdbOrdering ordering) {
            this.ordering = Optional.ofNullable(ordering);
            this.server = Objects.requireNonNull(SERVERS.get(version));
        }

        @Override
        protected KvClient open() {
            NdbBackend.Builder backend = backend(server);
            ordering.ifPresent(backend::ordering);
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
        protected Optional<AutoCloseable> holdAnswers() {
            server.faults().holdAnswers(true);
            return Optional.of(() -> server.faults().holdAnswers(false));
        }
    }
}
