package dev.kvclient.ndb.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.ndb.NdbArrays;
import dev.kvclient.ndb.NdbAsyncClient;
import dev.kvclient.ndb.NdbClient;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbKeys;
import dev.kvclient.ndb.NdbLists;
import dev.kvclient.ndb.NdbServerInfo;
import dev.kvclient.ndb.NdbSession;
import dev.kvclient.ndb.NdbSessions;
import dev.kvclient.ndb.NdbSortedArrays;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.spi.Pipeline;

/** NDB's own API over the engine of a client; its faces that wait. */
final class NativeNdb implements NdbClient {
    private final NdbApi api;
    private final Lazy<NdbKeys> keys;
    private final Lazy<NdbSessions> sessions;
    private final Lazy<NdbArrays<Long>> intArrays;
    private final Lazy<NdbArrays<String>> stringArrays;
    private final Lazy<NdbSortedArrays<Long>> sortedIntArrays;
    private final Lazy<NdbSortedArrays<String>> sortedStringArrays;
    private final Lazy<NdbAsyncClient> async;

    NativeNdb(NdbConnection connection, Pipeline pipeline) {
        this(new NdbApi(connection, pipeline));
    }

    NativeNdb(NdbApi api) {
        this.api = api;
        this.keys = new Lazy<>(() -> api.blocking(NdbKeys.class, new KeysCalls(api, null)));
        this.sessions = new Lazy<>(() -> api.blocking(NdbSessions.class, new SessionsCalls<>(api, this::session)));
        this.intArrays = new Lazy<>(() -> arrays("IARR", Items.plain(Long.class)));
        this.stringArrays = new Lazy<>(() -> arrays("STRARR", Items.plain(String.class)));
        this.sortedIntArrays = new Lazy<>(() -> sorted("SIARR", Items.plain(Long.class)));
        this.sortedStringArrays = new Lazy<>(() -> sorted("SSTRARR", Items.plain(String.class)));
        this.async = new Lazy<>(() -> new NativeNdbAsync(api));
    }

    private NdbSession session(SessionHandle handle) {
        return api.blocking(
                NdbSession.class, new SessionCalls<>(api, handle, calls -> api.blocking(NdbKeys.class, calls)));
    }

    @SuppressWarnings("unchecked")
    private <T> NdbArrays<T> arrays(String family, Items<T> items) {
        return api.blocking(NdbArrays.class, new ArrayCalls<>(api, family, items));
    }

    @SuppressWarnings("unchecked")
    private <T> NdbSortedArrays<T> sorted(String family, Items<T> items) {
        return api.blocking(NdbSortedArrays.class, new ArrayCalls<>(api, family, items));
    }

    @Override
    public NdbGeneration generation() {
        return ServerCalls.generation(api);
    }

    @Override
    public NdbServerInfo info() {
        NativeCall<NdbServerInfo, NdbServerInfo> call = ServerCalls.info(api);
        return api.pipeline().call(call.command(), call.options(), call.read());
    }

    @Override
    public NdbKeys keys() {
        return keys.get();
    }

    @Override
    public NdbSessions sessions() {
        return sessions.get();
    }

    @Override
    public <T> NdbArrays<T> objectArrays(KvType<T> type) {
        return arrays("OARR", Items.objects(api.pipeline().codec(), type));
    }

    @Override
    public NdbArrays<Long> intArrays() {
        return intArrays.get();
    }

    @Override
    public NdbArrays<String> stringArrays() {
        return stringArrays.get();
    }

    @Override
    public NdbSortedArrays<Long> sortedIntArrays() {
        return sortedIntArrays.get();
    }

    @Override
    public NdbSortedArrays<String> sortedStringArrays() {
        return sortedStringArrays.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> NdbLists<T> lists(KvType<T> type) {
        return api.blocking(
                NdbLists.class,
                new ListCalls<>(api, Items.objects(api.pipeline().codec(), type)));
    }

    @Override
    public NdbClient with(CallOptions options) {
        return new NativeNdb(api.with(options));
    }

    @Override
    public NdbAsyncClient async() {
        return async.get();
    }
}
