package dev.kvclient.testkit.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One direction of one connection: what is read on one side is written on the other, as the {@link Shape} says. */
final class Pipe {
    private static final Logger LOG = LoggerFactory.getLogger(Pipe.class);

    private static final long NEVER = Long.MAX_VALUE;

    /** Bytes that came together. */
    private record Piece(ByteBuffer bytes, long arrived) {}

    private final Connections connections;
    private final ProxyConnection connection;
    private final Direction direction;
    private final Side from;
    private final Side to;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final Allowance allowance = new Allowance();
    private Shape shape = Shape.PLAIN;
    private long waiting;
    private long wakeAt = NEVER;
    private long endedAt = NEVER;
    private boolean endPassed;
    private boolean hasGap;
    private boolean sourceFailed;
    private boolean discards;
    private long untilCut;

    Pipe(Connections connections, ProxyConnection connection, Direction direction, Side from, Side to) {
        this.connections = connections;
        this.connection = connection;
        this.direction = direction;
        this.from = from;
        this.to = to;
    }

    boolean isBlocked() {
        return shape.blocks();
    }

    boolean isEndPassed() {
        return endPassed;
    }

    /** The side it reads from has failed while nothing gets through: the other side is told when something does. */
    void sourceFailed() {
        sourceFailed = true;
    }

    /** The side it writes to has failed, and the other must not notice: what comes is read and dropped. */
    void discard() {
        discards = true;
        pieces.clear();
        waiting = 0;
        want();
    }

    /** What is in force has changed. May end the connection. */
    void reshape(Shape now) {
        Shape before = shape;
        if (now.equals(before)) {
            return;
        }
        shape = now;
        if (now.cutAfter() != null && now.cutAfter() != before.cutAfter()) {
            untilCut = now.cutAfter().fault().bytes();
        }
        allowance.begin(now, connections.loop().nanoTime());
        if (now.swallows() && waiting > 0) {
            hasGap = true;
            connections.tally().swallowed(waiting);
            pieces.clear();
            waiting = 0;
        }
        if (hasGap && !now.swallows()) {
            connection.cutNow(Cut.RST);
        } else if (sourceFailed && !now.blocks()) {
            connection.reset();
        } else {
            flush();
        }
    }

    void readable() {
        ByteBuffer buffer = connections.buffer();
        buffer.clear();
        int read;
        try {
            read = from.channel().read(buffer);
        } catch (IOException e) {
            LOG.debug("reset by the sender {}", direction, e);
            connection.failed(from);
            return;
        }
        if (read < 0) {
            endedAt = connections.loop().nanoTime();
            flush();
            return;
        }
        buffer.flip();
        if (discards || shape.swallows()) {
            hasGap |= shape.swallows();
            connections.tally().swallowed(read);
            return;
        }
        if (shape.isPlain() && pieces.isEmpty()) {
            pass(buffer, read);
            if (!buffer.hasRemaining() || !connection.isOpen()) {
                return;
            }
        }
        keep(buffer);
        flush();
    }

    private void keep(ByteBuffer rest) {
        ByteBuffer copy = ByteBuffer.allocate(rest.remaining());
        copy.put(rest).flip();
        pieces.add(new Piece(copy, connections.loop().nanoTime()));
        waiting += copy.remaining();
    }

    /** Writes what may be written now, and sees to it that the rest follows. */
    void flush() {
        if (!connection.isOpen() || discards) {
            return;
        }
        boolean full = false;
        Piece head = pieces.peek();
        while (head != null && !full && mayPass(head)) {
            ByteBuffer bytes = head.bytes();
            int most = (int) Math.min(bytes.remaining(), allowance.most());
            if (shape.cutAfter() != null) {
                most = (int) Math.min(most, untilCut);
            }
            int passed = pass(bytes, most);
            if (!connection.isOpen() || discards) {
                return;
            }
            waiting -= passed;
            full = passed < most;
            if (!bytes.hasRemaining()) {
                pieces.remove();
            }
            head = pieces.peek();
        }
        to.want(SelectionKey.OP_WRITE, full);
        if (head == null) {
            passEnd();
        }
        want();
    }

    /** Whether some of it may be written now. If that is a matter of time, {@link #flush} will be called again. */
    private boolean mayPass(Piece head) {
        if (shape.blocks()) {
            return false;
        }
        if (shape.isPlain()) {
            return true;
        }
        long now = connections.loop().nanoTime();
        long due = Math.max(head.arrived() + shape.delayNanos(), allowance.next(now, waiting));
        if (due > now) {
            wake(due);
            return false;
        }
        return true;
    }

    private int pass(ByteBuffer bytes, int most) {
        int limit = bytes.limit();
        int passed;
        try {
            bytes.limit(bytes.position() + most);
            passed = most == 0 ? 0 : to.channel().write(bytes);
        } catch (IOException e) {
            LOG.debug("reset by the receiver {}", direction, e);
            connection.failed(to);
            return 0;
        } finally {
            bytes.limit(limit);
        }
        connections.tally().passed(direction, passed);
        allowance.used(passed, connections.loop().nanoTime());
        FaultInForce cut = shape.cutAfter();
        if (cut != null) {
            untilCut -= passed;
            if (untilCut == 0) {
                connection.cutNow(cut.fault().how());
            }
        }
        return passed;
    }

    private void passEnd() {
        if (endedAt == NEVER || endPassed || shape.blocks()) {
            return;
        }
        long due = endedAt + shape.delayNanos();
        if (shape.delayNanos() > 0 && due > connections.loop().nanoTime()) {
            wake(due);
            return;
        }
        endPassed = true;
        try {
            to.channel().shutdownOutput();
            connection.endPassed();
        } catch (IOException e) {
            LOG.debug("the receiver {} was gone before the end", direction, e);
            connection.failed(to);
        }
    }

    private void want() {
        boolean has = endedAt == NEVER && !sourceFailed;
        boolean may = discards || shape.swallows() || (!shape.stalls() && waiting < shape.room());
        from.want(SelectionKey.OP_READ, has && may && connection.isOpen());
    }

    private void wake(long at) {
        if (at < wakeAt) {
            wakeAt = at;
            connections.loop().scheduleAt(at, () -> {
                if (wakeAt == at) {
                    wakeAt = NEVER;
                }
                flush();
            });
        }
    }
}
