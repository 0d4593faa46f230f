package dev.kvclient.kuzzle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.Attribute;
import dev.kvclient.RawJson;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The options of a request that only Kuzzle knows. */
public final class KuzzleAttributes {
    /**
     * Data that goes with the request and comes back in its answer and in the notifications that it causes: a JSON
     * object without a member {@code sdkVersion}, by which the server takes the client for one of another age. Anything
     * else is refused with a {@link KvRequestException} when the option is given.
     */
    public static final Attribute<RawJson> VOLATILE =
            Attribute.of("kuzzle", "volatile", RawJson.class, KuzzleAttributes::isObject);

    /** Sent as {@code triggerEvents}. Over the network it has no effect: it is meant for code inside the server. */
    public static final Attribute<Boolean> TRIGGER_EVENTS = Attribute.of("kuzzle", "triggerEvents", Boolean.class);

    private static final String SDK_VERSION = "sdkVersion";

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
            boolean old = false;
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                old |= name.equals(SDK_VERSION);
                parser.nextToken();
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return false;
            }
            if (old) {
                throw new KvRequestException(Failure.of(
                        Outcome.NOT_SENT,
                        "the option kuzzle.volatile has no member sdkVersion: the server refuses it"));
            }
            return true;
        } catch (IOException notJson) {
            return false;
        }
    }
}
