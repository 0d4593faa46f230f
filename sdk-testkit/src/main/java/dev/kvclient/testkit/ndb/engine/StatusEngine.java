package dev.kvclient.testkit.ndb.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Generation B, v0.9: no sessions, one map of keys for all, arrays and lists. */
public final class StatusEngine extends Engine {

    private static final Set<String> FAMILIES = Set.of("KV", "OARR", "IARR", "STRARR", "SIARR", "SSTRARR", "OLST");

    private final Object lock = new Object();
    private final Map<String, Command> commands = new HashMap<>();
    private final StatusKeyCommands keys;
    private final ArrayCommands arrays;
    private final ListCommands lists = new ListCommands();
    private @Nullable String answerToUnknownFamilies;

    /**
     * A fresh process.
     *
     * @param persistence whether saving is enabled
     * @param datasets the folder
     */
    public StatusEngine(boolean persistence, Datasets datasets) {
        keys = new StatusKeyCommands(persistence, datasets);
        arrays = new ArrayCommands();
        keys.register(commands);
        arrays.register(commands);
        lists.register(commands);
    }

    @Override
    public Request read(String text) {
        Object value;
        try {
            value = JsonReader.read(text, true);
        } catch (MalformedJsonException malformed) {
            return Request.notUnderstood(Status.JSON_INVALID);
        }
        if (!(value instanceof JsonObject object) || object.size() != 1) {
            return Request.notUnderstood(Status.COMMAND_SYNTAX);
        }
        Map.Entry<String, Object> only = object.entries().iterator().next();
        return Request.of(only.getKey(), only.getValue());
    }

    @Override
    public Reply execute(Request request) {
        String name = request.command().orElse(null);
        if (name == null) {
            return Reply.refused(error(request.error()), false);
        }
        int underscore = name.indexOf('_');
        if (underscore < 0 || !(request.body() instanceof JsonObject params)) {
            return refused(name, Refusal.of(Status.COMMAND_SYNTAX));
        }
        synchronized (lock) {
            Command command = commands.get(name);
            if (command == null) {
                return FAMILIES.contains(name.substring(0, underscore))
                        ? Reply.refused(error(Status.COMMAND_NOT_EXIST), false)
                        : unknownFamily(name);
            }
            try {
                return command.execute(name, new Params(params));
            } catch (Refusal refusal) {
                return refused(name, refusal);
            }
        }
    }

    /** The answer is made once, for the first who asks, and then given to all. */
    private Reply unknownFamily(String name) {
        if (answerToUnknownFamilies == null) {
            answerToUnknownFamilies = answer(name, Status.COMMAND_NOT_EXIST);
        }
        return Reply.refused(answerToUnknownFamilies, false);
    }

    private static Reply refused(String name, Refusal refusal) {
        if (refusal.isAnonymous()) {
            return Reply.refused(error(refusal.status()), false);
        }
        // The server answers so; its successes are named as they should be.
        String named = name.equals("OLST_ADD") ? "OLST_CREATE" : name;
        return Reply.refused(answer(named, refusal.status()), false);
    }

    @Override
    public Reply binary() {
        return Reply.refused(error(Status.OP_CODE_INVALID), false);
    }

    @Override
    public Reply refuse(Request request, int status) {
        return request.command()
                .map(name -> refused(name, Refusal.of(status)))
                .orElseGet(() -> Reply.refused(error(status), false));
    }

    @Override
    public long keyCount() {
        synchronized (lock) {
            return keys.size();
        }
    }

    @Override
    public Optional<String> value(String key) {
        synchronized (lock) {
            return keys.value(key);
        }
    }

    @Override
    public void clear() {
        synchronized (lock) {
            keys.clear();
            arrays.clear();
            lists.clear();
        }
    }

    private static String error(int status) {
        return "{\"ERR\":{\"st\":" + status + "}}";
    }

    static String answer(String command, int status) {
        return answer(command, JsonObject.sorted().put("st", (long) status));
    }

    static String answer(String command, JsonObject answer) {
        return JsonWriter.write(JsonObject.sorted().put(command + "_RSP", answer));
    }

    /** The answer that says no more than that it is done. */
    static Reply done(String command) {
        return Reply.of(answer(command, Status.OK));
    }

    /** A success that tells one thing more. */
    static Reply done(String command, String member, Object value) {
        return Reply.of(
                answer(command, JsonObject.sorted().put("st", (long) Status.OK).put(member, value)));
    }
}
