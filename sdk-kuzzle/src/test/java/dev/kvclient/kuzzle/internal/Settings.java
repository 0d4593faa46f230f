package dev.kvclient.kuzzle.internal;

import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.kuzzle.ValueFormat;
import dev.kvclient.transport.WebSocketSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Connections that are not open, for what needs one and never sends on it. */
final class Settings {
    private Settings() {}

    static KuzzleConnection unconnected() {
        return new KuzzleConnection(new KuzzleSettings(
                WebSocketSettings.builder(List.of(URI.create("ws://localhost:7512/"))),
                false,
                "kuzzle://localhost:7512",
                Optional.empty(),
                ValueFormat.NATURAL,
                KuzzleBackend.DEFAULT_MAX_FRAME_BYTES,
                KuzzleBackend.DEFAULT_ANSWER_TIMEOUT,
                KuzzleBackend.DEFAULT_WINDOW_REQUESTS,
                KuzzleBackend.DEFAULT_WINDOW_BYTES));
    }
}
