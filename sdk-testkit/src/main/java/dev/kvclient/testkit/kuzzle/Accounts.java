package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.kuzzle.ms.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users, their tokens, and what the anonymous user may do. Safe for several threads. */
final class Accounts {

    /** How long a token lives on after it was refreshed: {@code security.authToken.gracePeriod}. */
    private static final long GRACE_MILLIS = 1000;

    /** What is left to the anonymous user once the default rights are restricted. */
    private static final Set<String> RESTRICTED_ANONYMOUS = Set.of(
            "auth:login",
            "auth:checkToken",
            "auth:getCurrentUser",
            "auth:getMyRights",
            "server:publicApi",
            "server:openapi");

    /** What the profile {@code default} may do once restricted. */
    private static final Set<String> RESTRICTED_DEFAULT = Set.of(
            "auth:checkToken",
            "auth:getCurrentUser",
            "auth:getMyRights",
            "auth:logout",
            "auth:updateSelf",
            "server:publicApi");

    /** The rate limit of the profile {@code default} once restricted. */
    private static final int RESTRICTED_DEFAULT_PER_SECOND = 10;

    private static final int SIGNATURE_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, ApiKey> apiKeys = new LinkedHashMap<>();
    private final Map<String, RateLimit> limits = new HashMap<>();
    private boolean restricted;

    Accounts(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(User user) {
        users.put(user.id(), user);
    }

    synchronized boolean contains(String userId) {
        return users.containsKey(userId);
    }

    synchronized boolean adminExists() {
        return users.values().stream().anyMatch(User::isAdmin);
    }

    synchronized void restrict(boolean on) {
        restricted = on;
    }

    /** Returns what a user of a profile may do. */
    synchronized Set<String> rightsOf(String profile) {
        return profile.equals("admin") || !restricted ? User.ALL : RESTRICTED_DEFAULT;
    }

    /** Returns how many requests a second a user of a profile may make, 0 for no limit. */
    synchronized int requestsPerSecond(String profile) {
        return restricted && profile.equals("default") ? RESTRICTED_DEFAULT_PER_SECOND : 0;
    }

    /** Counts a request of a user; returns whether it is within the limit of its profile. */
    synchronized boolean isWithinLimit(User user) {
        return user.requestsPerSecond() == 0
                || limits.computeIfAbsent(user.id(), id -> new RateLimit(clock, user.requestsPerSecond()))
                        .allows();
    }

    /** Returns the user of that name and password, or null. */
    synchronized @Nullable User authenticate(String name, String password) {
        User user = users.get(name);
        return user != null && user.hasPassword(password) ? user : null;
    }

    /**
     * Returns the token that a request came with.
     *
     * @param text the token, or null for the anonymous user
     * @return the token, or null for the anonymous user
     * @throws Refusal 401 when it is malformed, unknown, revoked or over
     */
    synchronized @Nullable Token verify(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Token token = tokens.get(text);
        if (token == null || token.isOver(clock.millis())) {
            throw invalidToken();
        }
        if (token.singleUse()) {
            tokens.remove(text);
        }
        return token;
    }

    /** Returns whose token it is. */
    synchronized User userOf(@Nullable Token token) {
        if (token == null || token.userId().equals(User.ANONYMOUS_ID)) {
            return User.anonymous(restricted ? RESTRICTED_ANONYMOUS : User.ALL);
        }
        User user = users.get(token.userId());
        if (user == null) {
            throw invalidToken();
        }
        return user;
    }

    /**
     * Gives out a token.
     *
     * @param ttl its life in milliseconds, -1 for no end
     */
    synchronized Token issue(String userId, long ttl) {
        return issue("kauth-", userId, ttl, false);
    }

    /** Gives out a token that ends, at the latest, with its first use. */
    synchronized Token issueForOneUse(String userId, long ttl) {
        return issue("kauth-", userId, ttl, true);
    }

    private Token issue(String prefix, String userId, long ttl, boolean singleUse) {
        long now = clock.millis();
        long end = ttl < 0 ? -1 : now + ttl;
        byte[] signature = new byte[SIGNATURE_BYTES];
        random.nextBytes(signature);
        String expiry = end < 0 ? "" : ",\"exp\":" + end / 1000;
        String claims = "{\"iat\":" + now / 1000 + expiry + "}";
        String text = prefix + part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + part(claims.getBytes(StandardCharsets.UTF_8)) + "." + part(signature);
        Token token = new Token(text, userId, end, ttl, now, singleUse, false);
        tokens.put(text, token);
        return token;
    }

    /**
     * Gives out a token in the place of another, which lives a second more. In the second in which the other was given
     * out, and for the same life, it is the same one, and lives no longer either: so does Kuzzle 2.56.
     *
     * @throws Refusal 401 when the other was replaced before, has no end or is that of an API key
     */
    synchronized Token refresh(Token old, long ttl) {
        if (old.refreshed()) {
            throw invalidToken();
        }
        if (old.isApiKey() || old.isEndless()) {
            String what = old.isApiKey() ? "API Key" : "Token with infinite TTL";
            throw new Refusal(
                    401, "security.token.refresh_forbidden", 117506056, what + " cannot be refreshed.", List.of(what));
        }
        long now = clock.millis();
        tokens.put(old.text(), old.replacedBy(now + GRACE_MILLIS));
        return old.isSameAs(now, ttl) ? old.again(now, ttl) : issue(old.userId(), ttl);
    }

    /**
     * Makes an API key, and the token in it.
     *
     * @param ttl its life in milliseconds, -1 for no end
     * @throws Refusal 400 when there is a key of that id
     */
    synchronized ApiKey createApiKey(String userId, @Nullable String id, String description, long ttl) {
        if (id != null && apiKeys.containsKey(id)) {
            throw new Refusal(
                    400, "services.storage.document_already_exists", 16842769, "Document already exists.", List.of());
        }
        Token token = issue("kapikey-", userId, ttl, false);
        ApiKey key = ApiKey.of(id, description, token, clock.millis());
        apiKeys.put(key.id(), key);
        return key;
    }

    /** Returns the API keys of a user. */
    synchronized List<ApiKey> apiKeysOf(String userId) {
        return apiKeys.values().stream()
                .filter(key -> key.token().userId().equals(userId))
                .toList();
    }

    /** Ends an API key and its token; returns whether the user had one of that id. */
    synchronized boolean deleteApiKey(String userId, String id) {
        ApiKey key = apiKeys.get(id);
        if (key == null || !key.token().userId().equals(userId)) {
            return false;
        }
        apiKeys.remove(id);
        tokens.remove(key.token().text());
        return true;
    }

    /** Ends a token; that of an API key stays. */
    synchronized void revoke(Token token) {
        if (token.isApiKey()) {
            return;
        }
        tokens.remove(token.text());
    }

    /** Ends all tokens of a user but those of its API keys, and returns them. */
    synchronized List<Token> revokeAllOf(String userId) {
        List<Token> all = tokens.values().stream()
                .filter(token -> token.userId().equals(userId) && !token.isApiKey())
                .toList();
        all.forEach(this::revoke);
        return all;
    }

    synchronized void revokeAll() {
        tokens.clear();
    }

    static Refusal invalidToken() {
        return new Refusal(401, "security.token.invalid", 117506049, "Invalid token.", List.of());
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
