package dev.kvclient.versori.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.Batches;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.Futures;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.VersoriFilter;
import dev.kvclient.versori.VersoriListOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What takes more than one request: telling an absent key from an absent store, listing all, compare and set. */
record StoreActions(StoreCalls calls, KeySpace keys, int batchSize, int compareAndSetRounds) {
    /** 4 MiB: a batch of large values is split further, so that no gateway refuses it as a whole. */
    private static final long MAX_BATCH_BYTES = 4L << 20;

    /** What an entry of a batch holds besides its key and value, at the most, its metadata apart. */
    private static final int MEMBER = 256;

    /** Reads an entry. A 404 is taken for an absent key only if the store is known to be there. */
    CompletableFuture<Optional<RawEntry>> get(List<String> key, String shown, Exchange x) {
        return x.send(calls.get(key, shown))
                .thenCompose(found -> found.doubtful()
                        ? requireStore(x).thenApply(there -> Optional.empty())
                        : CompletableFuture.completedFuture(Optional.ofNullable(found.entry())));
    }

    /** Deletes an entry; one that is absent is as good as deleted, if the store is known to be there. */
    CompletableFuture<Optional<String>> delete(List<String> key, String shown, StoreCalls.DeleteHow how, Exchange x) {
        CompletableFuture<Optional<String>> deleted = x.send(calls.delete(key, shown, how));
        return KeySpace.path(key) == null
                ? deleted
                : deleted.exceptionallyCompose(thrown -> Futures.cause(thrown) instanceof KvNotFoundException
                        ? requireStore(x).thenApply(there -> Optional.empty())
                        : CompletableFuture.failedFuture(thrown));
    }

    /**
     * The server answers 404 for an absent key and for an absent store alike, and its codes are not described. Whether
     * the store is there, a request about the whole store tells; that is remembered for a while.
     */
    private CompletableFuture<Boolean> requireStore(Exchange x) {
        return calls.store().wasSeen(x.time())
                ? CompletableFuture.completedFuture(true)
                : x.send(calls.probe(keys)).thenApply(count -> true);
    }

    /** What to do about the entry that was read: write, or be done without. */
    record Step<R>(@Nullable WireSet write, Function<CommitResult, R> result) {
        static <R> Step<R> done(R result) {
            return new Step<>(null, none -> result);
        }
    }

    /**
     * Reads, decides and writes under the condition that nothing has changed meanwhile; again, so many times, if it
     * has.
     *
     * @param decide given the entry, or nothing
     */
    <R> CompletableFuture<R> compareAndSet(
            List<String> key, String shown, Function<Optional<RawEntry>, Step<R>> decide, Exchange x) {
        return round(1, key, shown, decide, x);
    }

    private <R> CompletableFuture<R> round(
            int round, List<String> key, String shown, Function<Optional<RawEntry>, Step<R>> decide, Exchange x) {
        return get(key, shown, x).thenCompose(entry -> {
            Step<R> step = decide.apply(entry);
            WireSet write = step.write();
            if (write == null) {
                return CompletableFuture.completedFuture(step.result().apply(new CommitResult(false, null)));
            }
            return x.send(calls.setOrConflict(write)).thenApply(step.result()).exceptionallyCompose(thrown -> {
                Throwable cause = Futures.cause(thrown);
                if (!(cause instanceof KvConflictException) || x.ended()) {
                    return CompletableFuture.failedFuture(cause);
                }
                return round < compareAndSetRounds
                        ? round(round + 1, key, shown, decide, x)
                        : CompletableFuture.failedFuture(new KvConflictException(
                                Failure.of(Outcome.REJECTED, "other writers came between " + round + " times")
                                        .backend("versori")
                                        .key(shown)
                                        .retryable(true)));
            });
        });
    }

    /** Lists page after page, and shows each to a visitor. */
    CompletableFuture<Boolean> eachPage(List<String> prefix, Exchange x, Consumer<Answers.Page> visit) {
        return pagesFrom(null, prefix, x, visit);
    }

    private CompletableFuture<Boolean> pagesFrom(
            @Nullable String cursor, List<String> prefix, Exchange x, Consumer<Answers.Page> visit) {
        return page(WireList.of(prefix, VersoriListOptions.MAX_LIMIT, cursor, VersoriFilter.none()), x)
                .thenCompose(page -> {
                    visit.accept(page);
                    return page.next() == null || x.ended()
                            ? CompletableFuture.completedFuture(true)
                            : pagesFrom(page.next(), prefix, x, visit);
                });
    }

    /** One page. A cursor that leads to where it came from would lead there for ever. */
    CompletableFuture<Answers.Page> page(WireList what, Exchange x) {
        return x.send(calls.list(what)).thenApply(page -> {
            if (page.next() != null && page.next().equals(what.after())) {
                throw new KvProtocolException(
                        Failure.of(Outcome.APPLIED, "the cursor behind the page is the one with which it began")
                                .backend("versori"));
            }
            return page;
        });
    }

    /** Lists, then deletes exactly what was found and wanted, in parts side by side. */
    CompletableFuture<Long> deleteListed(List<String> prefix, Predicate<List<String>> wanted, Exchange x) {
        Set<List<String>> found = new LinkedHashSet<>();
        return eachPage(
                        prefix,
                        x,
                        page -> page.entries().stream()
                                .map(RawEntry::key)
                                .filter(wanted)
                                .forEach(found::add))
                .thenCompose(all -> deleteAll(found, x))
                .thenApply(deleted -> {
                    deleted.failures().values().stream().findFirst().ifPresent(failure -> {
                        throw failure;
                    });
                    return (long) found.size();
                });
    }

    private CompletableFuture<BatchReply<Boolean>> deleteAll(Collection<List<String>> found, Exchange x) {
        return Batches.send(
                split(List.copyOf(found)),
                key -> String.join("/", key),
                part -> x.send(calls.batchDelete(
                                part, part.stream().map(this::shown).toList(), StoreCalls.DeleteHow.PLAIN))
                        .thenApply(word -> {
                            Map<String, Boolean> done = new LinkedHashMap<>();
                            part.forEach(key -> done.put(String.join("/", key), true));
                            return BatchReply.of(done);
                        }));
    }

    private String shown(List<String> key) {
        return keys.key(key).map(Object::toString).orElseGet(() -> String.join("/", key));
    }

    /** Keys in parts of a batch. */
    List<List<List<String>>> split(List<List<String>> all) {
        return Batches.split(all, batchSize, MAX_BATCH_BYTES, MEMBER, StoreActions::size);
    }

    /** Writes in parts of a batch. */
    List<List<WireSet>> splitWrites(List<WireSet> all) {
        return Batches.split(
                all,
                batchSize,
                MAX_BATCH_BYTES,
                MEMBER,
                write -> size(write.key())
                        + calls.values().size(write.value())
                        + (write.metadata() == null ? 0 : write.metadata().size())
                        + MEMBER);
    }

    private static long size(List<String> key) {
        return key.stream()
                        .mapToLong(segment -> Batches.escapedSize(segment) + 3)
                        .sum()
                + 3;
    }
}
