package dev.kvclient.spi;

import dev.kvclient.Condition;
import dev.kvclient.DeleteResult;
import dev.kvclient.Scan;
import dev.kvclient.TimeToLive;
import dev.kvclient.codec.StoredValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A request of the common API as data: what to do, to which keys, with values already encoded. Credentials and request
 * ids are no part of it. Immutable.
 *
 * @param <R> what carrying it out gives
 */
public sealed interface KvCommand<R>
        permits KvCommand.Get,
                KvCommand.GetEntry,
                KvCommand.GetMany,
                KvCommand.Contains,
                KvCommand.Set,
                KvCommand.SetMany,
                KvCommand.Delete,
                KvCommand.DeleteMany,
                KvCommand.Increment,
                KvCommand.ReadTtl,
                KvCommand.Expire,
                KvCommand.Persist,
                KvCommand.ScanKeys,
                KvCommand.ScanEntries,
                KvCommand.Count,
                KvCommand.DeletePrefix,
                KvCommand.Clear,
                KvCommand.Ping,
                NativeCommand {
    /** The name of the operation, as the common API has it. */
    String operation();

    /** The keys it touches, each once; empty for a barrier or a request without keys. */
    default List<String> keys() {
        return List.of();
    }

    /**
     * Whose order it keeps: it waits for earlier writes with one of these names, and later requests wait for it if it
     * is a write. Its keys, unless the same key means something else elsewhere, as in another session; or what it touches
     * is no key, such as a list. Each once.
     */
    default List<String> lanes() {
        return keys();
    }

    /** What carrying it out does. */
    default Effect effect() {
        return Effect.READ;
    }

    /** Whether it touches keys that it does not name, so that it waits for all writes before it and all wait for it. */
    default boolean barrier() {
        return false;
    }

    /** About how many bytes of values it carries. */
    default long weight() {
        return 0;
    }

    /** Has the handler carry it out. */
    CompletionStage<R> dispatch(CommandHandler handler, Exchange exchange);

    /** Reads a value. */
    record Get(String key) implements KvCommand<Optional<StoredValue>> {
        @Override
        public String operation() {
            return "get";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public CompletionStage<Optional<StoredValue>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.get(this, exchange);
        }
    }

    /** Reads a value with its version and expiry. */
    record GetEntry(String key) implements KvCommand<Optional<StoredEntry>> {
        @Override
        public String operation() {
            return "entry";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public CompletionStage<Optional<StoredEntry>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.getEntry(this, exchange);
        }
    }

    /** Reads several values. */
    record GetMany(List<String> keys) implements KvCommand<BatchReply<StoredValue>> {
        /** Copies the keys. */
        public GetMany {
            keys = List.copyOf(keys);
        }

        @Override
        public String operation() {
            return "getAll";
        }

        @Override
        public CompletionStage<BatchReply<StoredValue>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.getMany(this, exchange);
        }
    }

    /** Tests for a key. */
    record Contains(String key) implements KvCommand<Boolean> {
        @Override
        public String operation() {
            return "contains";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public CompletionStage<Boolean> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.contains(this, exchange);
        }
    }

    /** Stores a value. */
    record Set(Write write) implements KvCommand<SetReply> {
        @Override
        public String operation() {
            return "set";
        }

        @Override
        public List<String> keys() {
            return List.of(write.key());
        }

        @Override
        public Effect effect() {
            return write.effect();
        }

        @Override
        public long weight() {
            return write.value().size();
        }

        @Override
        public CompletionStage<SetReply> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.set(this, exchange);
        }
    }

    /** Stores several values, of different keys. */
    record SetMany(List<Write> writes) implements KvCommand<BatchReply<SetReply>> {
        /** Copies the writes. */
        public SetMany {
            writes = List.copyOf(writes);
        }

        @Override
        public String operation() {
            return "setAll";
        }

        @Override
        public List<String> keys() {
            return writes.stream().map(Write::key).toList();
        }

        @Override
        public Effect effect() {
            return writes.stream().allMatch(w -> w.effect() == Effect.IDEMPOTENT_WRITE)
                    ? Effect.IDEMPOTENT_WRITE
                    : Effect.WRITE;
        }

        @Override
        public long weight() {
            return writes.stream().mapToLong(w -> w.value().size()).sum();
        }

        @Override
        public CompletionStage<BatchReply<SetReply>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.setMany(this, exchange);
        }
    }

    /** Removes a key. */
    record Delete(String key, Condition condition) implements KvCommand<DeleteReply> {
        @Override
        public String operation() {
            return "delete";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public Effect effect() {
            return condition.kind() == Condition.Kind.NONE ? Effect.IDEMPOTENT_WRITE : Effect.WRITE;
        }

        @Override
        public CompletionStage<DeleteReply> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.delete(this, exchange);
        }
    }

    /** Removes several keys. */
    record DeleteMany(List<String> keys) implements KvCommand<BatchReply<DeleteResult.Existed>> {
        /** Copies the keys. */
        public DeleteMany {
            keys = List.copyOf(keys);
        }

        @Override
        public String operation() {
            return "deleteAll";
        }

        @Override
        public Effect effect() {
            return Effect.IDEMPOTENT_WRITE;
        }

        @Override
        public CompletionStage<BatchReply<DeleteResult.Existed>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.deleteMany(this, exchange);
        }
    }

    /** Adds to a counter. */
    record Increment(String key, long by) implements KvCommand<Long> {
        @Override
        public String operation() {
            return "increment";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public Effect effect() {
            return Effect.WRITE;
        }

        @Override
        public CompletionStage<Long> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.increment(this, exchange);
        }
    }

    /** Reads the time to live. */
    record ReadTtl(String key) implements KvCommand<TimeToLive> {
        @Override
        public String operation() {
            return "ttl";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public CompletionStage<TimeToLive> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.readTtl(this, exchange);
        }
    }

    /** Gives an existing key an end of its life, by the client's clock. */
    record Expire(String key, Instant expiresAt) implements KvCommand<Boolean> {
        @Override
        public String operation() {
            return "expire";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public Effect effect() {
            return Effect.IDEMPOTENT_WRITE;
        }

        @Override
        public CompletionStage<Boolean> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.expire(this, exchange);
        }
    }

    /** Takes its expiry from a key. */
    record Persist(String key) implements KvCommand<Boolean> {
        @Override
        public String operation() {
            return "persist";
        }

        @Override
        public List<String> keys() {
            return List.of(key);
        }

        @Override
        public Effect effect() {
            // Once more changes nothing, but answers that there was no expiry.
            return Effect.WRITE;
        }

        @Override
        public CompletionStage<Boolean> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.persist(this, exchange);
        }
    }

    /** One page of keys. */
    record ScanKeys(Scan scan) implements KvCommand<ScanReply<String>> {
        @Override
        public String operation() {
            return "keysPage";
        }

        @Override
        public boolean barrier() {
            return true;
        }

        @Override
        public CompletionStage<ScanReply<String>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.scanKeys(this, exchange);
        }
    }

    /** One page of entries. */
    record ScanEntries(Scan scan) implements KvCommand<ScanReply<StoredEntry>> {
        @Override
        public String operation() {
            return "entriesPage";
        }

        @Override
        public boolean barrier() {
            return true;
        }

        @Override
        public CompletionStage<ScanReply<StoredEntry>> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.scanEntries(this, exchange);
        }
    }

    /** Counts keys; the empty prefix counts all. */
    record Count(String prefix) implements KvCommand<Long> {
        @Override
        public String operation() {
            return "count";
        }

        @Override
        public boolean barrier() {
            return true;
        }

        @Override
        public CompletionStage<Long> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.count(this, exchange);
        }
    }

    /** Removes the keys of a prefix. */
    record DeletePrefix(String prefix) implements KvCommand<Long> {
        @Override
        public String operation() {
            return "deletePrefix";
        }

        @Override
        public Effect effect() {
            return Effect.IDEMPOTENT_WRITE;
        }

        @Override
        public boolean barrier() {
            return true;
        }

        @Override
        public CompletionStage<Long> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.deletePrefix(this, exchange);
        }
    }

    /** Removes everything. */
    record Clear() implements KvCommand<Ack> {
        @Override
        public String operation() {
            return "clear";
        }

        @Override
        public Effect effect() {
            return Effect.IDEMPOTENT_WRITE;
        }

        @Override
        public boolean barrier() {
            return true;
        }

        @Override
        public CompletionStage<Ack> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.clear(this, exchange);
        }
    }

    /** Asks for a sign of life. */
    record Ping() implements KvCommand<Ack> {
        @Override
        public String operation() {
            return "ping";
        }

        @Override
        public CompletionStage<Ack> dispatch(CommandHandler handler, Exchange exchange) {
            return handler.ping(this, exchange);
        }
    }
}
