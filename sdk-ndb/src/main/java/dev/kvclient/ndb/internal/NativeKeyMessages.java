package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbFind;
import dev.kvclient.ndb.NdbLoaded;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands about keys that the common API does not need. But for KV_CLEAR_SET none may be sent again after a loss.
 *
 * @param token of the session that the keys are of; null for the client's own, and for generation B
 */
record NativeKeyMessages(NdbConnection connection, @Nullable NdbToken token) {
    private static final int OK = 1;

    /** KeyNotExist. */
    private static final int NO_KEY = 22;

    /** Loading: said of a save without keys. */
    private static final int LOADED_NOTHING = 140;

    private static final int LOADED = 141;

    private static final int SAVED_STATUS = 120;

    private static final AnswerReader<Long> COUNT = AnswerReader.number("cnt");
    private static final AnswerReader<Long> MILLIS = AnswerReader.number("duration");
    private static final AnswerReader<Long> KEYS = AnswerReader.number("keys");

    private <T> NdbMessage.Builder<T> inSession(String command, Effect effect, AnswerReader<T> reader) {
        NdbMessage.Builder<T> message = NdbMessage.of(connection, command, effect, reader);
        return token == null ? message.ownSession() : message.session(token);
    }

    /** How many there were. */
    NdbMessage<Long> clearSet(Dialect dialect, Map<String, StoredValue.Json> values) {
        SavableKeys.require(connection.settings(), values.keySet());
        List<String> keys = List.copyOf(values.keySet());
        NdbMessage.Builder<Long> message = switch (dialect.generation()) {
            case SESSION ->
                inSession("KV_CLEAR_SET", IDEMPOTENT_WRITE, COUNT).check(AnswerCheck.allOf("KV_CLEAR_SET", keys));
            case STATUS -> NdbMessage.of(connection, "KV_CLEAR_SET", IDEMPOTENT_WRITE, COUNT);
        };
        return message.keys(keys)
                .body(w -> w.members("keys", values))
                .resendable()
                .build();
    }

    /** Answered only if it fails, also for single keys. */
    NdbMessage<Ack> setQuiet(Map<String, StoredValue.Json> values) {
        SavableKeys.require(connection.settings(), values.keySet());
        List<String> keys = List.copyOf(values.keySet());
        AnswerReader<Map<String, Integer>> failed = AnswerReader.statuses("keys");
        return this.<Ack>inSession("KV_SETQ", IDEMPOTENT_WRITE, answer -> {
                    throw KeyReplies.notSet(failed.read(answer));
                })
                .keys(keys)
                .body(w -> w.members("keys", values))
                .check(AnswerCheck.someOf("KV_SETQ", keys))
                .quiet(Ack.DONE)
                .build();
    }

    /** Answered only if it fails, or keys are there. */
    NdbMessage<Set<String>> addQuiet(Map<String, StoredValue.Json> values) {
        SavableKeys.require(connection.settings(), values.keySet());
        List<String> keys = List.copyOf(values.keySet());
        AnswerReader<Set<String>> existing =
                AnswerReader.statuses("keys").then(found -> new LinkedHashSet<>(found.keySet()));
        return inSession("KV_ADDQ", WRITE, existing)
                .keys(keys)
                .body(w -> w.members("keys", values))
                .check(AnswerCheck.someOf("KV_ADDQ", keys))
                .quiet(Set.of())
                .build();
    }

    NdbMessage<List<String>> findKeys(NdbFind find) {
        return find(find, "keys", AnswerReader.texts("keys"));
    }

    NdbMessage<Map<String, StoredValue.Json>> findValues(NdbFind find) {
        return find(find, "kv", AnswerReader.members("keys"));
    }

    NdbMessage<List<String>> findPaths(NdbFind find) {
        return find(find, "paths", AnswerReader.texts("paths"));
    }

    private <T> NdbMessage<T> find(NdbFind find, String what, AnswerReader<T> reader) {
        return inSession("KV_FIND", READ, reader)
                .keys(find.keys().orElse(List.of()))
                .body(w -> {
                    w.text("rsp", what).text("path", find.path());
                    find.keys().ifPresent(keys -> w.texts("keys", keys));
                })
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    /** How many places; none of a key that is not there. */
    NdbMessage<Long> update(String key, String path, StoredValue.Json value) {
        return inSession("KV_UPDATE", WRITE, COUNT)
                .keys(List.of(key))
                .body(w -> w.text("key", key).text("path", path).value("value", value))
                .good(OK, NO_KEY)
                .build();
    }

    NdbMessage<NdbSaved> save(String name) {
        return NdbMessage.of(connection, "KV_SAVE", WRITE, answer -> saved(name, answer))
                .body(w -> w.text("name", name))
                .good(SAVED_STATUS)
                .route(NdbMessage.Route.LARGE)
                .patience(connection.settings().saveTimeout())
                .build();
    }

    NdbMessage<NdbLoaded> load(String name) {
        return NdbMessage.of(connection, "KV_LOAD", IDEMPOTENT_WRITE, answer ->
                        (NdbLoaded) new Results.Loaded(name, KEYS.read(answer), Duration.ofMillis(MILLIS.read(answer))))
                .body(w -> w.text("name", name))
                .good(LOADED, LOADED_NOTHING)
                .route(NdbMessage.Route.LARGE)
                .patience(connection.settings().saveTimeout())
                .build();
    }

    /** Of both generations. */
    static NdbSaved saved(String name, NdbAnswer answer) throws IOException {
        return new Results.Saved(name, Duration.ofMillis(MILLIS.read(answer)));
    }
}
