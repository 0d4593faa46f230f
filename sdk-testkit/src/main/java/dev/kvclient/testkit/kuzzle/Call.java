package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.kuzzle.ms.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to an action, with who asks.
 *
 * @param request what was sent
 * @param user who sent it
 * @param token the token it came with, or null for the anonymous user
 * @param connection where it came from, or null for HTTP
 */
record Call(
        Request request,
        User user,
        @Nullable Token token,
        @Nullable Connection connection) {}
