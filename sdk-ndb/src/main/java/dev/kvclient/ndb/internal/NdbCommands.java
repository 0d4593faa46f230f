package dev.kvclient.ndb.internal;

import dev.kvclient.Condition;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.TimeToLive;
import dev.kvclient.WriteEffect;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.Batches;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.ScanReply;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.StoredEntry;
import dev.kvclient.spi.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The commands of the common API as NDB's plain commands about keys. */
final class NdbCommands implements CommandHandler {
    /** What a request holds beside its keys and values, at the most: the longest command and a token of 20 digits. */
    private static final int ENVELOPE = 64;

    /** What stands around a key and its value: quotes, a colon, a comma. */
    private static final int AROUND = 4;

    private final NdbConnection connection;
    private final NdbKeyMessages messages;

    NdbCommands(NdbConnection connection) {
        this.connection = connection;
        this.messages = new NdbKeyMessages(connection);
    }

    @Override
    public CompletionStage<Optional<StoredValue>> get(KvCommand.Get command, Exchange x) {
        return x.send(messages.get(List.of(command.key())))
                .thenApply(found -> Optional.ofNullable(found.get(command.key())));
    }

    @Override
    public CompletionStage<Optional<StoredEntry>> getEntry(KvCommand.GetEntry command, Exchange x) {
        return x.send(messages.get(List.of(command.key())))
                .thenApply(found -> entries(found).stream().findFirst());
    }

    @Override
    public CompletionStage<BatchReply<StoredValue>> getMany(KvCommand.GetMany command, Exchange x) {
        return getAll(command.keys(), x);
    }

    private CompletableFuture<BatchReply<StoredValue>> getAll(List<String> keys, Exchange x) {
        return Batches.send(
                parts(keys),
                Function.identity(),
                part -> x.send(messages.get(part)).thenApply(found -> BatchReply.of(present(found))));
    }

    /** Generation A gives null for a key that is not there, as for one that holds a null. */
    private static Map<String, StoredValue> present(Map<String, StoredValue.Json> found) {
        Map<String, StoredValue> present = new LinkedHashMap<>();
        found.forEach((key, value) -> {
            if (!AnswerReader.isNull(value)) {
                present.put(key, value);
            }
        });
        return present;
    }

    private static List<StoredEntry> entries(Map<String, ? extends StoredValue> found) {
        List<StoredEntry> entries = new ArrayList<>();
        found.forEach((key, value) -> {
            if (!(value instanceof StoredValue.Json json && AnswerReader.isNull(json))) {
                entries.add(new StoredEntry(key, value, null, null, null));
            }
        });
        return entries;
    }

    @Override
    public CompletionStage<Boolean> contains(KvCommand.Contains command, Exchange x) {
        return x.send(messages.contains(List.of(command.key()))).thenApply(there -> !there.isEmpty());
    }

    @Override
    public CompletionStage<SetReply> set(KvCommand.Set command, Exchange x) {
        Write write = command.write();
        return x.send(message(List.of(write))).thenApply(statuses -> reply(write, statuses));
    }

    /** All of them are of one kind: set, or added only if absent. */
    private NdbMessage<Map<String, Integer>> message(List<Write> writes) {
        Map<String, StoredValue.Json> values;
        if (writes.size() == 1) {
            values = Map.of(writes.get(0).key(), writes.get(0).value());
        } else {
            values = new LinkedHashMap<>();
            writes.forEach(write -> values.put(write.key(), write.value()));
        }
        return isAdd(writes.get(0)) ? messages.add(values) : messages.set(values);
    }

    private static boolean isAdd(Write write) {
        return write.condition().kind() == Condition.Kind.ABSENT;
    }

    private SetReply reply(Write write, Map<String, Integer> statuses) {
        if (!messages.isSession()) {
            return SetReply.WRITTEN;
        }
        int status = status(write.key(), statuses);
        return switch (status) {
            case NdbKeyMessages.SET -> new SetReply(true, null, WriteEffect.CREATED);
            case NdbKeyMessages.UPDATED -> new SetReply(true, null, WriteEffect.UPDATED);
            case NdbKeyMessages.EXISTS -> SetReply.NOT_WRITTEN;
            default -> throw unexpected(write.key(), status);
        };
    }

    private static int status(String key, Map<String, Integer> statuses) {
        Integer status = statuses.get(key);
        if (status == null) {
            throw new KvProtocolException(Failure.of(Outcome.APPLIED, "the answer does not tell what became of the key")
                    .key(key));
        }
        return status;
    }

    private static KvProtocolException unexpected(String key, int status) {
        return new KvProtocolException(Failure.of(Outcome.UNKNOWN, "an unexpected status of a key: " + status)
                .key(key)
                .status(status));
    }

    @Override
    public CompletionStage<BatchReply<SetReply>> setMany(KvCommand.SetMany command, Exchange x) {
        Map<Boolean, List<Write>> kinds = new LinkedHashMap<>();
        command.writes()
                .forEach(write -> kinds.computeIfAbsent(isAdd(write), kind -> new ArrayList<>())
                        .add(write));
        List<List<Write>> parts = new ArrayList<>();
        kinds.values()
                .forEach(writes -> parts.addAll(Batches.split(
                        writes,
                        Integer.MAX_VALUE,
                        maxPayload(),
                        ENVELOPE,
                        write -> size(write.key()) + write.value().size())));
        return Batches.send(
                parts,
                Write::key,
                part -> x.send(message(part)).thenApply(statuses -> {
                    Map<String, SetReply> written = new LinkedHashMap<>();
                    part.forEach(write -> written.put(write.key(), reply(write, statuses)));
                    return BatchReply.of(written);
                }));
    }

    @Override
    public CompletionStage<DeleteReply> delete(KvCommand.Delete command, Exchange x) {
        String key = command.key();
        return x.send(messages.remove(List.of(key))).thenApply(statuses -> DeleteReply.of(existed(key, statuses)));
    }

    private Existed existed(String key, Map<String, Integer> statuses) {
        if (!messages.isSession()) {
            return Existed.NOT_TOLD;
        }
        int status = status(key, statuses);
        return switch (status) {
            case NdbKeyMessages.REMOVED -> Existed.YES;
            case NdbKeyMessages.NOT_THERE -> Existed.NO;
            default -> throw unexpected(key, status);
        };
    }

    @Override
    public CompletionStage<BatchReply<Existed>> deleteMany(KvCommand.DeleteMany command, Exchange x) {
        return Batches.send(
                parts(command.keys()),
                Function.identity(),
                part -> x.send(messages.remove(part)).thenApply(statuses -> {
                    Map<String, Existed> existed = new LinkedHashMap<>();
                    part.forEach(key -> existed.put(key, existed(key, statuses)));
                    return BatchReply.of(existed);
                }));
    }

    /** All keys in one answer: the server lists them in no other way. */
    @Override
    public CompletionStage<ScanReply<String>> scanKeys(KvCommand.ScanKeys command, Exchange x) {
        return list(command.scan().prefix(), x).thenApply(keys -> new ScanReply<>(keys, null));
    }

    @Override
    public CompletionStage<ScanReply<StoredEntry>> scanEntries(KvCommand.ScanEntries command, Exchange x) {
        return list(command.scan().prefix(), x)
                .thenCompose(keys -> getAll(keys, x).thenApply(reply -> {
                    reply.failures().values().stream().findFirst().ifPresent(failure -> {
                        throw failure;
                    });
                    return new ScanReply<>(entries(reply.values()), null);
                }));
    }

    private CompletableFuture<List<String>> list(String prefix, Exchange x) {
        long most = connection.settings().maxListedKeys();
        return x.send(messages.count())
                .thenCompose(count -> {
                    if (count > most) {
                        throw new KvTooLargeException(Failure.of(
                                Outcome.NOT_SENT,
                                "there are " + count
                                        + " keys, which the server would list in one answer; maxListedKeys is "
                                        + most));
                    }
                    return x.send(messages.keys());
                })
                .thenApply(keys ->
                        keys.stream().filter(key -> key.startsWith(prefix)).toList());
    }

    @Override
    public CompletionStage<Long> count(KvCommand.Count command, Exchange x) {
        return command.prefix().isEmpty()
                ? x.send(messages.count())
                : list(command.prefix(), x).thenApply(keys -> (long) keys.size());
    }

    /** Generation B does not tell which of the keys were still there. */
    @Override
    public CompletionStage<Long> deletePrefix(KvCommand.DeletePrefix command, Exchange x) {
        return list(command.prefix(), x).thenCompose(keys -> {
            CompletableFuture<Long> removed = CompletableFuture.completedFuture(0L);
            for (List<String> part : parts(keys)) {
                CompletableFuture<Long> more = x.send(messages.remove(part))
                        .thenApply(statuses -> part.stream()
                                .filter(key -> existed(key, statuses) != Existed.NO)
                                .count());
                removed = removed.thenCombine(more, Long::sum);
            }
            return removed;
        });
    }

    @Override
    public CompletionStage<Ack> clear(KvCommand.Clear command, Exchange x) {
        return x.send(messages.clear()).thenApply(count -> Ack.DONE);
    }

    @Override
    public CompletionStage<Ack> ping(KvCommand.Ping command, Exchange x) {
        String sign = messages.isSession() ? "SH_INFO_ALL" : "SV_INFO";
        return x.send(NdbMessage.of(connection, sign, Effect.READ, answer -> Ack.DONE)
                .resendable()
                .build());
    }

    private List<List<String>> parts(List<String> keys) {
        return Batches.split(keys, Integer.MAX_VALUE, maxPayload(), ENVELOPE, NdbCommands::size);
    }

    private static long size(String key) {
        return Batches.escapedSize(key) + AROUND;
    }

    private int maxPayload() {
        return connection.settings().maxPayload(connection.generation().orElseThrow(NdbConnection::notConnected));
    }

    @Override
    public CompletionStage<Long> increment(KvCommand.Increment command, Exchange x) {
        throw unsupported();
    }

    @Override
    public CompletionStage<TimeToLive> readTtl(KvCommand.ReadTtl command, Exchange x) {
        throw unsupported();
    }

    @Override
    public CompletionStage<Boolean> expire(KvCommand.Expire command, Exchange x) {
        throw unsupported();
    }

    @Override
    public CompletionStage<Boolean> persist(KvCommand.Persist command, Exchange x) {
        throw unsupported();
    }

    /** Never reached: the capabilities say that NDB has no counters and no keys that expire. */
    private static IllegalStateException unsupported() {
        return new IllegalStateException("NDB has no counters and no keys that expire");
    }
}
