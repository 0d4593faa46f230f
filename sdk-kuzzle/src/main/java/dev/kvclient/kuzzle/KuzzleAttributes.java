package dev.kvclient.kuzzle;

import dev.kvclient.Attribute;
import dev.kvclient.RawJson;

/** The options of a request that only Kuzzle knows. */
public final class KuzzleAttributes {
    /**
     * Data that goes with the request and comes back in its answer and in the notifications that it causes: a JSON object.
     * The server refuses the member {@code sdkVersion} in it.
     */
    public static final Attribute<RawJson> VOLATILE = Attribute.of("kuzzle", "volatile", RawJson.class);

    /** Sent as {@code triggerEvents}. Over the network it has no effect: it is meant for code inside the server. */
    public static final Attribute<Boolean> TRIGGER_EVENTS = Attribute.of("kuzzle", "triggerEvents", Boolean.class);

    private KuzzleAttributes() {}
}
