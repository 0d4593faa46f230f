package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.RawJson;
import dev.kvclient.kuzzle.internal.ms.MsAction;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.ScoredMember;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The keys that {@link KuzzleMsIT} works on, and what it calls. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
abstract class MsLiveKeys {
    /** The server takes it for an SDK of another age, and refuses whatever the action is. */
    static final CallOptions REFUSED =
            CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"sdkName\":\"java@1\"}"));

    /**
     * The calls of an action.
     *
     * @param good does what it says
     * @param bad is refused by the server
     */
    record Calls(Consumer<KuzzleMemoryStorage> good, Consumer<KuzzleMemoryStorage> bad) {}

    record Point(int x, int y) {}

    final String namespace = "kvclient-ms:" + UUID.randomUUID() + ":";
    final String text = key("text");
    final String number = key("number");
    final String list = key("list");
    final String hash = key("hash");
    final String set = key("set");
    final String zset = key("zset");
    final String lex = key("lex");
    final String geo = key("geo");
    final String log = key("log");
    final String absent = key("absent");
    final String other = key("other");
    final Map<MsAction, Calls> calls = new EnumMap<>(MsAction.class);

    final String key(String name) {
        return namespace + name;
    }

    final void both(MsAction action, Consumer<KuzzleMemoryStorage> good, Consumer<KuzzleMemoryStorage> bad) {
        assertThat(calls.put(action, new Calls(good, bad))).isNull();
    }

    /** For what Redis does not refuse. */
    final void always(MsAction action, Consumer<KuzzleMemoryStorage> call) {
        both(action, call, m -> call.accept(m.with(REFUSED)));
    }

    /** Fills the keys. */
    final void fill(KuzzleMemoryStorage ms) {
        ms.mexecute(tx -> {
                    tx.set(text, "hello");
                    tx.set(number, 40);
                    tx.rpush(list, "a", "b", "c");
                    tx.hset(hash, "f", 1);
                    tx.sadd(set, "a", "b", "c");
                    tx.zadd(zset, ScoredMember.of(1, "a"), ScoredMember.of(2.5, "b"));
                    tx.zadd(zset, Double.POSITIVE_INFINITY, "inf");
                    tx.zadd(lex, ScoredMember.of(0, "a"), ScoredMember.of(0, "b"), ScoredMember.of(0, "c"));
                    tx.geoadd(geo, "Palermo", new GeoPoint(13.361389, 38.115556));
                    tx.geoadd(geo, "Catania", new GeoPoint(15.087269, 37.502669));
                    tx.pfadd(log, "a", "b");
                })
                .orThrow();
    }
}
