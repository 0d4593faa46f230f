package dev.kvclient.ndb.internal;

import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbOrdering;
import dev.kvclient.transport.WebSocketSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a {@link NdbBackend.Builder} has collected; each part is described there.
 *
 * @param socket where to and how, without the connect timeout, which is the client's
 * @param endpoint the endpoints, as they are shown
 * @param generation which protocol; empty to find out
 * @param ordering how many requests at a time; empty for what suits the server
 * @param payload the most bytes of a request; empty for the server's default
 * @param session the name of the client's own session
 */
public record NdbSettings(
        WebSocketSettings.Builder socket,
        String endpoint,
        Optional<NdbGeneration> generation,
        Optional<NdbOrdering> ordering,
        OptionalInt payload,
        String session,
        int windowRequests,
        long windowBytes,
        Duration answerTimeout,
        Duration saveTimeout,
        long maxListedKeys,
        boolean savableKeysOnly,
        boolean allowSavePaths) {
    /** The most bytes of a request to a server of that generation. */
    int maxPayload(NdbGeneration of) {
        return payload.orElse(
                of == NdbGeneration.SESSION
                        ? NdbBackend.DEFAULT_MAX_PAYLOAD_SESSION
                        : NdbBackend.DEFAULT_MAX_PAYLOAD_STATUS);
    }
}
