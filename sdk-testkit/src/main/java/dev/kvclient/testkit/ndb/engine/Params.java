package dev.kvclient.testkit.ndb.engine;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The parameters of a command: 26 when one is missing that must be there, 41 when it has the wrong type. */
record Params(JsonObject members) {

    @Nullable
    Object get(String name) {
        return members.get(name);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    int size() {
        return members.size();
    }

    Object any(String name) throws Refusal {
        Object value = members.get(name);
        if (value == null) {
            throw Refusal.missing();
        }
        return value;
    }

    String string(String name) throws Refusal {
        if (any(name) instanceof String text) {
            return text;
        }
        throw Refusal.type();
    }

    JsonObject object(String name) throws Refusal {
        if (any(name) instanceof JsonObject object) {
            return object;
        }
        throw Refusal.type();
    }

    JsonArray array(String name) throws Refusal {
        if (any(name) instanceof JsonArray array) {
            return array;
        }
        throw Refusal.type();
    }

    boolean bool(String name) throws Refusal {
        if (any(name) instanceof Boolean value) {
            return value;
        }
        throw Refusal.type();
    }

    /** Returns an unsigned integer; one of 2^63 or more as {@link Long#MAX_VALUE}, which is out of all bounds here. */
    long unsigned(String name) throws Refusal {
        return unsigned(any(name));
    }

    static long unsigned(Object value) throws Refusal {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        if (value instanceof BigInteger) {
            return Long.MAX_VALUE;
        }
        throw Refusal.type();
    }
}
