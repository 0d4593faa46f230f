package dev.kvclient.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Text messages as the frames of a client: whole, and masked with bytes that nobody can foresee (RFC 6455, 5.2, 5.3,
 * 10.3). The library makes them as well, but asks for each mask by itself, and copies. Not safe for use by several
 * threads.
 */
final class TextFrames {
    private static final int FIN_AND_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASK_BYTES = 4;

    /** Masks are drawn for so many frames at a time. */
    private static final int DRAWN = 256;

    private final SecureRandom random = new SecureRandom();
    private final byte[] masks = new byte[MASK_BYTES * DRAWN];
    private int used = masks.length;

    /** The frame of a message, which is not copied but read. */
    ByteBuffer frame(byte[] utf8) {
        int length = utf8.length;
        int lengthBytes = length < TWO_BYTES ? 0 : length <= 0xffff ? 2 : 8;
        int head = 2 + lengthBytes;
        byte[] frame = new byte[Math.addExact(head + MASK_BYTES, length)];
        frame[0] = (byte) FIN_AND_TEXT;
        frame[1] = (byte) (MASKED | (lengthBytes == 0 ? length : lengthBytes == 2 ? TWO_BYTES : EIGHT_BYTES));
        for (int i = 0; i < lengthBytes; i++) {
            frame[2 + i] = (byte) ((long) length >>> (8 * (lengthBytes - 1 - i)));
        }
        int mask = nextMask();
        System.arraycopy(masks, mask, frame, head, MASK_BYTES);
        int payload = head + MASK_BYTES;
        for (int i = 0; i < length; i++) {
            frame[payload + i] = (byte) (utf8[i] ^ masks[mask + (i & 3)]);
        }
        return ByteBuffer.wrap(frame);
    }

    private int nextMask() {
        if (used == masks.length) {
            random.nextBytes(masks);
            used = 0;
        }
        int next = used;
        used += MASK_BYTES;
        return next;
    }
}
