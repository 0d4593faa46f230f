package dev.kvclient.testkit.ndb.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was saved: the folder of a server, which outlives its process. Safe for several threads. */
public final class Datasets {

    private final Map<String, List<Session>> sessions = new HashMap<>();
    private final Map<String, KeyMap> keys = new HashMap<>();

    /** An empty folder. */
    public Datasets() {}

    synchronized void saveSessions(String name, List<Session> saved) {
        sessions.put(name, List.copyOf(saved));
    }

    synchronized @Nullable List<Session> sessions(String name) {
        List<Session> saved = sessions.get(name);
        return saved == null ? null : new ArrayList<>(saved);
    }

    synchronized void saveKeys(String name, KeyMap saved) {
        keys.put(name, saved.copy());
    }

    synchronized @Nullable KeyMap keys(String name) {
        return keys.get(name);
    }
}
