package dev.kvclient.testkit.kuzzle.ms;

import java.util.List;

/** Finds the arguments of a Redis command in a request, in the order in which Redis takes them. */
@FunctionalInterface
interface ArgumentSource {

    /**
     * Extracts the arguments.
     *
     * @param request the request
     * @return the arguments, without the command's name
     * @throws Refusal when one is missing or of a wrong type
     */
    List<String> extract(Request request);
}
