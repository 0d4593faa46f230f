package dev.kvclient.kuzzle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.Attribute;
import dev.kvclient.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The options of a request that only Kuzzle knows. */
public final class KuzzleAttributes {
    /**
     * Data that goes with the request and comes back in its answer and in the notifications that it causes: a JSON
     * object. The server refuses the member {@code sdkVersion} in it.
     */
    public static final Attribute<RawJson> VOLATILE =
            Attribute.of("kuzzle", "volatile", RawJson.class, KuzzleAttributes::isObject);

    /** Sent as {@code triggerEvents}. Over the network it has no effect: it is meant for code inside the server. */
    public static final Attribute<Boolean> TRIGGER_EVENTS = Attribute.of("kuzzle", "triggerEvents", Boolean.class);

    private KuzzleAttributes() {}

    /** It is written into the frame as it is: anything but one object would spoil the frame. */
    private static boolean isObject(RawJson raw) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(raw.json())) {
            // A lone surrogate.
            return false;
        }
        try (JsonParser parser = new JsonFactory().createParser(raw.json())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
