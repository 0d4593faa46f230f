package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.Failure;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Kuzzle's errors, and those of the Redis behind it, as exceptions: the whole mapping is here.
 *
 * <p>The server does not send the class of an error, so it is told by {@code id} first, and by {@code status} where the
 * id says nothing particular. A 5xx may have been carried out unless it is known not to have been.
 */
public final class KuzzleErrors {
    /** The funnel wraps every error reply of Redis into this one, blaming a plugin. */
    private static final String REDIS = "plugin.runtime.unexpected_error";

    private static final String FATAL = "core.fatal.unexpected_error";

    /** A profile's limit counts requests a second. */
    private static final Duration NEXT_SECOND = Duration.ofSeconds(1);

    /**
     * A server that shuts down answers so for up to about two seconds (seen at 2.56), and then closes the connection:
     * a request that comes again too soon spends its attempts on the same answer.
     */
    private static final Duration SHUTDOWN = Duration.ofMillis(700);

    private record Rule(Outcome outcome, boolean retryable, Function<Failure, KvException> make) {}

    private static final Rule BAD_REQUEST = new Rule(Outcome.REJECTED, false, KvRequestException::new);
    private static final Rule UNAUTHENTICATED =
            new Rule(Outcome.REJECTED, false, f -> new KvAuthException(f, KvAuthException.Reason.UNAUTHENTICATED));
    private static final Rule FORBIDDEN =
            new Rule(Outcome.REJECTED, false, f -> new KvAuthException(f, KvAuthException.Reason.FORBIDDEN));
    private static final Rule NOT_FOUND = new Rule(Outcome.REJECTED, false, KvNotFoundException::new);
    private static final Rule CONFLICT = new Rule(Outcome.REJECTED, false, KvConflictException::new);
    private static final Rule TOO_LARGE = new Rule(Outcome.REJECTED, false, KvTooLargeException::new);
    private static final Rule TOO_MANY =
            new Rule(Outcome.REJECTED, true, f -> new KvRateLimitedException(f.retryAfter(NEXT_SECOND)));
    private static final Rule NOT_EXECUTED = new Rule(Outcome.REJECTED, true, KvServerException::new);
    private static final Rule SHUTTING_DOWN =
            new Rule(Outcome.REJECTED, true, f -> new KvServerException(f.retryAfter(SHUTDOWN)));
    private static final Rule REFUSED_FOR_GOOD = new Rule(Outcome.REJECTED, false, KvServerException::new);
    private static final Rule MAYBE_EXECUTED = new Rule(Outcome.UNKNOWN, true, KvServerException::new);

    /** What an id says beyond its status. */
    private static final Map<String, Rule> BY_ID = Map.ofEntries(
            Map.entry("api.process.overloaded", NOT_EXECUTED),
            Map.entry("api.process.shutting_down", SHUTTING_DOWN),
            Map.entry("network.entrypoint.shutting_down", SHUTTING_DOWN),
            Map.entry("api.process.not_enough_nodes", NOT_EXECUTED),
            // Pipes run before and after the action.
            Map.entry("plugin.runtime.too_many_pipes", MAYBE_EXECUTED),
            Map.entry("network.http.request_too_large", TOO_LARGE),
            Map.entry("api.process.action_locked", CONFLICT));

    /** What a status says where the id is not listed, or missing. */
    private static final Map<Integer, Rule> BY_STATUS = Map.ofEntries(
            Map.entry(206, new Rule(Outcome.UNKNOWN, false, KvServerException::new)),
            Map.entry(400, BAD_REQUEST),
            Map.entry(401, UNAUTHENTICATED),
            Map.entry(403, FORBIDDEN),
            Map.entry(404, NOT_FOUND),
            Map.entry(409, CONFLICT),
            Map.entry(412, CONFLICT),
            Map.entry(413, TOO_LARGE),
            Map.entry(429, TOO_MANY));

    /**
     * What Redis says, by how it begins. An error reply of Redis means that the command changed nothing.
     *
     * @param begins the beginning of Redis' words
     * @param rule what it means
     * @param problem what to say, in words of our own: those of Redis may repeat a value
     */
    private record RedisRule(String begins, Rule rule, String problem) {}

    private static final List<RedisRule> BY_REDIS = List.of(
            new RedisRule("WRONGTYPE", BAD_REQUEST, "the key holds another kind of value (WRONGTYPE)"),
            new RedisRule("ERR value is not an integer", BAD_REQUEST, "what is stored is no integer, or out of range"),
            new RedisRule("ERR value is not a valid float", BAD_REQUEST, "what is stored is no number"),
            new RedisRule("ERR increment or decrement would overflow", BAD_REQUEST, "the sum is out of range"),
            new RedisRule("ERR increment would produce NaN or Infinity", BAD_REQUEST, "the sum is out of range"),
            new RedisRule("ERR no such key", BAD_REQUEST, "the command needs a key that is there"),
            new RedisRule("ERR index out of range", BAD_REQUEST, "the index is out of range"),
            new RedisRule("ERR invalid expire", BAD_REQUEST, "the expiry is not valid"),
            new RedisRule("ERR syntax", BAD_REQUEST, "Redis does not understand the arguments"),
            new RedisRule("ERR wrong number of arguments", BAD_REQUEST, "Redis misses arguments"),
            new RedisRule("CROSSSLOT", BAD_REQUEST, "the keys are on different nodes of the Redis cluster"),
            new RedisRule("EXECABORT", BAD_REQUEST, "the transaction was refused as a whole"),
            new RedisRule("OOM", NOT_EXECUTED, "Redis is out of memory"),
            new RedisRule("READONLY", NOT_EXECUTED, "Redis is a read-only replica"),
            new RedisRule("LOADING", NOT_EXECUTED, "Redis is still loading its data"),
            new RedisRule("BUSY", NOT_EXECUTED, "Redis is busy with a script"),
            new RedisRule("TRYAGAIN", NOT_EXECUTED, "the Redis cluster is moving the keys"),
            new RedisRule("CLUSTERDOWN", NOT_EXECUTED, "the Redis cluster is down"),
            new RedisRule("MASTERDOWN", NOT_EXECUTED, "Redis has lost its master"),
            new RedisRule("NOREPLICAS", NOT_EXECUTED, "Redis has too few replicas to write"),
            new RedisRule("MISCONF", REFUSED_FOR_GOOD, "Redis is configured to refuse writes"),
            new RedisRule("NOAUTH", REFUSED_FOR_GOOD, "Kuzzle is not signed in at its Redis"),
            new RedisRule("NOPERM", REFUSED_FOR_GOOD, "Kuzzle may not do that at its Redis"),
            new RedisRule("ERR ", BAD_REQUEST, "Redis refused the command"));

    private KuzzleErrors() {}

    /**
     * The exception of an error.
     *
     * @param error what the server said
     */
    public static KvException of(KuzzleError error) {
        String id = error.id().orElse("");
        if (id.equals(REDIS)) {
            return ofRedis(error);
        }
        if (id.equals(FATAL) && error.props().stream().anyMatch(p -> p.contains("services.cache.notconnected"))) {
            // Found before the command is given to the driver of Redis.
            return make(NOT_EXECUTED, error, "Kuzzle has lost its Redis");
        }
        Rule rule = BY_ID.get(id);
        if (rule == null) {
            rule = BY_STATUS.getOrDefault(error.status(), error.status() >= 500 ? MAYBE_EXECUTED : BAD_REQUEST);
        }
        return make(rule, error, problem(error));
    }

    private static KvException ofRedis(KuzzleError error) {
        String words = error.props().isEmpty() ? "" : error.props().get(0);
        for (RedisRule redis : BY_REDIS) {
            if (words.startsWith(redis.begins())) {
                return make(redis.rule(), error, redis.problem());
            }
        }
        // A plugin, or the driver that has lost Redis with commands under way.
        return make(MAYBE_EXECUTED, error, "the server failed: " + problem(error));
    }

    /** The server's own sentence may repeat what the request held; the id says as much without. */
    private static String problem(KuzzleError error) {
        return error.id()
                .map(id -> "the server answered " + error.status() + " " + id)
                .orElseGet(() -> "the server answered " + error.status());
    }

    private static KvException make(Rule rule, KuzzleError error, String problem) {
        return rule.make()
                .apply(Failure.of(rule.outcome(), problem)
                        .backend("kuzzle")
                        .retryable(rule.retryable())
                        .backendCode(code(error))
                        .status(error.status())
                        .nativeError(error));
    }

    private static @Nullable String code(KuzzleError error) {
        return error.id().orElse(null);
    }
}
