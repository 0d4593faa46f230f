package dev.kvclient.ndb.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.ndb.NdbAsyncArrays;
import dev.kvclient.ndb.NdbAsyncClient;
import dev.kvclient.ndb.NdbAsyncKeys;
import dev.kvclient.ndb.NdbAsyncLists;
import dev.kvclient.ndb.NdbAsyncSession;
import dev.kvclient.ndb.NdbAsyncSessions;
import dev.kvclient.ndb.NdbAsyncSortedArrays;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbServerInfo;
import dev.kvclient.spi.NativeCall;
import java.util.concurrent.CompletableFuture;

/** NDB's own API over the engine of a client; its faces with futures. */
final class NativeNdbAsync implements NdbAsyncClient {
    private final NdbApi api;
    private final Lazy<NdbAsyncKeys> keys;
    private final Lazy<NdbAsyncSessions> sessions;
    private final Lazy<NdbAsyncArrays<Long>> intArrays;
    private final Lazy<NdbAsyncArrays<String>> stringArrays;
    private final Lazy<NdbAsyncSortedArrays<Long>> sortedIntArrays;
    private final Lazy<NdbAsyncSortedArrays<String>> sortedStringArrays;

    NativeNdbAsync(NdbApi api) {
        this.api = api;
        this.keys = new Lazy<>(() -> api.async(NdbAsyncKeys.class, new KeysCalls(api, null)));
        this.sessions = new Lazy<>(() -> api.async(NdbAsyncSessions.class, new SessionsCalls<>(api, this::session)));
        this.intArrays = new Lazy<>(() -> arrays("IARR", Items.plain(Long.class)));
        this.stringArrays = new Lazy<>(() -> arrays("STRARR", Items.plain(String.class)));
        this.sortedIntArrays = new Lazy<>(() -> sorted("SIARR", Items.plain(Long.class)));
        this.sortedStringArrays = new Lazy<>(() -> sorted("SSTRARR", Items.plain(String.class)));
    }

    private NdbAsyncSession session(SessionHandle handle) {
        return api.async(
                NdbAsyncSession.class, new SessionCalls<>(api, handle, calls -> api.async(NdbAsyncKeys.class, calls)));
    }

    @SuppressWarnings("unchecked")
    private <T> NdbAsyncArrays<T> arrays(String family, Items<T> items) {
        return api.async(NdbAsyncArrays.class, new ArrayCalls<>(api, family, items));
    }

    @SuppressWarnings("unchecked")
    private <T> NdbAsyncSortedArrays<T> sorted(String family, Items<T> items) {
        return api.async(NdbAsyncSortedArrays.class, new ArrayCalls<>(api, family, items));
    }

    @Override
    public NdbGeneration generation() {
        return ServerCalls.generation(api);
    }

    @Override
    public CompletableFuture<NdbServerInfo> info() {
        NativeCall<NdbServerInfo, NdbServerInfo> call = ServerCalls.info(api);
        return api.pipeline().submit(call.command(), call.options(), call.read());
    }

    @Override
    public NdbAsyncKeys keys() {
        return keys.get();
    }

    @Override
    public NdbAsyncSessions sessions() {
        return sessions.get();
    }

    @Override
    public <T> NdbAsyncArrays<T> objectArrays(KvType<T> type) {
        return arrays("OARR", Items.objects(api.pipeline().codec(), type));
    }

    @Override
    public NdbAsyncArrays<Long> intArrays() {
        return intArrays.get();
    }

    @Override
    public NdbAsyncArrays<String> stringArrays() {
        return stringArrays.get();
    }

    @Override
    public NdbAsyncSortedArrays<Long> sortedIntArrays() {
        return sortedIntArrays.get();
    }

    @Override
    public NdbAsyncSortedArrays<String> sortedStringArrays() {
        return sortedStringArrays.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> NdbAsyncLists<T> lists(KvType<T> type) {
        return api.async(
                NdbAsyncLists.class,
                new ListCalls<>(api, Items.objects(api.pipeline().codec(), type)));
    }

    @Override
    public NdbAsyncClient with(CallOptions options) {
        return new NativeNdbAsync(api.with(options));
    }
}
