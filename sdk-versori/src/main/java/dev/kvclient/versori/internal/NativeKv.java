package dev.kvclient.versori.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.versori.AsyncVersoriKv;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.VersoriBatchGet;
import dev.kvclient.versori.VersoriBatchGetOptions;
import dev.kvclient.versori.VersoriBatchSet;
import dev.kvclient.versori.VersoriDeleteOptions;
import dev.kvclient.versori.VersoriEntry;
import dev.kvclient.versori.VersoriKey;
import dev.kvclient.versori.VersoriKv;
import dev.kvclient.versori.VersoriListOptions;
import dev.kvclient.versori.VersoriPage;
import dev.kvclient.versori.VersoriSetOptions;
import dev.kvclient.versori.VersoriWrite;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A store, or a scope, as the native API has it: blocking, with the asynchronous side beside it. */
record NativeKv(KvRequests requests) implements VersoriKv {
    private Native engine() {
        return requests.engine();
    }

    @Override
    public <T> Optional<VersoriEntry<T>> get(VersoriKey key, KvType<T> type, CallOptions options) {
        return engine().call(requests.get(key, type, options));
    }

    @Override
    public CommitResult set(VersoriKey key, Object value, VersoriSetOptions options) {
        return engine().call(requests.set(key, value, options));
    }

    @Override
    public Optional<String> delete(VersoriKey key, VersoriDeleteOptions options) {
        return engine().call(requests.delete(key, options));
    }

    @Override
    public <T> VersoriBatchGet<T> batchGet(
            Collection<VersoriKey> keys, KvType<T> type, VersoriBatchGetOptions options) {
        return engine().call(requests.batchGet(keys, type, options));
    }

    @Override
    public VersoriBatchSet batchSet(Collection<VersoriWrite> writes, CallOptions options) {
        return engine().call(requests.batchSet(writes, options));
    }

    @Override
    public Optional<String> batchDelete(Collection<VersoriKey> keys, VersoriDeleteOptions options) {
        return engine().call(requests.batchDelete(keys, options));
    }

    @Override
    public <T> VersoriPage<T> list(KvType<T> type, VersoriListOptions options) {
        return engine().call(requests.list(type, options));
    }

    @Override
    public long count(CallOptions options) {
        return engine().call(requests.count(Optional.empty(), options));
    }

    @Override
    public long count(VersoriKey prefix, CallOptions options) {
        return engine().call(requests.count(Optional.of(prefix), options));
    }

    @Override
    public long deleteEverything(CallOptions options) {
        return engine().call(requests.deleteEverything(options));
    }

    @Override
    public AsyncVersoriKv async() {
        return new Async(requests);
    }

    /** The same requests, submitted. */
    record Async(KvRequests requests) implements AsyncVersoriKv {
        private Native engine() {
            return requests.engine();
        }

        @Override
        public <T> CompletableFuture<Optional<VersoriEntry<T>>> get(
                VersoriKey key, KvType<T> type, CallOptions options) {
            return engine().submit(() -> requests.get(key, type, options));
        }

        @Override
        public CompletableFuture<CommitResult> set(VersoriKey key, Object value, VersoriSetOptions options) {
            return engine().submit(() -> requests.set(key, value, options));
        }

        @Override
        public CompletableFuture<Optional<String>> delete(VersoriKey key, VersoriDeleteOptions options) {
            return engine().submit(() -> requests.delete(key, options));
        }

        @Override
        public <T> CompletableFuture<VersoriBatchGet<T>> batchGet(
                Collection<VersoriKey> keys, KvType<T> type, VersoriBatchGetOptions options) {
            return engine().submit(() -> requests.batchGet(keys, type, options));
        }

        @Override
        public CompletableFuture<VersoriBatchSet> batchSet(Collection<VersoriWrite> writes, CallOptions options) {
            return engine().submit(() -> requests.batchSet(writes, options));
        }

        @Override
        public CompletableFuture<Optional<String>> batchDelete(
                Collection<VersoriKey> keys, VersoriDeleteOptions options) {
            return engine().submit(() -> requests.batchDelete(keys, options));
        }

        @Override
        public <T> CompletableFuture<VersoriPage<T>> list(KvType<T> type, VersoriListOptions options) {
            return engine().submit(() -> requests.list(type, options));
        }

        @Override
        public CompletableFuture<Long> count(CallOptions options) {
            return engine().submit(() -> requests.count(Optional.empty(), options));
        }

        @Override
        public CompletableFuture<Long> count(VersoriKey prefix, CallOptions options) {
            return engine().submit(() -> requests.count(Optional.of(prefix), options));
        }

        @Override
        public CompletableFuture<Long> deleteEverything(CallOptions options) {
            return engine().submit(() -> requests.deleteEverything(options));
        }
    }
}
