package dev.kvclient.transport;

import static dev.kvclient.ConnectionState.CONNECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.TestTime;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A way over HTTP with probes that end as the test says, and a time that stands still. */
@Timeout(60)
abstract class ReachabilityFixture {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration MIN = Duration.ofMillis(100);
    static final Duration MAX = Duration.ofSeconds(5);

    final TestTime time = new TestTime();
    final List<Heard> heard = new CopyOnWriteArrayList<>();
    final List<Scripted> probes = new CopyOnWriteArrayList<>();
    final Reachability way = new Reachability("http://there:1", new Backoff(MIN, MAX), () -> new Scripted(probes));

    final KvConnectionException refused =
            new KvConnectionException(Failure.of(Outcome.NOT_SENT, "refused").retryable(true));
    final KvAuthException unknown = new KvAuthException(
            Failure.of(Outcome.REJECTED, "who are you").status(401), KvAuthException.Reason.UNAUTHENTICATED);

    @AfterEach
    void close() {
        way.close();
        assertThat(time.waiting()).isZero();
    }

    /** A change of state, as it was told. */
    record Heard(ConnectionState state, @Nullable KvException cause) {}

    /** Ends when the test ends it. It is seen once it has begun. */
    static final class Scripted implements Reachability.Probe {
        private final List<Scripted> all;
        final CompletableFuture<Void> end = new CompletableFuture<>();
        volatile boolean stopped;

        Scripted(List<Scripted> all) {
            this.all = all;
        }

        @Override
        public CompletionStage<?> begin() {
            all.add(this);
            return end;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    final class Context implements BackendContext {
        private final boolean startOffline;
        private final Duration connectTimeout;

        Context(boolean startOffline, Duration connectTimeout) {
            this.startOffline = startOffline;
            this.connectTimeout = connectTimeout;
        }

        @Override
        public TimeSource time() {
            return time;
        }

        @Override
        public Duration connectTimeout() {
            return connectTimeout;
        }

        @Override
        public boolean startOffline() {
            return startOffline;
        }

        @Override
        public void stateChanged(ConnectionState state, @Nullable KvException cause) {
            heard.add(new Heard(state, cause));
        }
    }

    CompletableFuture<Void> open(boolean startOffline) {
        return way.open(new Context(startOffline, CONNECT_TIMEOUT));
    }

    Scripted last() {
        return probes.get(probes.size() - 1);
    }

    void connect() {
        CompletableFuture<Void> opened = open(false);
        last().end.complete(null);
        assertThat(opened).isCompleted();
        assertThat(way.state()).isEqualTo(CONNECTED);
        heard.clear();
        probes.clear();
    }

    static KvException failureOf(CompletableFuture<?> future) {
        return (KvException) assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(future::join)
                .actual()
                .getCause();
    }

    static KvServerException comeAgain(int status, @Nullable Duration after) {
        return new KvServerException(Failure.of(Outcome.REJECTED, "come again")
                .status(status)
                .retryable(true)
                .retryAfter(after));
    }
}
