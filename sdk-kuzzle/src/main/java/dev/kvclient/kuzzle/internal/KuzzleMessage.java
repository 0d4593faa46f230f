package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.kvclient.RawJson;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to Kuzzle: a controller, an action, its arguments, and how its result is read. The id and the token are
 * put in when it is sent.
 *
 * @param <T> what the result gives
 */
public final class KuzzleMessage<T> implements WireRequest<T> {
    private final KuzzleTransport transport;
    private final String controller;
    private final String action;
    private final Effect effect;
    private final List<String> keys;
    private final Arguments arguments;
    private final Function<byte[], T> reader;
    private final @Nullable RawJson volatileData;
    private final boolean triggerEvents;

    /** Writes the members of a request that are its action's own, at its top level. May be called more than once. */
    @FunctionalInterface
    public interface Arguments {
        /** No arguments. */
        Arguments NONE = json -> {};

        /**
         * Writes fields.
         *
         * @param json inside the object of the request
         */
        void write(JsonGenerator json) throws IOException;
    }

    /** Of the memory storage, about these keys. */
    KuzzleMessage(
            KuzzleTransport transport,
            String controller,
            String action,
            Effect effect,
            List<String> keys,
            Arguments arguments,
            ResultReader<T> reader,
            @Nullable RawJson volatileData,
            boolean triggerEvents) {
        this(
                transport,
                controller,
                action,
                effect,
                keys,
                arguments,
                reading(Objects.requireNonNull(reader, "reader")),
                volatileData,
                triggerEvents);
    }

    private KuzzleMessage(
            KuzzleTransport transport,
            String controller,
            String action,
            Effect effect,
            List<String> keys,
            Arguments arguments,
            Function<byte[], T> reader,
            @Nullable RawJson volatileData,
            boolean triggerEvents) {
        this.transport = transport;
        this.controller = controller;
        this.action = action;
        this.effect = effect;
        this.keys = keys;
        this.arguments = arguments;
        this.reader = reader;
        this.volatileData = volatileData;
        this.triggerEvents = triggerEvents;
    }

    private static <T> Function<byte[], T> reading(ResultReader<T> reader) {
        return frame -> KuzzleAnswer.read(frame, reader);
    }

    /**
     * A message whose answer is read whole, with the attributes of its call.
     *
     * @param reader reads the frame of the answer; throws the error in it
     */
    static <T> KuzzleMessage<T> whole(
            KuzzleTransport transport,
            Exchange x,
            String controller,
            String action,
            Effect effect,
            List<String> keys,
            Arguments arguments,
            Function<byte[], T> reader) {
        return new KuzzleMessage<>(
                transport,
                controller,
                action,
                effect,
                keys,
                arguments,
                reader,
                x.attribute(KuzzleAttributes.VOLATILE).orElse(null),
                x.attribute(KuzzleAttributes.TRIGGER_EVENTS).orElse(false));
    }

    @Override
    public String operation() {
        return controller + ":" + action;
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public void send(WireAttempt<T> attempt) {
        transport.send(this, attempt);
    }

    /** Whether it is sent without a token: with one that is not good any more the server would refuse it. */
    boolean isUnsigned() {
        return controller.equals("auth") && (action.equals("login") || action.equals("checkToken"));
    }

    T read(byte[] frame) {
        return reader.apply(frame);
    }

    /**
     * The frame.
     *
     * @param token who asks, or null for the anonymous user
     */
    byte[] frame(String requestId, @Nullable String token) {
        try (ByteArrayBuilder buffer = new ByteArrayBuilder(256);
                JsonGenerator json = KuzzleAnswer.JSON.createGenerator(buffer)) {
            json.writeStartObject();
            json.writeStringField("requestId", requestId);
            json.writeStringField("controller", controller);
            json.writeStringField("action", action);
            arguments.write(json);
            if (volatileData != null) {
                json.writeFieldName("volatile");
                json.writeRawValue(volatileData.json());
            }
            if (triggerEvents) {
                json.writeBooleanField("triggerEvents", true);
            }
            if (token != null) {
                json.writeStringField("jwt", token);
            }
            json.writeEndObject();
            json.flush();
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /** Names the action and the keys, no argument. */
    @Override
    public String toString() {
        return operation() + keys;
    }
}
