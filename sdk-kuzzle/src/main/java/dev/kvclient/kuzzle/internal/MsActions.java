package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.Condition;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The actions of the memory storage that the common API needs, as messages.
 *
 * <p>Where the arguments go is fixed an action: the key in {@code _id}; for what writes the rest in {@code body}, for
 * what reads at the top level.
 */
final class MsActions {
    private final KuzzleTransport transport;
    private final ValueWire values;

    MsActions(KuzzleTransport transport, ValueWire values) {
        this.transport = transport;
        this.values = values;
    }

    KuzzleMessage<Optional<String>> get(Exchange x, String key) {
        return message(x, "get", Effect.READ, List.of(key), json -> id(json, key), Readers::text);
    }

    /** The value, and its remaining life in milliseconds, as of one moment. */
    KuzzleMessage<List<Optional<Object>>> getWithTtl(Exchange x, String key) {
        return message(
                x,
                "mexecute",
                Effect.READ,
                List.of(key),
                json -> {
                    startActions(json);
                    member(json, "get", args -> id(args, key));
                    member(json, "pttl", args -> id(args, key));
                    endActions(json);
                },
                parser -> Readers.transaction(parser, List.of(Readers::text, Readers::integer)));
    }

    /** The values of several keys, and the remaining life of each, as of one moment. */
    KuzzleMessage<List<Optional<Object>>> getManyWithTtl(Exchange x, List<String> keys) {
        List<ResultReader<Object>> readers = new ArrayList<>();
        readers.add(Readers::texts);
        keys.forEach(key -> readers.add(Readers::integer));
        return message(
                x,
                "mexecute",
                Effect.READ,
                keys,
                json -> {
                    startActions(json);
                    member(json, "mget", args -> strings(args, "keys", keys));
                    for (String key : keys) {
                        member(json, "pttl", args -> id(args, key));
                    }
                    endActions(json);
                },
                parser -> Readers.transaction(parser, readers));
    }

    KuzzleMessage<List<Optional<String>>> mget(Exchange x, List<String> keys) {
        return message(x, "mget", Effect.READ, keys, json -> strings(json, "keys", keys), Readers::texts);
    }

    KuzzleMessage<Long> exists(Exchange x, String key) {
        return message(
                x, "exists", Effect.READ, List.of(key), json -> strings(json, "keys", List.of(key)), Readers::integer);
    }

    KuzzleMessage<Boolean> set(Exchange x, Write write) {
        return message(
                x,
                "set",
                write.effect(),
                List.of(write.key()),
                json -> setArguments(json, write, x.time()),
                Readers::okOrNull);
    }

    /** Plain writes of values that are not empty: the server refuses others here. */
    KuzzleMessage<Ack> mset(Exchange x, List<Write> writes) {
        return message(
                x,
                "mset",
                Effect.IDEMPOTENT_WRITE,
                keysOf(writes),
                json -> {
                    json.writeObjectFieldStart("body");
                    json.writeArrayFieldStart("entries");
                    for (Write write : writes) {
                        json.writeStartObject();
                        json.writeStringField("key", write.key());
                        json.writeFieldName("value");
                        values.write(json, write.value());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                },
                Readers::any);
    }

    /** Writes of any kind, in one transaction. Of each: whether its condition held. */
    KuzzleMessage<List<Optional<Boolean>>> setTransaction(Exchange x, List<Write> writes) {
        boolean idempotent = writes.stream().allMatch(w -> w.effect() == Effect.IDEMPOTENT_WRITE);
        List<ResultReader<Boolean>> readers = new ArrayList<>();
        writes.forEach(write -> readers.add(Readers::okOrNull));
        return message(
                x,
                "mexecute",
                idempotent ? Effect.IDEMPOTENT_WRITE : Effect.WRITE,
                keysOf(writes),
                json -> {
                    startActions(json);
                    for (Write write : writes) {
                        member(json, "set", args -> setArguments(args, write, x.time()));
                    }
                    endActions(json);
                },
                parser -> Readers.transaction(parser, readers));
    }

    /** The number of keys that were there. */
    KuzzleMessage<Long> del(Exchange x, List<String> keys) {
        return message(
                x,
                "del",
                Effect.IDEMPOTENT_WRITE,
                keys,
                json -> {
                    json.writeObjectFieldStart("body");
                    strings(json, "keys", keys);
                    json.writeEndObject();
                },
                Readers::integer);
    }

    KuzzleMessage<Long> incrby(Exchange x, String key, long by) {
        return message(
                x,
                "incrby",
                Effect.WRITE,
                List.of(key),
                // As a text: a number would lose digits beyond 2^53 on its way through the server.
                json -> body(json, key, "value", Long.toString(by)),
                Readers::integer);
    }

    KuzzleMessage<Long> pttl(Exchange x, String key) {
        return message(x, "pttl", Effect.READ, List.of(key), json -> id(json, key), Readers::integer);
    }

    KuzzleMessage<Boolean> pexpire(Exchange x, String key, java.time.Instant expiresAt) {
        return message(
                x,
                "pexpire",
                Effect.IDEMPOTENT_WRITE,
                List.of(key),
                json -> {
                    id(json, key);
                    json.writeObjectFieldStart("body");
                    json.writeNumberField(
                            "milliseconds",
                            Write.remaining(x.time(), key, expiresAt).toMillis());
                    json.writeEndObject();
                },
                Readers::flag);
    }

    KuzzleMessage<Boolean> persist(Exchange x, String key) {
        return message(
                x,
                "persist",
                Effect.WRITE,
                List.of(key),
                json -> {
                    id(json, key);
                    json.writeObjectFieldStart("body");
                    json.writeEndObject();
                },
                Readers::flag);
    }

    KuzzleMessage<Readers.KeyPage> scan(Exchange x, String cursor, String prefix, int count) {
        return message(
                x,
                "scan",
                Effect.READ,
                List.of(),
                json -> {
                    json.writeStringField("cursor", cursor);
                    if (!prefix.isEmpty()) {
                        json.writeStringField("match", escapeGlob(prefix) + "*");
                    }
                    json.writeNumberField("count", count);
                },
                Readers::keyPage);
    }

    KuzzleMessage<Long> dbsize(Exchange x) {
        return message(x, "dbsize", Effect.READ, List.of(), KuzzleMessage.Arguments.NONE, Readers::integer);
    }

    KuzzleMessage<Ack> flushdb(Exchange x) {
        return message(x, "flushdb", Effect.IDEMPOTENT_WRITE, List.of(), KuzzleMessage.Arguments.NONE, Readers::any);
    }

    KuzzleMessage<Ack> ping(Exchange x) {
        return message(x, "ping", Effect.READ, List.of(), KuzzleMessage.Arguments.NONE, Readers::any);
    }

    /** The keys that match are those that begin with the text: what a pattern of Redis takes for itself is escaped. */
    static String escapeGlob(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == ']' || c == '\\') {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** An unset option is left out: a null would be passed on to Redis. */
    private void setArguments(JsonGenerator json, Write write, TimeSource time) throws IOException {
        id(json, write.key());
        json.writeObjectFieldStart("body");
        json.writeFieldName("value");
        values.write(json, write.value());
        if (write.expiresAt() != null) {
            json.writeNumberField(
                    "px", Write.remaining(time, write.key(), write.expiresAt()).toMillis());
        }
        if (write.condition().kind() == Condition.Kind.ABSENT) {
            json.writeBooleanField("nx", true);
        } else if (write.condition().kind() == Condition.Kind.PRESENT) {
            json.writeBooleanField("xx", true);
        }
        json.writeEndObject();
    }

    private <T> KuzzleMessage<T> message(
            Exchange x,
            String action,
            Effect effect,
            List<String> keys,
            KuzzleMessage.Arguments arguments,
            ResultReader<T> reader) {
        return new KuzzleMessage<>(
                transport,
                "ms",
                action,
                effect,
                keys,
                arguments,
                reader,
                x.attribute(KuzzleAttributes.VOLATILE).orElse(null),
                x.attribute(KuzzleAttributes.TRIGGER_EVENTS).orElse(false));
    }

    private static List<String> keysOf(List<Write> writes) {
        return writes.stream().map(Write::key).toList();
    }

    private static void id(JsonGenerator json, String key) throws IOException {
        json.writeStringField("_id", key);
    }

    private static void body(JsonGenerator json, String key, String name, String value) throws IOException {
        id(json, key);
        json.writeObjectFieldStart("body");
        json.writeStringField(name, value);
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void startActions(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("body");
        json.writeArrayFieldStart("actions");
    }

    private static void member(JsonGenerator json, String action, KuzzleMessage.Arguments arguments)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("action", action);
        json.writeObjectFieldStart("args");
        arguments.write(json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void endActions(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }
}
