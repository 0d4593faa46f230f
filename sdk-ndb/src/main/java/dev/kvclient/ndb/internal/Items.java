package dev.kvclient.ndb.internal;

import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The items of an array or a list, between Java and JSON.
 *
 * @param objects whether they must be JSON objects: v0.9 takes anything in some commands and nothing else in others
 */
record Items<T>(KvCodec codec, KvType<T> type, boolean objects) {
    /** Objects, in the codec of the client. */
    static <T> Items<T> objects(KvCodec codec, KvType<T> type) {
        return new Items<>(codec, Objects.requireNonNull(type, "type"), true);
    }

    /** Numbers or texts, which are plain JSON whatever the codec of the client does with them. */
    static <T> Items<T> plain(Class<T> type) {
        return new Items<>(KvCodec.standard(), KvType.of(type), false);
    }

    StoredValue.Json encode(String operation, T item) {
        StoredValue.Json json;
        try {
            json = codec.encode(Objects.requireNonNull(item, "item"));
        } catch (KvException e) {
            throw e.with(f -> f.backend("ndb").operation(operation));
        }
        if (objects && !isObject(json.utf8())) {
            throw Refused.wrong(operation, "an item must be written as a JSON object");
        }
        return json;
    }

    List<StoredValue.Json> encode(String operation, Collection<? extends T> items) {
        List<StoredValue.Json> encoded = new ArrayList<>(items.size());
        items.forEach(item -> encoded.add(encode(operation, item)));
        return encoded;
    }

    private static boolean isObject(byte[] json) {
        for (byte b : json) {
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b == '{';
            }
        }
        return false;
    }

    T decode(StoredValue.Json json) {
        // Others may have put a null there; the server does not mind.
        return codec.decode(json, type)
                .orElseThrow(() -> new KvSerializationException(
                        Failure.of(Outcome.APPLIED, "the item is a JSON null").backend("ndb")));
    }

    Optional<T> decodeIfAny(Optional<StoredValue.Json> json) {
        return json.map(this::decode);
    }

    List<T> decode(List<StoredValue.Json> items) {
        List<T> decoded = new ArrayList<>(items.size());
        items.forEach(item -> decoded.add(decode(item)));
        return decoded;
    }

    static long weight(List<StoredValue.Json> items) {
        return items.stream().mapToLong(StoredValue.Json::size).sum();
    }
}
