package dev.kvclient.kuzzle.ms;

/** A unit of distance. */
public enum GeoUnit {
    /** Metres. */
    M,
    /** Kilometres. */
    KM,
    /** Miles. */
    MI,
    /** Feet. */
    FT
}
