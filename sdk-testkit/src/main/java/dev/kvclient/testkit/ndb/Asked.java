package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.ndb.engine.Request;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a rule of {@link Faults} knows of a request.
 *
 * @param command its name, {@code KV_GET} for instance; empty for a frame that holds no command
 * @param keys the keys that it names
 * @param token its session, an unsigned number; empty without a valid one
 */
public record Asked(String command, List<String> keys, OptionalLong token) {

    /** Keeps an unmodifiable copy of the keys. */
    public Asked {
        keys = List.copyOf(keys);
    }

    static Asked by(Request request) {
        return new Asked(request.command().orElse(""), request.keys(), request.token());
    }

    /** Keys and token are left out. */
    @Override
    public String toString() {
        return "Asked[" + command + "]";
    }
}
