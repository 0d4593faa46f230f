package dev.kvclient.kuzzle.internal;

import dev.kvclient.Cursor;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.TimeToLive;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.Batches;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.ScanReply;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.StoredEntry;
import dev.kvclient.spi.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of the common API as actions of Kuzzle's memory storage. */
final class KuzzleCommands implements CommandHandler {
    /** The keys of one page when the client lists for itself: some ten kilobytes an answer. */
    private static final int OWN_PAGE = 1_000;

    /** What a frame holds besides its entries: the envelope and a token of some hundred bytes. */
    private static final int ENVELOPE = 4_096;

    /** What an entry holds besides its key and value, at the most: a member of a transaction. */
    private static final int MEMBER = 128;

    /** The cursor with which a scan begins, and that tells that it has ended. */
    private static final String NO_CURSOR = "0";

    /** What {@code pttl} says of a key that does not expire, and of one that is not there. */
    private static final long PERSISTENT = -1;

    private static final long ABSENT = -2;

    private final MsActions ms;
    private final ValueWire values;
    private final int maxFrameBytes;
    private final int maxBatchKeys;

    KuzzleCommands(MsActions ms, ValueWire values, int maxFrameBytes, int maxBatchKeys) {
        this.ms = ms;
        this.values = values;
        this.maxFrameBytes = maxFrameBytes;
        this.maxBatchKeys = maxBatchKeys;
    }

    @Override
    public CompletionStage<Optional<StoredValue>> get(KvCommand.Get command, Exchange x) {
        return x.send(ms.get(x, command.key())).thenApply(text -> text.map(values::read));
    }

    @Override
    public CompletionStage<Optional<StoredEntry>> getEntry(KvCommand.GetEntry command, Exchange x) {
        return x.send(ms.getWithTtl(x, command.key())).thenApply(replies -> {
            // A get fails within a transaction only if the key holds another kind of value.
            Optional<?> text = (Optional<?>) replies.get(0).orElseThrow(() -> wrongType(command.key()));
            long ttl = (Long) replies.get(1).orElse(PERSISTENT);
            return text.map(found -> entry(command.key(), (String) found, ttl, x));
        });
    }

    @Override
    public CompletionStage<BatchReply<StoredValue>> getMany(KvCommand.GetMany command, Exchange x) {
        return Batches.send(
                keyParts(command.keys(), x),
                Function.identity(),
                keys -> x.send(ms.mget(x, keys)).thenApply(texts -> {
                    requireAll(keys, texts);
                    Map<String, StoredValue> found = new LinkedHashMap<>();
                    for (int i = 0; i < keys.size(); i++) {
                        String key = keys.get(i);
                        texts.get(i).ifPresent(text -> found.put(key, values.read(text)));
                    }
                    return BatchReply.of(found);
                }));
    }

    @Override
    public CompletionStage<Boolean> contains(KvCommand.Contains command, Exchange x) {
        return x.send(ms.exists(x, command.key())).thenApply(count -> count > 0);
    }

    @Override
    public CompletionStage<SetReply> set(KvCommand.Set command, Exchange x) {
        return x.send(ms.set(x, command.write())).thenApply(KuzzleCommands::reply);
    }

    /** Plain writes go by {@code mset}; those with an expiry, a condition or an empty value, by a transaction. */
    @Override
    public CompletionStage<BatchReply<SetReply>> setMany(KvCommand.SetMany command, Exchange x) {
        List<Write> plain = new ArrayList<>();
        List<Write> others = new ArrayList<>();
        Map<String, KvException> expired = new LinkedHashMap<>();
        for (Write write : command.writes()) {
            try {
                write.remaining(x.time());
            } catch (KvTimeoutException e) {
                expired.put(write.key(), e);
                continue;
            }
            (write.isPlain() && !values.isEmpty(write.value()) ? plain : others).add(write);
        }
        CompletableFuture<BatchReply<SetReply>> plainly = Batches.send(
                parts(plain, x),
                Write::key,
                part -> x.send(ms.mset(x, part)).thenApply(done -> {
                    Map<String, SetReply> written = new LinkedHashMap<>();
                    part.forEach(write -> written.put(write.key(), SetReply.WRITTEN));
                    return BatchReply.of(written);
                }));
        CompletableFuture<BatchReply<SetReply>> byTransaction = Batches.send(
                parts(others, x),
                Write::key,
                part -> x.send(ms.setTransaction(x, part)).thenApply(replies -> transactionReply(part, replies)));
        return plainly.thenCombine(byTransaction, BatchReply::plus)
                .thenApply(sent -> sent.plus(new BatchReply<>(Map.of(), expired)));
    }

    @Override
    public CompletionStage<DeleteReply> delete(KvCommand.Delete command, Exchange x) {
        return x.send(ms.del(x, List.of(command.key())))
                .thenApply(removed -> DeleteReply.of(removed > 0 ? Existed.YES : Existed.NO));
    }

    @Override
    public CompletionStage<BatchReply<Existed>> deleteMany(KvCommand.DeleteMany command, Exchange x) {
        return Batches.send(
                keyParts(command.keys(), x),
                Function.identity(),
                keys -> x.send(ms.del(x, keys)).thenApply(removed -> {
                    Map<String, Existed> replies = new LinkedHashMap<>();
                    keys.forEach(key -> replies.put(key, Existed.NOT_TOLD));
                    return BatchReply.of(replies);
                }));
    }

    @Override
    public CompletionStage<Long> increment(KvCommand.Increment command, Exchange x) {
        return x.send(ms.incrby(x, command.key(), command.by()));
    }

    @Override
    public CompletionStage<TimeToLive> readTtl(KvCommand.ReadTtl command, Exchange x) {
        return x.send(ms.pttl(x, command.key())).thenApply(millis -> {
            if (millis == ABSENT) {
                return TimeToLive.absent();
            }
            return millis == PERSISTENT ? TimeToLive.persistent() : TimeToLive.of(Duration.ofMillis(millis));
        });
    }

    @Override
    public CompletionStage<Boolean> expire(KvCommand.Expire command, Exchange x) {
        return x.send(ms.pexpire(x, command.key(), command.expiresAt()));
    }

    @Override
    public CompletionStage<Boolean> persist(KvCommand.Persist command, Exchange x) {
        return x.send(ms.persist(x, command.key()));
    }

    @Override
    public CompletionStage<ScanReply<String>> scanKeys(KvCommand.ScanKeys command, Exchange x) {
        return x.send(ms.scan(
                        x,
                        from(command.scan().from()),
                        command.scan().prefix(),
                        command.scan().pageSize()))
                .thenApply(page -> new ScanReply<>(page.keys(), next(page)));
    }

    /** The keys of a page, then their values and lives. What is no string is left out. */
    @Override
    public CompletionStage<ScanReply<StoredEntry>> scanEntries(KvCommand.ScanEntries command, Exchange x) {
        return x.send(ms.scan(
                        x,
                        from(command.scan().from()),
                        command.scan().prefix(),
                        command.scan().pageSize()))
                .thenCompose(page -> entries(page.keys(), x).thenApply(found -> new ScanReply<>(found, next(page))));
    }

    private CompletableFuture<List<StoredEntry>> entries(List<String> keys, Exchange x) {
        CompletableFuture<List<StoredEntry>> all = CompletableFuture.completedFuture(List.of());
        // Each key is named twice.
        for (List<String> part :
                Batches.split(keys, maxBatchKeys, room(x), ENVELOPE, key -> 2 * keySize(key) + MEMBER)) {
            CompletableFuture<List<StoredEntry>> some =
                    x.send(ms.getManyWithTtl(x, part)).thenApply(replies -> entries(part, replies, x));
            all = all.thenCombine(
                    some,
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
        }
        return all;
    }

    @Override
    public CompletionStage<Long> count(KvCommand.Count command, Exchange x) {
        if (command.prefix().isEmpty()) {
            return x.send(ms.dbsize(x));
        }
        // A scan may give a key twice.
        Set<String> seen = new HashSet<>();
        return eachPage(command.prefix(), NO_CURSOR, x, keys -> {
                    seen.addAll(keys);
                    return CompletableFuture.completedFuture(0L);
                })
                .thenApply(none -> (long) seen.size());
    }

    @Override
    public CompletionStage<Long> deletePrefix(KvCommand.DeletePrefix command, Exchange x) {
        return eachPage(command.prefix(), NO_CURSOR, x, keys -> {
            CompletableFuture<Long> removed = CompletableFuture.completedFuture(0L);
            for (List<String> part : keyParts(keys, x)) {
                removed = removed.thenCombine(x.send(ms.del(x, part)), Long::sum);
            }
            return removed;
        });
    }

    @Override
    public CompletionStage<Ack> clear(KvCommand.Clear command, Exchange x) {
        return x.send(ms.flushdb(x));
    }

    @Override
    public CompletionStage<Ack> ping(KvCommand.Ping command, Exchange x) {
        return x.send(ms.ping(x));
    }

    /** Lists page after page, has each looked at, and adds up what that gives. */
    private CompletableFuture<Long> eachPage(
            String prefix, String cursor, Exchange x, Function<List<String>, CompletableFuture<Long>> look) {
        return x.send(ms.scan(x, cursor, prefix, OWN_PAGE)).thenCompose(page -> {
            CompletableFuture<Long> looked =
                    page.keys().isEmpty() ? CompletableFuture.completedFuture(0L) : look.apply(page.keys());
            return page.cursor().equals(NO_CURSOR)
                    ? looked
                    : looked.thenCompose(
                            here -> eachPage(prefix, page.cursor(), x, look).thenApply(rest -> here + rest));
        });
    }

    private BatchReply<SetReply> transactionReply(List<Write> part, List<Optional<Boolean>> replies) {
        Map<String, SetReply> written = new LinkedHashMap<>();
        Map<String, KvException> failures = new LinkedHashMap<>();
        for (int i = 0; i < part.size(); i++) {
            String key = part.get(i).key();
            Optional<Boolean> reply = replies.get(i);
            if (reply.isPresent()) {
                written.put(key, reply(reply.get()));
            } else {
                failures.put(
                        key,
                        new KvRequestException(Failure.of(
                                        Outcome.REJECTED,
                                        "Redis refused this member of the transaction; Kuzzle drops its reason")
                                .backend("kuzzle")
                                .key(key)));
            }
        }
        return new BatchReply<>(written, failures);
    }

    private List<StoredEntry> entries(List<String> keys, List<Optional<Object>> replies, Exchange x) {
        List<?> texts = (List<?>) replies.get(0).orElseThrow(() -> wrongType(keys.get(0)));
        List<StoredEntry> entries = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            long ttl = (Long) replies.get(i + 1).orElse(PERSISTENT);
            ((Optional<?>) texts.get(i)).ifPresent(text -> entries.add(entry(key, (String) text, ttl, x)));
        }
        return entries;
    }

    private StoredEntry entry(String key, String text, long ttlMillis, Exchange x) {
        Instant expiresAt = ttlMillis < 0 ? null : x.time().now().plusMillis(ttlMillis);
        return new StoredEntry(key, values.read(text), null, null, expiresAt);
    }

    private List<List<Write>> parts(List<Write> writes, Exchange x) {
        return Batches.split(
                writes,
                maxBatchKeys,
                room(x),
                ENVELOPE,
                write ->
                        keySize(write.key()) + Batches.escapedSize(write.value().utf8()) + MEMBER);
    }

    private List<List<String>> keyParts(List<String> keys, Exchange x) {
        return Batches.split(keys, maxBatchKeys, room(x), ENVELOPE, KuzzleCommands::keySize);
    }

    /** What a frame has room for beside the data that goes with every request of this call. */
    private int room(Exchange x) {
        int with = x.attribute(KuzzleAttributes.VOLATILE)
                .map(raw -> raw.json().getBytes(StandardCharsets.UTF_8).length)
                .orElse(0);
        return maxFrameBytes - with;
    }

    private static long keySize(String key) {
        return Batches.escapedSize(key) + 3;
    }

    private static SetReply reply(boolean written) {
        return written ? SetReply.WRITTEN : SetReply.NOT_WRITTEN;
    }

    private static String from(Optional<Cursor> cursor) {
        return cursor.map(Cursor::toString).orElse(NO_CURSOR);
    }

    private static @Nullable Cursor next(Readers.KeyPage page) {
        return page.cursor().equals(NO_CURSOR) ? null : Cursor.parse(page.cursor());
    }

    private static void requireAll(List<String> keys, List<?> replies) {
        if (keys.size() != replies.size()) {
            throw new KvProtocolException(Failure.of(
                    Outcome.APPLIED, "asked for " + keys.size() + " keys, the server answered for " + replies.size()));
        }
    }

    private static KvRequestException wrongType(String key) {
        return new KvRequestException(Failure.of(Outcome.REJECTED, "the key holds another kind of value (WRONGTYPE)")
                .key(key));
    }
}
