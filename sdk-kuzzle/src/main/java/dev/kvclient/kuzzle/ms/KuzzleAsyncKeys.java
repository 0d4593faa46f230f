package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import dev.kvclient.TimeToLive;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleKeys} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncKeys {
    /** See {@link KuzzleKeys#del(String...)}. */
    default CompletableFuture<Long> del(String... keys) {
        return del(List.of(keys));
    }

    /** See {@link KuzzleKeys#del(Collection)}. */
    CompletableFuture<Long> del(Collection<String> keys);

    /** See {@link KuzzleKeys#exists(String)}. */
    CompletableFuture<Boolean> exists(String key);

    /** See {@link KuzzleKeys#exists(Collection)}. */
    CompletableFuture<Long> exists(Collection<String> keys);

    /** See {@link KuzzleKeys#expire(String, Duration)}. */
    CompletableFuture<Boolean> expire(String key, Duration after);

    /** See {@link KuzzleKeys#expireat(String, Instant)}. */
    CompletableFuture<Boolean> expireat(String key, Instant at);

    /** See {@link KuzzleKeys#keys(String)}. */
    CompletableFuture<List<String>> keys(String pattern);

    /** See {@link KuzzleKeys#objectEncoding(String)}. */
    CompletableFuture<Optional<String>> objectEncoding(String key);

    /** See {@link KuzzleKeys#objectFreq(String)}. */
    CompletableFuture<OptionalLong> objectFreq(String key);

    /** See {@link KuzzleKeys#objectIdletime(String)}. */
    CompletableFuture<Optional<Duration>> objectIdletime(String key);

    /** See {@link KuzzleKeys#objectRefcount(String)}. */
    CompletableFuture<OptionalLong> objectRefcount(String key);

    /** See {@link KuzzleKeys#persist(String)}. */
    CompletableFuture<Boolean> persist(String key);

    /** See {@link KuzzleKeys#pexpire(String, Duration)}. */
    CompletableFuture<Boolean> pexpire(String key, Duration after);

    /** See {@link KuzzleKeys#pexpireat(String, Instant)}. */
    CompletableFuture<Boolean> pexpireat(String key, Instant at);

    /** See {@link KuzzleKeys#pttl(String)}. */
    CompletableFuture<TimeToLive> pttl(String key);

    /** See {@link KuzzleKeys#randomkey()}. */
    CompletableFuture<Optional<String>> randomkey();

    /** See {@link KuzzleKeys#rename(String, String)}. */
    CompletableFuture<Void> rename(String key, String newKey);

    /** See {@link KuzzleKeys#renamenx(String, String)}. */
    CompletableFuture<Boolean> renamenx(String key, String newKey);

    /** See {@link KuzzleKeys#scan(ScanArgs)}. */
    CompletableFuture<KvPage<String>> scan(ScanArgs args);

    /** See {@link KuzzleKeys#sort(String)}. */
    default CompletableFuture<List<Optional<String>>> sort(String key) {
        return sort(key, SortArgs.none());
    }

    /** See {@link KuzzleKeys#sort(String, SortArgs)}. */
    CompletableFuture<List<Optional<String>>> sort(String key, SortArgs args);

    /** See {@link KuzzleKeys#sortStore(String, SortArgs, String)}. */
    CompletableFuture<Long> sortStore(String key, SortArgs args, String destination);

    /** See {@link KuzzleKeys#touch(String...)}. */
    default CompletableFuture<Long> touch(String... keys) {
        return touch(List.of(keys));
    }

    /** See {@link KuzzleKeys#touch(Collection)}. */
    CompletableFuture<Long> touch(Collection<String> keys);

    /** See {@link KuzzleKeys#ttl(String)}. */
    CompletableFuture<TimeToLive> ttl(String key);

    /** See {@link KuzzleKeys#type(String)}. */
    CompletableFuture<KeyType> type(String key);
}
