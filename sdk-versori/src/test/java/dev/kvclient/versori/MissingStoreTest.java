package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.Scan;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A 404 is about the key as long as the store is there. */
@ExtendWith(NoThreadLeft.class)
class MissingStoreTest {
    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.start(check);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KvClient connect(TimeSource time) {
        return once(backend(server)).timeSource(time).connect();
    }

    private static void notFound(ThrowingCallable work) {
        assertThatExceptionOfType(KvNotFoundException.class)
                .isThrownBy(work)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.REJECTED));
    }

    @Test
    void anAbsentKeyCostsOneRequestWhileTheStoreWasSeen() {
        ManualTime time = new ManualTime();
        try (KvClient kv = connect(time)) {
            long before = server.requestsSeen();
            assertThat(kv.get("absent", String.class)).isEmpty();
            assertThat(kv.contains("absent")).isFalse();
            kv.delete("absent");
            assertThat(server.requestsSeen() - before).isEqualTo(3);

            time.advance(Duration.ofMinutes(2));
            before = server.requestsSeen();
            assertThat(kv.get("absent", String.class)).isEmpty();
            assertThat(kv.get("absent", String.class)).isEmpty();
            assertThat(server.requestsSeen() - before).isEqualTo(3);
        }
    }

    @Test
    void aStoreThatGoesAwayIsMissedAfterAMinute() {
        ManualTime time = new ManualTime();
        try (KvClient kv = connect(time)) {
            FaultRule gone = server.faults().on(Faults.any(), Fault.status(404));
            assertThat(kv.get("a", String.class))
                    .as("what was seen a moment ago")
                    .isEmpty();
            time.advance(Duration.ofMinutes(2));
            notFound(() -> kv.get("a", String.class));
            notFound(() -> kv.delete("a"));
            gone.remove();
            assertThat(kv.get("a", String.class)).isEmpty();
        }
    }

    @Test
    void whoeverIsToldThatTheStoreIsGoneTellsTheOthers() {
        try (KvClient kv = connect(new ManualTime())) {
            List<ThrowingCallable> ways = List.of(
                    () -> kv.set("a", 1),
                    () -> kv.count(),
                    () -> kv.keyList(Scan.all()),
                    () -> kv.get("batch", String.class));
            for (ThrowingCallable way : ways) {
                kv.set("there", 1);
                FaultRule gone = server.faults().on(Faults.any(), Fault.status(404));
                assertThat(kv.get("a", String.class)).isEmpty();
                notFound(way);
                notFound(() -> kv.get("a", String.class));
                notFound(() -> kv.delete("a"));
                gone.remove();
            }
        }
    }
}
