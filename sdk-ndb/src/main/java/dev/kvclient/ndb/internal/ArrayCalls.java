package dev.kvclient.ndb.internal;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.NativeCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The calls of {@link dev.kvclient.ndb.NdbArrays} and {@link dev.kvclient.ndb.NdbSortedArrays}, whose methods the
 * methods here are; and what keeps an NDB server alive, which does not look at what it is given.
 */
final class ArrayCalls<T> {
    /** What v0.9 answers a range with that starts behind the used places. */
    private static final int UNKNOWN = 1000;

    private final NdbApi api;
    private final ArrayMessages messages;
    private final Items<T> items;

    ArrayCalls(NdbApi api, String family, Items<T> items) {
        this.api = api;
        this.messages = new ArrayMessages(api.connection(), family);
        this.items = items;
    }

    NativeCall<Ack, Void> create(String name, long capacity) {
        String operation = messages.name("CREATE");
        Refused.positive(operation, "the capacity", capacity);
        return api.done(call("CREATE", name, Effect.WRITE, x -> x.send(messages.create(name, capacity))));
    }

    NativeCall<Ack, Void> delete(String name) {
        return api.done(call("DELETE", name, Effect.IDEMPOTENT_WRITE, x -> x.send(messages.delete(name))));
    }

    NativeCall<Ack, Void> deleteAll() {
        return api.done(NdbCall.of(
                        api,
                        messages.name("DELETE_ALL"),
                        Effect.IDEMPOTENT_WRITE,
                        Need.STATUS,
                        (x, dialect) -> x.send(messages.deleteAll()))
                .asBarrier());
    }

    NativeCall<Boolean, Boolean> exists(String name) {
        return api.call(read("EXIST", name, x -> x.send(messages.exists(name))));
    }

    NativeCall<Long, Long> capacity(String name) {
        return api.call(read("LEN", name, x -> x.send(messages.length(name))));
    }

    NativeCall<Long, Long> used(String name) {
        return api.call(read("USED", name, x -> x.send(messages.used(name))));
    }

    NativeCall<StoredValue.Json, T> get(String name, long position) {
        Refused.notNegative(messages.name("GET"), "the position", position);
        return api.call(read("GET", name, x -> x.send(messages.get(name, position))), items::decode);
    }

    NativeCall<List<StoredValue.Json>, List<T>> range(String name, NdbRange range) {
        Objects.requireNonNull(range, "range");
        return api.call(read("GET_RNG", name, x -> range(x, name, range)), items::decode);
    }

    private CompletableFuture<List<StoredValue.Json>> range(Exchange x, String name, NdbRange range) {
        return x.send(messages.range(name, range))
                .exceptionallyCompose(thrown -> nothingBehindUsed(x, name, range, thrown));
    }

    private CompletableFuture<List<StoredValue.Json>> nothingBehindUsed(
            Exchange x, String name, NdbRange range, Throwable thrown) {
        boolean perhaps =
                Futures.cause(thrown) instanceof KvException e && e.status().orElse(0) == UNKNOWN && range.start() > 0;
        if (!perhaps) {
            return CompletableFuture.failedFuture(Futures.cause(thrown));
        }
        return x.send(messages.used(name)).thenApply(used -> {
            if (range.start() < used) {
                throw new CompletionException(Futures.cause(thrown));
            }
            return List.of();
        });
    }

    NativeCall<Ack, Void> clear(String name, NdbRange range) {
        Objects.requireNonNull(range, "range");
        return api.done(call(
                "CLEAR",
                name,
                Effect.WRITE,
                x -> x.send(messages.used(name)).thenCompose(used -> clear(x, name, range, used))));
    }

    private CompletableFuture<Ack> clear(Exchange x, String name, NdbRange range, long used) {
        long stop = Math.min(range.stop().orElse(used), used);
        if (range.start() >= stop) {
            return CompletableFuture.completedFuture(Ack.DONE);
        }
        NdbRange within = range.stop().isPresent() ? NdbRange.of(range.start(), stop) : range;
        return x.send(messages.clear(name, within));
    }

    // Of arrays that are not sorted.

    NativeCall<Ack, Void> append(String name, T item) {
        return addOne(name, item);
    }

    NativeCall<Ack, Void> appendAll(String name, Collection<? extends T> more) {
        return putAll(
                name,
                more,
                (x, encoded) -> filling(x, name).thenCompose(filling -> {
                    requireRoom(encoded.size(), filling.capacity() - filling.used());
                    return x.send(messages.addAll(name, encoded));
                }));
    }

    NativeCall<Ack, Void> set(String name, long position, T item) {
        String operation = messages.name("SET");
        Refused.notNegative(operation, "the position", position);
        StoredValue.Json encoded = items.encode(operation, item);
        return api.done(call("SET", name, Effect.IDEMPOTENT_WRITE, x -> x.send(messages.set(name, position, encoded)))
                .weighing(encoded.size()));
    }

    NativeCall<Ack, Void> setAll(String name, long position, Collection<? extends T> more) {
        Refused.notNegative(messages.name("SET_RNG"), "the position", position);
        return putAll(
                name,
                more,
                (x, encoded) -> filling(x, name).thenCompose(filling -> {
                    // The server counts them as used in any case.
                    requireRoom(encoded.size(), filling.capacity() - Math.max(filling.used(), position));
                    return x.send(messages.setAll(name, position, encoded));
                }));
    }

    NativeCall<Ack, Void> swap(String name, long one, long other) {
        Refused.notNegative(messages.name("SWAP"), "a position", Math.min(one, other));
        return api.done(call("SWAP", name, Effect.WRITE, x -> x.send(messages.swap(name, one, other))));
    }

    private void requireRoom(int wanted, long room) {
        if (wanted > room) {
            throw Refused.unfit(
                    messages.name("SET_RNG"),
                    "there is room for " + Math.max(0, room) + " items, and these are " + wanted
                            + ": the server would count more places as used than there are, and not survive it");
        }
    }

    // Of sorted arrays.

    NativeCall<Ack, Void> add(String name, T item) {
        return addOne(name, item);
    }

    NativeCall<Ack, Void> addAll(String name, Collection<? extends T> more) {
        return putAll(name, more, (x, encoded) -> x.send(messages.addAll(name, encoded)));
    }

    NativeCall<List<StoredValue.Json>, List<T>> min(String name, long count) {
        Refused.positive(messages.name("MIN"), "the count", count);
        return api.call(read("MIN", name, x -> x.send(messages.min(name, count))), items::decode);
    }

    NativeCall<List<StoredValue.Json>, List<T>> max(String name, long count) {
        Refused.positive(messages.name("MAX"), "the count", count);
        return api.call(
                read(
                        "MAX",
                        name,
                        x -> filling(x, name)
                                .thenCompose(filling -> filling.isFull()
                                        ? x.send(messages.max(name, count))
                                        : last(x, name, filling.used(), count))),
                items::decode);
    }

    /** The last items of an array that is not full. */
    private CompletableFuture<List<StoredValue.Json>> last(Exchange x, String name, long used, long count) {
        long start = Math.max(0, used - count);
        if (start >= used) {
            return CompletableFuture.completedFuture(List.of());
        }
        return x.send(messages.range(name, NdbRange.of(start, used))).thenCompose(found -> {
            // The server gives the first of a range if it does not give all.
            boolean cut = !found.isEmpty() && found.size() < used - start;
            return cut
                    ? x.send(messages.range(name, NdbRange.of(used - found.size(), used)))
                            .thenApply(ArrayCalls::reversed)
                    : CompletableFuture.completedFuture(reversed(found));
        });
    }

    private static <V> List<V> reversed(List<V> list) {
        List<V> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    NativeCall<List<StoredValue.Json>, List<T>> intersect(String name, String other) {
        String operation = messages.name("INTERSECT");
        Refused.text(operation, "the name", name);
        Refused.text(operation, "the name", other);
        if (name.equals(other)) {
            throw Refused.wrong(operation, "two arrays have two names");
        }
        return api.call(
                NdbCall.of(
                                api,
                                operation,
                                Effect.READ,
                                Need.STATUS,
                                (x, dialect) -> x.send(messages.intersect(name, other)))
                        .inLanes(List.of(lane(name), lane(other)))
                        .about(name),
                items::decode);
    }

    // Of both.

    /** How full an array is. */
    private record Filling(long used, long capacity) {
        boolean isFull() {
            return used >= capacity;
        }
    }

    private CompletableFuture<Filling> filling(Exchange x, String name) {
        return x.send(messages.used(name)).thenCombine(x.send(messages.length(name)), Filling::new);
    }

    private NativeCall<Ack, Void> addOne(String name, T item) {
        StoredValue.Json encoded = items.encode(messages.name("SET"), item);
        return api.done(call("SET", name, Effect.WRITE, x -> x.send(messages.add(name, encoded)))
                .weighing(encoded.size()));
    }

    private NativeCall<Ack, Void> putAll(
            String name,
            Collection<? extends T> more,
            BiFunction<Exchange, List<StoredValue.Json>, CompletableFuture<Ack>> put) {
        List<StoredValue.Json> encoded = items.encode(messages.name("SET_RNG"), more);
        return api.done(call(
                        "SET_RNG",
                        name,
                        Effect.WRITE,
                        x -> encoded.isEmpty() ? CompletableFuture.completedFuture(Ack.DONE) : put.apply(x, encoded))
                .weighing(Items.weight(encoded)));
    }

    private <R> NdbCall<R> read(String command, String name, Function<Exchange, CompletableFuture<R>> body) {
        return call(command, name, Effect.READ, body);
    }

    private <R> NdbCall<R> call(
            String command, String name, Effect effect, Function<Exchange, CompletableFuture<R>> body) {
        String operation = messages.name(command);
        Refused.text(operation, "the name", name);
        return NdbCall.of(api, operation, effect, Need.STATUS, (x, dialect) -> body.apply(x))
                .inLanes(List.of(lane(name)))
                .about(name);
    }

    private String lane(String name) {
        return messages.family() + ":" + name;
    }
}
