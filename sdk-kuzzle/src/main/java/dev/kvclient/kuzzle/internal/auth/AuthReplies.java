package dev.kvclient.kuzzle.internal.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.kvclient.RawJson;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.auth.ApiKey;
import dev.kvclient.kuzzle.auth.CreatedApiKey;
import dev.kvclient.kuzzle.auth.CreatedToken;
import dev.kvclient.kuzzle.auth.KuzzleRight;
import dev.kvclient.kuzzle.auth.KuzzleUser;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenCheck;
import dev.kvclient.kuzzle.internal.ms.Tree;
import dev.kvclient.spi.Ack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the results of the actions look. */
public final class AuthReplies {
    private static final JsonFactory JSON = new JsonFactory();

    private AuthReplies() {}

    /** The token of a login or a refresh. */
    public static LoginToken login(JsonParser parser) throws IOException {
        Map<?, ?> all = object(Tree.read(parser));
        // A login of several steps answers with something else until its last one.
        return new LoginToken(string(all, "_id"), string(all, "jwt"), end(all), life(all));
    }

    /** Whether a token is good. */
    public static TokenCheck check(JsonParser parser) throws IOException {
        Map<?, ?> all = object(Tree.read(parser));
        boolean valid = flag(all.get("valid"));
        return new TokenCheck(
                valid,
                all.get("kuid") == null ? Optional.empty() : Optional.of(string(all, "kuid")),
                // Of the anonymous user it is null.
                all.get("expiresAt") == null ? Optional.empty() : end(all),
                all.get("state") == null ? Optional.empty() : Optional.of(string(all, "state")));
    }

    /** Whatever it is, as long as it is something. */
    public static Ack done(JsonParser parser) throws IOException {
        object(Tree.read(parser));
        return Ack.DONE;
    }

    static CreatedToken created(JsonParser parser) throws IOException {
        Map<?, ?> all = object(Tree.read(parser));
        return new CreatedToken(
                string(all, "token"),
                flag(all.get("singleUse")),
                end(all).orElseThrow(() -> unexpected("an end", null)),
                life(all).orElseThrow(() -> unexpected("a life", null)));
    }

    static List<String> names(JsonParser parser) throws IOException {
        return strings(Tree.read(parser));
    }

    /** The anonymous user has strategies of {@code [[]]} (Kuzzle 2.56). */
    static KuzzleUser user(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected("a user", parser.currentToken());
        }
        String id = null;
        byte[] source = null;
        List<String> strategies = List.of();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "_id" -> id = text(Tree.read(parser));
                case "_source" -> source = copy(parser);
                case "strategies" ->
                    strategies = list(Tree.read(parser)).stream()
                            .filter(one -> !(one instanceof List<?>))
                            .map(AuthReplies::text)
                            .toList();
                default -> parser.skipChildren();
            }
        }
        if (id == null || source == null) {
            throw unexpected("a user with an id and a source", null);
        }
        StoredValue.Json raw = new StoredValue.Json(source);
        return new KuzzleUser(id, profiles(source), strategies, RawJson.of(raw.text()));
    }

    private static List<String> profiles(byte[] source) throws IOException {
        try (JsonParser parser = JSON.createParser(source)) {
            parser.nextToken();
            Object profiles = object(Tree.read(parser)).get("profileIds");
            return profiles == null ? List.of() : strings(profiles);
        }
    }

    static List<KuzzleRight> rights(JsonParser parser) throws IOException {
        return hits(parser).stream()
                .map(AuthReplies::object)
                .map(right -> new KuzzleRight(
                        string(right, "controller"),
                        string(right, "action"),
                        string(right, "index"),
                        string(right, "collection"),
                        string(right, "value")))
                .toList();
    }

    static boolean allowed(JsonParser parser) throws IOException {
        return flag(object(Tree.read(parser)).get("allowed"));
    }

    static boolean flag(JsonParser parser) throws IOException {
        return flag(Tree.read(parser));
    }

    static List<ApiKey> keys(JsonParser parser) throws IOException {
        return hits(parser).stream().map(AuthReplies::key).toList();
    }

    static CreatedApiKey createdKey(JsonParser parser) throws IOException {
        Map<?, ?> all = object(Tree.read(parser));
        return new CreatedApiKey(key(all), string(object(all.get("_source")), "token"));
    }

    private static ApiKey key(@Nullable Object tree) {
        Map<?, ?> all = object(tree);
        Map<?, ?> source = object(all.get("_source"));
        return new ApiKey(
                string(all, "_id"),
                string(source, "userId"),
                string(source, "description"),
                string(source, "fingerprint"),
                end(source),
                life(source));
    }

    /** The value as it stands. */
    static StoredValue.Json json(JsonParser parser) throws IOException {
        return new StoredValue.Json(copy(parser));
    }

    private static byte[] copy(JsonParser parser) throws IOException {
        try (ByteArrayBuilder buffer = new ByteArrayBuilder();
                JsonGenerator json = JSON.createGenerator(buffer)) {
            json.copyCurrentStructure(parser);
            json.flush();
            return buffer.toByteArray();
        }
    }

    private static List<?> hits(JsonParser parser) throws IOException {
        return list(object(Tree.read(parser)).get("hits"));
    }

    /** Milliseconds; below 0 for none. */
    private static Optional<Instant> end(Map<?, ?> all) {
        long millis = millis(all.get("expiresAt"));
        return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<Duration> life(Map<?, ?> all) {
        long millis = millis(all.get("ttl"));
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static long millis(@Nullable Object tree) {
        if (!(tree instanceof Number number)) {
            throw unexpected("milliseconds", tree);
        }
        return number.longValue();
    }

    private static boolean flag(@Nullable Object tree) {
        if (!(tree instanceof Boolean flag)) {
            throw unexpected("a boolean", tree);
        }
        return flag;
    }

    private static List<String> strings(@Nullable Object tree) {
        return list(tree).stream().map(AuthReplies::text).toList();
    }

    private static String string(Map<?, ?> all, String name) {
        return text(all.get(name));
    }

    private static String text(@Nullable Object tree) {
        if (!(tree instanceof String text)) {
            throw unexpected("a string", tree);
        }
        return text;
    }

    private static List<?> list(@Nullable Object tree) {
        if (!(tree instanceof List<?> all)) {
            throw unexpected("a list", tree);
        }
        return all;
    }

    private static Map<?, ?> object(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> all)) {
            throw unexpected("an object", tree);
        }
        return all;
    }

    /** Says of which kind the result is, and nothing of what it holds. */
    private static KvProtocolException unexpected(String expected, @Nullable Object tree) {
        String found = tree == null ? "nothing" : tree.getClass().getSimpleName();
        return new KvProtocolException(Failure.of(
                Outcome.APPLIED, "the result is not what it should be: expected " + expected + ", found " + found));
    }
}
