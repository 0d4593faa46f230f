package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.SessionEngine.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** KV_FIND and KV_UPDATE, which only generation A has. */
final class SessionFindCommands {

    private static final Set<String> KINDS_OF_ANSWER = Set.of("keys", "kv", "paths");

    private final Sessions sessions;
    private final boolean v05;

    SessionFindCommands(Sessions sessions, boolean v05) {
        this.sessions = sessions;
        this.v05 = v05;
    }

    void register(Map<String, Command> commands) {
        commands.put("KV_FIND", this::find);
        commands.put("KV_UPDATE", this::update);
    }

    private Session use(Params params) throws Refusal {
        Session session = SessionEngine.session(sessions, params);
        session.restartClock(sessions.now());
        return session;
    }

    private Reply find(String name, Params params) throws Refusal {
        String text = params.string("path");
        String kind = params.string("rsp");
        List<String> only = params.has("keys") ? params.array("keys").strings() : List.of();
        if (text.isEmpty()) {
            throw Refusal.of(Status.VALUE_SIZE, "'path' is empty");
        }
        if (!KINDS_OF_ANSWER.contains(kind)) {
            throw Refusal.of(Status.COMMAND_SYNTAX, "'rsp' invalid value");
        }
        Session session = use(params);
        JsonObject answer = JsonObject.inOrder().put("tkn", Tokens.value(session.token()));
        JsonPath path;
        try {
            path = JsonPath.compile(text);
        } catch (BadPathException bad) {
            return Reply.refused(answer(name, answer.put("st", (long) Status.PATH_INVALID)), false);
        }
        List<String> searched = only.isEmpty() ? session.keys().keys() : only;
        List<String> found = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        JsonObject pairs = JsonObject.inOrder();
        for (String key : searched) {
            Object value = session.keys().get(key);
            List<JsonPath.Match> matches = value == null ? List.of() : path.select(value);
            if (value != null && !matches.isEmpty()) {
                found.add(key);
                pairs.put(key, value);
                matches.forEach(match -> paths.add(match.location()));
            }
        }
        answer.put("st", (long) Status.OK);
        switch (kind) {
            case "paths" -> answer.put("paths", JsonArray.of(paths));
            case "kv" -> answer.put("keys", pairs);
            default -> answer.put("keys", JsonArray.of(found));
        }
        return Reply.of(answer(name, answer));
    }

    private Reply update(String name, Params params) throws Refusal {
        String key = params.string("key");
        String text = params.string("path");
        Object value = params.any("value");
        Session session = use(params);
        JsonObject answer = JsonObject.inOrder().put("tkn", Tokens.value(session.token()));
        Object stored = session.keys().get(key);
        if (stored == null) {
            return Reply.refused(
                    answer(name, answer.put("st", (long) Status.NOT_EXIST).put("cnt", 0L)), false);
        }
        List<JsonPath.Match> matches;
        try {
            matches = JsonPath.compile(text).select(stored);
        } catch (BadPathException bad) {
            throw v05 ? Refusal.of(Status.UNKNOWN) : Refusal.anonymous(Status.UNKNOWN);
        }
        Object changed = stored;
        for (JsonPath.Match match : matches) {
            changed = match.replaceIn(changed, value);
        }
        session.keys().put(key, changed);
        return Reply.of(answer(name, answer.put("st", (long) Status.OK).put("cnt", (long) matches.size())));
    }
}
