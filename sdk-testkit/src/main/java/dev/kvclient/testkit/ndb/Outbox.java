package dev.kvclient.testkit.ndb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The answers on their way to one client. In the order in which they were put in, but for those that v0.4 lets
 * overtake. Safe for several threads.
 */
final class Outbox {

    /** What a network needs to take away the bytes that were too many. */
    private static final long DRAIN_NANOS = Duration.ofMillis(5).toNanos();

    /** An answer, or the time that one takes. */
    static final class Entry {
        private final String frame;
        private boolean ready;

        private Entry(String frame, boolean ready) {
            this.frame = frame;
            this.ready = ready;
        }
    }

    private final Faults faults;
    private final Consumer<String> wire;
    private final BooleanSupplier bytesWaiting;
    private final Deque<Entry> ahead = new ArrayDeque<>();
    private final Deque<Entry> inOrder = new ArrayDeque<>();
    private long waiting;
    private long fullSince;
    private boolean full;

    /**
     * For one connection.
     *
     * @param wire sends a frame
     * @param bytesWaiting whether the network has not yet taken all that was sent
     */
    Outbox(Faults faults, Consumer<String> wire, BooleanSupplier bytesWaiting) {
        this.faults = faults;
        this.wire = wire;
        this.bytesWaiting = bytesWaiting;
    }

    /** Puts in an answer; {@link #flush()} sends it. */
    synchronized void add(String frame, boolean overtakes) {
        (overtakes ? ahead : inOrder).add(new Entry(frame, true));
    }

    /** Puts in an answer that is not to be sent before {@link #ready}. */
    synchronized Entry addUnready(String frame, boolean overtakes) {
        Entry entry = new Entry(frame, false);
        (overtakes ? ahead : inOrder).add(entry);
        return entry;
    }

    synchronized void ready(Entry entry) {
        entry.ready = true;
    }

    /** Sends what is ready and has nothing before it. */
    synchronized void flush() {
        if (faults.holdsAnswers()) {
            return;
        }
        drain();
        for (Entry next = ahead.peek(); next != null && next.ready; next = ahead.peek()) {
            if (!inOrder.isEmpty()) {
                faults.overtaken();
            }
            ahead.remove();
            send(next.frame);
        }
        for (Entry next = inOrder.peek(); next != null && next.ready; next = inOrder.peek()) {
            inOrder.remove();
            send(next.frame);
        }
    }

    private void send(String frame) {
        long limit = faults.waitingLimit();
        if (limit > 0) {
            if (waiting > limit) {
                faults.answerLost();
                return;
            }
            waiting += frame.getBytes(StandardCharsets.UTF_8).length;
            if (waiting > limit) {
                full = true;
                fullSince = System.nanoTime();
            }
        }
        wire.accept(frame);
    }

    /**
     * Forgets the bytes that have gone. Those of one read are looked at together, as the server sends them together.
     */
    private void drain() {
        boolean rested = !full || System.nanoTime() - fullSince >= DRAIN_NANOS;
        if (rested && !bytesWaiting.getAsBoolean()) {
            waiting = 0;
            full = false;
        }
    }
}
