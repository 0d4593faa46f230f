package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A raw request as a command of the engine, its arguments encoded. Gives the members of the answer. */
final class RawQuery implements NativeCommand<Members> {
    private final KuzzleTransport transport;
    private final KuzzleRequest request;
    private final Map<String, StoredValue.Json> members = new LinkedHashMap<>();

    /**
     * Encodes what the request has.
     *
     * @throws KvException {@code NOT_SENT} if that cannot be done, or the server would refuse it whatever the action is
     */
    RawQuery(KuzzleTransport transport, KvCodec codec, KuzzleRequest request) {
        this.transport = transport;
        this.request = request;
        try {
            request.arguments().forEach((name, value) -> members.put(name, codec.encode(value)));
            request.body().ifPresent(body -> members.put("body", objectOrArray(codec.encode(body))));
            checkTargets();
        } catch (KvException e) {
            throw e.with(f -> f.backend("kuzzle").operation(operation()));
        }
    }

    private static StoredValue.Json objectOrArray(StoredValue.Json body) {
        for (byte b : body.utf8()) {
            if (b == '{' || b == '[') {
                return body;
            }
            // What may stand before a value; JSON that was given as text may begin with it.
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                break;
            }
        }
        throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a body is a JSON object or array"));
    }

    /** The server looks at them whatever the action is. (Source: its funnel, 2.56.) */
    private void checkTargets() {
        StoredValue.Json targets = members.get("targets");
        if (targets == null) {
            return;
        }
        String json = targets.text().strip();
        if (!json.startsWith("[")) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "the argument targets is an array"));
        }
        boolean empty = json.substring(1).stripLeading().startsWith("]");
        if (!empty && (members.containsKey("index") || members.containsKey("collection"))) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "the argument targets goes without index and collection"));
        }
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
    public CompletionStage<Members> run(Exchange x) {
        return x.send(KuzzleMessage.whole(
                transport,
                x,
                request.controller(),
                request.action(),
                effect(),
                keys(),
                this::writeMembers,
                Members::ofAnswer));
    }

    private void writeMembers(JsonGenerator json) throws IOException {
        for (Map.Entry<String, StoredValue.Json> member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            json.writeRawValue(member.getValue().text());
        }
    }

    /** Names controller and action only. */
    @Override
    public String toString() {
        return operation();
    }
}
