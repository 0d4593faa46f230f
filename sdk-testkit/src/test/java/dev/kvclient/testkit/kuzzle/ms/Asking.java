package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Clock;

/** A storage that is asked with requests written with single quotes. */
final class Asking {

    final MemoryStorage storage;

    Asking() {
        this(Clock.systemUTC());
    }

    Asking(Clock clock) {
        storage = new MemoryStorage(clock);
    }

    /** Runs an action; returns its result as JSON. */
    String ask(String action, String request) {
        return run(action, request).toString().replace('"', '\'');
    }

    /** Runs an action that is refused: the status and, of Kuzzle, the id, or of Redis, its words. */
    String refused(String action, String request) {
        try {
            return "not refused: " + run(action, request);
        } catch (Refusal refusal) {
            JsonNode error = refusal.toJson();
            boolean redis = error.path("id").asText().equals("plugin.runtime.unexpected_error");
            return redis
                    ? refusal.status() + " " + error.path("props").path(0).asText()
                    : refusal.status() + " " + error.path("id").asText() + " " + error.path("props");
        }
    }

    private JsonNode run(String action, String request) {
        try {
            return storage.execute(
                    action, Request.of(JsonMapper.builder().build().readTree(request.replace('\'', '"'))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(request, e);
        }
    }
}
