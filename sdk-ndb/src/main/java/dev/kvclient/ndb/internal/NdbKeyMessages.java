package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plain commands about keys, which the two generations share by name: in generation A those of one session, in
 * generation B those of the whole server. They may be sent again after a loss.
 */
final class NdbKeyMessages {
    /** KeySet, KeyUpdated, KeyNotExist, KeyExists, KeyRemoved: what generation A says of a key. */
    static final int SET = 20;

    static final int UPDATED = 21;
    static final int NOT_THERE = 22;
    static final int EXISTS = 23;
    static final int REMOVED = 24;

    private static final AnswerReader<Map<String, StoredValue.Json>> VALUES = AnswerReader.members("keys");
    private static final AnswerReader<Map<String, Integer>> STATUSES = AnswerReader.statuses("keys");

    private final NdbConnection connection;
    private final @Nullable NdbToken token;

    /** Of the client's own session, or of generation B. */
    NdbKeyMessages(NdbConnection connection) {
        this(connection, null);
    }

    /** Of that session. */
    NdbKeyMessages(NdbConnection connection, @Nullable NdbToken token) {
        this.connection = connection;
        this.token = token;
    }

    boolean isSession() {
        return connection.generation().orElseThrow(NdbConnection::notConnected) == NdbGeneration.SESSION;
    }

    /** The values of those keys that there are; in generation A also of those that are not, as nulls. */
    NdbMessage<Map<String, StoredValue.Json>> get(List<String> keys) {
        return about("KV_GET", READ, keys, VALUES)
                .body(w -> w.texts("keys", keys))
                .route(keys.size() > 1 ? NdbMessage.Route.LARGE : NdbMessage.Route.MAIN)
                .build();
    }

    /** Statuses by keys in generation A, nothing in B. */
    NdbMessage<Map<String, Integer>> set(Map<String, StoredValue.Json> values) {
        SavableKeys.require(connection.settings(), values.keySet());
        return about("KV_SET", IDEMPOTENT_WRITE, List.copyOf(values.keySet()), STATUSES)
                .body(w -> w.members("keys", values))
                .build();
    }

    /** Statuses by keys in generation A, nothing in B, which does not tell what it added. */
    NdbMessage<Map<String, Integer>> add(Map<String, StoredValue.Json> values) {
        SavableKeys.require(connection.settings(), values.keySet());
        return about("KV_ADD", WRITE, List.copyOf(values.keySet()), STATUSES)
                .body(w -> w.members("keys", values))
                .build();
    }

    /** Statuses by keys in generation A, nothing in B. */
    NdbMessage<Map<String, Integer>> remove(List<String> keys) {
        AnswerReader<Map<String, Integer>> reader =
                isSession() ? AnswerReader.bodyStatuses(keys.contains("tkn")) : answer -> Map.of();
        return about("KV_RMV", IDEMPOTENT_WRITE, keys, reader)
                .body(w -> w.texts("keys", keys))
                .build();
    }

    /** Those of the keys that there are. */
    NdbMessage<Set<String>> contains(List<String> keys) {
        AnswerReader<Set<String>> reader = isSession()
                ? AnswerReader.members("keys").then(NdbKeyMessages::thoseTrue)
                : answer -> new LinkedHashSet<>(answer.keys());
        return about("KV_CONTAINS", READ, keys, reader)
                .body(w -> w.texts("keys", keys))
                .build();
    }

    private static Set<String> thoseTrue(Map<String, StoredValue.Json> answers) {
        Set<String> there = new LinkedHashSet<>();
        answers.forEach((key, value) -> {
            if (value.utf8()[0] == 't') {
                there.add(key);
            }
        });
        return there;
    }

    NdbMessage<Long> count() {
        return begin("KV_COUNT", READ, AnswerReader.number("cnt")).build();
    }

    NdbMessage<List<String>> keys() {
        return begin("KV_KEYS", READ, AnswerReader.texts("keys"))
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    /** How many there were. */
    NdbMessage<Long> clear() {
        return begin("KV_CLEAR", IDEMPOTENT_WRITE, AnswerReader.number("cnt")).build();
    }

    private <T> NdbMessage.Builder<T> begin(String command, Effect effect, AnswerReader<T> reader) {
        NdbMessage.Builder<T> message =
                NdbMessage.of(connection, command, effect, reader).resendable();
        if (!isSession()) {
            return message;
        }
        return token == null ? message.ownSession() : message.session(token);
    }

    private <T> NdbMessage.Builder<T> about(String command, Effect effect, List<String> keys, AnswerReader<T> reader) {
        return begin(command, effect, reader).keys(keys).check(check(command, keys));
    }

    private AnswerCheck check(String command, List<String> keys) {
        if (isSession()) {
            return command.equals("KV_RMV") ? AnswerCheck.removed(keys) : AnswerCheck.allOf(command, keys);
        }
        return command.equals("KV_GET") || command.equals("KV_CONTAINS")
                ? AnswerCheck.someOf(command, keys)
                : AnswerCheck.carriedOut(command);
    }
}
