package dev.kvclient.kuzzle.internal.auth;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.kuzzle.auth.ApiKey;
import dev.kvclient.kuzzle.auth.ApiKeySearch;
import dev.kvclient.kuzzle.auth.CreatedApiKey;
import dev.kvclient.kuzzle.auth.CreatedToken;
import dev.kvclient.kuzzle.auth.KuzzleAuthAsync;
import dev.kvclient.kuzzle.auth.KuzzleRight;
import dev.kvclient.kuzzle.auth.KuzzleUser;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenCheck;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.internal.KuzzleMessage;
import dev.kvclient.kuzzle.internal.ResultReader;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.spi.Pipeline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The calls of {@link dev.kvclient.kuzzle.auth.KuzzleAuth}, whose methods the methods here are. */
final class AuthCalls {
    private final AuthWire wire;
    private final Pipeline pipeline;
    private final CallOptions options;
    private final boolean async;

    /**
     * Calls with these options.
     *
     * @param async of which of the faces they are
     */
    AuthCalls(AuthWire wire, Pipeline pipeline, CallOptions options, boolean async) {
        this.wire = wire;
        this.pipeline = pipeline;
        this.options = options;
        this.async = async;
    }

    /** The same face with options over these. */
    Object with(CallOptions more) {
        CallOptions merged = more.over(options);
        return async ? AuthFaces.async(wire, pipeline, merged) : AuthFaces.blocking(wire, pipeline, merged);
    }

    KuzzleAuthAsync async() {
        return AuthFaces.async(wire, pipeline, options);
    }

    NativeCall<List<String>, List<String>> strategies() {
        return call(AuthAction.GET_STRATEGIES, KuzzleMessage.Arguments.NONE, AuthReplies::names);
    }

    NativeCall<LoginToken, LoginToken> login(String strategy, Object credentials, TokenLife life) {
        String name = notEmpty(AuthAction.LOGIN, "a strategy", strategy);
        StoredValue.Json body = object(AuthAction.LOGIN, credentials);
        Objects.requireNonNull(life, "life");
        return NativeCall.of(
                new AuthCall<>(AuthAction.LOGIN, body.size(), x -> wire.login(name, body.text(), life)), options);
    }

    NativeCall<Ack, Void> logout() {
        return NativeCall.done(new AuthCall<>(AuthAction.LOGOUT, 0, x -> wire.logout(false)), options);
    }

    NativeCall<Ack, Void> logoutEverywhere() {
        return NativeCall.done(new AuthCall<>(AuthAction.LOGOUT, 0, x -> wire.logout(true)), options);
    }

    NativeCall<TokenCheck, TokenCheck> checkToken(String token) {
        String given = notEmpty(AuthAction.CHECK_TOKEN, "a token", token);
        return call(AuthAction.CHECK_TOKEN, json -> AuthArguments.checked(json, given), AuthReplies::check);
    }

    NativeCall<LoginToken, LoginToken> refreshToken(TokenLife life) {
        Objects.requireNonNull(life, "life");
        return NativeCall.of(new AuthCall<>(AuthAction.REFRESH_TOKEN, 0, x -> wire.refresh(life)), options);
    }

    NativeCall<CreatedToken, CreatedToken> createToken(TokenLife life) {
        return createToken(life, false);
    }

    NativeCall<CreatedToken, CreatedToken> createOneTimeToken(TokenLife life) {
        return createToken(life, true);
    }

    private NativeCall<CreatedToken, CreatedToken> createToken(TokenLife life, boolean singleUse) {
        if (life.equals(TokenLife.infinite())) {
            throw wrong(
                    AuthAction.CREATE_TOKEN, "a token that is made has an end; for one without there is an API key");
        }
        return call(
                AuthAction.CREATE_TOKEN,
                json -> {
                    AuthArguments.life(json, life);
                    if (singleUse) {
                        json.writeBooleanField("singleUse", true);
                    }
                },
                AuthReplies::created);
    }

    NativeCall<KuzzleUser, KuzzleUser> currentUser() {
        return call(AuthAction.GET_CURRENT_USER, KuzzleMessage.Arguments.NONE, AuthReplies::user);
    }

    NativeCall<List<KuzzleRight>, List<KuzzleRight>> myRights() {
        return call(AuthAction.GET_MY_RIGHTS, KuzzleMessage.Arguments.NONE, AuthReplies::rights);
    }

    NativeCall<Boolean, Boolean> checkRights(KuzzleRequest request) {
        Map<String, Object> asked = new LinkedHashMap<>(request.arguments());
        asked.put("controller", request.controller());
        asked.put("action", request.action());
        request.body().ifPresent(body -> asked.put("body", body));
        StoredValue.Json body = object(AuthAction.CHECK_RIGHTS, asked);
        return call(AuthAction.CHECK_RIGHTS, json -> writeBody(json, body), AuthReplies::allowed);
    }

    NativeCall<CreatedApiKey, CreatedApiKey> createApiKey(String description, TokenLife life) {
        return makeApiKey(KuzzleMessage.Arguments.NONE, description, life);
    }

    NativeCall<CreatedApiKey, CreatedApiKey> createApiKey(String id, String description, TokenLife life) {
        String own = notEmpty(AuthAction.CREATE_API_KEY, "an id", id);
        return makeApiKey(json -> json.writeStringField("_id", own), description, life);
    }

    /** Unless told otherwise, the server waits until the key can be found, and so is good. */
    private NativeCall<CreatedApiKey, CreatedApiKey> makeApiKey(
            KuzzleMessage.Arguments id, String description, TokenLife life) {
        StoredValue.Json body = object(AuthAction.CREATE_API_KEY, Map.of("description", description));
        Objects.requireNonNull(life, "life");
        return call(
                AuthAction.CREATE_API_KEY,
                json -> {
                    id.write(json);
                    AuthArguments.life(json, life);
                    writeBody(json, body);
                },
                AuthReplies::createdKey);
    }

    NativeCall<List<ApiKey>, List<ApiKey>> searchApiKeys(ApiKeySearch search) {
        StoredValue.Json query =
                object(AuthAction.SEARCH_API_KEYS, search.query().orElse(Map.of()));
        return call(
                AuthAction.SEARCH_API_KEYS,
                json -> {
                    json.writeNumberField("from", search.from());
                    json.writeNumberField("size", search.size());
                    if (search.isKoncorde()) {
                        json.writeStringField("lang", "koncorde");
                    }
                    writeBody(json, query);
                },
                AuthReplies::keys);
    }

    /** A key is looked up as it is found by a search: without waiting it would be good for up to a second more. */
    NativeCall<Ack, Void> deleteApiKey(String id) {
        String own = notEmpty(AuthAction.DELETE_API_KEY, "an id", id);
        return done(AuthAction.DELETE_API_KEY, json -> {
            json.writeStringField("_id", own);
            json.writeStringField("refresh", "wait_for");
        });
    }

    NativeCall<RawJson, RawJson> createMyCredentials(String strategy, Object credentials) {
        return write(AuthAction.CREATE_MY_CREDENTIALS, strategy, credentials);
    }

    NativeCall<RawJson, RawJson> updateMyCredentials(String strategy, Object credentials) {
        return write(AuthAction.UPDATE_MY_CREDENTIALS, strategy, credentials);
    }

    private NativeCall<RawJson, RawJson> write(AuthAction action, String strategy, Object credentials) {
        return call(
                action,
                ofStrategy(action, strategy, credentials),
                parser -> RawJson.of(AuthReplies.json(parser).text()));
    }

    NativeCall<Ack, Void> deleteMyCredentials(String strategy) {
        return done(AuthAction.DELETE_MY_CREDENTIALS, ofStrategy(AuthAction.DELETE_MY_CREDENTIALS, strategy));
    }

    <T> NativeCall<StoredValue.Json, T> getMyCredentials(String strategy, Class<T> type) {
        KvType<T> read = KvType.of(type);
        AuthCall<StoredValue.Json> call = command(
                AuthAction.GET_MY_CREDENTIALS, ofStrategy(AuthAction.GET_MY_CREDENTIALS, strategy), AuthReplies::json);
        return new NativeCall<>(
                call,
                options,
                json -> pipeline.codec()
                        .decode(json, read)
                        .orElseThrow(() -> new KvProtocolException(Failure.of(Outcome.APPLIED, "the result is null")
                                .backend("kuzzle"))));
    }

    NativeCall<Boolean, Boolean> validateMyCredentials(String strategy, Object credentials) {
        return call(
                AuthAction.VALIDATE_MY_CREDENTIALS,
                ofStrategy(AuthAction.VALIDATE_MY_CREDENTIALS, strategy, credentials),
                AuthReplies::flag);
    }

    NativeCall<Boolean, Boolean> credentialsExist(String strategy) {
        return call(
                AuthAction.CREDENTIALS_EXIST, ofStrategy(AuthAction.CREDENTIALS_EXIST, strategy), AuthReplies::flag);
    }

    NativeCall<KuzzleUser, KuzzleUser> updateSelf(Object content) {
        StoredValue.Json body = object(AuthAction.UPDATE_SELF, content);
        return call(AuthAction.UPDATE_SELF, json -> writeBody(json, body), AuthReplies::user);
    }

    private <R> NativeCall<R, R> call(AuthAction action, KuzzleMessage.Arguments arguments, ResultReader<R> reader) {
        return NativeCall.of(command(action, arguments, reader), options);
    }

    private NativeCall<Ack, Void> done(AuthAction action, KuzzleMessage.Arguments arguments) {
        return NativeCall.done(command(action, arguments, AuthReplies::done), options);
    }

    private <R> AuthCall<R> command(AuthAction action, KuzzleMessage.Arguments arguments, ResultReader<R> reader) {
        return new AuthCall<>(action, 0, x -> wire.message(x, action, arguments, reader));
    }

    private static KuzzleMessage.Arguments ofStrategy(AuthAction action, String strategy) {
        String name = notEmpty(action, "a strategy", strategy);
        return json -> json.writeStringField("strategy", name);
    }

    private KuzzleMessage.Arguments ofStrategy(AuthAction action, String strategy, Object credentials) {
        KuzzleMessage.Arguments name = ofStrategy(action, strategy);
        StoredValue.Json body = object(action, credentials);
        return json -> {
            name.write(json);
            writeBody(json, body);
        };
    }

    private static void writeBody(JsonGenerator json, StoredValue.Json body) throws IOException {
        json.writeFieldName("body");
        json.writeRawValue(body.text());
    }

    /** A value that is a JSON object. */
    private StoredValue.Json object(AuthAction action, Object value) {
        StoredValue.Json encoded;
        try {
            encoded = pipeline.codec().encode(Objects.requireNonNull(value, "value"));
        } catch (KvException e) {
            throw e.with(f -> f.backend("kuzzle").operation(action.operation()));
        }
        if (!encoded.text().strip().startsWith("{")) {
            throw wrong(action, "a body is a JSON object: a map or a record");
        }
        return encoded;
    }

    private static String notEmpty(AuthAction action, String what, String text) {
        if (text.isEmpty()) {
            throw wrong(action, what + " is not empty");
        }
        return text;
    }

    private static KvRequestException wrong(AuthAction action, String problem) {
        return new KvRequestException(
                Failure.of(Outcome.NOT_SENT, problem).backend("kuzzle").operation(action.operation()));
    }
}
