package dev.kvclient.testkit.vectors;

import java.nio.charset.StandardCharsets;

/**
 * One recorded question with its answer. Both are JSON as it stands in the recording, character by character.
 *
 * @param id the name of the pair, unique in its recording
 * @param transport how it was sent: {@code ws} or {@code http}
 * @param request what was sent. For a frame that is no ordinary request, {@code {"raw":"the text of the frame"}} or a
 *     description
 * @param response what came back, or a description
 */
public record Vector(String id, String transport, String request, String response) {

    /** Returns the request as UTF-8. */
    public byte[] requestBytes() {
        return request.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the response as UTF-8. */
    public byte[] responseBytes() {
        return response.getBytes(StandardCharsets.UTF_8);
    }
}
