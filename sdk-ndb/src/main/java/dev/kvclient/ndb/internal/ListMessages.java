package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbListPlace;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The commands about lists. None may be sent again after a loss. */
record ListMessages(NdbConnection connection) {
    private static final int OK = 1;

    /** NotExist. */
    private static final int NONE = 22;

    /** Bounds. */
    private static final int BOUNDS = 161;

    private static final AnswerReader<Ack> DONE = answer -> Ack.DONE;
    private static final AnswerReader<Long> SIZE = AnswerReader.number("size");
    private static final AnswerReader<Long> POSITION = AnswerReader.number("pos");
    private static final AnswerReader<StoredValue.Json> ITEM = AnswerReader.value("item");

    private <T> NdbMessage.Builder<T> of(
            String command, Effect effect, AnswerReader<T> reader, String list, FrameWriter.Body more) {
        return NdbMessage.of(connection, command, effect, reader)
                .keys(List.of(list))
                .body(w -> {
                    w.text("name", list);
                    more.write(w);
                });
    }

    NdbMessage<Ack> create(String list) {
        return of("OLST_CREATE", WRITE, DONE, list, FrameWriter.Body.NONE).build();
    }

    /** Whether there was one. */
    NdbMessage<Boolean> delete(String list) {
        return of("OLST_DELETE", IDEMPOTENT_WRITE, answer -> answer.status() == OK, list, FrameWriter.Body.NONE)
                .good(OK, NONE)
                .build();
    }

    NdbMessage<Ack> deleteAll() {
        return NdbMessage.of(connection, "OLST_DELETE_ALL", IDEMPOTENT_WRITE, DONE)
                .build();
    }

    NdbMessage<Boolean> exists(String list) {
        return of("OLST_EXIST", READ, answer -> answer.status() == OK, list, FrameWriter.Body.NONE)
                .good(OK, NONE)
                .build();
    }

    NdbMessage<Long> length(String list) {
        return of("OLST_LEN", READ, AnswerReader.number("len"), list, FrameWriter.Body.NONE)
                .build();
    }

    /** Refusals come under the name of another command. */
    NdbMessage<NdbListPlace> add(String list, OptionalLong position, List<StoredValue.Json> items) {
        return of(
                        "OLST_ADD",
                        WRITE,
                        answer -> (NdbListPlace) new Results.ListPlace(POSITION.read(answer), SIZE.read(answer)),
                        list,
                        w -> {
                            position.ifPresent(at -> w.number("pos", at));
                            w.values("items", items);
                        })
                .check(ListMessages::checkAdd)
                .build();
    }

    private static AnswerCheck.Verdict checkAdd(NdbAnswer answer) {
        boolean own = answer.name().equals("OLST_ADD_RSP") && answer.status() == OK;
        boolean refusal = answer.name().equals("OLST_CREATE_RSP") && answer.status() != OK;
        return own || refusal ? AnswerCheck.Verdict.BARE : AnswerCheck.Verdict.OTHERS;
    }

    NdbMessage<Ack> setAll(String list, long position, List<StoredValue.Json> items) {
        return of(
                        "OLST_SET_RNG",
                        IDEMPOTENT_WRITE,
                        DONE,
                        list,
                        w -> w.number("pos", position).values("items", items))
                .build();
    }

    NdbMessage<StoredValue.Json> get(String list, long position) {
        return of("OLST_GET", READ, ITEM, list, w -> w.number("pos", position)).build();
    }

    NdbMessage<Optional<StoredValue.Json>> head(String list) {
        return end(list, w -> w.number("pos", 0));
    }

    NdbMessage<Optional<StoredValue.Json>> tail(String list) {
        return end(list, FrameWriter.Body.NONE);
    }

    private NdbMessage<Optional<StoredValue.Json>> end(String list, FrameWriter.Body which) {
        return of(
                        "OLST_GET",
                        READ,
                        answer -> answer.status() == BOUNDS
                                ? Optional.<StoredValue.Json>empty()
                                : Optional.of(ITEM.read(answer)),
                        list,
                        which)
                .good(OK, BOUNDS)
                .build();
    }

    NdbMessage<List<StoredValue.Json>> range(String list, NdbRange range) {
        return of("OLST_GET_RNG", READ, AnswerReader.values("items"), list, w -> ArrayMessages.write(w, "rng", range))
                .route(NdbMessage.Route.LARGE)
                .build();
    }

    /** How many are left. */
    NdbMessage<Long> removeHead(String list) {
        return of("OLST_RMV", WRITE, SIZE, list, w -> w.bool("head", true)).build();
    }

    /** How many are left. */
    NdbMessage<Long> removeTail(String list) {
        return of("OLST_RMV", WRITE, SIZE, list, w -> w.bool("tail", true)).build();
    }

    /** How many are left. */
    NdbMessage<Long> remove(String list, NdbRange range) {
        return of("OLST_RMV", WRITE, SIZE, list, w -> ArrayMessages.write(w, "rng", range))
                .build();
    }

    NdbMessage<Ack> splice(String from, NdbRange range, String to, OptionalLong position) {
        return NdbMessage.of(connection, "OLST_SPLICE", WRITE, DONE)
                .keys(List.of(from, to))
                .body(w -> {
                    w.text("srcName", from);
                    ArrayMessages.write(w, "srcRng", range);
                    w.text("destName", to);
                    position.ifPresent(at -> w.number("destPos", at));
                })
                .build();
    }
}
