package dev.kvclient.versori.internal;

import dev.kvclient.Condition;
import dev.kvclient.Cursor;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.Scan;
import dev.kvclient.TimeToLive;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
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
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.VersoriFilter;
import dev.kvclient.versori.VersoriListOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands of the common API as requests to a Versori store. */
final class VersoriCommands implements CommandHandler {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private final StoreActions actions;
    private final StoreCalls calls;
    private final KeySpace keys;

    VersoriCommands(StoreActions actions) {
        this.actions = actions;
        this.calls = actions.calls();
        this.keys = actions.keys();
    }

    @Override
    public CompletionStage<Optional<StoredValue>> get(KvCommand.Get command, Exchange x) {
        return read(command.key(), x).thenApply(entry -> entry.map(RawEntry::value));
    }

    @Override
    public CompletionStage<Optional<StoredEntry>> getEntry(KvCommand.GetEntry command, Exchange x) {
        return read(command.key(), x).thenApply(entry -> entry.map(found -> stored(command.key(), found)));
    }

    @Override
    public CompletionStage<Boolean> contains(KvCommand.Contains command, Exchange x) {
        return read(command.key(), x).thenApply(Optional::isPresent);
    }

    private CompletableFuture<Optional<RawEntry>> read(String key, Exchange x) {
        return actions.get(keys.onWire(key), key, x);
    }

    private static StoredEntry stored(String key, RawEntry entry) {
        return new StoredEntry(key, entry.value(), entry.version(), entry.createdAt(), entry.expiresAt());
    }

    @Override
    public CompletionStage<BatchReply<StoredValue>> getMany(KvCommand.GetMany command, Exchange x) {
        Map<List<String>, String> names = names(command.keys());
        return Batches.send(
                actions.split(List.copyOf(names.keySet())),
                key -> name(names, key),
                part -> x.send(calls.batchGet(part, namesOf(names, part), null)).thenApply(entries -> {
                    Map<String, StoredValue> found = new LinkedHashMap<>();
                    for (RawEntry entry : entries) {
                        String name = names.get(entry.key());
                        if (name == null || !part.contains(entry.key())) {
                            throw odd(Outcome.APPLIED, "the answer holds an entry that was not asked for");
                        }
                        found.put(name, entry.value());
                    }
                    return BatchReply.of(found);
                }));
    }

    /** The keys on the wire, with how the caller names them. */
    private Map<List<String>, String> names(List<String> all) {
        Map<List<String>, String> names = new LinkedHashMap<>();
        all.forEach(key -> names.put(keys.onWire(key), key));
        return names;
    }

    private static String name(Map<List<String>, String> names, List<String> key) {
        return names.getOrDefault(key, "");
    }

    private static List<String> namesOf(Map<List<String>, String> names, List<List<String>> part) {
        return part.stream().map(key -> name(names, key)).toList();
    }

    @Override
    public CompletionStage<SetReply> set(KvCommand.Set command, Exchange x) {
        return set(command.write(), x);
    }

    private CompletableFuture<SetReply> set(Write write, Exchange x) {
        // An end that has passed is not worth a request.
        write.remaining(x.time());
        WireSet wire = WireSet.of(write, keys);
        if (write.condition().kind() != Condition.Kind.PRESENT) {
            return x.send(calls.set(wire)).thenApply(result -> reply(write, result));
        }
        return actions.compareAndSet(
                wire.key(),
                wire.shown(),
                entry -> entry.map(found -> new StoreActions.Step<>(
                                wire.ifVersion(found.version()), result -> reply(write, result)))
                        .orElseGet(() -> StoreActions.Step.done(SetReply.NOT_WRITTEN)),
                x);
    }

    private static SetReply reply(Write write, CommitResult result) {
        if (result.committed()) {
            return new SetReply(true, result.version().orElse(null), SetReply.WRITTEN.effect());
        }
        if (write.condition().kind() == Condition.Kind.NONE) {
            throw new KvConflictException(
                    Failure.of(Outcome.REJECTED, "the server did not commit a write without a condition")
                            .backend("versori")
                            .key(write.key()));
        }
        return SetReply.NOT_WRITTEN;
    }

    /**
     * Writes with a condition go singly: the successes of a batch carry no keys, so that nobody could tell which of
     * them were not committed.
     */
    @Override
    public CompletionStage<BatchReply<SetReply>> setMany(KvCommand.SetMany command, Exchange x) {
        List<WireSet> plain = new ArrayList<>();
        List<List<Write>> conditional = new ArrayList<>();
        Map<String, KvException> expired = new LinkedHashMap<>();
        for (Write write : command.writes()) {
            try {
                write.remaining(x.time());
            } catch (KvTimeoutException e) {
                expired.put(write.key(), e);
                continue;
            }
            if (write.condition().kind() == Condition.Kind.NONE) {
                plain.add(WireSet.of(write, keys));
            } else {
                conditional.add(List.of(write));
            }
        }
        CompletableFuture<BatchReply<SetReply>> together = Batches.send(
                actions.splitWrites(plain),
                WireSet::shown,
                part -> x.send(calls.batchSet(part)).thenApply(answer -> outcomes(part, answer)));
        CompletableFuture<BatchReply<SetReply>> singly = Batches.send(
                conditional,
                Write::key,
                one -> set(one.get(0), x)
                        .thenApply(reply -> BatchReply.of(Map.of(one.get(0).key(), reply))));
        return together.thenCombine(singly, BatchReply::plus)
                .thenApply(sent -> sent.plus(new BatchReply<>(Map.of(), expired)));
    }

    /** What became of each write of a part: those that did not fail were committed, if the numbers agree. */
    static BatchReply<SetReply> outcomes(List<WireSet> part, Answers.BatchSet answer) {
        Map<String, SetReply> written = new LinkedHashMap<>();
        Map<String, KvException> failures = new LinkedHashMap<>();
        List<WireSet> others = new ArrayList<>();
        for (WireSet write : part) {
            var error = answer.failures().get(write.key());
            if (error == null) {
                others.add(write);
            } else {
                failures.put(write.shown(), VersoriErrors.ofMember(error, write.shown()));
            }
        }
        String problem = problem(part, answer, others);
        CommitResult only =
                others.size() == 1 && problem == null ? answer.successes().get(0) : null;
        for (WireSet write : others) {
            if (problem != null) {
                failures.put(write.shown(), odd(Outcome.UNKNOWN, problem).with(f -> f.key(write.shown())));
            } else {
                written.put(
                        write.shown(),
                        new SetReply(
                                true, only == null ? null : only.version().orElse(null), SetReply.WRITTEN.effect()));
            }
        }
        return new BatchReply<>(written, failures);
    }

    private static @Nullable String problem(List<WireSet> part, Answers.BatchSet answer, List<WireSet> others) {
        if (answer.failures().size() + others.size() != part.size()) {
            return "the answer names keys that were not written";
        }
        if (answer.successes().size() != others.size()) {
            return "of " + part.size() + " writes the server tells of "
                    + answer.successes().size() + " successes and "
                    + answer.failures().size() + " failures";
        }
        return answer.successes().stream().allMatch(CommitResult::committed)
                ? null
                : "some of the batch were not committed, and the answer does not tell which";
    }

    @Override
    public CompletionStage<DeleteReply> delete(KvCommand.Delete command, Exchange x) {
        return actions.delete(keys.onWire(command.key()), command.key(), StoreCalls.DeleteHow.PLAIN, x)
                .thenApply(word -> DeleteReply.of(Existed.NOT_TOLD));
    }

    @Override
    public CompletionStage<BatchReply<Existed>> deleteMany(KvCommand.DeleteMany command, Exchange x) {
        Map<List<String>, String> names = names(command.keys());
        return Batches.send(
                actions.split(List.copyOf(names.keySet())),
                key -> name(names, key),
                part -> x.send(calls.batchDelete(part, namesOf(names, part), StoreCalls.DeleteHow.PLAIN))
                        .thenApply(word -> {
                            Map<String, Existed> replies = new LinkedHashMap<>();
                            namesOf(names, part).forEach(name -> replies.put(name, Existed.NOT_TOLD));
                            return BatchReply.of(replies);
                        }));
    }

    @Override
    public CompletionStage<Long> increment(KvCommand.Increment command, Exchange x) {
        List<String> key = keys.onWire(command.key());
        return actions.compareAndSet(
                key,
                command.key(),
                entry -> {
                    long sum = entry.map(found -> sum(command, found.value())).orElse(command.by());
                    WireSet.Expiry expiry = entry.map(found -> new WireSet.Expiry(found.expiresAt(), false))
                            .orElse(WireSet.Expiry.NEVER);
                    return new StoreActions.Step<>(
                            new WireSet(
                                    key,
                                    command.key(),
                                    new StoredValue.Json(Long.toString(sum).getBytes(StandardCharsets.US_ASCII)),
                                    expiry,
                                    false,
                                    entry.map(RawEntry::version).orElse(null),
                                    entry.isEmpty(),
                                    null,
                                    null),
                            result -> sum);
                },
                x);
    }

    private static long sum(KvCommand.Increment command, StoredValue.Json stored) {
        String text = stored.text().strip();
        try {
            if (INTEGER.matcher(text).matches()) {
                return Math.addExact(Long.parseLong(text), command.by());
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw noCounter(command.key(), "the sum, or what is stored, is out of range");
        }
        throw noCounter(command.key(), "what is stored is no integer");
    }

    private static KvRequestException noCounter(String key, String problem) {
        return new KvRequestException(
                Failure.of(Outcome.REJECTED, problem).backend("versori").key(key));
    }

    @Override
    public CompletionStage<TimeToLive> readTtl(KvCommand.ReadTtl command, Exchange x) {
        return read(command.key(), x).thenApply(entry -> {
            if (entry.isEmpty()) {
                return TimeToLive.absent();
            }
            Instant end = entry.get().expiresAt();
            if (end == null) {
                return TimeToLive.persistent();
            }
            Duration left = Duration.between(x.time().now(), end);
            // It is there: that its end has passed is a matter of the two clocks.
            return TimeToLive.of(left.isNegative() ? Duration.ZERO : left);
        });
    }

    @Override
    public CompletionStage<Boolean> expire(KvCommand.Expire command, Exchange x) {
        throw unsupported("expire");
    }

    @Override
    public CompletionStage<Boolean> persist(KvCommand.Persist command, Exchange x) {
        throw unsupported("persist");
    }

    /** Writing the value again would lose its metadata. The engine refuses these before. */
    private static KvRequestException unsupported(String operation) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, "Versori does not change the expiry of an entry")
                .operation(operation));
    }

    @Override
    public CompletionStage<ScanReply<String>> scanKeys(KvCommand.ScanKeys command, Exchange x) {
        return scan(command.scan(), x, (name, entry) -> name);
    }

    @Override
    public CompletionStage<ScanReply<StoredEntry>> scanEntries(KvCommand.ScanEntries command, Exchange x) {
        return scan(command.scan(), x, VersoriCommands::stored);
    }

    /** What an item of a page is made of. */
    @FunctionalInterface
    private interface Item<T> {
        T of(String name, RawEntry entry);
    }

    private <T> CompletionStage<ScanReply<T>> scan(Scan scan, Exchange x, Item<T> item) {
        WireList what = WireList.of(
                keys.wholeSegments(scan.prefix()),
                Math.min(scan.pageSize(), VersoriListOptions.MAX_LIMIT),
                scan.from().map(Cursor::toString).orElse(null),
                VersoriFilter.none().metadata(scan.metadata()));
        return actions.page(what, x).thenApply(page -> {
            List<T> items = new ArrayList<>();
            for (RawEntry entry : page.entries()) {
                String name = keys.text(entry.key());
                if (name != null && name.startsWith(scan.prefix())) {
                    items.add(item.of(name, entry));
                }
            }
            return new ScanReply<>(items, page.next() == null ? null : Cursor.parse(page.next()));
        });
    }

    @Override
    public CompletionStage<Long> count(KvCommand.Count command, Exchange x) {
        String prefix = command.prefix();
        List<String> segments = keys.wholeSegments(prefix);
        if (segments.isEmpty() && prefix.isEmpty()) {
            return x.send(calls.count(segments));
        }
        if (!KeySpace.isWhole(prefix)) {
            return countListed(prefix, x);
        }
        // Whether the key "a" is among those that begin with the segment "a" is not described; among those that begin
        // with the text "a/" it is not, nor among those of a scope with that prefix. If it is there, the listing
        // decides.
        return x.send(calls.count(segments))
                .thenCombine(
                        x.send(calls.batchGet(List.of(segments), List.of(prefix), null)),
                        (count, same) -> same.isEmpty() ? Optional.of(count) : Optional.<Long>empty())
                .thenCompose(
                        count -> count.map(CompletableFuture::completedFuture).orElseGet(() -> countListed(prefix, x)));
    }

    private CompletableFuture<Long> countListed(String prefix, Exchange x) {
        AtomicLong count = new AtomicLong();
        return actions.eachPage(
                        keys.wholeSegments(prefix),
                        x,
                        page -> count.addAndGet(page.entries().stream()
                                .filter(entry -> begins(entry.key(), prefix))
                                .count()))
                .thenApply(all -> count.get());
    }

    private boolean begins(List<String> key, String prefix) {
        String name = keys.text(key);
        return name != null && name.startsWith(prefix);
    }

    @Override
    public CompletionStage<Long> deletePrefix(KvCommand.DeletePrefix command, Exchange x) {
        return actions.deleteListed(keys.wholeSegments(command.prefix()), key -> begins(key, command.prefix()), x);
    }

    /** Also what has no name in the common API: it says everything. */
    @Override
    public CompletionStage<Ack> clear(KvCommand.Clear command, Exchange x) {
        return actions.deleteListed(keys.prefix(), key -> keys.key(key).isPresent(), x)
                .thenApply(count -> Ack.DONE);
    }

    @Override
    public CompletionStage<Ack> ping(KvCommand.Ping command, Exchange x) {
        return x.send(calls.probe(keys)).thenApply(count -> Ack.DONE);
    }

    private static KvProtocolException odd(Outcome outcome, String problem) {
        return new KvProtocolException(Failure.of(outcome, problem).backend("versori"));
    }
}
