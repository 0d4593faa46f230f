package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.SessionEngine.answer;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The commands of generation A about sessions, without saving and loading. */
final class SessionCommands {

    private final Sessions sessions;
    private final boolean v05;

    SessionCommands(Sessions sessions, boolean v05) {
        this.sessions = sessions;
        this.v05 = v05;
    }

    void register(Map<String, Command> commands) {
        commands.put("SH_NEW", this::create);
        commands.put("SH_OPEN", v05 ? this::broken : this::open);
        commands.put("SH_INFO", this::info);
        commands.put("SH_INFO_ALL", this::infoAll);
        commands.put("SH_EXISTS", v05 ? this::broken : this::exists);
        commands.put("SH_END", this::end);
        commands.put("SH_END_ALL", this::endAll);
    }

    static String name(Params params) throws Refusal {
        return params.string("name");
    }

    private static String nameOfSession(Params params) throws Refusal {
        String name = name(params);
        if (name.isEmpty()) {
            throw Refusal.of(Status.VALUE_SIZE, "Session name empty");
        }
        return name;
    }

    private Reply create(String command, Params params) throws Refusal {
        String name = name(params);
        boolean shared = params.has("shared") && params.bool("shared");
        Session.Expiry expiry = params.has("expiry") ? expiry(new Params(params.object("expiry"))) : null;
        nameOfSession(params);
        Session existing = shared ? sessions.findShared(name) : null;
        JsonObject answer = JsonObject.inOrder();
        if (existing != null) {
            answer.put("st", (long) Status.SESSION_NEW_FAIL)
                    .put("name", name)
                    .put("tkn", Tokens.value(existing.token()));
            return Reply.refused(answer(command, answer), false);
        }
        Session session = sessions.create(name, shared, expiry);
        answer.put("st", (long) Status.OK).put("name", name).put("tkn", Tokens.value(session.token()));
        return Reply.of(answer(command, answer));
    }

    private static Session.@Nullable Expiry expiry(Params params) throws Refusal {
        long seconds = params.unsigned("duration");
        Session.Expiry expiry = new Session.Expiry(params.any("duration"), params.bool("deleteSession"));
        return seconds == 0 ? null : expiry;
    }

    private Reply open(String command, Params params) throws Refusal {
        Session session = sessions.findShared(nameOfSession(params));
        JsonObject answer = JsonObject.inOrder();
        if (session == null) {
            answer.put("tkn", JsonNull.NULL).put("st", (long) Status.SESSION_OPEN_FAIL);
            return Reply.refused(answer(command, answer), true);
        }
        answer.put("tkn", Tokens.value(session.token())).put("st", (long) Status.OK);
        return Reply.ahead(answer(command, answer));
    }

    /** What v0.5 has made of SH_OPEN and SH_EXISTS. */
    private Reply broken(String command, Params params) throws Refusal {
        if (params.size() == 0) {
            throw new ServerDiedException(command);
        }
        throw Refusal.missing();
    }

    private Reply info(String command, Params params) throws Refusal {
        if (params.size() != 1) {
            throw Refusal.of(Status.COMMAND_SYNTAX);
        }
        long token = SessionEngine.token(params);
        Session session = sessions.find(token);
        JsonObject answer = JsonObject.inOrder();
        if (session == null) {
            answer.put("st", (long) Status.SESSION_NOT_EXIST)
                    .put("tkn", Tokens.value(token))
                    .put("shared", JsonNull.NULL)
                    .put("keyCnt", JsonNull.NULL);
            return Reply.refused(answer(command, answer), false);
        }
        Session.Expiry expiry = session.expiry();
        answer.put("st", (long) Status.OK)
                .put("tkn", Tokens.value(token))
                .put("shared", session.isShared())
                .put("keyCnt", (long) session.keys().size())
                .put("expires", expiry != null);
        if (expiry != null) {
            answer.put(
                    "expiry",
                    JsonObject.inOrder()
                            .put("duration", expiry.duration())
                            .put("remaining", session.remainingSeconds(expiry, sessions.now()))
                            .put("deleteSession", expiry.deleteSession()));
        }
        return Reply.of(answer(command, answer));
    }

    private Reply infoAll(String command, Params params) throws Refusal {
        if (!v05 && params.size() > 0) {
            throw Refusal.of(Status.COMMAND_SYNTAX);
        }
        long keys = 0;
        long count = 0;
        for (Session session : sessions.all()) {
            keys += session.keys().size();
            count++;
        }
        JsonObject answer = JsonObject.inOrder();
        if (v05) {
            answer.put("st", (long) Status.OK);
        }
        answer.put("totalSessions", count).put("totalKeys", keys);
        return Reply.ahead(answer(command, answer));
    }

    private Reply exists(String command, Params params) throws Refusal {
        JsonArray tokens = params.array("tkns");
        JsonObject found = JsonObject.inOrder();
        for (Object item : tokens.items()) {
            OptionalLong token = Tokens.read(item);
            if (token.isEmpty()) {
                throw Refusal.of(Status.UNKNOWN);
            }
            found.put(Long.toUnsignedString(token.getAsLong()), sessions.find(token.getAsLong()) != null);
        }
        JsonObject answer = JsonObject.inOrder().put("st", (long) Status.OK);
        if (found.size() > 0) {
            answer.put("tkns", found);
        }
        return Reply.ahead(answer(command, answer));
    }

    private Reply end(String command, Params params) throws Refusal {
        long token = SessionEngine.token(params);
        Session session = sessions.find(token);
        boolean ended = session != null;
        if (session != null && session.expiry() != null) {
            // The session and its keys stay.
            ended = session.stopExpiry();
        } else {
            sessions.remove(token);
        }
        JsonObject answer = JsonObject.inOrder()
                .put("st", (long) (ended ? Status.OK : Status.SESSION_NOT_EXIST))
                .put("tkn", Tokens.value(token));
        return ended ? Reply.of(answer(command, answer)) : Reply.refused(answer(command, answer), false);
    }

    private Reply endAll(String command, Params params) {
        JsonObject answer = JsonObject.inOrder().put("st", (long) Status.OK).put("cnt", (long) sessions.clear());
        return Reply.ahead(answer(command, answer));
    }
}
