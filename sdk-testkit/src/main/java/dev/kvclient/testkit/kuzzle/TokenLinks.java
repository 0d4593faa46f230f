package dev.kvclient.testkit.kuzzle;

import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which token each connection used last, so that it can be told of its end: a login and every request with a token link
 * the connection to it. (Source: Kuzzle 2.56, {@code core/auth/tokenManager}; seen on a running one.) Safe for several
 * threads.
 */
final class TokenLinks {

    /** What is pushed, once, to each connection linked to a token that has reached its end. */
    private static final String TOKEN_EXPIRED = "{\"status\":200,\"info\":\"This is an automated server notification\","
            + "\"message\":\"Authentication Token Expired\",\"type\":\"TokenExpired\","
            + "\"room\":\"kuzzle:notification:server\"}";

    private final Clock clock;
    private final boolean pushing;
    private final Map<Connection, Token> links = new HashMap<>();

    /** Makes an empty one. With {@code pushing} false nobody is told anything. */
    TokenLinks(Clock clock, boolean pushing) {
        this.clock = clock;
        this.pushing = pushing;
    }

    /**
     * A connection has used a token; that of HTTP is null, and cannot be told anything. A null token, the anonymous
     * user's, leaves a connection with the one before.
     */
    synchronized void link(@Nullable Connection connection, @Nullable Token token) {
        if (pushing && connection != null && token != null && !connection.hasEnded()) {
            links.put(connection, token);
        }
    }

    /** One token took the place of another: nobody is told of the end of the old one. */
    synchronized void replace(Token old, Token by) {
        links.replaceAll((connection, token) -> token.text().equals(old.text()) ? by : token);
    }

    /** Somebody ended a token before its time: nobody is told. */
    synchronized void forget(Token token) {
        links.values().removeIf(linked -> linked.text().equals(token.text()));
    }

    /** Tells those whose token has reached its end. To be called every few milliseconds. */
    synchronized void tellExpired() {
        long now = clock.millis();
        for (Iterator<Map.Entry<Connection, Token>> all = links.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Connection, Token> link = all.next();
            if (link.getKey().hasEnded() || !link.getKey().isOpen()) {
                all.remove();
            } else if (link.getValue().isOver(now)) {
                all.remove();
                link.getKey().answer(TOKEN_EXPIRED);
            }
        }
    }
}
