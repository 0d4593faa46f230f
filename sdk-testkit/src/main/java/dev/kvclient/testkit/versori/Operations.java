package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.versori.Refused.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Executes the operations: reads the body of each, and makes the body of its answer. */
final class Operations {

    /** Where answers may differ from one another and still keep to the description. */
    record Manner(boolean omitCommitted, boolean decimalCount) {}

    private final Platform platform;
    private final String organisation;
    private final Manner manner;

    Operations(Platform platform, String organisation, Manner manner) {
        this.platform = platform;
        this.organisation = organisation;
        this.manner = manner;
    }

    /**
     * Executes.
     *
     * @param body what came with the request, or null
     * @param failing keys that a batch must fail to set
     */
    Answer execute(Route route, @Nullable String body, Set<List<String>> failing) throws Refused {
        JsonNode result = switch (route.operation()) {
            case CREATE_STORE -> createStore(route.owner(), Body.of(body));
            case LIST_STORES -> listStores(route.owner());
            case GET_KV -> get(route.owner(), route.key());
            case SET_KV -> set(route.owner(), route.key(), Body.of(body));
            case DELETE_KV -> delete(route.owner(), List.of(route.key()), Body.of(body));
            case BATCH_GET_KV -> batchGet(route.owner(), Body.of(body));
            case BATCH_SET_KV -> batchSet(route.owner(), Body.of(body), failing);
            case BATCH_DELETE_KV -> batchDelete(route.owner(), Body.of(body));
            case LIST_KV -> list(route.owner(), Body.of(body));
            case COUNT_KV -> count(route.owner(), Body.of(body));
        };
        return Answer.json(200, result);
    }

    private JsonNode createStore(String owner, Body body) throws Refused {
        String name = body.text("name");
        if (name == null || name.isEmpty()) {
            throw Refused.invalid(List.of(new FieldError("name", "must not be empty")));
        }
        return object().put("id", platform.create(owner, name));
    }

    private JsonNode listStores(String owner) throws Refused {
        ObjectNode answer = object();
        ArrayNode stores = answer.putArray("stores");
        platform.stores(owner)
                .forEach(store -> stores.addObject()
                        .put("id", store.id())
                        .put("name", store.name())
                        .put("orgId", organisation));
        return answer;
    }

    private JsonNode get(String owner, List<String> key) throws Refused {
        return platform.inStore(owner, (store, now) -> {
            Entry entry = store.access(key, now);
            if (entry == null) {
                throw Refused.keyNotFound();
            }
            ObjectNode answer = object();
            answer.set("value", entry.value());
            answer.put("versionstamp", entry.versionstamp())
                    .put("createdAt", entry.createdAt().toString());
            if (entry.expiresAt() != null) {
                answer.put("expiresAt", entry.expiresAt().toString());
            }
            return answer;
        });
    }

    private JsonNode set(String owner, List<String> key, Body body) throws Refused {
        JsonNode value = value(body);
        WriteOptions options = WriteOptions.of(body.body("options"));
        List<FieldError> problems = options.problems("options.");
        if (!problems.isEmpty()) {
            throw Refused.invalid(problems);
        }
        return platform.inStore(owner, (store, now) -> commit(store.write(key, value, options, now)));
    }

    private JsonNode delete(String owner, List<List<String>> keys, Body body) throws Refused {
        Body options = body.body("options");
        String ifVersionstamp = options == null ? null : options.text("ifVersionstamp");
        boolean cascade = options != null && options.bool("cascade", false);
        if (!cascade) {
            refuseEmpty(keys, "keys");
        }
        return platform.inStore(owner, (store, now) -> {
            for (List<String> key : keys) {
                if (cascade) {
                    store.cascade(key, ifVersionstamp, now);
                } else {
                    store.delete(key, ifVersionstamp, now);
                }
            }
            return object().put("status", "ok");
        });
    }

    private JsonNode batchDelete(String owner, Body body) throws Refused {
        return delete(owner, body.keys("keys"), body);
    }

    /** Gives the entries as listings do, not in the order of the keys asked for. */
    private JsonNode batchGet(String owner, Body body) throws Refused {
        Set<List<String>> keys = new LinkedHashSet<>(body.keys("keys"));
        refuseEmpty(keys, "keys");
        Body options = body.body("options");
        if (options != null) {
            options.number("timeout");
        }
        return platform.inStore(owner, (store, now) -> {
            List<Entry> found = new ArrayList<>();
            for (List<String> key : keys) {
                Entry entry = store.access(key, now);
                if (entry != null) {
                    found.add(entry);
                }
            }
            found.sort(Comparator.comparingLong(Entry::id).reversed());
            ObjectNode answer = object();
            addAll(answer.putArray("entries"), found);
            return answer;
        });
    }

    /** One entry of a batch, read before any is written. */
    private record Write(List<String> key, JsonNode value, WriteOptions options, List<FieldError> problems) {}

    /**
     * Writes what can be written. A condition that does not hold is a success that is not committed; the successes are
     * in the order of the request.
     */
    private JsonNode batchSet(String owner, Body body, Set<List<String>> failing) throws Refused {
        List<Write> writes = new ArrayList<>();
        for (Body entry : body.bodies("entries")) {
            List<String> key = entry.key("key");
            if (key == null) {
                throw Refused.unreadable(entry.name("key"), "is required");
            }
            refuseEmpty(List.of(key), entry.name("key"));
            WriteOptions options = WriteOptions.of(entry.body("options"));
            writes.add(new Write(key, value(entry), options, options.problems("")));
        }
        return platform.inStore(owner, (store, now) -> {
            ObjectNode answer = object();
            ArrayNode successes = answer.putArray("successes");
            ArrayNode failures = answer.putArray("failures");
            for (Write write : writes) {
                if (failing.contains(write.key())) {
                    fail(failures, write.key(), "the key could not be written");
                } else if (!write.problems().isEmpty()) {
                    FieldError first = write.problems().get(0);
                    fail(failures, write.key(), first.field() + " " + first.message());
                } else {
                    successes.add(commit(store.write(write.key(), write.value(), write.options(), now)));
                }
            }
            return answer;
        });
    }

    private JsonNode list(String owner, Body body) throws Refused {
        Body selector = body.body("selector");
        Body options = body.body("options");
        Selection selection = Selection.of(selector);
        Long after = selector == null ? null : Cursors.read(selector, "after");
        Long until = selector == null ? null : Cursors.read(selector, "before");
        if (after != null && until != null) {
            throw Refused.invalid(List.of(new FieldError("selector.before", "must not be given together with after")));
        }
        int limit = limit(options);
        boolean reverse = options != null && options.bool("reverse", false);
        return platform.inStore(owner, (store, now) -> {
            KvStore.Page page = store.page(selection, after, until, limit, reverse, now);
            ObjectNode answer = object();
            addAll(answer.putArray("data"), page.entries());
            List<Entry> entries = page.entries();
            String next = page.more() ? Cursors.write(entries.get(entries.size() - 1)) : "";
            String previous = page.before() ? Cursors.write(entries.get(0)) : "";
            answer.putObject("pagination").put("nextCursor", next).put("prevCursor", previous);
            return answer;
        });
    }

    private JsonNode count(String owner, Body body) throws Refused {
        Selection selection = Selection.byPrefix(body.body("selector"));
        return platform.inStore(owner, (store, now) -> {
            long count = store.count(selection, now);
            JsonNode number = manner.decimalCount()
                    ? DecimalNode.valueOf(BigDecimal.valueOf(count).setScale(1))
                    : LongNode.valueOf(count);
            return object().set("count", number);
        });
    }

    private static int limit(@Nullable Body options) throws Refused {
        BigDecimal limit = options == null ? null : options.number("limit");
        if (limit == null) {
            return 100;
        }
        boolean whole = limit.stripTrailingZeros().scale() <= 0;
        if (!whole || limit.compareTo(BigDecimal.ONE) < 0 || limit.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw Refused.invalid(List.of(new FieldError("options.limit", "must be a whole number from 1 to 100")));
        }
        return limit.intValueExact();
    }

    private static JsonNode value(Body body) throws Refused {
        JsonNode value = body.any("value");
        if (value == null) {
            throw Refused.unreadable(body.name("value"), "is required");
        }
        return value;
    }

    private static void refuseEmpty(Iterable<List<String>> keys, String name) throws Refused {
        for (List<String> key : keys) {
            if (key.isEmpty()) {
                throw Refused.invalid(List.of(new FieldError(name, "a key must have a segment")));
            }
        }
    }

    private ObjectNode commit(@Nullable Entry written) {
        ObjectNode commit = object().put("ok", true);
        if (written == null) {
            return commit.put("committed", false);
        }
        if (!manner.omitCommitted()) {
            commit.put("committed", true);
        }
        return commit.put("versionstamp", written.versionstamp());
    }

    private static void fail(ArrayNode failures, List<String> key, String error) {
        ObjectNode failure = failures.addObject().put("error", error);
        key.forEach(failure.putArray("key")::add);
    }

    private static void addAll(ArrayNode array, List<Entry> entries) {
        for (Entry entry : entries) {
            ObjectNode node = array.addObject();
            entry.key().forEach(node.putArray("key")::add);
            node.set("value", entry.value());
            node.put("versionstamp", entry.versionstamp())
                    .put("createdAt", entry.createdAt().toString());
            if (entry.expiresAt() == null) {
                node.putNull("expiresAt");
            } else {
                node.put("expiresAt", entry.expiresAt().toString());
            }
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
