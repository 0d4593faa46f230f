package dev.kvclient.kuzzle.auth;

import dev.kvclient.CallOptions;
import dev.kvclient.RawJson;
import dev.kvclient.kuzzle.KuzzleRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * {@link KuzzleAuth} with futures, which are completed as {@link dev.kvclient.AsyncKvOperations} says. What is refused
 * fails the future, too; only null arguments throw.
 */
public interface KuzzleAuthAsync {
    /** See {@link KuzzleAuth#strategies}. */
    CompletableFuture<List<String>> strategies();

    /** See {@link KuzzleAuth#login(String, Object)}. */
    default CompletableFuture<LoginToken> login(String strategy, Object credentials) {
        return login(strategy, credentials, TokenLife.usual());
    }

    /** See {@link KuzzleAuth#login(String, Object, TokenLife)}. */
    CompletableFuture<LoginToken> login(String strategy, Object credentials, TokenLife life);

    /** See {@link KuzzleAuth#logout}. */
    CompletableFuture<Void> logout();

    /** See {@link KuzzleAuth#logoutEverywhere}. */
    CompletableFuture<Void> logoutEverywhere();

    /** See {@link KuzzleAuth#checkToken}. */
    CompletableFuture<TokenCheck> checkToken(String token);

    /** See {@link KuzzleAuth#refreshToken()}. */
    default CompletableFuture<LoginToken> refreshToken() {
        return refreshToken(TokenLife.usual());
    }

    /** See {@link KuzzleAuth#refreshToken(TokenLife)}. */
    CompletableFuture<LoginToken> refreshToken(TokenLife life);

    /** See {@link KuzzleAuth#createToken}. */
    CompletableFuture<CreatedToken> createToken(TokenLife life);

    /** See {@link KuzzleAuth#createOneTimeToken}. */
    CompletableFuture<CreatedToken> createOneTimeToken(TokenLife life);

    /** See {@link KuzzleAuth#currentUser}. */
    CompletableFuture<KuzzleUser> currentUser();

    /** See {@link KuzzleAuth#myRights}. */
    CompletableFuture<List<KuzzleRight>> myRights();

    /** See {@link KuzzleAuth#checkRights(String, String)}. */
    default CompletableFuture<Boolean> checkRights(String controller, String action) {
        return checkRights(KuzzleRequest.of(controller, action));
    }

    /** See {@link KuzzleAuth#checkRights(KuzzleRequest)}. */
    CompletableFuture<Boolean> checkRights(KuzzleRequest request);

    /** See {@link KuzzleAuth#createApiKey(String)}. */
    default CompletableFuture<CreatedApiKey> createApiKey(String description) {
        return createApiKey(description, TokenLife.usual());
    }

    /** See {@link KuzzleAuth#createApiKey(String, TokenLife)}. */
    CompletableFuture<CreatedApiKey> createApiKey(String description, TokenLife life);

    /** See {@link KuzzleAuth#createApiKey(String, String, TokenLife)}. */
    CompletableFuture<CreatedApiKey> createApiKey(String id, String description, TokenLife life);

    /** See {@link KuzzleAuth#searchApiKeys()}. */
    default CompletableFuture<List<ApiKey>> searchApiKeys() {
        return searchApiKeys(ApiKeySearch.all());
    }

    /** See {@link KuzzleAuth#searchApiKeys(ApiKeySearch)}. */
    CompletableFuture<List<ApiKey>> searchApiKeys(ApiKeySearch search);

    /** See {@link KuzzleAuth#deleteApiKey}. */
    CompletableFuture<Void> deleteApiKey(String id);

    /** See {@link KuzzleAuth#createMyCredentials}. */
    CompletableFuture<RawJson> createMyCredentials(String strategy, Object credentials);

    /** See {@link KuzzleAuth#updateMyCredentials}. */
    CompletableFuture<RawJson> updateMyCredentials(String strategy, Object credentials);

    /** See {@link KuzzleAuth#deleteMyCredentials}. */
    CompletableFuture<Void> deleteMyCredentials(String strategy);

    /** See {@link KuzzleAuth#getMyCredentials(String)}. */
    default CompletableFuture<RawJson> getMyCredentials(String strategy) {
        return getMyCredentials(strategy, RawJson.class);
    }

    /** See {@link KuzzleAuth#getMyCredentials(String, Class)}. */
    <T> CompletableFuture<T> getMyCredentials(String strategy, Class<T> type);

    /** See {@link KuzzleAuth#validateMyCredentials}. */
    CompletableFuture<Boolean> validateMyCredentials(String strategy, Object credentials);

    /** See {@link KuzzleAuth#credentialsExist}. */
    CompletableFuture<Boolean> credentialsExist(String strategy);

    /** See {@link KuzzleAuth#updateSelf}. */
    CompletableFuture<KuzzleUser> updateSelf(Object content);

    /** See {@link KuzzleAuth#with(CallOptions)}. */
    KuzzleAuthAsync with(CallOptions options);

    /** See {@link #with(CallOptions)}. */
    default KuzzleAuthAsync with(UnaryOperator<CallOptions> options) {
        return with(options.apply(CallOptions.none()));
    }
}
