package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.SessionEngine.answer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** SH_SAVE and SH_LOAD. */
final class SessionSaveCommands {

    private final Sessions sessions;
    private final boolean v05;
    private final boolean persistence;
    private final Datasets datasets;

    SessionSaveCommands(Sessions sessions, boolean v05, boolean persistence, Datasets datasets) {
        this.sessions = sessions;
        this.v05 = v05;
        this.persistence = persistence;
        this.datasets = datasets;
    }

    void register(Map<String, Command> commands) {
        commands.put("SH_SAVE", this::save);
        commands.put("SH_LOAD", v05 ? this::load : this::loadSeveral);
    }

    private Reply save(String command, Params params) throws Refusal {
        if (!persistence) {
            JsonObject answer = JsonObject.inOrder()
                    .put("st", (long) Status.COMMAND_DISABLED)
                    .put("m", "");
            return Reply.refused(answer(command, answer), true);
        }
        String name = SessionCommands.name(params);
        Collection<Session> chosen = params.has("tkns") ? chosen(params.array("tkns")) : sessions.all();
        long now = sessions.now();
        datasets.saveSessions(
                name, chosen.stream().map(session -> session.copy(now)).toList());
        JsonObject begun = JsonObject.inOrder().put("name", name).put("st", (long) Status.SAVE_STARTED_OR_DONE);
        JsonObject done = JsonObject.inOrder();
        if (v05) {
            done.put("st", (long) Status.SAVE_COMPLETE).put("name", name);
        } else {
            done.put("name", name).put("st", (long) Status.SAVE_COMPLETE);
        }
        return Reply.ahead(answer(command, begun), answer(command, done.put("duration", 0L)));
    }

    /** Unknown tokens are skipped. */
    private List<Session> chosen(JsonArray tokens) throws Refusal {
        if (tokens.items().isEmpty()) {
            throw Refusal.of(Status.VALUE_SIZE, "'tkns' empty");
        }
        List<Session> chosen = new ArrayList<>();
        for (Object item : tokens.items()) {
            OptionalLong token = Tokens.read(item);
            if (token.isEmpty()) {
                throw Refusal.of(Status.VALUE_TYPE, "'tkns' contains invalid token");
            }
            Session session = sessions.find(token.getAsLong());
            if (session != null) {
                chosen.add(session);
            }
        }
        return chosen;
    }

    /** What one dataset has brought. */
    private record Loaded(long sessions, long keys, boolean lastExisted) {}

    private Loaded load(List<Session> saved) {
        long count = 0;
        long keys = 0;
        boolean lastExisted = false;
        long now = sessions.now();
        for (Session session : saved) {
            lastExisted = sessions.find(session.token()) != null;
            if (!lastExisted) {
                sessions.add(session.copy(now));
                count++;
                keys += session.keys().size();
            }
        }
        return new Loaded(count, keys, lastExisted);
    }

    private Reply load(String command, Params params) throws Refusal {
        String name = SessionCommands.name(params);
        if (name.isEmpty()) {
            throw Refusal.of(Status.UNKNOWN);
        }
        List<Session> saved = datasets.sessions(name);
        JsonObject answer = JsonObject.inOrder();
        if (saved == null) {
            answer.put("st", (long) Status.LOAD_ERROR).put("name", name);
            return Reply.refused(answer(command, answer), true);
        }
        Loaded loaded = load(saved);
        answer.put("name", name)
                .put("st", (long) Status.LOAD_COMPLETE)
                .put("sessions", loaded.sessions())
                .put("keys", loaded.keys());
        return Reply.ahead(answer(command, answer));
    }

    private Reply loadSeveral(String command, Params params) throws Refusal {
        List<String> names = params.array("names").strings();
        if (names.size() < params.array("names").items().size()) {
            throw Refusal.of(Status.VALUE_TYPE, "names contains incorrect data type");
        }
        List<List<Session>> saved = new ArrayList<>();
        for (String name : names) {
            if (name.isEmpty()) {
                throw Refusal.of(Status.UNKNOWN);
            }
            List<Session> dataset = datasets.sessions(name);
            if (dataset == null) {
                throw Refusal.of(Status.LOAD_ERROR, "Load path does not exist");
            }
            saved.add(dataset);
        }
        JsonObject answer = JsonObject.inOrder();
        for (int i = 0; i < names.size(); i++) {
            Loaded loaded = load(saved.get(i));
            answer.put(
                    names.get(i),
                    JsonObject.inOrder()
                            .put("m", "")
                            .put("sessions", loaded.sessions())
                            .put("keys", loaded.keys())
                            .put("st", (long) (loaded.lastExisted() ? Status.LOAD_DUPLICATE : Status.LOAD_COMPLETE)));
        }
        return Reply.ahead(answer(command, answer));
    }
}
