package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import java.util.List;

/**
 * The commands about the arrays of one family, such as IARR. None may be sent again after a loss.
 *
 * @param family what their names begin with
 */
record ArrayMessages(NdbConnection connection, String family) {
    /** Bounds. Of a minimum it says that the array is empty. */
    private static final int BOUNDS = 161;

    /** NotExist. */
    private static final int NONE = 22;

    private static final int OK = 1;

    /** A command's name. */
    String name(String command) {
        return family + "_" + command;
    }

    private <T> NdbMessage.Builder<T> of(String command, Effect effect, AnswerReader<T> reader) {
        return NdbMessage.of(connection, name(command), effect, reader);
    }

    private <T> NdbMessage.Builder<T> of(
            String command, Effect effect, AnswerReader<T> reader, String array, FrameWriter.Body more) {
        return of(command, effect, reader).keys(List.of(array)).body(w -> {
            w.text("name", array);
            more.write(w);
        });
    }

    NdbMessage<Ack> create(String array, long capacity) {
        return of("CREATE", WRITE, answer -> Ack.DONE, array, w -> w.number("len", capacity))
                .build();
    }

    NdbMessage<Ack> delete(String array) {
        return of("DELETE", IDEMPOTENT_WRITE, answer -> Ack.DONE, array, FrameWriter.Body.NONE)
                .build();
    }

    NdbMessage<Ack> deleteAll() {
        return of("DELETE_ALL", IDEMPOTENT_WRITE, answer -> Ack.DONE).build();
    }

    NdbMessage<Boolean> exists(String array) {
        return of("EXIST", READ, answer -> answer.status() == OK, array, FrameWriter.Body.NONE)
                .good(OK, NONE)
                .build();
    }

    NdbMessage<Long> length(String array) {
        return of("LEN", READ, AnswerReader.number("len"), array, FrameWriter.Body.NONE)
                .build();
    }

    NdbMessage<Long> used(String array) {
        return of("USED", READ, AnswerReader.number("used"), array, FrameWriter.Body.NONE)
                .build();
    }

    /** At the end, or at its place in the order. */
    NdbMessage<Ack> add(String array, StoredValue.Json item) {
        return of("SET", WRITE, answer -> Ack.DONE, array, w -> w.value("item", item))
                .build();
    }

    NdbMessage<Ack> set(String array, long position, StoredValue.Json item) {
        return of(
                        "SET",
                        IDEMPOTENT_WRITE,
                        answer -> Ack.DONE,
                        array,
                        w -> w.number("pos", position).value("item", item))
                .build();
    }

    /** At the end, or at their places in the order. */
    NdbMessage<Ack> addAll(String array, List<StoredValue.Json> items) {
        return of("SET_RNG", WRITE, answer -> Ack.DONE, array, w -> w.values("items", items))
                .build();
    }

    /** Once more would count the places as used once more. */
    NdbMessage<Ack> setAll(String array, long position, List<StoredValue.Json> items) {
        return of(
                        "SET_RNG",
                        WRITE,
                        answer -> Ack.DONE,
                        array,
                        w -> w.number("pos", position).values("items", items))
                .build();
    }

    NdbMessage<StoredValue.Json> get(String array, long position) {
        return of("GET", READ, AnswerReader.value("item"), array, w -> w.number("pos", position))
                .build();
    }

    NdbMessage<List<StoredValue.Json>> range(String array, NdbRange range) {
        return of("GET_RNG", READ, AnswerReader.values("items"), array, w -> write(w, "rng", range))
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    NdbMessage<Ack> clear(String array, NdbRange range) {
        return of("CLEAR", WRITE, answer -> Ack.DONE, array, w -> write(w, "rng", range))
                .build();
    }

    NdbMessage<Ack> swap(String array, long one, long other) {
        return of(
                        "SWAP",
                        WRITE,
                        answer -> Ack.DONE,
                        array,
                        w -> w.number("posA", one).number("posB", other))
                .build();
    }

    NdbMessage<List<StoredValue.Json>> min(String array, long count) {
        AnswerReader<List<StoredValue.Json>> items = AnswerReader.values("items");
        return of(
                        "MIN",
                        READ,
                        answer -> answer.status() == BOUNDS ? List.<StoredValue.Json>of() : items.read(answer),
                        array,
                        w -> w.number("n", count))
                .good(OK, BOUNDS)
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    /** Right only of a full array: of another it counts places that are not used. */
    NdbMessage<List<StoredValue.Json>> max(String array, long count) {
        return of("MAX", READ, AnswerReader.values("items"), array, w -> w.number("n", count))
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    NdbMessage<List<StoredValue.Json>> intersect(String array, String other) {
        return of("INTERSECT", READ, AnswerReader.values("items"))
                .keys(List.of(array, other))
                .body(w -> w.text("srcA", array).text("srcB", other))
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    /** A range as it is sent. */
    static void write(FrameWriter writer, String member, NdbRange range) {
        if (range.stop().isPresent()) {
            writer.numbers(member, range.start(), range.stop().getAsLong());
        } else {
            writer.numbers(member, range.start());
        }
    }
}
