package dev.kvclient.kuzzle.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.KuzzleNotificationListener;
import dev.kvclient.kuzzle.KuzzleRegistration;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.kuzzle.KuzzleResponse;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.internal.auth.AuthFaces;
import dev.kvclient.kuzzle.internal.ms.MsFaces;
import dev.kvclient.kuzzle.internal.server.ServerCalls;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.server.KuzzleServerApi;
import dev.kvclient.spi.Pipeline;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Kuzzle's own API over the engine of a client. */
final class NativeKuzzle implements KuzzleClient {
    private final KuzzleTransport transport;
    private final Pipeline pipeline;
    private final KuzzleMemoryStorage ms;
    private final KuzzleAuth auth;
    private final KuzzleServerApi server;

    NativeKuzzle(KuzzleTransport transport, Pipeline pipeline) {
        this.transport = transport;
        this.pipeline = pipeline;
        this.ms = MsFaces.blocking(new MsMessages(transport), pipeline);
        this.auth = AuthFaces.blocking(new AuthMessages(transport), pipeline);
        this.server = ServerCalls.blocking(new ServerMessages(transport), pipeline);
    }

    @Override
    public KuzzleMemoryStorage ms() {
        return ms;
    }

    @Override
    public KuzzleAuth auth() {
        return auth;
    }

    @Override
    public KuzzleServerApi server() {
        return server;
    }

    @Override
    public KuzzleResponse query(KuzzleRequest request, CallOptions options) {
        return call(request, options, whole(request));
    }

    @Override
    public <T> Optional<T> query(KuzzleRequest request, KvType<T> type, CallOptions options) {
        return call(request, options, result(type));
    }

    @Override
    public CompletableFuture<KuzzleResponse> queryAsync(KuzzleRequest request, CallOptions options) {
        return submit(request, options, whole(request));
    }

    @Override
    public <T> CompletableFuture<Optional<T>> queryAsync(KuzzleRequest request, KvType<T> type, CallOptions options) {
        return submit(request, options, result(type));
    }

    private Function<Members, KuzzleResponse> whole(KuzzleRequest request) {
        return answer -> new Answered(answer, pipeline.codec(), request.controller() + ":" + request.action());
    }

    private <T> Function<Members, Optional<T>> result(KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return answer -> answer.json("result").flatMap(json -> pipeline.codec().decode(json, type));
    }

    private <T> T call(KuzzleRequest request, CallOptions options, Function<Members, T> read) {
        return pipeline.call(new RawQuery(transport, pipeline.codec(), request), options, read);
    }

    private <T> CompletableFuture<T> submit(KuzzleRequest request, CallOptions options, Function<Members, T> read) {
        RawQuery query;
        try {
            query = new RawQuery(transport, pipeline.codec(), request);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return pipeline.submit(query, options, read);
    }

    @Override
    public KuzzleRegistration onNotification(KuzzleNotificationListener listener) {
        return transport
                .notifications()
                .add(Objects.requireNonNull(listener, "listener"), pipeline.callbacks(), pipeline.codec());
    }
}
