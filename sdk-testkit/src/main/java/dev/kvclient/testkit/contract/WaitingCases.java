package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What ends a request that waits for an answer; only for backends that can be told not to give one. */
abstract class WaitingCases extends ViewCases {
    /** 200 ms: soon over. */
    private static final Duration DEADLINE = Duration.ofMillis(200);

    @Test
    void anInterruptEndsTheWaitAndIsNotSwallowed() throws Exception {
        AtomicBoolean flag = new AtomicBoolean();
        CompletableFuture<KvException> thrown = new CompletableFuture<>();
        try (AutoCloseable held = held()) {
            assertThat(held).isNotNull();
            Thread caller = new Thread(
                    () -> {
                        try {
                            client().set(key("a"), 1);
                            thrown.completeExceptionally(new AssertionError("it did not wait"));
                        } catch (KvException e) {
                            flag.set(Thread.currentThread().isInterrupted());
                            thrown.complete(e);
                        }
                    },
                    "contract-interrupted");
            caller.start();
            waits(caller);

            caller.interrupt();

            KvException e = await(thrown);
            assertThat(e).isInstanceOf(KvInterruptedException.class);
            assertThat(e.outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_SENT);
            assertThat(flag).isTrue();
            caller.join();
        }
    }

    @Test
    void theDeadlineEndsTheWait() throws Exception {
        AsyncKvOperations async = client().async();
        SetOptions soon = SetOptions.none().timeout(DEADLINE);
        try (AutoCloseable held = held()) {
            assertThat(held).isNotNull();
            CompletableFuture<SetResult> sent = async.set(key("a"), 1, soon);
            CompletableFuture<SetResult> behind = async.set(key("a"), 2, soon);
            CompletableFuture<Optional<Integer>> read = async.get(
                    key("b"),
                    dev.kvclient.KvType.of(Integer.class),
                    CallOptions.none().timeout(DEADLINE));
            advance(DEADLINE.multipliedBy(2));

            assertThat(failureOf(KvTimeoutException.class, sent).outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_SENT);
            assertThat(failureOf(KvTimeoutException.class, behind).outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_SENT);
            assertThat(failureOf(KvTimeoutException.class, read).key()).contains(key("b"));
        }
        client().set(key("c"), 3);
        assertThat(client().get(key("c"), Integer.class)).contains(3);
    }

    @Test
    void aCancelledWriteThatWaitedForItsTurnIsNeverSent() throws Exception {
        AsyncKvOperations async = client().async();
        CompletableFuture<SetResult> first;
        CompletableFuture<SetResult> cancelled;
        CompletableFuture<SetResult> last;
        try (AutoCloseable held = held()) {
            assertThat(held).isNotNull();
            first = async.set(key("a"), 1);
            cancelled = async.set(key("a"), "cancelled");
            last = async.set(key("b"), 3);
            assertThat(cancelled.cancel(true)).isTrue();
        }

        assertThat(await(first).written()).isTrue();
        assertThat(await(last).written()).isTrue();
        assertThat(cancelled).isCancelled();
        assertThat(client().get(key("a"), Integer.class)).contains(1);
    }

    @Test
    void closingEndsEveryWait() throws Exception {
        KvClient other = open();
        CompletableFuture<KvException> blocked = new CompletableFuture<>();
        CompletableFuture<SetResult> sent;
        CompletableFuture<SetResult> behind;
        try (AutoCloseable held = held()) {
            assertThat(held).isNotNull();
            sent = other.async().set(key("a"), 1);
            behind = other.async().set(key("a"), 2);
            Thread caller = new Thread(
                    () -> {
                        try {
                            other.get(key("b"), Integer.class);
                            blocked.completeExceptionally(new AssertionError("it did not wait"));
                        } catch (KvException e) {
                            blocked.complete(e);
                        }
                    },
                    "contract-blocked");
            caller.start();
            waits(caller);

            other.close();

            assertThat(failureOf(KvClosedException.class, sent).outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_SENT);
            failureOf(KvClosedException.class, behind);
            KvException e = await(blocked);
            assertThat(e).isInstanceOf(KvClosedException.class);
            assertThat(e.getStackTrace())
                    .as("the stack of the caller")
                    .anyMatch(frame -> frame.getClassName().equals(WaitingCases.class.getName()));
            caller.join();
        }
    }

    private static void waits(Thread caller) {
        eventually(
                "the caller waits",
                () -> caller.getState() == Thread.State.WAITING || caller.getState() == Thread.State.TIMED_WAITING);
    }

    private AutoCloseable held() {
        Optional<AutoCloseable> held = holdAnswers();
        assumeTrue(held.isPresent(), "the backend cannot be told to wait");
        return held.get();
    }
}
