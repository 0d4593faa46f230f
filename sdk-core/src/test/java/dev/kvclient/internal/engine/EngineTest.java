package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.spi.TestTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** What tests of the engine share: a client over a backend and in a time that the test plays. */
abstract class EngineTest {
    final FakeBackend backend = new FakeBackend();
    final TestTime time = new TestTime();
    private KvClient client;

    /** The client of the test, made when it is first used. */
    final KvClient client() {
        if (client == null) {
            client = open(builder());
        }
        return client;
    }

    final KvClientBuilder builder() {
        return backend.client().timeSource(time);
    }

    final KvClient open(KvClientBuilder builder) {
        client = builder.connect();
        return client;
    }

    @AfterEach
    void closeClient() {
        if (client != null) {
            client.close();
        }
        backend.close();
    }

    /** The next request, handed over. */
    final Sent sent() {
        return backend.next().setOut();
    }

    final void nothingIsSent() {
        assertThat(backend.sent).isEmpty();
    }

    /** Waits until so many requests are in the offline queue. */
    final void queued(int entries) {
        Awaitility.await().until(() -> client().offlineQueue().entries() == entries);
    }

    static KvServerException serverFailure(Outcome outcome) {
        return new KvServerException(Failure.of(outcome, "the server failed").retryable(true));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the future did not end well", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static <X extends KvException> X failureOf(Class<X> type, CompletableFuture<?> future) {
        ExecutionException e = assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(10, TimeUnit.SECONDS))
                .actual();
        assertThat(e.getCause()).isInstanceOf(type);
        return type.cast(e.getCause());
    }

    static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
