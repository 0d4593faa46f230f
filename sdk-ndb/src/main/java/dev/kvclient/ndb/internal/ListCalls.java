package dev.kvclient.ndb.internal;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbListPlace;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The calls of {@link dev.kvclient.ndb.NdbLists}, whose methods the methods here are; and what keeps an NDB server
 * alive, which does not look at what it is given.
 */
final class ListCalls<T> {
    private final NdbApi api;
    private final ListMessages messages;
    private final Items<T> items;

    ListCalls(NdbApi api, Items<T> items) {
        this.api = api;
        this.messages = new ListMessages(api.connection());
        this.items = items;
    }

    NativeCall<Ack, Void> create(String name) {
        return api.done(call("OLST_CREATE", name, Effect.WRITE, x -> x.send(messages.create(name))));
    }

    NativeCall<Boolean, Boolean> delete(String name) {
        return api.call(call("OLST_DELETE", name, Effect.IDEMPOTENT_WRITE, x -> x.send(messages.delete(name))));
    }

    NativeCall<Ack, Void> deleteAll() {
        return api.done(NdbCall.of(
                        api,
                        "OLST_DELETE_ALL",
                        Effect.IDEMPOTENT_WRITE,
                        Need.STATUS,
                        (x, dialect) -> x.send(messages.deleteAll()))
                .asBarrier());
    }

    NativeCall<Boolean, Boolean> exists(String name) {
        return api.call(call("OLST_EXIST", name, Effect.READ, x -> x.send(messages.exists(name))));
    }

    NativeCall<Long, Long> size(String name) {
        return api.call(call("OLST_LEN", name, Effect.READ, x -> x.send(messages.length(name))));
    }

    NativeCall<NdbListPlace, NdbListPlace> add(String name, T item) {
        return addAll(name, List.of(item));
    }

    NativeCall<NdbListPlace, NdbListPlace> addAll(String name, Collection<? extends T> more) {
        return add(name, OptionalLong.empty(), more);
    }

    NativeCall<NdbListPlace, NdbListPlace> insert(String name, long position, T item) {
        return insertAll(name, position, List.of(item));
    }

    NativeCall<NdbListPlace, NdbListPlace> insertAll(String name, long position, Collection<? extends T> more) {
        Refused.notNegative("OLST_ADD", "the position", position);
        return add(name, OptionalLong.of(position), more);
    }

    private NativeCall<NdbListPlace, NdbListPlace> add(
            String name, OptionalLong position, Collection<? extends T> more) {
        List<StoredValue.Json> encoded = items.encode("OLST_ADD", more);
        return api.call(call("OLST_ADD", name, Effect.WRITE, x -> x.send(messages.add(name, position, encoded)))
                .weighing(Items.weight(encoded)));
    }

    NativeCall<Ack, Void> set(String name, long position, T item) {
        return setAll(name, position, List.of(item));
    }

    NativeCall<Ack, Void> setAll(String name, long position, Collection<? extends T> more) {
        Refused.notNegative("OLST_SET_RNG", "the position", position);
        List<StoredValue.Json> encoded = items.encode("OLST_SET_RNG", more);
        return api.done(call(
                        "OLST_SET_RNG",
                        name,
                        Effect.IDEMPOTENT_WRITE,
                        x -> encoded.isEmpty()
                                ? CompletableFuture.completedFuture(Ack.DONE)
                                : setAll(x, name, position, encoded))
                .weighing(Items.weight(encoded)));
    }

    private CompletableFuture<Ack> setAll(Exchange x, String name, long position, List<StoredValue.Json> encoded) {
        return x.send(messages.length(name)).thenCompose(length -> {
            if (encoded.size() > length - position) {
                throw Refused.unfit(
                        "OLST_SET_RNG",
                        "the list has " + length + " items, past which these would reach: the server would not"
                                + " survive it");
            }
            return x.send(messages.setAll(name, position, encoded));
        });
    }

    NativeCall<StoredValue.Json, T> get(String name, long position) {
        Refused.notNegative("OLST_GET", "the position", position);
        return api.call(call("OLST_GET", name, Effect.READ, x -> x.send(messages.get(name, position))), items::decode);
    }

    NativeCall<Optional<StoredValue.Json>, Optional<T>> head(String name) {
        return api.call(call("OLST_GET", name, Effect.READ, x -> x.send(messages.head(name))), items::decodeIfAny);
    }

    NativeCall<Optional<StoredValue.Json>, Optional<T>> tail(String name) {
        return api.call(call("OLST_GET", name, Effect.READ, x -> x.send(messages.tail(name))), items::decodeIfAny);
    }

    NativeCall<List<StoredValue.Json>, List<T>> range(String name, NdbRange range) {
        Objects.requireNonNull(range, "range");
        return api.call(
                call("OLST_GET_RNG", name, Effect.READ, x -> x.send(messages.range(name, range))), items::decode);
    }

    NativeCall<Long, Long> removeHead(String name) {
        return removeEnd(name, messages::removeHead);
    }

    NativeCall<Long, Long> removeTail(String name) {
        return removeEnd(name, messages::removeTail);
    }

    private NativeCall<Long, Long> removeEnd(String name, Function<String, NdbMessage<Long>> which) {
        return api.call(call(
                "OLST_RMV",
                name,
                Effect.WRITE,
                x -> x.send(messages.length(name)).thenCompose(length -> {
                    if (length == 0) {
                        throw Refused.unfit("OLST_RMV", "the list is empty: the server would not survive it");
                    }
                    return x.send(which.apply(name));
                })));
    }

    NativeCall<Long, Long> remove(String name, NdbRange range) {
        Objects.requireNonNull(range, "range");
        return api.call(call(
                "OLST_RMV",
                name,
                Effect.WRITE,
                x -> x.send(messages.length(name)).thenCompose(length -> {
                    long stop = Math.min(range.stop().orElse(length), length);
                    if (range.start() >= stop) {
                        return CompletableFuture.completedFuture(length);
                    }
                    NdbRange within = range.stop().isPresent() ? NdbRange.of(range.start(), stop) : range;
                    return x.send(messages.remove(name, within));
                })));
    }

    NativeCall<Ack, Void> splice(String from, NdbRange range, String to) {
        return splice(from, range, to, OptionalLong.empty());
    }

    NativeCall<Ack, Void> splice(String from, NdbRange range, String to, long position) {
        Refused.notNegative("OLST_SPLICE", "the position", position);
        boolean among = position >= range.start() && position < range.stop().orElse(Long.MAX_VALUE);
        if (from.equals(to) && among) {
            throw Refused.wrong("OLST_SPLICE", "items do not go to a place among themselves");
        }
        return splice(from, range, to, OptionalLong.of(position));
    }

    private NativeCall<Ack, Void> splice(String from, NdbRange range, String to, OptionalLong position) {
        Objects.requireNonNull(range, "range");
        Refused.text("OLST_SPLICE", "the name", to);
        return api.done(call("OLST_SPLICE", from, Effect.WRITE, x -> x.send(messages.splice(from, range, to, position)))
                .inLanes(Stream.of(from, to).distinct().map(ListCalls::lane).toList()));
    }

    private <R> NdbCall<R> call(
            String operation, String name, Effect effect, Function<Exchange, CompletableFuture<R>> body) {
        Refused.text(operation, "the name", name);
        return NdbCall.of(api, operation, effect, Need.STATUS, (x, dialect) -> body.apply(x))
                .inLanes(List.of(lane(name)))
                .about(name);
    }

    private static String lane(String name) {
        return "OLST:" + name;
    }
}
