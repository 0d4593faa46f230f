package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.SessionEngine.answer;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The commands of generation A on the keys of a session. */
final class SessionKeyCommands {

    private final Sessions sessions;
    private final boolean v05;

    SessionKeyCommands(Sessions sessions, boolean v05) {
        this.sessions = sessions;
        this.v05 = v05;
    }

    void register(Map<String, Command> commands) {
        commands.put("KV_SET", this::set);
        commands.put("KV_SETQ", this::setQuiet);
        commands.put("KV_ADD", this::add);
        commands.put("KV_ADDQ", this::addQuiet);
        commands.put("KV_GET", this::get);
        commands.put("KV_RMV", this::remove);
        commands.put("KV_CONTAINS", this::contains);
        commands.put("KV_COUNT", this::count);
        commands.put("KV_KEYS", this::keys);
        commands.put("KV_CLEAR", this::clear);
        commands.put("KV_CLEAR_SET", this::clearSet);
    }

    /** Returns the session, whose clock starts anew: any command on keys that is accepted does that. */
    private Session use(Params params) throws Refusal {
        Session session = SessionEngine.session(sessions, params);
        session.restartClock(sessions.now());
        return session;
    }

    private static JsonObject withToken(Session session) {
        return JsonObject.inOrder().put("tkn", Tokens.value(session.token()));
    }

    private void refuseEmptyInV05(int size) throws Refusal {
        if (v05 && size == 0) {
            throw Refusal.of(Status.VALUE_SIZE, "keys");
        }
    }

    private static JsonObject store(Session session, JsonObject keys) {
        JsonObject told = JsonObject.inOrder();
        for (Map.Entry<String, Object> key : keys.entries()) {
            boolean isNew = session.keys().put(key.getKey(), key.getValue());
            told.put(key.getKey(), (long) (isNew ? Status.KEY_SET : Status.KEY_UPDATED));
        }
        return told;
    }

    private Reply set(String name, Params params) throws Refusal {
        JsonObject keys = params.object("keys");
        refuseEmptyInV05(keys.size());
        Session session = use(params);
        return Reply.of(answer(name, withToken(session).put("keys", store(session, keys))));
    }

    private Reply setQuiet(String name, Params params) throws Refusal {
        set(name, params);
        return Reply.silence();
    }

    private Reply add(String name, Params params) throws Refusal {
        JsonObject keys = params.object("keys");
        Session session = use(params);
        JsonObject told = JsonObject.inOrder();
        for (Map.Entry<String, Object> key : keys.entries()) {
            told.put(key.getKey(), (long) (addOne(session, key) ? Status.KEY_SET : Status.KEY_EXISTS));
        }
        return Reply.of(answer(name, withToken(session).put("keys", told)));
    }

    private Reply addQuiet(String name, Params params) throws Refusal {
        JsonObject keys = params.object("keys");
        refuseEmptyInV05(keys.size());
        Session session = use(params);
        JsonObject existing = JsonObject.inOrder();
        for (Map.Entry<String, Object> key : keys.entries()) {
            if (!addOne(session, key)) {
                existing.put(key.getKey(), (long) Status.KEY_EXISTS);
            }
        }
        if (existing.size() == 0) {
            return Reply.silence();
        }
        return Reply.of(
                answer(name, JsonObject.inOrder().put("keys", existing).put("tkn", Tokens.value(session.token()))));
    }

    private static boolean addOne(Session session, Map.Entry<String, Object> key) {
        return !session.keys().contains(key.getKey()) && session.keys().put(key.getKey(), key.getValue());
    }

    private Reply get(String name, Params params) throws Refusal {
        JsonArray keys = params.array("keys");
        Session session = use(params);
        JsonObject found = JsonObject.inOrder();
        for (String key : keys.strings()) {
            // An absent key reads like a stored null.
            found.put(key, orNull(session.keys().get(key)));
        }
        return Reply.of(answer(name, withKeys(withToken(session), found)));
    }

    private static Object orNull(@Nullable Object value) {
        return Objects.requireNonNullElse(value, JsonNull.NULL);
    }

    /** The member is left out when nothing was asked for. */
    private static JsonObject withKeys(JsonObject answer, JsonObject keys) {
        return keys.size() == 0 ? answer : answer.put("keys", keys);
    }

    private Reply remove(String name, Params params) throws Refusal {
        JsonArray keys = params.array("keys");
        refuseEmptyInV05(keys.items().size());
        Session session = use(params);
        JsonObject told = withToken(session);
        for (String key : keys.strings()) {
            // Beside the token, which a key of that name overwrites.
            told.put(key, (long) (session.keys().remove(key) ? Status.KEY_REMOVED : Status.NOT_EXIST));
        }
        return Reply.of(answer(name, told));
    }

    private Reply contains(String name, Params params) throws Refusal {
        JsonArray keys = params.array("keys");
        Session session = use(params);
        JsonObject found = JsonObject.inOrder();
        for (String key : keys.strings()) {
            found.put(key, session.keys().contains(key));
        }
        JsonObject answer = JsonObject.inOrder().put("st", (long) Status.OK).put("tkn", Tokens.value(session.token()));
        return Reply.of(answer(name, withKeys(answer, found)));
    }

    private Reply count(String name, Params params) throws Refusal {
        Session session = use(params);
        return counted(name, session.keys().size(), session);
    }

    private Reply clear(String name, Params params) throws Refusal {
        Session session = use(params);
        return counted(name, session.keys().clear(), session);
    }

    private static Reply counted(String name, int count, Session session) {
        return Reply.of(answer(
                name,
                JsonObject.inOrder()
                        .put("st", (long) Status.OK)
                        .put("cnt", (long) count)
                        .put("tkn", Tokens.value(session.token()))));
    }

    private Reply keys(String name, Params params) throws Refusal {
        if (!v05 && params.size() > 1) {
            throw Refusal.of(Status.COMMAND_SYNTAX);
        }
        Session session = use(params);
        JsonArray keys = JsonArray.of(session.keys().keys());
        return Reply.of(
                answer(name, withToken(session).put("st", (long) Status.OK).put("keys", keys)));
    }

    private Reply clearSet(String name, Params params) throws Refusal {
        JsonObject keys = params.object("keys");
        Session session = use(params);
        long removed = session.keys().clear();
        JsonObject told = store(session, keys);
        JsonObject answer = withToken(session);
        if (v05) {
            answer.put("keys", told).put("st", (long) Status.OK).put("cnt", removed);
        } else {
            answer.put("st", (long) Status.OK).put("cnt", removed).put("keys", told);
        }
        return Reply.of(answer(name, answer));
    }
}
