package dev.kvclient.testkit.ndb;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts what was read from a client at the ends of its frames. Java-WebSocket handles the frames of one read together
 * and forgets all of them when one is bad; a NemesisDB executes those before it.
 */
final class FrameCutter {

    private static final int SHORT_HEADER = 2;
    private static final int MASK = 4;
    private static final int LENGTH_BITS = 0x7F;
    private static final int MASK_BIT = 0x80;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;
    private static final int MAX_HEADER = 14;

    private final ByteBuffer header = ByteBuffer.allocate(MAX_HEADER);
    private long left;

    /** Gives away the bytes, in pieces none of which goes beyond the end of a frame. All bytes are taken. */
    void cut(ByteBuffer bytes, Consumer<ByteBuffer> pieces) {
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            if (left == 0) {
                header.put(bytes.get());
                boolean complete = header.position() >= SHORT_HEADER && header.position() == headerLength();
                if (complete) {
                    left = payloadLength();
                    header.clear();
                }
                if (!complete || left > 0) {
                    continue;
                }
            } else {
                int step = (int) Math.min(left, bytes.remaining());
                bytes.position(bytes.position() + step);
                left -= step;
            }
            if (left == 0) {
                pieces.accept(piece(bytes, start));
                start = bytes.position();
            }
        }
        if (start < bytes.position()) {
            pieces.accept(piece(bytes, start));
        }
    }

    private static ByteBuffer piece(ByteBuffer bytes, int start) {
        return bytes.duplicate().position(start).limit(bytes.position());
    }

    private int headerLength() {
        int second = header.get(1);
        int length = second & LENGTH_BITS;
        int extended = length == TWO_BYTES_FOLLOW ? Short.BYTES : length == EIGHT_BYTES_FOLLOW ? Long.BYTES : 0;
        return SHORT_HEADER + extended + ((second & MASK_BIT) == 0 ? 0 : MASK);
    }

    private long payloadLength() {
        int length = header.get(1) & LENGTH_BITS;
        return switch (length) {
            case TWO_BYTES_FOLLOW -> Short.toUnsignedInt(header.getShort(SHORT_HEADER));
            case EIGHT_BYTES_FOLLOW -> header.getLong(SHORT_HEADER);
            default -> length;
        };
    }
}
