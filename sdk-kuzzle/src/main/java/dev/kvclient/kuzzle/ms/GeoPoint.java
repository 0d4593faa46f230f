package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;

/**
 * A place on the earth. What is read back differs in the seventh digit or so: Redis keeps 52 bits of it.
 *
 * @param longitude in degrees, from -180 to 180
 * @param latitude in degrees, from -85.05112878 to 85.05112878, beyond which Redis has no places
 */
public record GeoPoint(double longitude, double latitude) {
    private static final double MAX_LONGITUDE = 180;
    private static final double MAX_LATITUDE = 85.05112878;

    /**
     * A place.
     *
     * @throws KvRequestException if it is out of these bounds
     */
    public GeoPoint {
        if (!(Math.abs(longitude) <= MAX_LONGITUDE) || !(Math.abs(latitude) <= MAX_LATITUDE)) {
            throw new KvRequestException(Failure.of(
                    Outcome.NOT_SENT, "a longitude is within 180 degrees, a latitude within 85.05112878 degrees"));
        }
    }
}
