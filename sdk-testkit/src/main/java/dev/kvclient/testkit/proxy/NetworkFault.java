package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FaultProxy} can do to connections. Immutable; equal if it does the same.
 *
 * <p>{@link #cut} and {@link #cutOne} happen at once and are over; all others are in force from
 * {@link FaultProxy#begin} until {@link FaultInForce#end}, for the connections that are open and for new ones, each by
 * itself. Of two of one sort and one direction the later one counts; different ones add up.
 */
public final class NetworkFault {

    /** What sort of fault it is. */
    enum Kind {
        REFUSE("refuse"),
        SILENT("accept and say nothing"),
        CUT("cut all"),
        CUT_ONE("cut the oldest"),
        CUT_AFTER("cut after"),
        DELAY("delay"),
        TRICKLE("trickle"),
        LIMIT("limit"),
        SWALLOW("swallow"),
        STALL("stall");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean isMomentary() {
            return this == CUT || this == CUT_ONE;
        }
    }

    private record Form(
            Kind kind,
            @Nullable Direction direction,
            long bytes,
            Duration time,
            @Nullable Cut how,
            boolean sparesNew) {}

    private final Form form;

    private NetworkFault(Form form) {
        this.form = form;
    }

    private static NetworkFault of(Kind kind) {
        return new NetworkFault(new Form(kind, null, 0, Duration.ZERO, null, false));
    }

    private static NetworkFault of(Kind kind, Cut how) {
        return new NetworkFault(new Form(kind, null, 0, Duration.ZERO, Objects.requireNonNull(how, "how"), false));
    }

    private static NetworkFault of(Kind kind, Direction direction, long bytes, Duration time) {
        Objects.requireNonNull(direction, "direction");
        return new NetworkFault(new Form(kind, direction, bytes, time, null, false));
    }

    /**
     * New connections are refused: the listening socket is closed, and who connects meets ECONNREFUSED, as when no
     * server runs. Those that are open stay.
     */
    public static NetworkFault refuse() {
        return of(Kind.REFUSE);
    }

    /**
     * New connections are accepted and nothing more: the server does not hear of them. Those still open when it ends
     * are connected to the server then.
     */
    public static NetworkFault silent() {
        return of(Kind.SILENT);
    }

    /** Ends all connections, at once. */
    public static NetworkFault cut(Cut how) {
        return of(Kind.CUT, how);
    }

    /** Ends the connection that has been open longest, at once. Without effect if there is none. */
    public static NetworkFault cutOne(Cut how) {
        return of(Kind.CUT_ONE, how);
    }

    /**
     * Ends a connection as soon as that many bytes have passed on it since this began, or since the connection did: in
     * the middle of a frame, with a number to suit. Exactly that many are passed on.
     *
     * @param direction the one whose bytes are counted; with {@link Direction#BOTH}, each by itself, and the first to
     *     get there decides
     * @param bytes zero or more; with zero, the first byte ends it and is not passed on
     * @param how the end
     * @throws IllegalArgumentException if the number is negative
     */
    public static NetworkFault cutAfter(Direction direction, long bytes, Cut how) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative");
        }
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(how, "how");
        return new NetworkFault(new Form(Kind.CUT_AFTER, direction, bytes, Duration.ZERO, how, false));
    }

    /**
     * Every byte, and the end of the stream, arrives that much later, in order. Of what is sent meanwhile up to 4 MiB
     * for a connection is under way at a time. When it ends, what is under way arrives at once.
     *
     * @param time more than zero; kept to about a millisecond
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static NetworkFault delay(Direction direction, Duration time) {
        return of(Kind.DELAY, direction, 0, positive(time, "time"));
    }

    /**
     * Bytes arrive few at a time, with pauses.
     *
     * @param bytes how many at a time, 1 or more
     * @param pause more than zero; kept to about a millisecond
     * @throws IllegalArgumentException if one of them is not
     */
    public static NetworkFault trickle(Direction direction, int bytes, Duration pause) {
        return of(Kind.TRICKLE, direction, positive(bytes, "bytes"), positive(pause, "pause"));
    }

    /**
     * A connection passes no more than that. The sender is slowed down as TCP does it, after what the buffers hold.
     *
     * @param bytesPerSecond 1 or more
     * @throws IllegalArgumentException if it is not
     */
    public static NetworkFault limit(Direction direction, long bytesPerSecond) {
        return of(Kind.LIMIT, direction, positive(bytesPerSecond, "bytesPerSecond"), Duration.ZERO);
    }

    /**
     * A link that is half open, or dead with {@link Direction#BOTH}: bytes are read and dropped, writing goes on to
     * succeed, and neither the end of the stream nor a reset gets through. Since TCP leaves no gaps, connections that
     * have lost bytes are reset when it ends.
     */
    public static NetworkFault swallow(Direction direction) {
        return of(Kind.SWALLOW, direction, 0, Duration.ZERO);
    }

    /**
     * A peer that hangs: bytes are not even read, so that the sender comes to a stop when the buffers between are full.
     * Nothing is lost, and when it ends all goes on.
     */
    public static NetworkFault stall(Direction direction) {
        return of(Kind.STALL, direction, 0, Duration.ZERO);
    }

    /**
     * This fault, for the connections only that are open when it begins. A new one passes: a client whose link went
     * dead may connect again.
     *
     * @throws IllegalStateException for {@link #refuse} and {@link #silent}, which concern new connections, and for
     *     cuts, which only concern open ones anyway
     */
    public NetworkFault sparingNew() {
        if (form.direction() == null) {
            throw new IllegalStateException("only for faults of a direction: " + this);
        }
        return new NetworkFault(new Form(form.kind(), form.direction(), form.bytes(), form.time(), form.how(), true));
    }

    private static long positive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be more than zero");
        }
        return value;
    }

    private static Duration positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be more than zero");
        }
        return value;
    }

    Kind kind() {
        return form.kind();
    }

    boolean concerns(Direction direction) {
        return form.direction() != null && form.direction().includes(direction);
    }

    boolean sparesNew() {
        return form.sparesNew();
    }

    long bytes() {
        return form.bytes();
    }

    Duration time() {
        return form.time();
    }

    Cut how() {
        return Objects.requireNonNull(form.how(), "only cuts have one");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NetworkFault fault && form.equals(fault.form);
    }

    @Override
    public int hashCode() {
        return form.hashCode();
    }

    /** In words: {@code delay to client, 50 ms}, for instance. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(form.kind().words);
        if (form.direction() != null) {
            text.append(' ').append(form.direction());
        }
        if (form.kind() == Kind.LIMIT) {
            text.append(", ").append(form.bytes()).append(" bytes/s");
        } else if (form.kind() == Kind.CUT_AFTER || form.kind() == Kind.TRICKLE) {
            text.append(", ").append(form.bytes()).append(" bytes");
        }
        if (!form.time().isZero()) {
            text.append(", ").append(form.time().toNanos() / 1e6).append(" ms");
        }
        if (form.how() != null) {
            text.append(", ").append(form.how());
        }
        return text.append(form.sparesNew() ? ", sparing new connections" : "").toString();
    }
}
