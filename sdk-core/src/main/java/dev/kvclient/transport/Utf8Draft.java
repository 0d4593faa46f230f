package dev.kvclient.transport;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;

/**
 * RFC 6455 as the library has it, but text messages in one frame come as the bytes they are (the library has checked by
 * then that they are UTF-8) instead of by way of a string. It also reads the status of the answer to the upgrade, which
 * the library tells in words only, and bounds what the library does not: the length of that answer and of a message in
 * fragments.
 */
final class Utf8Draft extends Draft_6455 {
    private static final int MOST_ANSWER_BYTES = 64 * 1024;

    /** {@code HTTP/1.1 101}, the part of a status line that matters (RFC 9112, 4). */
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private static final int STATUS_DIGITS = 3;

    private final int maxIncomingBytes;
    private final Consumer<byte[]> received;
    private final IntConsumer status;
    private boolean inFragments;
    private long fragmentBytes;

    /**
     * Makes one.
     *
     * @param maxIncomingBytes the longest message
     * @param received gets each text message that comes in one frame, on the reading thread
     * @param status gets the HTTP status of the answer to the upgrade
     */
    Utf8Draft(int maxIncomingBytes, Consumer<byte[]> received, IntConsumer status) {
        super(Collections.emptyList(), maxIncomingBytes);
        this.maxIncomingBytes = maxIncomingBytes;
        this.received = received;
        this.status = status;
    }

    /** The library works on a copy of what it is given; without this it would be one of its own class. */
    @Override
    public Draft copyInstance() {
        return new Utf8Draft(maxIncomingBytes, received, status);
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer answer) throws InvalidHandshakeException {
        if (answer.remaining() > MOST_ANSWER_BYTES) {
            throw new InvalidHandshakeException("the answer to the upgrade is too long");
        }
        readStatus(answer);
        return super.translateHandshake(answer);
    }

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        Opcode opcode = frame.getOpcode();
        if (opcode == Opcode.TEXT && frame.isFin() && !inFragments) {
            received.accept(bytes(frame.getPayloadData()));
            return;
        }
        if (opcode == Opcode.TEXT || opcode == Opcode.BINARY || opcode == Opcode.CONTINUOUS) {
            countFragment(frame);
        }
        super.processFrame(socket, frame);
    }

    private void countFragment(Framedata frame) throws LimitExceededException {
        if (frame.getOpcode() != Opcode.CONTINUOUS) {
            fragmentBytes = 0;
        }
        inFragments = !frame.isFin();
        fragmentBytes += frame.getPayloadData().remaining();
        if (fragmentBytes > maxIncomingBytes) {
            throw new LimitExceededException(maxIncomingBytes);
        }
    }

    private void readStatus(ByteBuffer answer) {
        if (answer.remaining() < STATUS_AT + STATUS_DIGITS) {
            return;
        }
        int code = 0;
        for (int i = 0; i < STATUS_DIGITS; i++) {
            int digit = answer.get(answer.position() + STATUS_AT + i) - '0';
            if (digit < 0 || digit > 9) {
                return;
            }
            code = code * 10 + digit;
        }
        status.accept(code);
    }

    private static byte[] bytes(ByteBuffer payload) {
        if (payload.hasArray() && payload.arrayOffset() == 0 && payload.position() == 0) {
            byte[] array = payload.array();
            if (array.length == payload.limit()) {
                return array;
            }
        }
        byte[] copy = new byte[payload.remaining()];
        payload.get(copy);
        return copy;
    }
}
