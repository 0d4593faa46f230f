package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of errors, row by row. */
class KuzzleErrorsTest {
    private static final Map<String, Class<? extends KvException>> TYPES = Map.of(
            "request", KvRequestException.class,
            "auth", KvAuthException.class,
            "not-found", KvNotFoundException.class,
            "conflict", KvConflictException.class,
            "too-large", KvTooLargeException.class,
            "rate", KvRateLimitedException.class,
            "server", KvServerException.class);

    /** Stands where the server's words may repeat what a request held. */
    private static final String SECRET = "the-stored-value";

    private static KvException of(int status, @Nullable String id, String... props) {
        return KuzzleErrors.of(new KuzzleError(status, id, 7, "words about " + SECRET, List.of(props)));
    }

    private static void check(KvException e, String type, Outcome outcome, boolean retryable) {
        assertThat(e).isExactlyInstanceOf(TYPES.get(type));
        assertThat(e.outcome()).isEqualTo(outcome);
        assertThat(e.retryable()).isEqualTo(retryable);
        assertThat(e.backend()).contains("kuzzle");
        assertThat(e.getMessage()).doesNotContain(SECRET);
        assertThat(e.toString()).doesNotContain(SECRET);
        assertThat(e.failure().toString()).doesNotContain(SECRET);
        assertThat(e.nativeError(KuzzleError.class).orElseThrow().toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "400, api.assert.invalid_type,                    request,   REJECTED, false",
        "400, api.assert.missing_argument,                request,   REJECTED, false",
        "400, api.assert.body_required,                   request,   REJECTED, false",
        "400, api.process.incompatible_sdk_version,       request,   REJECTED, false",
        "400, api.process.connection_dropped,             request,   REJECTED, false",
        "400, network.websocket.unexpected_error,         request,   REJECTED, false",
        "400, security.credentials.unknown_strategy,      request,   REJECTED, false",
        "400, security.token.ttl_exceeded,                request,   REJECTED, false",
        "401, security.token.invalid,                     auth,      REJECTED, false",
        "401, security.token.expired,                     auth,      REJECTED, false",
        "401, security.rights.unauthorized,               auth,      REJECTED, false",
        "401, plugin.strategy.missing_user,               auth,      REJECTED, false",
        "401, api.process.unauthorized_origin,            auth,      REJECTED, false",
        "403, security.rights.forbidden,                  auth,      REJECTED, false",
        "403, security.rights.failsafe_mode_admin_only,   auth,      REJECTED, false",
        "404, api.process.action_not_found,               not-found, REJECTED, false",
        "404, api.process.controller_not_found,           not-found, REJECTED, false",
        "404, network.http.url_not_found,                 not-found, REJECTED, false",
        "404, services.storage.not_found,                 not-found, REJECTED, false",
        "412, api.process.action_locked,                  conflict,  REJECTED, false",
        "409, services.storage.document_already_exists,   conflict,  REJECTED, false",
        "413, network.http.request_too_large,             too-large, REJECTED, false",
        "429, api.process.too_many_requests,              rate,      REJECTED, true",
        "429, api.process.too_many_logins_requests,       rate,      REJECTED, true",
        "429, network.websocket.ratelimit_exceeded,       rate,      REJECTED, true",
        "503, api.process.overloaded,                     server,    REJECTED, true",
        "503, api.process.shutting_down,                  server,    REJECTED, true",
        "503, network.entrypoint.shutting_down,           server,    REJECTED, true",
        "503, api.process.not_enough_nodes,               server,    REJECTED, true",
        "503, plugin.runtime.too_many_pipes,              server,    UNKNOWN,  true",
        "503, services.cache.not_connected,               server,    UNKNOWN,  true",
        "500, services.cache.read_failed,                 server,    UNKNOWN,  true",
        "500, services.cache.write_failed,                server,    UNKNOWN,  true",
        "500, security.token.verification_error,          server,    UNKNOWN,  true",
        "500, core.fatal.unexpected_error,                server,    UNKNOWN,  true",
        "500, core.fatal.assertion_failed,                server,    UNKNOWN,  true",
        "504, anything.at.all,                            server,    UNKNOWN,  true",
        "206, anything.partial.error,                     server,    UNKNOWN,  false",
        "418, plugin.of.somebody,                         request,   REJECTED, false"
    })
    void byId(int status, String id, String type, Outcome outcome, boolean retryable) {
        KvException e = of(status, id, SECRET);

        check(e, type, outcome, retryable);
        assertThat(e.status()).hasValue(status);
        assertThat(e.backendCode()).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "400, request,   REJECTED, false",
        "401, auth,      REJECTED, false",
        "403, auth,      REJECTED, false",
        "404, not-found, REJECTED, false",
        "409, conflict,  REJECTED, false",
        "412, conflict,  REJECTED, false",
        "413, too-large, REJECTED, false",
        "429, rate,      REJECTED, true",
        "500, server,    UNKNOWN,  true",
        "503, server,    UNKNOWN,  true",
        "504, server,    UNKNOWN,  true"
    })
    void byStatusWhereThereIsNoId(int status, String type, Outcome outcome, boolean retryable) {
        KvException e = of(status, null);

        check(e, type, outcome, retryable);
        assertThat(e.status()).hasValue(status);
        assertThat(e.backendCode()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WRONGTYPE Operation against a key holding the wrong kind of value, request, REJECTED, false",
        "ERR value is not an integer or out of range,                       request, REJECTED, false",
        "ERR value is not a valid float,                                    request, REJECTED, false",
        "ERR increment or decrement would overflow,                         request, REJECTED, false",
        "ERR increment would produce NaN or Infinity,                       request, REJECTED, false",
        "ERR no such key,                                                   request, REJECTED, false",
        "ERR index out of range,                                            request, REJECTED, false",
        "ERR invalid expire time in 'set' command,                          request, REJECTED, false",
        "ERR syntax error,                                                  request, REJECTED, false",
        "ERR wrong number of arguments for 'mset' command,                  request, REJECTED, false",
        "ERR hash value is not an integer,                                  request, REJECTED, false",
        "CROSSSLOT Keys in request don't hash to the same slot,             request, REJECTED, false",
        "EXECABORT Transaction discarded because of previous errors.,       request, REJECTED, false",
        "OOM command not allowed when used memory > 'maxmemory'.,           server,  REJECTED, true",
        "READONLY You can't write against a read only replica.,             server,  REJECTED, true",
        "LOADING Redis is loading the dataset in memory,                    server,  REJECTED, true",
        "BUSY Redis is busy running a script.,                              server,  REJECTED, true",
        "TRYAGAIN Multiple keys request during rehashing of slot,           server,  REJECTED, true",
        "CLUSTERDOWN The cluster is down,                                   server,  REJECTED, true",
        "MASTERDOWN Link with MASTER is down,                               server,  REJECTED, true",
        "NOREPLICAS Not enough good replicas to write.,                     server,  REJECTED, true",
        "MISCONF Redis is configured to save RDB snapshots,                 server,  REJECTED, false",
        "NOAUTH Authentication required.,                                   server,  REJECTED, false",
        "NOPERM this user has no permissions,                               server,  REJECTED, false",
        "Connection is closed.,                                             server,  UNKNOWN,  true",
        "Reached the max retries per request limit (which is 20).,          server,  UNKNOWN,  true",
        "a plugin has failed,                                               server,  UNKNOWN,  true"
    })
    void whatRedisSays(String words, String type, Outcome outcome, boolean retryable) {
        KvException e = of(500, "plugin.runtime.unexpected_error", words + SECRET);

        check(e, type, outcome, retryable);
        assertThat(e.status()).hasValue(500);
        assertThat(e.backendCode()).contains("plugin.runtime.unexpected_error");
        assertThat(e.nativeError(KuzzleError.class).orElseThrow().props()).containsExactly(words + SECRET);
    }

    @Test
    void redisWithoutWordsMayHaveRun() {
        check(of(500, "plugin.runtime.unexpected_error"), "server", Outcome.UNKNOWN, true);
    }

    @Test
    void aLostRedisIsFoundBeforeTheCommandRuns() {
        check(of(500, "core.fatal.unexpected_error", "services.cache.notconnected"), "server", Outcome.REJECTED, true);
        check(
                of(500, "core.fatal.unexpected_error", "Error: services.cache.notconnected " + SECRET),
                "server",
                Outcome.REJECTED,
                true);
    }

    @Test
    void whoYouAreAndWhatYouMayAreToldApart() {
        assertThat(((KvAuthException) of(401, "security.token.invalid")).reason())
                .isEqualTo(KvAuthException.Reason.UNAUTHENTICATED);
        assertThat(((KvAuthException) of(403, "security.rights.forbidden")).reason())
                .isEqualTo(KvAuthException.Reason.FORBIDDEN);
    }

    @Test
    void aLimitOfRequestsASecondIsWaitedOut() {
        assertThat(of(429, "api.process.too_many_requests").retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(1)));
        assertThat(of(503, "api.process.overloaded").retryAfter()).isEmpty();
    }
}
