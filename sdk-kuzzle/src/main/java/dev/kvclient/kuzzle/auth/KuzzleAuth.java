package dev.kvclient.kuzzle.auth;

import dev.kvclient.CallOptions;
import dev.kvclient.RawJson;
import dev.kvclient.kuzzle.KuzzleRequest;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Who the client is, and what it may do: the actions of Kuzzle's controller {@code auth}, over the connection of a
 * client and with its deadlines, retry and events.
 *
 * <pre>{@code
 * KuzzleAuth auth = kv.unwrap(KuzzleClient.class).auth();
 * auth.login("local", Map.of("username", "ada", "password", password));
 * KuzzleUser me = auth.currentUser();
 * }</pre>
 *
 * <p><b>The token</b> of a {@link #login} or {@link #refreshToken} is put into every request that is sent from then on,
 * by all views of the client. What was used to sign in is kept in memory: with it the client signs in again on each new
 * connection, and when the server takes the token no more. In good time before its end the token is renewed by itself,
 * by {@code auth:refreshToken}, or by a login where that is not allowed. {@link dev.kvclient.KvClient#credentials} and
 * {@code login} replace each other. A client that does not get a connection because its credentials are refused is to
 * be given others by the former: a login waits for the connection.
 *
 * <p>The server takes one login a second on a connection, those that fail included; others wait for their turn, within
 * their deadline.
 *
 * <p>What is refused is a {@link dev.kvclient.error.KvAuthException}: {@code UNAUTHENTICATED} for wrong credentials, a
 * token that is not good, and what the anonymous user may not do; {@code FORBIDDEN} for what this user may not do.
 * Everything else is as {@link dev.kvclient.KvOperations} says. Logins, and what makes tokens, keys or credentials, are
 * not repeated when their answer was lost: the table in {@code docs/kuzzle.md} says which action is which.
 *
 * <p>Credentials and contents are maps or records, as the client's codec writes them; what is no JSON object is a
 * {@link dev.kvclient.error.KvRequestException}, and not sent. No secret appears in a message, a log line or a
 * {@code toString}.
 *
 * <p>Safe for use by many threads. It ends with the client that it came from.
 */
public interface KuzzleAuth {
    /** The names of the strategies that the server knows, such as {@code local}. */
    List<String> strategies();

    /** See {@link #login(String, Object, TokenLife)}; the token gets the {@linkplain TokenLife#usual usual} life. */
    default LoginToken login(String strategy, Object credentials) {
        return login(strategy, credentials, TokenLife.usual());
    }

    /**
     * Signs in. When this returns, the client is that user; if it throws, it is who it was.
     *
     * <p>Of a strategy whose login takes several steps (OAuth) only a step that ends with a token can be made so; the
     * others are made by {@code query}.
     *
     * @param strategy one of {@link #strategies}
     * @param credentials what that strategy asks for; for {@code local}, {@code username} and {@code password}
     * @param life how long the token, and those it is renewed with, are to live
     * @throws dev.kvclient.error.KvAuthException if the credentials are refused
     * @throws dev.kvclient.error.KvRequestException if there is no such strategy
     * @throws dev.kvclient.error.KvRateLimitedException if the deadline leaves no time to wait for the server's limit
     */
    LoginToken login(String strategy, Object credentials, TokenLife life);

    /**
     * Signs out: revokes the token, and forgets it and the credentials. The client goes on as the anonymous user, and
     * does not sign in again by itself. A token that the server does not take any more counts as revoked. An API key is
     * not revoked, only forgotten. If this throws, the client is who it was.
     *
     * @throws dev.kvclient.error.KvAuthException if the client is anonymous already, or may not sign out
     */
    void logout();

    /**
     * Like {@link #logout}, and revokes all other tokens of the user as well, those of its API keys excepted.
     *
     * @throws dev.kvclient.error.KvAuthException if the client is anonymous already, or may not sign out
     */
    void logoutEverywhere();

    /**
     * Asks whether a token is good. Never about the one of this client, unless it is given.
     *
     * @param token not empty: the server would take that for the anonymous user's
     * @throws dev.kvclient.error.KvRequestException if it is
     */
    TokenCheck checkToken(String token);

    /** See {@link #refreshToken(TokenLife)}; the new token gets as long a life as was asked for last. */
    default LoginToken refreshToken() {
        return refreshToken(TokenLife.usual());
    }

    /**
     * Replaces the token of this client by a new one of the same user. When this returns the new one is used; the
     * server takes the old one for a second more. Calls at the same time are one request.
     *
     * <p>A token that is younger than a second is refreshed when it is a second old: before that the server would give
     * the same one again, and end it.
     *
     * @param life how long the new token, and those it is renewed with, are to live; the {@linkplain TokenLife#usual
     *     usual} is what was asked for last
     * @throws dev.kvclient.error.KvAuthException if it is the token of an API key or has no end, if the user has no
     *     right to this, or if the client is anonymous
     */
    LoginToken refreshToken(TokenLife life);

    /** Makes a token of this user, for somebody else to use. This client goes on with its own. */
    CreatedToken createToken(TokenLife life);

    /** Makes a token of this user that is good for one request. This client goes on with its own. */
    CreatedToken createOneTimeToken(TokenLife life);

    /** Who the server takes this client for. */
    KuzzleUser currentUser();

    /** What this user may do. */
    List<KuzzleRight> myRights();

    /** Whether this user may carry out an action, whatever its arguments. */
    default boolean checkRights(String controller, String action) {
        return checkRights(KuzzleRequest.of(controller, action));
    }

    /** Whether this user may carry out a request. It is not carried out. */
    boolean checkRights(KuzzleRequest request);

    /** See {@link #createApiKey(String, TokenLife)}; it has no end. */
    default CreatedApiKey createApiKey(String description) {
        return createApiKey(description, TokenLife.usual());
    }

    /**
     * Makes an API key of this user, under an id that the server chooses.
     *
     * @param description what it is for
     * @param life how long it is good; the {@linkplain TokenLife#usual usual} is without an end
     * @return the key with its token, which is not shown again
     */
    CreatedApiKey createApiKey(String description, TokenLife life);

    /**
     * The same, under an id.
     *
     * @param id not empty
     * @throws dev.kvclient.error.KvRequestException if there is a key of that id
     */
    CreatedApiKey createApiKey(String id, String description, TokenLife life);

    /** See {@link #searchApiKeys(ApiKeySearch)}; the first ones of all. */
    default List<ApiKey> searchApiKeys() {
        return searchApiKeys(ApiKeySearch.all());
    }

    /** Finds API keys of this user. Their tokens are not told. */
    List<ApiKey> searchApiKeys(ApiKeySearch search);

    /**
     * Ends an API key of this user. When this returns the key is not good any more.
     *
     * @throws dev.kvclient.error.KvNotFoundException if the user has none of that id
     */
    void deleteApiKey(String id);

    /**
     * Gives this user credentials of a strategy that it has none of.
     *
     * @return what {@link #getMyCredentials(String)} gives
     * @throws dev.kvclient.error.KvConflictException if it has some
     * @throws dev.kvclient.error.KvRequestException if the strategy refuses them
     */
    RawJson createMyCredentials(String strategy, Object credentials);

    /**
     * Changes credentials of this user. The client keeps its token; to sign in with them the next time it has to be
     * told by {@link #login}.
     *
     * @param credentials what is to be changed
     * @return what {@link #getMyCredentials(String)} gives
     * @throws dev.kvclient.error.KvConflictException if it has none of that strategy
     * @throws dev.kvclient.error.KvRequestException if the strategy refuses them
     */
    RawJson updateMyCredentials(String strategy, Object credentials);

    /** Takes the credentials of a strategy from this user. Its tokens stay. */
    void deleteMyCredentials(String strategy);

    /** What the strategy tells of this user's credentials: for {@code local} the name, never the password. */
    default RawJson getMyCredentials(String strategy) {
        return getMyCredentials(strategy, RawJson.class);
    }

    /** The same as a type, which the client's codec reads. */
    <T> T getMyCredentials(String strategy, Class<T> type);

    /**
     * Asks whether this user could be given these credentials.
     *
     * @return whether the strategy takes them
     * @throws dev.kvclient.error.KvRequestException if it says what is wrong with them
     */
    boolean validateMyCredentials(String strategy, Object credentials);

    /** Whether this user has credentials of a strategy. */
    boolean credentialsExist(String strategy);

    /**
     * Changes what is kept of this user, field by field.
     *
     * @param content fields to be set; neither {@code _id} nor {@code profileIds}
     * @throws dev.kvclient.error.KvRequestException if it has one of these
     */
    KuzzleUser updateSelf(Object content);

    /**
     * The same, with these options for each request: how long it may take, whether it may wait while the client is
     * offline, {@link dev.kvclient.kuzzle.KuzzleAttributes} and so on.
     */
    KuzzleAuth with(CallOptions options);

    /** See {@link #with(CallOptions)}. */
    default KuzzleAuth with(UnaryOperator<CallOptions> options) {
        return with(options.apply(CallOptions.none()));
    }

    /** The same with futures. */
    KuzzleAuthAsync async();
}
