package dev.kvclient.kuzzle.internal;

import dev.kvclient.Credentials;
import dev.kvclient.kuzzle.ValueFormat;
import dev.kvclient.transport.WebSocketSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link dev.kvclient.kuzzle.KuzzleBackend.Builder} has collected; each part is described there.
 *
 * @param socket where to and how, without the connect timeout, which is the client's
 * @param http whether over HTTP, to the endpoints of the socket with {@code http} for {@code ws}
 * @param endpoint the endpoints, as they are shown
 */
public record KuzzleSettings(
        WebSocketSettings.Builder socket,
        boolean http,
        String endpoint,
        Optional<Credentials> credentials,
        ValueFormat format,
        int maxFrameBytes,
        Duration answerTimeout,
        int windowRequests,
        long windowBytes) {}
