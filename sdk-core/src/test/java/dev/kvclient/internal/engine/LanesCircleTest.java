package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writes of one key that come while a barrier looks for those before it: none may wait in a circle. */
class LanesCircleTest {
    private static final int ROUNDS = 100;
    private static final int EARLIER = 3_000;

    private final Lanes lanes = new Lanes();

    /** Ends by itself as soon as it may go on. */
    private final class Write extends Lanes.Node {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final AtomicBoolean held;

        Write(boolean held) {
            this.held = new AtomicBoolean(held);
        }

        @Override
        void open() {
            opened.countDown();
            if (!held.get()) {
                lanes.end(this);
            }
        }

        @Override
        void released() {
            // Nothing is kept for it.
        }
    }

    @Test
    void aBarrierAndTheWritesThatComeMeanwhileAllGetThrough() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // Many writes before, so that the barrier looks for a while.
            List<Write> earlier = new ArrayList<>();
            for (int i = 0; i < EARLIER; i++) {
                Write write = new Write(true);
                earlier.add(write);
                lanes.enter(write, List.of("k" + i), true, false);
            }
            List<Write> racing = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            CountDownLatch start = new CountDownLatch(1);
            for (int i = 0; i < 4; i++) {
                boolean barrier = i == 0;
                Write write = new Write(false);
                racing.add(write);
                Thread thread = new Thread(() -> {
                    awaitQuietly(start);
                    lanes.enter(write, barrier ? List.of() : List.of("a"), true, barrier);
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            earlier.forEach(lanes::end);

            for (Write write : racing) {
                assertThat(write.opened.await(5, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(lanes.size()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
