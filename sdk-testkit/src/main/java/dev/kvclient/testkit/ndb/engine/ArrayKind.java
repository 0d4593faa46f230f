package dev.kvclient.testkit.ndb.engine;

import java.math.BigInteger;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The five kinds of arrays. */
enum ArrayKind {
    OARR(false),
    IARR(false),
    STRARR(false),
    SIARR(true),
    SSTRARR(true);

    private final boolean sorted;

    ArrayKind(boolean sorted) {
        this.sorted = sorted;
    }

    boolean isSorted() {
        return sorted;
    }

    FixedArray create(int capacity) {
        return switch (this) {
            case OARR -> new FixedArray(capacity, JsonObject.sorted(), null);
            case IARR -> new FixedArray(capacity, 0L, null);
            case STRARR -> new FixedArray(capacity, "", null);
            case SIARR -> new FixedArray(capacity, 0L, Comparator.comparingLong(item -> (Long) item));
            case SSTRARR ->
                new FixedArray(capacity, "", Comparator.comparing(item -> (String) item, JsonObject.BYTE_ORDER));
        };
    }

    /** An item of X_SET: of the right type, or 41. Integers are cut to 64 signed bits. */
    Object item(Object given) throws Refusal {
        Object item = null;
        switch (this) {
            case OARR -> item = given instanceof JsonObject ? given : null;
            case IARR, SIARR -> item = given instanceof Long || given instanceof BigInteger ? cut(given) : null;
            case STRARR, SSTRARR -> item = given instanceof String ? given : null;
        }
        if (item == null) {
            throw Refusal.type();
        }
        return item;
    }

    /** An item of X_SET_RNG, where types are not checked but converted. */
    Object loose(Object given) throws Refusal {
        Object item = this == OARR ? given : null;
        switch (this) {
            case IARR, SIARR -> item = cut(given);
            case STRARR, SSTRARR -> item = given instanceof String ? given : null;
            default -> {}
        }
        if (item == null) {
            throw Refusal.of(Status.UNKNOWN);
        }
        return item;
    }

    private static @Nullable Long cut(Object given) {
        return given instanceof Number number ? number.longValue() : null;
    }
}
