package dev.kvclient.versori.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import dev.kvclient.versori.VersoriScope;
import dev.kvclient.versori.VersoriStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Finds the stores that scopes name. */
final class Stores {
    /** Letters of Crockford's base 32, in either case, as the vendor's description has them. */
    private static final Pattern ULID = Pattern.compile("[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{26}");

    private Stores() {}

    /** Fails if the text is no ULID, and so names no store. */
    static String requireUlid(String text) {
        if (!ULID.matcher(text).matches()) {
            throw new KvRequestException(Failure.of(
                    Outcome.NOT_SENT, "a store is addressed by a ULID: 26 digits and letters without I, L, O and U"));
        }
        return text;
    }

    private static CompletableFuture<Optional<VersoriStore>> find(
            PlatformCalls calls, VersoriScope scope, Sender sender) {
        return sender.send(calls.stores(scope.organization()))
                .thenApply(stores -> stores.stream()
                        .filter(store -> store.name().equals(scope.storeName()))
                        .findFirst());
    }

    /** Makes the store; if another has made it meanwhile, that one it is. */
    private static CompletableFuture<VersoriStore> create(PlatformCalls calls, VersoriScope scope, Sender sender) {
        return sender.send(calls.createStore(scope.organization(), scope.storeName()))
                .exceptionallyCompose(thrown -> Futures.cause(thrown) instanceof KvConflictException
                        ? find(calls, scope, sender)
                                .thenCompose(found -> found.map(CompletableFuture::completedFuture)
                                        .orElseGet(() -> CompletableFuture.failedFuture(thrown)))
                        : CompletableFuture.failedFuture(thrown));
    }

    /** The id of a scope's store, which is made if it is missing and the scope says so. */
    static CompletableFuture<String> resolve(PlatformCalls calls, VersoriScope scope, Sender sender) {
        return find(calls, scope, sender)
                .thenCompose(found -> {
                    if (found.isPresent()) {
                        return CompletableFuture.completedFuture(found.get());
                    }
                    return scope.createsStore()
                            ? create(calls, scope, sender)
                            : CompletableFuture.failedFuture(missing(scope));
                })
                .thenApply(store -> {
                    if (!ULID.matcher(store.id()).matches()) {
                        throw new KvProtocolException(
                                Failure.of(Outcome.APPLIED, "the server gave a store an id that is no ULID")
                                        .backend("versori"));
                    }
                    return store.id();
                });
    }

    private static KvNotFoundException missing(VersoriScope scope) {
        return new KvNotFoundException(Failure.of(
                        Outcome.REJECTED,
                        "the organization has no store named " + scope.storeName()
                                + ": most likely nothing has been written in it yet; createStore() of a scope makes it")
                .backend("versori"));
    }
}
