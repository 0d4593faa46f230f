package dev.kvclient.codec;

/** What a value must not hold, in words. */
final class Refusals {
    static final String NOT_FINITE = "a NaN or an infinity";
    static final String SURROGATE = "a lone surrogate";
    static final String NUMBER =
            "a number that the backend would change (beyond 64 bits, more digits than a double has, or -0.0)";

    private Refusals() {}
}
