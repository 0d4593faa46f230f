package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;

/** The actions under one name. */
interface Controller {

    /** Returns whether there is such an action. */
    boolean knows(String action);

    /**
     * Runs an action.
     *
     * @param action a known action
     * @param call who asks for what
     * @return the result, a null node for null
     * @throws dev.kvclient.testkit.kuzzle.ms.Refusal when it is refused
     */
    JsonNode run(String action, Call call);
}
