package dev.kvclient.testkit.ndb.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A frame, read as far as it can be. */
public final class Request {

    private final @Nullable String command;
    private final Object body;
    private final int error;

    private Request(@Nullable String command, Object body, int error) {
        this.command = command;
        this.body = body;
        this.error = error;
    }

    static Request of(String command, Object body) {
        return new Request(command, body, 0);
    }

    static Request notUnderstood(int error) {
        return new Request(null, JsonNull.NULL, error);
    }

    /** The name of the command; empty when the frame holds none. */
    public Optional<String> command() {
        return Optional.ofNullable(command);
    }

    /** The token, an unsigned number, when there is a valid one. */
    public OptionalLong token() {
        Object token = body instanceof JsonObject params ? params.get("tkn") : null;
        return token == null ? OptionalLong.empty() : Tokens.read(token);
    }

    /** The names of keys that it speaks of: those of {@code keys}, and {@code key}. */
    public List<String> keys() {
        if (body instanceof JsonObject params) {
            Object keys = params.get("keys");
            if (keys instanceof JsonObject object) {
                return object.entries().stream().map(Map.Entry::getKey).toList();
            }
            if (keys instanceof JsonArray array) {
                return array.strings();
            }
            if (params.get("key") instanceof String key) {
                return List.of(key);
            }
        }
        return List.of();
    }

    Object body() {
        return body;
    }

    /** The status of the {@code ERR} that it deserves; 0 when it holds a command. */
    int error() {
        return error;
    }

    @Override
    public String toString() {
        return command == null ? "no command" : command;
    }
}
