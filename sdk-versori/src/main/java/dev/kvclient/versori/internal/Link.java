package dev.kvclient.versori.internal;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.Futures;
import dev.kvclient.transport.Reachability;
import dev.kvclient.versori.VersoriScope;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way to the store: there is one if the credential can be got, the store looked up, and counted in. */
final class Link {
    private final VersoriHttp http;
    private final Optional<VersoriScope> scope;
    private final PlatformCalls platform;
    private final StoreCalls calls;
    private final KeySpace keys;
    private final Reachability way;

    Link(VersoriHttp http, Optional<VersoriScope> scope, StoreCalls calls, KeySpace keys) {
        this.http = http;
        this.scope = scope;
        this.platform = new PlatformCalls(http);
        this.calls = calls;
        this.keys = keys;
        this.way = new Reachability(http.where(), Reachability.BETWEEN_PROBES, Probe::new);
    }

    ConnectionState state() {
        return way.state();
    }

    CompletionStage<Void> open(BackendContext context) {
        http.open(context.time(), context.connectTimeout(), way);
        return way.open(context);
    }

    /** Looks for the way at once, if it waits to look. */
    void tryNow() {
        way.tryNow();
    }

    void close() {
        way.close();
        http.close();
    }

    /** Nothing that it sends changes what an application has stored. */
    private final class Probe implements Reachability.Probe {
        private final OwnRequests requests = new OwnRequests(http);

        @Override
        public CompletionStage<?> begin() {
            http.forgetIdleConnections();
            return look().exceptionallyCompose(this::onceMore);
        }

        private CompletionStage<Long> look() {
            return http.firstCredential()
                    .thenCompose(there -> resolve())
                    .thenCompose(there -> requests.send(calls.probe(keys)));
        }

        private CompletionStage<Boolean> resolve() {
            StoreHandle store = calls.store();
            return store.isKnown() || scope.isEmpty()
                    ? CompletableFuture.completedFuture(true)
                    : Stores.resolve(platform, scope.get(), requests).thenApply(id -> {
                        store.found(id);
                        return true;
                    });
        }

        /** A server that refuses a credential may take another, once. */
        private CompletionStage<Long> onceMore(Throwable thrown) {
            Throwable why = Futures.cause(thrown);
            boolean refused = why instanceof KvAuthException auth
                    && auth.status().isPresent()
                    && auth.reason() == KvAuthException.Reason.UNAUTHENTICATED;
            return refused
                    ? http.renewCredential().thenCompose(isNew -> isNew ? look() : CompletableFuture.failedFuture(why))
                    : CompletableFuture.failedFuture(why);
        }

        @Override
        public void stop() {
            requests.stop();
        }
    }
}
