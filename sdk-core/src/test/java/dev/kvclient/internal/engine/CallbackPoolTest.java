package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CallbackPoolTest {
    /** So often, as one try in some thousands meets what it is about. */
    private static final int TRIES = 3_000;

    private final SystemTime time = new SystemTime("callback-pool-test");

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The pool is not told of this wait, and must run the other task all the same. */
    @Test
    void aCallbackThatWaitsHoldsNoOtherUp() throws InterruptedException {
        CallbackPool pool = CallbackPool.of("callback-pool-test", time);
        for (int i = 0; i < TRIES; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch other = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            pool.execute(() -> {
                begun.countDown();
                await(other);
                ended.countDown();
            });
            await(begun);
            pool.execute(other::countDown);
            await(ended);
        }
        pool.shutdown();
        assertThat(pool.awaitEnd(Duration.ofSeconds(5))).isTrue();
        time.close();
    }

    @Test
    void itsThreadsAreKnown() throws InterruptedException {
        CallbackPool pool = CallbackPool.of("callback-pool-test", time);
        CallbackPool another = CallbackPool.of("another", time);
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean insideAnother = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(() -> {
            inside.set(pool.isInside());
            insideAnother.set(another.isInside());
            done.countDown();
        });
        await(done);
        assertThat(inside).isTrue();
        assertThat(insideAnother).isFalse();
        assertThat(pool.isInside()).isFalse();
        pool.shutdown();
        another.shutdown();
        assertThat(pool.awaitEnd(Duration.ofSeconds(5))).isTrue();
        time.close();
    }

    /** Nothing is looked after when nothing runs: an idle client has no timer. */
    @Test
    void nobodyLooksAfterAPoolThatRests() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicBoolean again = new AtomicBoolean();
        TimeSource counting = new TimeSource() {
            @Override
            public Instant now() {
                return time.now();
            }

            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                again.set(looked.getCount() == 0);
                return time.schedule(delay, () -> {
                    task.run();
                    looked.countDown();
                });
            }
        };
        CallbackPool pool = CallbackPool.of("callback-pool-test", counting);
        pool.execute(() -> {});
        await(looked);
        assertThat(again).isFalse();
        pool.shutdown();
        assertThat(pool.awaitEnd(Duration.ofSeconds(5))).isTrue();
        time.close();
    }
}
