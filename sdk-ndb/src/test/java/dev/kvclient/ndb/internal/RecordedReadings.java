package dev.kvclient.ndb.internal;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbExpiry;
import dev.kvclient.ndb.NdbFind;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which message of the client a recorded request is, and what must come of an answer to it that is no refusal. */
final class RecordedReadings {
    private static final Set<Integer> ONE = Set.of(1);

    /** Stands for a JSON null. */
    private static final Object NULL = new Object();

    /** Not the head, nor the tail, which there may not be. */
    private static final String AT_A_PLACE = "OLST_GET at a place";

    /**
     * One command.
     *
     * @param good the statuses that are no refusal
     * @param message makes the client's message of the request
     * @param expected what it must give, read here from the answer in another way
     */
    record Reading(
            Set<Integer> good,
            Function<RecordedRequest, NdbMessage<?>> message,
            BiFunction<RecordedRequest, Map<?, ?>, Object> expected) {}

    private final Dialect dialect;
    private final NdbConnection connection;
    private final Map<String, Reading> readings = new HashMap<>();

    RecordedReadings(Dialect dialect) {
        this.dialect = dialect;
        this.connection = Unconnected.connection(dialect.generation());
        boolean sessions = dialect.generation() == NdbGeneration.SESSION;
        keys(sessions);
        if (sessions) {
            keysOfSessions();
            sessions();
        } else {
            server();
            List.of("OARR", "IARR", "STRARR", "SIARR", "SSTRARR").forEach(this::arrays);
            lists();
        }
    }

    /** The reading of a command; one that knows refusals only, if the client has no such command. */
    Reading of(RecordedRequest request) {
        boolean ofPlace = request.command().equals("OLST_GET") && request.number("pos") > 0;
        Reading known = readings.get(ofPlace ? AT_A_PLACE : request.command());
        return known != null
                ? known
                : new Reading(
                        ONE,
                        r -> NdbMessage.of(connection, r.command(), Effect.READ, answer -> Ack.DONE)
                                .build(),
                        (r, answer) -> "nothing");
    }

    private NdbKeyMessages keyMessages(RecordedRequest request) {
        return new NdbKeyMessages(connection, dialect.generation() == NdbGeneration.SESSION ? request.token() : null);
    }

    private void put(
            String command,
            Function<RecordedRequest, NdbMessage<?>> message,
            BiFunction<RecordedRequest, Map<?, ?>, Object> expected,
            Integer... good) {
        readings.put(command, new Reading(good.length == 0 ? ONE : Set.of(good), message, expected));
    }

    private void keys(boolean sessions) {
        BiFunction<RecordedRequest, Map<?, ?>, Object> statuses =
                (r, answer) -> sessions ? map(answer, "keys") : Map.of();
        put("KV_SET", r -> keyMessages(r).set(r.members("keys")), statuses);
        put("KV_ADD", r -> keyMessages(r).add(r.members("keys")), statuses);
        put("KV_GET", r -> keyMessages(r).get(r.texts("keys")), (r, answer) -> map(answer, "keys"));
        put(
                "KV_RMV",
                r -> keyMessages(r).remove(r.texts("keys")),
                (r, answer) -> removed(r, sessions ? answer : Map.of()));
        put("KV_CONTAINS", r -> keyMessages(r).contains(r.texts("keys")), (r, answer) -> {
            Set<Object> there = new LinkedHashSet<>();
            if (sessions) {
                map(answer, "keys").forEach((key, is) -> {
                    if (Boolean.TRUE.equals(is)) {
                        there.add(key);
                    }
                });
            } else {
                there.addAll((List<?>) answer.get("contains"));
            }
            return there;
        });
        put("KV_COUNT", r -> keyMessages(r).count(), (r, answer) -> number(answer, "cnt"));
        put("KV_KEYS", r -> keyMessages(r).keys(), (r, answer) -> get(answer, "keys"));
        put("KV_CLEAR", r -> keyMessages(r).clear(), (r, answer) -> number(answer, "cnt"));
        put("KV_CLEAR_SET", r -> more(r).clearSet(dialect, r.members("keys")), (r, answer) -> number(answer, "cnt"));
    }

    private static Map<Object, Object> removed(RecordedRequest request, Map<?, ?> answer) {
        Map<Object, Object> statuses = new LinkedHashMap<>(answer);
        if (!request.texts("keys").contains("tkn")) {
            statuses.remove("tkn");
        }
        return statuses;
    }

    private NativeKeyMessages more(RecordedRequest request) {
        return new NativeKeyMessages(
                connection, dialect.generation() == NdbGeneration.SESSION ? request.token() : null);
    }

    private void keysOfSessions() {
        put("KV_SETQ", r -> more(r).setQuiet(r.members("keys")), (r, answer) -> Ack.DONE);
        put(
                "KV_ADDQ",
                r -> more(r).addQuiet(r.members("keys")),
                (r, answer) -> new LinkedHashSet<>(map(answer, "keys").keySet()));
        put(
                "KV_FIND",
                r -> {
                    NdbFind all = NdbFind.path(r.text("path"));
                    NdbFind find = r.has("keys") ? all.in(r.texts("keys")) : all;
                    return switch (r.text("rsp")) {
                        case "kv" -> more(r).findValues(find);
                        case "paths" -> more(r).findPaths(find);
                        default -> more(r).findKeys(find);
                    };
                },
                (r, answer) -> get(answer, r.text("rsp").equals("paths") ? "paths" : "keys"));
        put(
                "KV_UPDATE",
                r -> more(r).update(r.text("key"), r.text("path"), r.value("value")),
                (r, answer) -> number(answer, "cnt"),
                1,
                22);
    }

    private void sessions() {
        SessionMessages messages = new SessionMessages(connection);
        put(
                "SH_NEW",
                r -> {
                    NdbSessionOptions options = options(r);
                    return r.flag("shared")
                            ? messages.open(r.text("name"), options)
                            : messages.create(r.text("name"), options);
                },
                (r, answer) -> NdbToken.parse(String.valueOf(answer.get("tkn"))),
                1,
                103);
        put(
                "SH_OPEN",
                r -> messages.find(r.text("name")),
                (r, answer) -> Optional.ofNullable(answer.get("tkn")).map(token -> NdbToken.parse(token.toString())),
                1,
                102);
        put("SH_INFO", r -> messages.info(r.token()), (r, answer) -> info(answer));
        put(
                "SH_INFO_ALL",
                r -> messages.totals(),
                (r, answer) -> new Results.SessionTotals(number(answer, "totalSessions"), number(answer, "totalKeys")));
        put("SH_EXISTS", r -> messages.exists(r.tokens("tkns")), (r, answer) -> {
            Set<NdbToken> there = new LinkedHashSet<>();
            map(answer, "tkns").forEach((token, is) -> {
                if (Boolean.TRUE.equals(is)) {
                    there.add(NdbToken.parse((String) token));
                }
            });
            return there;
        });
        put("SH_END", r -> messages.end(r.token()), (r, answer) -> Ack.DONE, 1, 100);
        put("SH_END_ALL", r -> messages.endAll(), (r, answer) -> number(answer, "cnt"));
        put("SH_SAVE", r -> messages.save(r.text("name"), r.tokens("tkns")), RecordedReadings::saved, 121);
        put(
                "SH_LOAD",
                r -> messages.load(dialect, loadName(r)),
                (r, answer) -> {
                    Map<?, ?> of = dialect == Dialect.V0_4 ? map(answer, loadName(r)) : answer;
                    return new Results.LoadedSessions(loadName(r), number(of, "sessions"), number(of, "keys"));
                },
                1,
                141);
    }

    /** The client asks for one at a time. */
    private String loadName(RecordedRequest request) {
        List<String> names = request.texts("names");
        return dialect != Dialect.V0_4 || names.isEmpty() ? request.text("name") : names.get(0);
    }

    private static NdbSessionOptions options(RecordedRequest request) {
        Map<String, StoredValue.Json> expiry = request.members("expiry");
        StoredValue.Json seconds = expiry.getOrDefault("duration", Json.value("0"));
        if (!seconds.text().matches("[1-9]\\d{0,17}") || !expiry.containsKey("deleteSession")) {
            return NdbSessionOptions.none();
        }
        return NdbSessionOptions.none()
                .expiry(
                        Duration.ofSeconds(Long.parseLong(seconds.text())),
                        expiry.get("deleteSession").text().equals("true")
                                ? NdbAfterExpiry.DELETE_SESSION
                                : NdbAfterExpiry.EMPTY_SESSION);
    }

    private static Object info(Map<?, ?> answer) {
        Optional<NdbExpiry> expiry = Optional.empty();
        if (answer.get("expiry") instanceof Map<?, ?> of) {
            expiry = Optional.of(new Results.Expiry(
                    Duration.ofSeconds(number(of, "duration")),
                    Duration.ofSeconds(number(of, "remaining")),
                    Boolean.TRUE.equals(of.get("deleteSession"))
                            ? NdbAfterExpiry.DELETE_SESSION
                            : NdbAfterExpiry.EMPTY_SESSION));
        }
        return new Results.SessionInfo(Boolean.TRUE.equals(answer.get("shared")), number(answer, "keyCnt"), expiry);
    }

    private static Object saved(RecordedRequest request, Map<?, ?> answer) {
        return new Results.Saved(request.text("name"), Duration.ofMillis(number(answer, "duration")));
    }

    private void server() {
        put(
                "SV_INFO",
                r -> ServerCalls.message(connection),
                (r, answer) -> new Results.ServerInfo(
                        (String) get(answer, "serverVersion"), (boolean) get(answer, "persistEnabled")));
        put("KV_SAVE", r -> more(r).save(r.text("name")), RecordedReadings::saved, 120);
        put(
                "KV_LOAD",
                r -> more(r).load(r.text("name")),
                (r, answer) -> new Results.Loaded(
                        r.text("name"), number(answer, "keys"), Duration.ofMillis(number(answer, "duration"))),
                141,
                140);
    }

    private void arrays(String family) {
        ArrayMessages messages = new ArrayMessages(connection, family);
        BiFunction<RecordedRequest, Map<?, ?>, Object> done = (r, answer) -> Ack.DONE;
        BiFunction<RecordedRequest, Map<?, ?>, Object> items = (r, answer) -> get(answer, "items");
        put(messages.name("CREATE"), r -> messages.create(r.text("name"), r.number("len")), done);
        put(messages.name("DELETE"), r -> messages.delete(r.text("name")), done);
        put(messages.name("DELETE_ALL"), r -> messages.deleteAll(), done);
        put(messages.name("EXIST"), r -> messages.exists(r.text("name")), RecordedReadings::is, 1, 22);
        put(messages.name("LEN"), r -> messages.length(r.text("name")), (r, answer) -> number(answer, "len"));
        put(messages.name("USED"), r -> messages.used(r.text("name")), (r, answer) -> number(answer, "used"));
        put(
                messages.name("SET"),
                r -> r.has("pos")
                        ? messages.set(r.text("name"), r.number("pos"), r.value("item"))
                        : messages.add(r.text("name"), r.value("item")),
                done);
        put(
                messages.name("SET_RNG"),
                r -> r.has("pos")
                        ? messages.setAll(r.text("name"), r.number("pos"), r.values("items"))
                        : messages.addAll(r.text("name"), r.values("items")),
                done);
        put(
                messages.name("GET"),
                r -> messages.get(r.text("name"), r.number("pos")),
                (r, answer) -> get(answer, "item"));
        put(messages.name("GET_RNG"), r -> messages.range(r.text("name"), r.range("rng")), items);
        put(messages.name("CLEAR"), r -> messages.clear(r.text("name"), r.range("rng")), done);
        if (family.startsWith("S") && !family.equals("STRARR")) {
            put(
                    messages.name("MIN"),
                    r -> messages.min(r.text("name"), r.number("n")),
                    (r, answer) -> answer.containsKey("items") ? get(answer, "items") : List.of(),
                    1,
                    161);
            put(messages.name("MAX"), r -> messages.max(r.text("name"), r.number("n")), items);
            put(messages.name("INTERSECT"), r -> messages.intersect(r.text("srcA"), r.text("srcB")), items);
        } else {
            put(messages.name("SWAP"), r -> messages.swap(r.text("name"), r.number("posA"), r.number("posB")), done);
        }
    }

    private void lists() {
        ListMessages messages = new ListMessages(connection);
        BiFunction<RecordedRequest, Map<?, ?>, Object> done = (r, answer) -> Ack.DONE;
        BiFunction<RecordedRequest, Map<?, ?>, Object> size = (r, answer) -> number(answer, "size");
        put("OLST_CREATE", r -> messages.create(r.text("name")), done);
        put("OLST_DELETE", r -> messages.delete(r.text("name")), RecordedReadings::is, 1, 22);
        put("OLST_DELETE_ALL", r -> messages.deleteAll(), done);
        put("OLST_EXIST", r -> messages.exists(r.text("name")), RecordedReadings::is, 1, 22);
        put("OLST_LEN", r -> messages.length(r.text("name")), (r, answer) -> number(answer, "len"));
        put(
                "OLST_ADD",
                r -> messages.add(r.text("name"), r.position("pos"), r.values("items")),
                (r, answer) -> new Results.ListPlace(number(answer, "pos"), number(answer, "size")));
        put("OLST_SET_RNG", r -> messages.setAll(r.text("name"), r.number("pos"), r.values("items")), done);
        put(AT_A_PLACE, r -> messages.get(r.text("name"), r.number("pos")), (r, answer) -> get(answer, "item"));
        put(
                "OLST_GET",
                r -> r.has("pos") ? messages.head(r.text("name")) : messages.tail(r.text("name")),
                (r, answer) -> Optional.ofNullable(answer.get("item")),
                1,
                161);
        put("OLST_GET_RNG", r -> messages.range(r.text("name"), r.range("rng")), (r, answer) -> get(answer, "items"));
        put(
                "OLST_RMV",
                r -> r.flag("head")
                        ? messages.removeHead(r.text("name"))
                        : r.flag("tail")
                                ? messages.removeTail(r.text("name"))
                                : messages.remove(r.text("name"), r.range("rng")),
                size);
        put(
                "OLST_SPLICE",
                r -> messages.splice(r.text("srcName"), r.range("srcRng"), r.text("destName"), r.position("destPos")),
                done);
    }

    private static Object is(RecordedRequest request, Map<?, ?> answer) {
        return number(answer, "st") == 1;
    }

    private static Object get(Map<?, ?> answer, String member) {
        return Objects.requireNonNull(answer.get(member), member);
    }

    private static Map<?, ?> map(Map<?, ?> answer, String member) {
        return answer.get(member) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static long number(Map<?, ?> answer, String member) {
        return ((Number) get(answer, member)).longValue();
    }

    /** What a message gives, or must give, with JSON as maps, lists, strings and numbers. */
    static Object plain(@Nullable Object result) {
        if (result == null) {
            return NULL;
        }
        if (result instanceof StoredValue.Json json) {
            return plain(Json.any(json));
        }
        if (result instanceof Optional<?> optional) {
            return optional.map(RecordedReadings::plain);
        }
        if (result instanceof List<?> list) {
            return list.stream().map(RecordedReadings::plain).toList();
        }
        if (result instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, value) -> plain.put(key, plain(value)));
            return plain;
        }
        return result;
    }
}
