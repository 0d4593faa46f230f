package dev.kvclient.kuzzle.internal;

import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleNotification;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A notification as the application sees it. */
record Notified(Members members, KvCodec codec) implements KuzzleNotification {
    @Override
    public Optional<String> type() {
        return members.text("type");
    }

    @Override
    public Optional<String> room() {
        return members.text("room");
    }

    @Override
    public Set<String> names() {
        return members.names();
    }

    @Override
    public <T> Optional<T> get(String name, KvType<T> type) {
        try {
            return members.json(name).flatMap(json -> codec.decode(json, type));
        } catch (KvException e) {
            throw described(e);
        }
    }

    @Override
    public <T> T as(KvType<T> type) {
        try {
            return codec.decode(members.whole(), type)
                    .orElseThrow(() -> new KvSerializationException(
                            Failure.of(Outcome.APPLIED, "the notification reads as nothing of the type " + type)));
        } catch (KvException e) {
            throw described(e);
        }
    }

    private static KvException described(KvException e) {
        return e.with(f -> f.backend("kuzzle").operation("notification"));
    }

    @Override
    public Map<String, @Nullable Object> map() {
        return as(Answered.MAP);
    }

    @Override
    public RawJson json() {
        return RawJson.of(members.whole().text());
    }

    /** Type and room only. */
    @Override
    public String toString() {
        return "KuzzleNotification[" + type().orElse("no type") + " " + room().orElse("no room") + "]";
    }
}
