package dev.kvclient.testkit.kuzzle.ms;

/**
 * A point as Redis keeps it: a score of 52 bits, 26 of the longitude and 26 of the latitude in turn.
 *
 * @param longitude degrees
 * @param latitude degrees
 */
record GeoPoint(double longitude, double latitude) {

    private static final double MAX_LONGITUDE = 180;
    /** That of the Mercator projection. */
    private static final double MAX_LATITUDE = 85.05112878;

    /** That of standard geohashes. */
    private static final double POLE = 90;

    private static final int STEPS = 26;
    private static final double EARTH_RADIUS_METERS = 6372797.560856;
    private static final String ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int LETTERS = 11;
    private static final int BITS_OF_A_LETTER = 5;

    boolean isOnTheMap() {
        return Math.abs(longitude) <= MAX_LONGITUDE && Math.abs(latitude) <= MAX_LATITUDE;
    }

    long score() {
        return bits(MAX_LATITUDE);
    }

    private long bits(double maxLatitude) {
        long x = (long) ((longitude + MAX_LONGITUDE) / (2 * MAX_LONGITUDE) * (1L << STEPS));
        long y = (long) ((latitude + maxLatitude) / (2 * maxLatitude) * (1L << STEPS));
        long bits = 0;
        // One more: the easternmost and the northernmost lie beyond the last cell.
        for (int i = 0; i <= STEPS; i++) {
            bits |= (((y >> i) & 1) << (2 * i)) | (((x >> i) & 1) << (2 * i + 1));
        }
        return bits;
    }

    /** The middle of the cell that a score names. */
    static GeoPoint of(double score) {
        long bits = Double.isInfinite(score) ? 0 : (long) score;
        long x = 0;
        long y = 0;
        for (int i = 0; i <= STEPS; i++) {
            y |= ((bits >> (2 * i)) & 1) << i;
            x |= ((bits >> (2 * i + 1)) & 1) << i;
        }
        return new GeoPoint(middle(x, -MAX_LONGITUDE, MAX_LONGITUDE), middle(y, -MAX_LATITUDE, MAX_LATITUDE));
    }

    private static double middle(long cell, double lowest, double highest) {
        double scale = highest - lowest;
        double from = lowest + cell * 1.0 / (1L << STEPS) * scale;
        double to = lowest + (cell + 1) * 1.0 / (1L << STEPS) * scale;
        return Math.max(lowest, Math.min(highest, (from + to) / 2));
    }

    /** The standard geohash, 11 letters, the last of which is always 0. */
    String geohash() {
        long bits = bits(POLE);
        StringBuilder letters = new StringBuilder();
        for (int i = 1; i < LETTERS; i++) {
            letters.append(ALPHABET.charAt((int) ((bits >> (2 * STEPS - i * BITS_OF_A_LETTER)) & 31)));
        }
        return letters.append(ALPHABET.charAt(0)).toString();
    }

    /** The distance on a sphere, in metres. */
    double metersTo(GeoPoint other) {
        double v = Math.sin((Math.toRadians(other.longitude) - Math.toRadians(longitude)) / 2);
        double from = Math.toRadians(latitude);
        double to = Math.toRadians(other.latitude);
        if (v == 0) {
            return EARTH_RADIUS_METERS * Math.abs(to - from);
        }
        double u = Math.sin((to - from) / 2);
        return 2 * EARTH_RADIUS_METERS * Math.asin(Math.sqrt(u * u + Math.cos(from) * Math.cos(to) * v * v));
    }
}
