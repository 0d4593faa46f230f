package dev.kvclient.ndb;

import java.util.concurrent.CompletableFuture;

/** {@link NdbSession} with futures; see {@link NdbAsyncClient}. */
public interface NdbAsyncSession extends AutoCloseable {
    /** See {@link NdbSession#name()}. */
    String name();

    /** See {@link NdbSession#token()}. A secret. */
    NdbToken token();

    /**
     * See {@link NdbSession#keys()}.
     *
     * @throws dev.kvclient.error.KvClosedException if the handle is closed
     */
    NdbAsyncKeys keys();

    /** See {@link NdbSession#info()}. */
    CompletableFuture<NdbSessionInfo> info();

    /** See {@link NdbSession#end()}. */
    CompletableFuture<Void> end();

    /** See {@link NdbSession#close()}. Does not wait. */
    @Override
    void close();
}
