package dev.kvclient.kuzzle.internal.auth;

import dev.kvclient.CallOptions;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.auth.KuzzleAuthAsync;
import dev.kvclient.spi.NativeFaces;
import dev.kvclient.spi.Pipeline;
import java.lang.invoke.MethodHandles;

/** The two faces of the authentication, both made of {@link AuthCalls}. */
public final class AuthFaces {
    private AuthFaces() {}

    /** The authentication over the engine of a client. */
    public static KuzzleAuth blocking(AuthWire wire, Pipeline pipeline) {
        return blocking(wire, pipeline, CallOptions.none());
    }

    static KuzzleAuth blocking(AuthWire wire, Pipeline pipeline, CallOptions options) {
        return NativeFaces.blocking(
                MethodHandles.lookup(), KuzzleAuth.class, new AuthCalls(wire, pipeline, options, false), pipeline);
    }

    static KuzzleAuthAsync async(AuthWire wire, Pipeline pipeline, CallOptions options) {
        return NativeFaces.async(
                MethodHandles.lookup(), KuzzleAuthAsync.class, new AuthCalls(wire, pipeline, options, true), pipeline);
    }
}
