package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One request to Versori: an operation, its path and body, and how its answer is read. Credentials are put in when it
 * is sent. Immutable; {@code toString} names operation and keys only.
 *
 * @param <T> what the answer gives
 */
final class VersoriCall<T> implements WireRequest<T> {
    private final VersoriHttp http;
    private final Operation operation;
    private final List<String> keys;
    private final Effect effect;
    private final @Nullable StoreHandle store;
    private final Path path;
    private final @Nullable Body body;
    private final Answers.Reader<T> reader;
    private final Map<Integer, Supplier<T>> meanings;
    private final Outcome ifUnreadable;

    /** Adds the path of an operation to the base URL. */
    @FunctionalInterface
    interface Path {
        void addTo(HttpUrl.Builder url);
    }

    /** Makes the body; for each sending anew, since less may be left of a time to live. */
    @FunctionalInterface
    interface Body {
        /**
         * Makes it.
         *
         * @throws dev.kvclient.error.KvException if there is nothing to send any more
         */
        byte[] encode(TimeSource time);
    }

    VersoriCall(
            VersoriHttp http,
            Operation operation,
            List<String> keys,
            Effect effect,
            @Nullable StoreHandle store,
            Path path,
            @Nullable Body body,
            Answers.Reader<T> reader) {
        this(http, operation, keys, effect, store, path, body, reader, Map.of(), Outcome.APPLIED);
    }

    private VersoriCall(
            VersoriHttp http,
            Operation operation,
            List<String> keys,
            Effect effect,
            @Nullable StoreHandle store,
            Path path,
            @Nullable Body body,
            Answers.Reader<T> reader,
            Map<Integer, Supplier<T>> meanings,
            Outcome ifUnreadable) {
        this.http = http;
        this.operation = operation;
        this.keys = keys;
        this.effect = effect;
        this.store = store;
        this.path = path;
        this.body = body;
        this.reader = reader;
        this.meanings = meanings;
        this.ifUnreadable = ifUnreadable;
    }

    /** The same, for which an answer of that status is no error. */
    VersoriCall<T> meaning(int status, T result) {
        Map<Integer, Supplier<T>> more = new LinkedHashMap<>(meanings);
        more.put(status, () -> result);
        return new VersoriCall<>(
                http, operation, keys, effect, store, path, body, reader, Map.copyOf(more), ifUnreadable);
    }

    /** Whether an answer of that status is no error. */
    boolean expects(int status) {
        return meanings.containsKey(status);
    }

    /**
     * The same, its result made into another.
     *
     * @param next may throw what the result stands for
     */
    <U> VersoriCall<U> then(Function<T, U> next) {
        Map<Integer, Supplier<U>> meant = new LinkedHashMap<>();
        meanings.forEach((status, result) -> meant.put(status, () -> next.apply(result.get())));
        return new VersoriCall<>(
                http,
                operation,
                keys,
                effect,
                store,
                path,
                body,
                (parser, utf8) -> next.apply(reader.read(parser, utf8)),
                Map.copyOf(meant),
                ifUnreadable);
    }

    /** The same, of which a good answer does not say by itself that anything has changed. */
    VersoriCall<T> unknownIfUnreadable() {
        return new VersoriCall<>(http, operation, keys, effect, store, path, body, reader, meanings, Outcome.UNKNOWN);
    }

    @Override
    public String operation() {
        return operation.id();
    }

    String verb() {
        return operation.verb();
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    @Override
    public Effect effect() {
        return effect;
    }

    Optional<StoreHandle> store() {
        return Optional.ofNullable(store);
    }

    HttpUrl url(HttpUrl base) {
        HttpUrl.Builder url = base.newBuilder();
        path.addTo(url);
        return url.build();
    }

    /** The body, or null if the operation has none. */
    byte @Nullable [] encode(TimeSource time) {
        return body == null ? null : body.encode(time);
    }

    @Override
    public void send(WireAttempt<T> attempt) {
        http.send(this, attempt);
    }

    /**
     * Reads an answer.
     *
     * @param now by the clock of the client
     * @throws dev.kvclient.error.KvException what it stands for, if it is not what was hoped for
     */
    T read(HttpAnswer answer, Instant now) {
        Supplier<T> meant = meanings.get(answer.status());
        if (meant != null) {
            return meant.get();
        }
        if (!answer.isGood()) {
            throw VersoriErrors.of(answer, now);
        }
        byte[] utf8 = answer.body();
        boolean begun = false;
        try (JsonParser parser = Json.parser(utf8)) {
            begun = parser.nextToken() == JsonToken.START_OBJECT;
            if (!begun) {
                // Not from Versori: a gateway, or the sign-in page of a network.
                throw nonsense(answer, Outcome.UNKNOWN, utf8.length == 0 ? "it is empty" : "it is no JSON object");
            }
            T result = reader.read(parser, utf8);
            if (parser.nextToken() != null) {
                throw new OddAnswer("something follows the object");
            }
            return result;
        } catch (OddAnswer e) {
            throw nonsense(answer, ifUnreadable, e.getMessage());
        } catch (IOException e) {
            // Without the cause: a parser's message may quote what it read.
            Outcome outcome = begun ? ifUnreadable : Outcome.UNKNOWN;
            throw nonsense(
                    answer,
                    outcome,
                    "it is not well-formed JSON (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static KvProtocolException nonsense(HttpAnswer answer, Outcome outcome, @Nullable String problem) {
        return new KvProtocolException(Failure.of(
                        outcome,
                        "the server answered " + answer.status() + ", but the answer makes no sense: " + problem)
                .backend("versori")
                .status(answer.status()));
    }

    @Override
    public String toString() {
        return operation.id() + keys;
    }
}
