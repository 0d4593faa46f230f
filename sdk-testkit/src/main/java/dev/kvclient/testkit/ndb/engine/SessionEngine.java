package dev.kvclient.testkit.ndb.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/** Generation A, v0.4 and v0.5: every command names its session by a token. */
public final class SessionEngine extends Engine {

    /** Commands that answer a bad token under the name of the request. */
    private static final Set<String> ODD_NAMES_V04 = Set.of("KV_CLEAR", "KV_COUNT", "KV_CONTAINS", "SH_END", "SH_INFO");

    private static final Set<String> ODD_NAMES_V05 = Set.of("SH_INFO");

    private final Object lock = new Object();
    private final Map<String, Command> commands = new HashMap<>();
    private final Sessions sessions;
    private final Set<String> oddNames;

    /**
     * A fresh process.
     *
     * @param v05 whether it is v0.5 and not v0.4
     * @param nanoTime what expiry goes by, in nanoseconds
     * @param persistence whether saving is enabled
     * @param datasets the folder
     * @param random where tokens come from
     */
    public SessionEngine(boolean v05, LongSupplier nanoTime, boolean persistence, Datasets datasets, Random random) {
        sessions = new Sessions(nanoTime, random);
        oddNames = v05 ? ODD_NAMES_V05 : ODD_NAMES_V04;
        new SessionKeyCommands(sessions, v05).register(commands);
        new SessionFindCommands(sessions, v05).register(commands);
        new SessionCommands(sessions, v05).register(commands);
        new SessionSaveCommands(sessions, v05, persistence, datasets).register(commands);
    }

    @Override
    public Request read(String text) {
        Object value;
        try {
            value = JsonReader.read(text, false);
        } catch (MalformedJsonException malformed) {
            return Request.notUnderstood(Status.JSON_INVALID);
        }
        if (value instanceof JsonNull) {
            return Request.notUnderstood(Status.JSON_INVALID);
        }
        if (!(value instanceof JsonObject object) || object.size() == 0) {
            return Request.notUnderstood(Status.COMMAND_SYNTAX);
        }
        if (object.size() > 1) {
            return Request.notUnderstood(Status.COMMAND_MULTIPLE);
        }
        Map.Entry<String, Object> only = object.entries().iterator().next();
        return Request.of(only.getKey(), only.getValue());
    }

    @Override
    public Reply execute(Request request) {
        String name = request.command().orElse(null);
        if (name == null) {
            return Reply.refused(error(request.error()), true);
        }
        if (!(request.body() instanceof JsonObject params)) {
            return refused(name, Refusal.of(Status.COMMAND_TYPE));
        }
        Command command = commands.get(name);
        if (command == null) {
            return refused(name, Refusal.of(Status.COMMAND_NOT_EXIST));
        }
        synchronized (lock) {
            try {
                return command.execute(name, new Params(params));
            } catch (Refusal refusal) {
                return refused(name, refusal);
            }
        }
    }

    private Reply refused(String name, Refusal refusal) {
        if (refusal.isAnonymous()) {
            // An exception in the pool.
            return Reply.refused(error(refusal.status()), false);
        }
        boolean odd = refusal.status() == Status.TOKEN_INVALID && oddNames.contains(name);
        Object token = Objects.requireNonNullElse(refusal.token(), JsonNull.NULL);
        JsonObject answer = JsonObject.inOrder()
                .put("st", (long) refusal.status())
                .put("tkn", token)
                .put("m", refusal.words());
        // Whether the session exists is known in the pool only.
        boolean ahead = refusal.status() != Status.SESSION_NOT_EXIST;
        return Reply.refused(frame(odd ? name : name + "_RSP", answer), ahead);
    }

    @Override
    public Reply binary() {
        return Reply.refused(error(Status.OP_CODE_INVALID), true);
    }

    @Override
    public Reply refuse(Request request, int status) {
        return request.command()
                .map(name -> refused(name, Refusal.of(status)))
                .orElseGet(() -> Reply.refused(error(status), true));
    }

    @Override
    public long keyCount() {
        synchronized (lock) {
            return sessions.all().stream()
                    .mapToLong(session -> session.keys().size())
                    .sum();
        }
    }

    @Override
    public Optional<String> value(String key) {
        synchronized (lock) {
            return sessions.all().stream()
                    .map(session -> session.keys().get(key))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(JsonWriter::write);
        }
    }

    @Override
    public void clear() {
        synchronized (lock) {
            sessions.clear();
        }
    }

    private static String error(int status) {
        return frame("ERR", JsonObject.inOrder().put("st", (long) status).put("m", ""));
    }

    static String frame(String name, JsonObject answer) {
        return JsonWriter.write(JsonObject.inOrder().put(name, answer));
    }

    /** A frame under the name of a command's answer. */
    static String answer(String command, JsonObject answer) {
        return frame(command + "_RSP", answer);
    }

    /**
     * Returns the session that a command names.
     *
     * @throws Refusal 101 without a valid token, 100 when there is no such session
     */
    static Session session(Sessions sessions, Params params) throws Refusal {
        long token = token(params);
        Session session = sessions.find(token);
        if (session == null) {
            throw Refusal.noSession(Tokens.value(token));
        }
        return session;
    }

    static long token(Params params) throws Refusal {
        Object token = params.get("tkn");
        if (token == null) {
            throw Refusal.of(Status.TOKEN_INVALID);
        }
        return Tokens.read(token).orElseThrow(() -> Refusal.of(Status.TOKEN_INVALID));
    }
}
