package dev.kvclient;

import java.util.Objects;

/** How to clear. Immutable: each method gives new options. */
public final class ClearOptions extends RequestOptions<ClearOptions> {
    private static final ClearOptions NONE = new ClearOptions(CallOptions.none(), false);

    private final boolean everything;

    private ClearOptions(CallOptions call, boolean everything) {
        super(call);
        this.everything = everything;
    }

    /** Clears only where nothing but what this client stores can be met. */
    public static ClearOptions none() {
        return NONE;
    }

    /**
     * Says that everything may go, also what others have stored. Backends whose {@code clear} wipes a whole database
     * ask for it ({@link Capabilities#clearAsksForConfirmation()}).
     */
    public static ClearOptions everything() {
        return new ClearOptions(CallOptions.none(), true);
    }

    @Override
    public ClearOptions call(CallOptions value) {
        return new ClearOptions(value, everything);
    }

    /** Whether everything may go. */
    public boolean confirmsEverything() {
        return everything;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClearOptions that && call().equals(that.call()) && everything == that.everything;
    }

    @Override
    public int hashCode() {
        return Objects.hash(call(), everything);
    }

    @Override
    public String toString() {
        return "ClearOptions[everything=" + everything + ", " + call() + "]";
    }
}
