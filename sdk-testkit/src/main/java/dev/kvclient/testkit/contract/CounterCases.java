package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Capability;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Counters. */
abstract class CounterCases extends ExpiryCases {
    @Test
    void aCounterCounts() {
        String key = key("a");
        if (!counts(key)) {
            return;
        }
        assertThat(client().increment(key)).isEqualTo(1);
        assertThat(client().increment(key, 41)).isEqualTo(42);
        assertThat(client().increment(key, -50)).isEqualTo(-8);
        assertThat(client().increment(key, 0)).isEqualTo(-8);
        assertThat(await(client().async().increment(key))).isEqualTo(-7);
        assertThat(await(client().async().increment(key, 7))).isZero();
        assertThat(client().get(key, Long.class)).contains(0L);
    }

    @Test
    void aStoredIntegerIsACounter() {
        String key = key("a");
        if (!counts(key)) {
            return;
        }
        client().set(key, 10);

        assertThat(client().increment(key, 5)).isEqualTo(15);
        assertThat(client().get(key, Integer.class)).contains(15);
    }

    @Test
    void countersAreExactUpToTheirLimit() {
        String key = key("a");
        if (!counts(key)) {
            return;
        }
        long largest = largestCounter();
        assertThat(client().increment(key, largest - 1)).isEqualTo(largest - 1);
        assertThat(client().increment(key, 1)).isEqualTo(largest);
        assertThat(client().get(key, Long.class)).contains(largest);
        assertThat(client().increment(key, -largest)).isZero();
        assertThat(client().increment(key, -largest)).isEqualTo(-largest);
        if (largest == Long.MAX_VALUE) {
            client().set(key, largest);
            rejected(() -> client().increment(key, 1));
            assertThat(client().get(key, Long.class)).contains(largest);
            client().set(key, Long.MIN_VALUE);
            rejected(() -> client().increment(key, -1));
            assertThat(client().get(key, Long.class)).contains(Long.MIN_VALUE);
        }
    }

    @Test
    void whatIsNoIntegerIsNoCounter() {
        String key = key("a");
        if (!counts(key)) {
            return;
        }
        for (Object other : List.of("text", 1.5, true, List.of(1), Samples.ADA)) {
            client().set(key, other);
            rejected(() -> client().increment(key));
            KvRequestException e =
                    failureOf(KvRequestException.class, client().async().increment(key));
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        }
        assertThat(client().get(key, Samples.Person.class)).contains(Samples.ADA);
    }

    private static void rejected(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        KvRequestException e = failureOf(KvRequestException.class, call);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void countingKeepsTheExpiry() {
        String key = key("a");
        if (!counts(key)) {
            return;
        }
        if (!can(Capability.EXPIRY)) {
            refused(Capability.EXPIRY, () -> client().set(key, 1, o -> o.ttl(SHORT)));
            return;
        }
        client().set(key, 1, o -> o.ttl(SHORT));
        client().increment(key);

        advance(SHORT.multipliedBy(2));

        assertThat(client().contains(key)).isFalse();
        assertThat(client().increment(key)).isEqualTo(1);
    }

    @Test
    void noCountIsLostBetweenThreads() {
        String key = key("a");
        if (!counts(key)) {
            return;
        }
        List<CompletableFuture<Long>> counting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            counting.add(client().async().increment(key, 2));
        }

        List<Long> sums = counting.stream().map(ContractSupport::await).toList();

        assertThat(sums).doesNotHaveDuplicates().hasSize(40);
        assertThat(client().get(key, Long.class)).contains(80L);
    }

    private boolean counts(String key) {
        return supported(
                Capability.INCREMENT,
                () -> client().increment(key),
                () -> client().async().increment(key));
    }
}
