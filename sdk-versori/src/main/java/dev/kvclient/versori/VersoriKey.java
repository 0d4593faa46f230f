package dev.kvclient.versori;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.versori.internal.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A key of Versori: one or more segments, each of them any text. Immutable; equal by its segments.
 *
 * <p>{@link #toString()} joins the segments with slashes, as the common API writes them; a segment that holds a slash
 * itself cannot be told from two then.
 */
public final class VersoriKey {
    private static final String SLASH = "/";

    private final List<String> segments;

    private VersoriKey(List<String> segments) {
        this.segments = segments;
    }

    /**
     * The key of these segments, such as {@code of("products", "123")}.
     *
     * @throws KvRequestException if there is none, or one holds a lone surrogate
     */
    public static VersoriKey of(String... segments) {
        return of(List.of(segments));
    }

    /**
     * The key of these segments.
     *
     * @param segments copied
     * @throws KvRequestException if there is none, or one holds a lone surrogate
     */
    public static VersoriKey of(List<String> segments) {
        List<String> copy = List.copyOf(segments);
        if (copy.isEmpty()) {
            throw wrong("a key has at least one segment");
        }
        for (String segment : copy) {
            if (!Texts.isWhole(segment)) {
                throw wrong("a segment of the key holds a lone surrogate");
            }
        }
        return new VersoriKey(copy);
    }

    /**
     * The key of this text, split at every slash: what {@link #toString()} joins.
     *
     * @param text as in {@code products/123}; the empty text is the key of one empty segment
     */
    public static VersoriKey parse(String text) {
        return of(List.of(Objects.requireNonNull(text, "text").split(SLASH, -1)));
    }

    /** This key with further segments. */
    public VersoriKey plus(String... more) {
        List<String> all = new ArrayList<>(segments);
        all.addAll(List.of(more));
        return of(all);
    }

    /** The segments, at least one. Unmodifiable. */
    public List<String> segments() {
        return segments;
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriKey that && segments.equals(that.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    /** The segments, joined with slashes. */
    @Override
    public String toString() {
        return String.join(SLASH, segments);
    }
}
