package dev.kvclient.ndb;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbSessions} with futures; see {@link NdbAsyncClient}.
 */
public interface NdbAsyncSessions {
    /** See {@link NdbSessions#create(String)}. */
    default CompletableFuture<NdbAsyncSession> create(String name) {
        return create(name, NdbSessionOptions.none());
    }

    /** See {@link NdbSessions#create(String, NdbSessionOptions)}. */
    CompletableFuture<NdbAsyncSession> create(String name, NdbSessionOptions options);

    /** See {@link NdbSessions#open(String)}. */
    default CompletableFuture<NdbAsyncSession> open(String name) {
        return open(name, NdbSessionOptions.none());
    }

    /** See {@link NdbSessions#open(String, NdbSessionOptions)}. */
    CompletableFuture<NdbAsyncSession> open(String name, NdbSessionOptions options);

    /** See {@link NdbSessions#createShared(String)}. */
    default CompletableFuture<NdbAsyncSession> createShared(String name) {
        return createShared(name, NdbSessionOptions.none());
    }

    /** See {@link NdbSessions#createShared(String, NdbSessionOptions)}. */
    CompletableFuture<NdbAsyncSession> createShared(String name, NdbSessionOptions options);

    /** See {@link NdbSessions#find(String)}. */
    CompletableFuture<Optional<NdbAsyncSession>> find(String name);

    /** See {@link NdbSessions#attach(String, NdbToken)}. */
    NdbAsyncSession attach(String name, NdbToken token);

    /** See {@link NdbSessions#totals()}. */
    CompletableFuture<NdbSessionTotals> totals();

    /** See {@link NdbSessions#exists(Collection)}. */
    CompletableFuture<Set<NdbToken>> exists(Collection<NdbToken> tokens);

    /** See {@link NdbSessions#endAll()}. */
    CompletableFuture<Long> endAll();

    /** See {@link NdbSessions#save(String)}. */
    CompletableFuture<NdbSaved> save(String name);

    /** See {@link NdbSessions#save(String, Collection)}. */
    CompletableFuture<NdbSaved> save(String name, Collection<NdbToken> tokens);

    /** See {@link NdbSessions#load(String)}. */
    CompletableFuture<NdbLoadedSessions> load(String name);
}
