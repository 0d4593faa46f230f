package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.transport.Reachability;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Ways to a server for tests of what is sent on them. */
final class Ways {
    private Ways() {}

    /** One that is there without a look. */
    static Reachability found() {
        Reachability way = new Reachability("a test", Reachability.BETWEEN_PROBES, Unseeing::new);
        assertThat(way.open(new StillContext(new ManualTime()))).isCompleted();
        return way;
    }

    private static final class Unseeing implements Reachability.Probe {
        @Override
        public CompletionStage<?> begin() {
            return CompletableFuture.allOf();
        }

        @Override
        public void stop() {
            // Nothing is under way.
        }
    }

    private record StillContext(TimeSource time) implements BackendContext {
        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public boolean startOffline() {
            return true;
        }

        @Override
        public void stateChanged(ConnectionState state, @Nullable KvException cause) {
            // Nobody asks.
        }
    }
}
