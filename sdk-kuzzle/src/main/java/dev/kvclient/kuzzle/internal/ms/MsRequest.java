package dev.kvclient.kuzzle.internal.ms;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.kuzzle.internal.KuzzleMessage;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.NativeCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects what an action is sent with. Where an argument goes is fixed an action: the key in {@code _id}; for what
 * writes the rest in {@code body}, for what reads at the top level.
 */
final class MsRequest {
    /** What sets fields, members or keys to what it says, or removes them, whatever was there. */
    private static final Set<MsAction> ABSOLUTE = EnumSet.of(
            MsAction.DEL,
            MsAction.FLUSHDB,
            MsAction.GEOADD,
            MsAction.HDEL,
            MsAction.HMSET,
            MsAction.HSET,
            MsAction.MSET,
            MsAction.PFADD,
            MsAction.PSETEX,
            MsAction.SADD,
            MsAction.SET,
            MsAction.SETEX,
            MsAction.SREM,
            MsAction.TOUCH,
            MsAction.ZADD,
            MsAction.ZREM);

    private final MsApi api;
    private final MsAction action;
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Object> top = new LinkedHashMap<>();
    private final Map<String, Object> body = new LinkedHashMap<>();
    private Effect effect;
    private boolean barrier;
    private boolean absolute;

    MsRequest(MsApi api, MsAction action) {
        this.api = api;
        this.action = action;
        this.effect = action.effect();
        this.absolute = ABSOLUTE.contains(action);
    }

    MsRequest id(String key) {
        return key(top, "_id", key);
    }

    private MsRequest key(Map<String, Object> where, String name, String key) {
        keys.add(Refused.key(action, key));
        where.put(name, key);
        return this;
    }

    private MsRequest keys(Map<String, Object> where, String name, Collection<String> all) {
        List<String> copy = List.copyOf(all);
        copy.forEach(key -> keys.add(Refused.key(action, key)));
        where.put(name, copy);
        return this;
    }

    /** A key as an argument in the body. */
    MsRequest bodyKey(String name, String key) {
        return key(body, name, key);
    }

    /** Keys as an argument in the body; there may be none. */
    MsRequest bodyKeys(String name, Collection<String> all) {
        return keys(body, name, all);
    }

    /** Keys as an argument at the top level; there may be none. */
    MsRequest topKeys(String name, Collection<String> all) {
        return keys(top, name, all);
    }

    /** Says which keys it is about, where they are part of something else. */
    MsRequest about(Collection<String> all) {
        all.forEach(key -> keys.add(Refused.key(action, key)));
        return this;
    }

    MsRequest top(String name, String text) {
        top.put(name, Refused.text(action, "the " + name, text));
        return this;
    }

    MsRequest top(String name, long number) {
        top.put(name, Refused.exact(action, "the " + name, number));
        return this;
    }

    MsRequest top(String name, double number) {
        top.put(name, Refused.number(action, "the " + name, number));
        return this;
    }

    MsRequest top(String name, List<?> all) {
        top.put(name, all);
        return this;
    }

    /** Some texts, of which there must be one. */
    MsRequest topTexts(String name, Collection<String> all) {
        return top(name, texts(name, all));
    }

    MsRequest body(String name, String text) {
        body.put(name, Refused.text(action, "the " + name, text));
        return this;
    }

    MsRequest body(String name, long number) {
        body.put(name, Refused.exact(action, "the " + name, number));
        return this;
    }

    MsRequest body(String name, double number) {
        body.put(name, Refused.number(action, "the " + name, number));
        return this;
    }

    MsRequest body(String name, List<?> all) {
        body.put(name, all);
        return this;
    }

    /** An unset flag is left out: any text would count as set. */
    MsRequest flag(String name, boolean set) {
        if (set) {
            body.put(name, true);
        }
        return this;
    }

    /** Some texts, of which there must be one. */
    MsRequest bodyTexts(String name, Collection<String> all) {
        return body(name, texts(name, all));
    }

    /** A value, encoded. */
    MsRequest value(String name, Object value) {
        body.put(name, api.encode(action, value));
        return this;
    }

    /** Some values, encoded, of which there must be one. */
    MsRequest values(Collection<?> all) {
        Refused.some(action, "values", all);
        body.put("values", all.stream().map(value -> api.encode(action, value)).toList());
        return this;
    }

    /**
     * Names with values, encoded, of which there must be one. The server refuses empty ones.
     *
     * @param name what the names are called
     */
    MsRequest entries(String name, Map<String, ?> all) {
        Refused.some(action, "entries", all.keySet());
        List<Map<String, Object>> entries = new ArrayList<>();
        all.forEach((key, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(name, Refused.notEmpty(action, "a " + name, key));
            entry.put("value", Refused.notEmpty(action, "a value", api.encode(action, value)));
            entries.add(entry);
        });
        body.put("entries", entries);
        return this;
    }

    /** The arguments of a scan. The server gives cursors as texts. */
    MsRequest scan(ScanArgs args) {
        if (args.from().isPresent()) {
            top("cursor", args.from().get().toString());
        } else {
            top("cursor", 0);
        }
        args.pattern().ifPresent(pattern -> top("match", pattern));
        args.count().ifPresent(count -> top("count", count));
        return this;
    }

    /** Does this, with these arguments. */
    MsRequest effect(Effect value) {
        effect = value;
        return this;
    }

    /** Must not be repeated if that holds. */
    MsRequest onceIf(boolean condition) {
        return condition ? effect(Effect.WRITE) : this;
    }

    /** Touches keys that it does not name, if that holds. */
    MsRequest barrierIf(boolean condition) {
        barrier = condition;
        return this;
    }

    /** What it leaves behind depends on what was there, if that holds. */
    MsRequest relativeIf(boolean condition) {
        absolute &= !condition;
        return this;
    }

    <R> NativeCall<R, R> reads(Decode<R> decode) {
        return NativeCall.of(call(decode), api.options());
    }

    <R, T> NativeCall<R, T> reads(Decode<R> decode, Function<R, T> read) {
        return new NativeCall<>(call(decode), api.options(), read);
    }

    NativeCall<Ack, Void> done() {
        return NativeCall.done(call(Replies::done), api.options());
    }

    private <R> MsCall<R> call(Decode<R> decode) {
        Map<String, Object> fields = new LinkedHashMap<>(top);
        if (!body.isEmpty()) {
            fields.put("body", new LinkedHashMap<>(body));
        }
        KuzzleMessage.Arguments arguments = json -> writeFields(json, fields);
        return new MsCall<>(
                api.wire(),
                action,
                effect,
                List.copyOf(keys),
                barrier,
                absolute && effect != Effect.WRITE,
                Tree.weight(body),
                arguments,
                decode);
    }

    private static void writeFields(JsonGenerator json, Map<String, Object> fields) throws IOException {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            json.writeFieldName(field.getKey());
            Tree.write(json, field.getValue());
        }
    }

    private List<String> texts(String name, Collection<String> all) {
        Refused.some(action, name, all);
        return all.stream()
                .map(text -> Refused.text(action, "one of the " + name, text))
                .toList();
    }
}
