package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;

/** The most bytes of a request: at one more the server cuts the TCP connection, with everything that is on it. */
final class Payload {
    private Payload() {}

    /**
     * Passes a frame on.
     *
     * @throws KvTooLargeException if it is too long
     */
    static byte[] check(byte[] frame, int maxPayload) {
        if (frame.length > maxPayload) {
            throw new KvTooLargeException(Failure.of(
                    Outcome.NOT_SENT,
                    "the request has " + frame.length + " bytes, of which the server takes " + maxPayload
                            + " (maxPayload, a setting here as on the server)"));
        }
        return frame;
    }
}
