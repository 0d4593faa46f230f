package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.Version;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.versori.CommitResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The operations of one store as requests. Keys are those on the wire. */
record StoreCalls(VersoriHttp http, StoreHandle store, ValueWire values) {
    /** An impossible name, so that a sign of life costs the server next to nothing. */
    private static final String NOBODYS_KEY = "kvclient:ping";

    private static final CommitResult NOT_COMMITTED = new CommitResult(false, null);

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    /**
     * What was found under a key.
     *
     * @param entry the entry, or null
     * @param doubtful whether the answer was a 404, by which the store may be meant as well as the key
     */
    record Found(@Nullable RawEntry entry, boolean doubtful) {}

    /**
     * How to delete.
     *
     * @param ifVersionstamp the version that the entry must have, or null
     * @param cascade whether what is under it is deleted as well
     */
    record DeleteHow(@Nullable Version ifVersionstamp, boolean cascade) {
        static final DeleteHow PLAIN = new DeleteHow(null, false);

        Effect effect() {
            return ifVersionstamp == null ? Effect.IDEMPOTENT_WRITE : Effect.WRITE;
        }

        void write(JsonGenerator json) throws IOException {
            if (ifVersionstamp == null && !cascade) {
                return;
            }
            json.writeObjectFieldStart("options");
            if (ifVersionstamp != null) {
                Texts.writeCondition(json, ifVersionstamp);
            }
            if (cascade) {
                json.writeBooleanField("cascade", true);
            }
            json.writeEndObject();
        }
    }

    VersoriCall<Found> get(List<String> key, String shown) {
        String path = KeySpace.path(key);
        if (path == null) {
            return call(
                    Operation.BATCH_GET,
                    List.of(shown),
                    Effect.READ,
                    "batch",
                    time -> keysBody(List.of(key), json -> {}),
                    (parser, utf8) ->
                            new Found(only(key, Answers.entries(values).read(parser, utf8)), false));
        }
        return call(
                        Operation.GET,
                        List.of(shown),
                        Effect.READ,
                        path,
                        null,
                        (parser, utf8) -> new Found(Answers.entryOf(key, values).read(parser, utf8), false))
                .meaning(NOT_FOUND, new Found(null, true));
    }

    private static @Nullable RawEntry only(List<String> key, List<RawEntry> entries) throws OddAnswer {
        if (entries.isEmpty()) {
            return null;
        }
        if (entries.size() > 1 || !entries.get(0).key().equals(key)) {
            throw new OddAnswer("it holds entries that were not asked for");
        }
        return entries.get(0);
    }

    /** A write. One whose condition does not hold gives a result that says so. */
    VersoriCall<CommitResult> set(WireSet write) {
        String path = KeySpace.path(write.key());
        VersoriCall<CommitResult> call = path == null
                ? call(
                        Operation.BATCH_SET,
                        List.of(write.shown()),
                        write.effect(),
                        "batch",
                        time -> {
                            write.requireLife(time);
                            return setsBody(List.of(write), time);
                        },
                        (parser, utf8) -> only(write, Answers.batchSet(parser, utf8)))
                : call(
                        Operation.SET,
                        List.of(write.shown()),
                        write.effect(),
                        path,
                        time -> {
                            write.requireLife(time);
                            return Json.object(json -> write.write(json, values, time));
                        },
                        Answers::commit);
        return write.isConditional()
                ? call.unknownIfUnreadable()
                        .meaning(CONFLICT, NOT_COMMITTED)
                        .meaning(PRECONDITION_FAILED, NOT_COMMITTED)
                : call;
    }

    private static CommitResult only(WireSet write, Answers.BatchSet answer) throws OddAnswer {
        if (answer.failures().containsKey(write.key())) {
            throw VersoriErrors.ofMember(answer.failures().get(write.key()), write.shown());
        }
        if (answer.successes().size() != 1 || !answer.failures().isEmpty()) {
            throw new OddAnswer("it is not about the one write that it answers");
        }
        return answer.successes().get(0);
    }

    /**
     * A conditional write within a loop. One whose condition does not hold fails as {@code REJECTED}, so that a later
     * failure of the same call is not told to have followed upon a change.
     */
    VersoriCall<CommitResult> setOrConflict(WireSet write) {
        VersoriCall<CommitResult> call = set(write);
        return call.then(result -> {
            if (!result.committed()) {
                throw new KvConflictException(Failure.of(Outcome.REJECTED, "another writer came between")
                        .backend("versori")
                        .key(write.shown()));
            }
            return result;
        });
    }

    /**
     * A delete, which gives the server's word for it. A 404, by which the store may be meant as well as the key, fails
     * as {@code REJECTED}, so that what is found out next is not told to have followed upon a change.
     */
    VersoriCall<Optional<String>> delete(List<String> key, String shown, DeleteHow how) {
        String path = KeySpace.path(key);
        if (path == null) {
            return batchDelete(List.of(key), List.of(shown), how);
        }
        return call(
                        Operation.DELETE,
                        List.of(shown),
                        how.effect(),
                        path,
                        // Never without a body: the description wants one.
                        time -> Json.object(how::write),
                        (parser, utf8) -> Optional.of(Answers.status(parser, utf8)))
                .meaning(NOT_FOUND, Optional.empty())
                .then(told -> told.orElseThrow(() ->
                        new KvNotFoundException(Failure.of(Outcome.REJECTED, "there is no such key, or no such store")
                                .backend("versori")
                                .status(NOT_FOUND))));
    }

    VersoriCall<List<RawEntry>> batchGet(
            List<List<String>> keys, List<String> shown, @Nullable Duration serverTimeout) {
        return call(
                Operation.BATCH_GET,
                shown,
                Effect.READ,
                "batch",
                time -> keysBody(keys, json -> {
                    if (serverTimeout != null) {
                        json.writeObjectFieldStart("options");
                        json.writeNumberField("timeout", serverTimeout.toMillis());
                        json.writeEndObject();
                    }
                }),
                Answers.entries(values));
    }

    VersoriCall<Answers.BatchSet> batchSet(List<WireSet> writes) {
        boolean conditional = writes.stream().anyMatch(WireSet::isConditional);
        return call(
                        Operation.BATCH_SET,
                        writes.stream().map(WireSet::shown).toList(),
                        conditional ? Effect.WRITE : Effect.IDEMPOTENT_WRITE,
                        "batch",
                        time -> setsBody(writes, time),
                        Answers::batchSet)
                .unknownIfUnreadable();
    }

    VersoriCall<Optional<String>> batchDelete(List<List<String>> keys, List<String> shown, DeleteHow how) {
        return call(
                Operation.BATCH_DELETE,
                shown,
                how.effect(),
                "batch",
                time -> keysBody(keys, how::write),
                Answers::status);
    }

    VersoriCall<Answers.Page> list(WireList what) {
        return call(
                Operation.LIST, List.of(), Effect.READ, "list", time -> Json.object(what::write), Answers.page(values));
    }

    /** How many keys begin with these segments. */
    VersoriCall<Long> count(List<String> prefix) {
        return call(
                Operation.COUNT,
                List.of(),
                Effect.READ,
                "count",
                time -> Json.object(json -> {
                    if (!prefix.isEmpty()) {
                        json.writeObjectFieldStart("selector");
                        writeKey(json, "prefix", prefix);
                        json.writeEndObject();
                    }
                }),
                Answers::count);
    }

    /** A sign of life of the store: the keys that begin with a name that nobody gives are counted. */
    VersoriCall<Long> probe(KeySpace keys) {
        return count(keys.onWire(NOBODYS_KEY));
    }

    private byte[] keysBody(List<List<String>> keys, Json.Members more) {
        return Json.object(json -> {
            json.writeArrayFieldStart("keys");
            for (List<String> key : keys) {
                writeKey(json, key);
            }
            json.writeEndArray();
            more.write(json);
        });
    }

    private byte[] setsBody(List<WireSet> writes, TimeSource time) {
        return Json.object(json -> {
            json.writeArrayFieldStart("entries");
            for (WireSet write : writes) {
                json.writeStartObject();
                writeKey(json, "key", write.key());
                write.write(json, values, time);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static void writeKey(JsonGenerator json, String name, List<String> key) throws IOException {
        json.writeFieldName(name);
        writeKey(json, key);
    }

    private static void writeKey(JsonGenerator json, List<String> key) throws IOException {
        json.writeStartArray();
        for (String segment : key) {
            json.writeString(segment);
        }
        json.writeEndArray();
    }

    private <T> VersoriCall<T> call(
            Operation operation,
            List<String> shown,
            Effect effect,
            String path,
            VersoriCall.@Nullable Body body,
            Answers.Reader<T> reader) {
        return new VersoriCall<>(http, operation, shown, effect, store, url -> addTo(url, path), body, reader);
    }

    private void addTo(HttpUrl.Builder url, String path) {
        url.addPathSegment("store")
                .addPathSegment(store.id())
                .addPathSegment("kv")
                .addEncodedPathSegments(path);
    }
}
