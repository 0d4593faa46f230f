package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.KvPage;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleSets}, whose methods the methods here are. */
final class SetsCalls {
    private final MsApi api;

    SetsCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> sadd(String key, Collection<String> members) {
        return api.ask(MsAction.SADD, key).bodyTexts("members", members).reads(Replies::integer);
    }

    NativeCall<Long, Long> scard(String key) {
        return api.ask(MsAction.SCARD, key).reads(Replies::integer);
    }

    NativeCall<Set<String>, Set<String>> sdiff(String key, Collection<String> others) {
        return api.ask(MsAction.SDIFF, key).topKeys("keys", others).reads(Replies::set);
    }

    NativeCall<Long, Long> sdiffstore(String destination, String key, Collection<String> others) {
        return api.ask(MsAction.SDIFFSTORE, key)
                .bodyKey("destination", destination)
                .bodyKeys("keys", others)
                // A difference that is among the sets it is made of is not there the second time.
                .onceIf(others.contains(destination))
                .reads(Replies::integer);
    }

    NativeCall<Set<String>, Set<String>> sinter(Collection<String> keys) {
        return api.ask(MsAction.SINTER)
                .topKeys("keys", Refused.some(MsAction.SINTER, "keys", keys))
                .reads(Replies::set);
    }

    NativeCall<Long, Long> sinterstore(String destination, Collection<String> keys) {
        return store(MsAction.SINTERSTORE, destination, keys);
    }

    NativeCall<Boolean, Boolean> sismember(String key, String member) {
        return api.ask(MsAction.SISMEMBER, key).top("member", member).reads(Replies::flag);
    }

    NativeCall<Set<String>, Set<String>> smembers(String key) {
        return api.ask(MsAction.SMEMBERS, key).reads(Replies::set);
    }

    NativeCall<Boolean, Boolean> smove(String key, String destination, String member) {
        return api.ask(MsAction.SMOVE, key)
                .bodyKey("destination", destination)
                .body("member", member)
                .reads(Replies::flag);
    }

    NativeCall<Optional<String>, Optional<String>> spop(String key) {
        return api.ask(MsAction.SPOP, key).reads(Replies::text);
    }

    NativeCall<Set<String>, Set<String>> spop(String key, long count) {
        return api.ask(MsAction.SPOP, key)
                .body("count", Refused.notNegative(MsAction.SPOP, "the count", count))
                .reads(Replies::set);
    }

    NativeCall<Optional<String>, Optional<String>> srandmember(String key) {
        return api.ask(MsAction.SRANDMEMBER, key).reads(Replies::text);
    }

    NativeCall<List<String>, List<String>> srandmember(String key, long count) {
        return api.ask(MsAction.SRANDMEMBER, key).top("count", count).reads(Replies::strings);
    }

    NativeCall<Long, Long> srem(String key, Collection<String> members) {
        return api.ask(MsAction.SREM, key).bodyTexts("members", members).reads(Replies::integer);
    }

    NativeCall<KvPage<String>, KvPage<String>> sscan(String key, ScanArgs args) {
        return api.ask(MsAction.SSCAN, key).scan(args).reads(tree -> Replies.page(tree, Replies::strings));
    }

    NativeCall<Set<String>, Set<String>> sunion(Collection<String> keys) {
        return api.ask(MsAction.SUNION)
                .topKeys("keys", Refused.some(MsAction.SUNION, "keys", keys))
                .reads(Replies::set);
    }

    NativeCall<Long, Long> sunionstore(String destination, Collection<String> keys) {
        return store(MsAction.SUNIONSTORE, destination, keys);
    }

    private NativeCall<Long, Long> store(MsAction action, String destination, Collection<String> keys) {
        return api.ask(action)
                .bodyKeys("keys", Refused.some(action, "keys", keys))
                .bodyKey("destination", destination)
                .reads(Replies::integer);
    }
}
