package dev.kvclient.benchmarks.load;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What was written by hand, as it is measured. */
record NdbHandClient(NdbByHand client) implements Futures.Client {
    @Override
    public CompletableFuture<Boolean> set(String key, String value) {
        return client.set(key, value);
    }

    @Override
    public CompletableFuture<Optional<String>> get(String key) {
        return client.get(key, String.class);
    }

    @Override
    public boolean setNow(String key, String value) {
        return client.set(key, value).join();
    }

    @Override
    public Optional<String> getNow(String key) {
        return client.get(key, String.class).join();
    }

    @Override
    public void close() {
        client.close();
    }
}
