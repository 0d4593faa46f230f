package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.StatusEngine.answer;
import static dev.kvclient.testkit.ndb.engine.StatusEngine.done;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of generation B on keys, and SV_INFO. */
final class StatusKeyCommands {

    private final boolean persistence;
    private final Datasets datasets;
    private final KeyMap map = new KeyMap();

    StatusKeyCommands(boolean persistence, Datasets datasets) {
        this.persistence = persistence;
        this.datasets = datasets;
    }

    void register(Map<String, Command> commands) {
        commands.put("SV_INFO", this::info);
        commands.put("KV_SET", this::set);
        commands.put("KV_ADD", this::add);
        commands.put("KV_GET", this::get);
        commands.put("KV_RMV", this::remove);
        commands.put("KV_CONTAINS", this::contains);
        commands.put("KV_COUNT", (name, params) -> done(name, "cnt", (long) map.size()));
        commands.put("KV_KEYS", (name, params) -> done(name, "keys", JsonArray.of(map.keys())));
        commands.put("KV_CLEAR", (name, params) -> done(name, "cnt", (long) map.clear()));
        commands.put("KV_CLEAR_SET", this::clearSet);
        commands.put("KV_SAVE", this::save);
        commands.put("KV_LOAD", this::load);
    }

    int size() {
        return map.size();
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(map.get(key)).map(JsonWriter::write);
    }

    void clear() {
        map.clear();
    }

    private Reply info(String name, Params params) {
        return Reply.of(answer(
                name,
                JsonObject.sorted()
                        .put("st", (long) Status.OK)
                        .put("serverVersion", "0.9")
                        .put("persistEnabled", persistence)));
    }

    private void store(JsonObject keys) {
        for (Map.Entry<String, Object> key : keys.entries()) {
            map.put(key.getKey(), key.getValue());
        }
    }

    private Reply set(String name, Params params) throws Refusal {
        store(params.object("keys"));
        return done(name);
    }

    private Reply add(String name, Params params) throws Refusal {
        for (Map.Entry<String, Object> key : params.object("keys").entries()) {
            if (!map.contains(key.getKey())) {
                map.put(key.getKey(), key.getValue());
            }
        }
        return done(name);
    }

    private Reply get(String name, Params params) throws Refusal {
        JsonObject found = JsonObject.sorted();
        for (String key : params.array("keys").strings()) {
            Object value = map.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return done(name, "keys", found);
    }

    private Reply remove(String name, Params params) throws Refusal {
        JsonArray keys = params.array("keys");
        if (keys.items().isEmpty()) {
            throw Refusal.of(Status.VALUE_SIZE);
        }
        keys.strings().forEach(map::remove);
        return done(name);
    }

    private Reply contains(String name, Params params) throws Refusal {
        List<String> present =
                params.array("keys").strings().stream().filter(map::contains).toList();
        return done(name, "contains", JsonArray.of(present));
    }

    private Reply clearSet(String name, Params params) throws Refusal {
        JsonObject keys = params.object("keys");
        long removed = map.clear();
        store(keys);
        return done(name, "cnt", removed);
    }

    private Reply save(String command, Params params) throws Refusal {
        if (!persistence) {
            throw Refusal.of(Status.COMMAND_DISABLED);
        }
        String name = params.string("name");
        datasets.saveKeys(name, map);
        return Reply.of(answer(
                command,
                JsonObject.sorted()
                        .put("st", (long) Status.SAVE_STARTED_OR_DONE)
                        .put("name", name)
                        .put("duration", 0L)));
    }

    private Reply load(String command, Params params) throws Refusal {
        String name = params.string("name");
        if (name.isEmpty()) {
            throw Refusal.anonymous(Status.UNKNOWN);
        }
        KeyMap saved = datasets.keys(name);
        JsonObject answer = JsonObject.sorted().put("name", name);
        if (saved == null) {
            return Reply.refused(answer(command, answer.put("st", (long) Status.LOAD_ERROR)), false);
        }
        boolean readable = saved.keys().stream().noneMatch(StatusKeyCommands::breaksDatasets);
        if (readable) {
            map.putAll(saved);
        }
        int status = saved.size() == 0 ? Status.LOADING : Status.LOAD_COMPLETE;
        answer.put("st", (long) (readable ? status : Status.LOAD_ERROR))
                .put("keys", (long) (readable ? saved.size() : 0))
                .put("duration", 0L)
                .put("sessions", 0L);
        return readable ? Reply.of(answer(command, answer)) : Reply.refused(answer(command, answer), false);
    }

    /** Names are saved unescaped: one such makes the whole set unreadable. */
    private static boolean breaksDatasets(String key) {
        return key.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ');
    }
}
