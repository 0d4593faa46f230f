package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WindowTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void boundsRequests() {
        Window window = new Window(2, 1000);
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.tryEnter(10)).isFalse();
        window.leave(10);
        assertThat(window.tryEnter(10)).isTrue();
        assertThat(window.requests()).isEqualTo(2);
        assertThat(window.bytes()).isEqualTo(20);
    }

    @Test
    void boundsBytes() {
        Window window = new Window(100, 100);
        assertThat(window.tryEnter(60)).isTrue();
        assertThat(window.tryEnter(41)).isFalse();
        assertThat(window.tryEnter(40)).isTrue();
        assertThat(window.tryEnter(0)).isFalse();
    }

    @Test
    void aRequestOverTheBoundEntersAlone() {
        Window window = new Window(100, 100);
        assertThat(window.tryEnter(1)).isTrue();
        assertThat(window.tryEnter(5000)).isFalse();
        window.leave(1);
        assertThat(window.tryEnter(5000)).isTrue();
        assertThat(window.tryEnter(0)).isFalse();
        window.leave(5000);
        assertThat(window.requests()).isZero();
        assertThat(window.bytes()).isZero();
    }

    @Test
    void waitersEnterInOrderAndAreNotOvertaken() {
        Window window = new Window(10, 100);
        assertThat(window.tryEnter(90)).isTrue();
        assertThat(window.enter(50, () -> told.add("large"))).isFalse();
        assertThat(window.tryEnter(1)).isFalse();
        assertThat(window.enter(1, () -> told.add("small"))).isFalse();
        assertThat(window.waiting()).isEqualTo(2);
        assertThat(told).isEmpty();
        window.leave(90);
        assertThat(told).containsExactly("large", "small");
        assertThat(window.requests()).isEqualTo(2);
    }

    @Test
    void entersAtOnceWhenThereIsRoom() {
        Window window = new Window(1, 100);
        assertThat(window.enter(1, () -> told.add("not to be told"))).isTrue();
        window.leave(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aWithdrawnWaiterLetsInThoseBehindIt() {
        Window window = new Window(10, 100);
        Window.Waiter large = () -> told.add("large");
        assertThat(window.tryEnter(90)).isTrue();
        assertThat(window.enter(50, large)).isFalse();
        assertThat(window.enter(5, () -> told.add("small"))).isFalse();
        assertThat(window.withdraw(large)).isTrue();
        assertThat(told).containsExactly("small");
        assertThat(window.withdraw(large)).isFalse();
        window.leave(90);
        assertThat(told).containsExactly("small");
    }

    @Test
    void oneWaiterWaitsOnce() {
        Window window = new Window(1, 100);
        Window.Waiter waiter = () -> told.add("told");
        assertThat(window.tryEnter(1)).isTrue();
        assertThat(window.enter(1, waiter)).isFalse();
        assertThatThrownBy(() -> window.enter(1, waiter)).isInstanceOf(IllegalStateException.class);
        assertThat(window.waiting()).isEqualTo(1);
    }

    @Test
    void aWaiterThatFailsHarmsNobody() {
        Window window = new Window(1, 100);
        assertThat(window.tryEnter(1)).isTrue();
        window.enter(1, () -> {
            told.add("fails");
            window.leave(1);
            throw new IllegalStateException("as the test wants it");
        });
        window.enter(1, () -> told.add("next"));
        window.leave(1);
        assertThat(told).containsExactly("fails", "next");
    }

    @Test
    void waitersThatLeaveAtOnceDoNotPileUpOnTheStack() {
        Window window = new Window(1, 100);
        AtomicInteger count = new AtomicInteger();
        assertThat(window.tryEnter(1)).isTrue();
        for (int i = 0; i < 100_000; i++) {
            window.enter(1, () -> {
                count.incrementAndGet();
                window.leave(1);
            });
        }
        window.leave(1);
        assertThat(count).hasValue(100_000);
        assertThat(window.requests()).isZero();
    }

    @Test
    void moreCannotLeaveThanEntered() {
        Window window = new Window(2, 100);
        assertThatThrownBy(() -> window.leave(1)).isInstanceOf(IllegalStateException.class);
        window.tryEnter(1);
        assertThatThrownBy(() -> window.leave(2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBoundsOutOfRange() {
        assertThatThrownBy(() -> new Window(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(Window.MOST_REQUESTS + 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(1, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(60)
    void keepsItsBoundsUnderManyThreadsAndForgetsNobody() throws Exception {
        int threads = 8;
        int rounds = 20_000;
        Window window = new Window(5, 300);
        AtomicInteger inside = new AtomicInteger();
        AtomicLong bytesInside = new AtomicLong();
        AtomicInteger most = new AtomicInteger();
        AtomicLong mostBytes = new AtomicLong();
        AtomicInteger entered = new AtomicInteger();
        AtomicInteger withdrawn = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                work.add(pool.submit(() -> {
                    for (int i = 0; i < rounds; i++) {
                        long bytes = 1L + ThreadLocalRandom.current().nextInt(120);
                        CountDownLatch turn = new CountDownLatch(1);
                        Window.Waiter waiter = turn::countDown;
                        if (!window.enter(bytes, waiter)) {
                            if (i % 7 == 0 && window.withdraw(waiter)) {
                                withdrawn.incrementAndGet();
                                continue;
                            }
                            assertThat(turn.await(30, TimeUnit.SECONDS)).isTrue();
                        }
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        mostBytes.accumulateAndGet(bytesInside.addAndGet(bytes), Math::max);
                        entered.incrementAndGet();
                        inside.decrementAndGet();
                        bytesInside.addAndGet(-bytes);
                        window.leave(bytes);
                    }
                    return null;
                }));
            }
            for (Future<?> w : work) {
                w.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(entered.get() + withdrawn.get()).isEqualTo(threads * rounds);
        assertThat(most.get()).isLessThanOrEqualTo(5);
        assertThat(mostBytes.get()).isLessThanOrEqualTo(300);
        assertThat(window.requests()).isZero();
        assertThat(window.bytes()).isZero();
        assertThat(window.waiting()).isZero();
    }

    @Test
    void aLargerBoundLetsThoseInWhoWait() {
        Window window = new Window(1, 100);
        List<String> entered = new ArrayList<>();
        window.enter(1, () -> entered.add("first"));
        window.enter(1, () -> entered.add("second"));
        window.enter(1, () -> entered.add("third"));

        window.resize(2);

        assertThat(entered).containsExactly("second");
        window.resize(1);
        window.leave(1);
        assertThat(entered).containsExactly("second");
        window.leave(1);
        assertThat(entered).containsExactly("second", "third");
        assertThatThrownBy(() -> window.resize(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
