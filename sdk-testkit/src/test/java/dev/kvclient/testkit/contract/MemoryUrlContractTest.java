package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract as an application meets it: by URL, in real time, with no hook but the opening. */
class MemoryUrlContractTest extends KvContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String url = "memory:contract-url-" + NUMBER.incrementAndGet();

    @Override
    protected KvClient open() {
        return KvClient.connect(url);
    }

    @Test
    void aStoreWithoutANameIsPrivate() {
        try (KvClient one = KvClient.connect("memory:");
                KvClient two = KvClient.connect("memory:")) {
            one.set("a", 1);

            assertThat(two.contains("a")).isFalse();
        }
    }
}
