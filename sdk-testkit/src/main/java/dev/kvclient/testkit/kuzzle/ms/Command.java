package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One action of the memory storage.
 *
 * @param name the action, which is the Redis command in lower case
 * @param arity as Redis counts: the name included; negative for "at least"
 * @param source where a request has the arguments
 * @param body what Redis does
 */
record Command(String name, int arity, ArgumentSource source, Body body) {

    /** The work of a command, run alone on the keyspace. */
    @FunctionalInterface
    interface Body {

        /**
         * Runs the command.
         *
         * @param keyspace the data
         * @param arguments the arguments, their number checked
         * @return the reply as JSON, a null node for nil
         * @throws RedisException when Redis refuses
         */
        JsonNode run(Keyspace keyspace, List<String> arguments);
    }

    void checkArity(List<String> arguments) {
        int given = arguments.size() + 1;
        if (arity >= 0 ? given != arity : given < -arity) {
            throw RedisException.wrongArity(name);
        }
    }
}
