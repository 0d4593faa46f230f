package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.kuzzle.internal.ms.MsFaces;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import dev.kvclient.spi.Pipeline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Kuzzle's own API over the engine of a client. */
final class NativeKuzzle implements KuzzleClient {
    private final KuzzleTransport transport;
    private final Pipeline pipeline;
    private final KuzzleMemoryStorage ms;

    NativeKuzzle(KuzzleTransport transport, Pipeline pipeline) {
        this.transport = transport;
        this.pipeline = pipeline;
        this.ms = MsFaces.blocking(new MsMessages(transport), pipeline);
    }

    @Override
    public KuzzleMemoryStorage ms() {
        return ms;
    }

    @Override
    public <T> Optional<T> query(KuzzleRequest request, KvType<T> type, CallOptions options) {
        return pipeline.call(
                new Query(transport, pipeline.codec(), request),
                options,
                result -> result.flatMap(stored -> pipeline.codec().decode(stored, type)));
    }

    @Override
    public <T> CompletableFuture<Optional<T>> queryAsync(KuzzleRequest request, KvType<T> type, CallOptions options) {
        Query query;
        try {
            query = new Query(transport, pipeline.codec(), request);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return pipeline.submit(
                query,
                options,
                result -> result.flatMap(stored -> pipeline.codec().decode(stored, type)));
    }

    /** A raw request as a command of the engine, its arguments encoded. */
    private static final class Query implements NativeCommand<Optional<StoredValue>> {
        private final KuzzleTransport transport;
        private final KuzzleRequest request;
        private final Map<String, StoredValue.Json> members = new LinkedHashMap<>();

        Query(KuzzleTransport transport, KvCodec codec, KuzzleRequest request) {
            this.transport = transport;
            this.request = request;
            request.arguments().forEach((name, value) -> members.put(name, codec.encode(value)));
            request.body().ifPresent(body -> members.put("body", codec.encode(body)));
        }

        @Override
        public String operation() {
            return request.controller() + ":" + request.action();
        }

        @Override
        public List<String> keys() {
            return request.orderKey().map(List::of).orElse(List.of());
        }

        @Override
        public Effect effect() {
            return request.isReadOnly() ? Effect.READ : Effect.WRITE;
        }

        @Override
        public long weight() {
            return members.values().stream().mapToLong(StoredValue.Json::size).sum();
        }

        @Override
        public CompletionStage<Optional<StoredValue>> run(Exchange x) {
            return x.send(new KuzzleMessage<>(
                    transport,
                    request.controller(),
                    request.action(),
                    effect(),
                    keys(),
                    this::writeMembers,
                    ANY,
                    x.attribute(KuzzleAttributes.VOLATILE).orElse(null),
                    x.attribute(KuzzleAttributes.TRIGGER_EVENTS).orElse(false)));
        }

        private void writeMembers(JsonGenerator json) throws IOException {
            for (Map.Entry<String, StoredValue.Json> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                json.writeRawValue(member.getValue().text());
            }
        }

        /** The result as JSON of its own, token by token; an answer without one counts as one with null. */
        private static final ResultReader<Optional<StoredValue>> ANY = new ResultReader<>() {
            @Override
            public Optional<StoredValue> read(JsonParser parser) throws IOException {
                try (ByteArrayBuilder buffer = new ByteArrayBuilder();
                        JsonGenerator json = KuzzleAnswer.JSON.createGenerator(buffer)) {
                    json.copyCurrentStructure(parser);
                    json.flush();
                    return Optional.of(new StoredValue.Json(buffer.toByteArray()));
                }
            }

            @Override
            public Optional<Optional<StoredValue>> absent() {
                return Optional.of(Optional.empty());
            }
        };
    }
}
