package dev.kvclient.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final Rates rates = new Rates();
    private final Workload workload = Workload.ofSize(32);
    private final ExecutorService answers = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        answers.shutdownNow();
    }

    /** Answers from another thread; how, the test says. */
    private class Fake implements Variant {
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void use(Workload values) {}

        @Override
        public void call(Operation operation, int key) {
            answer(key);
        }

        @Override
        public void start(Operation operation, int key, int request, Sink sink) {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            answers.execute(() -> {
                Throwable failure = answer(request);
                inFlight.decrementAndGet();
                sink.ended(request, failure);
            });
        }

        @SuppressWarnings("UnusedVariable") // Of those that look at it.
        Throwable answer(int request) {
            return null;
        }

        @Override
        public void close() {}
    }

    @Test
    void aClosedLoopFillsItsWindowAndNoMore() {
        Semaphore go = new Semaphore(0);
        Fake fake = new Fake() {
            @Override
            Throwable answer(int request) {
                if (request == 0) {
                    go.acquireUninterruptibly();
                }
                return null;
            }
        };
        Thread opener = new Thread(() -> {
            while (fake.most.get() < 16) {
                LockSupport.parkNanos(1_000_000);
            }
            go.release();
        });
        opener.start();

        Sample sample = rates.closedLoop(fake, Operation.SET, workload, 16, 1_000);

        assertThat(fake.most.get()).isEqualTo(16);
        assertThat(sample.perSecond()).isPositive();
        assertThat(sample.p99Micros()).isGreaterThanOrEqualTo(sample.p50Micros());
    }

    @Test
    void anOpenLoopCountsFromWhenARequestShouldHaveBeenSent() {
        // Sending the first one takes 200 ms, in which 200 others should have been sent.
        Fake fake = new Fake() {
            @Override
            public void start(Operation operation, int key, int request, Sink sink) {
                if (request == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                }
                sink.ended(request, null);
            }
        };

        Sample sample = rates.openLoop(fake, Operation.GET, workload, 1_000, 300);

        assertThat(sample.p50Micros()).isGreaterThan(20_000);
    }

    @Test
    void aFailureEndsTheRun() {
        Fake fake = new Fake() {
            @Override
            Throwable answer(int request) {
                return request == 7 ? new WrongAnswerException("seven") : null;
            }
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> rates.closedLoop(fake, Operation.GET, workload, 4, 100))
                .withRootCauseInstanceOf(WrongAnswerException.class);
    }
}
