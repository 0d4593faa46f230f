package dev.kvclient.benchmarks.server;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * The server's side of a WebSocket (RFC 6455), without extensions: text messages in one frame, pings and closes. What a
 * client of this module does not send cuts the connection.
 */
final class WebSocketSession implements Session {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int LONGEST = 64 << 20;
    private static final int LONGEST_HEADER = 10;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Answerer answerer;
    private final byte[] header = new byte[LONGEST_HEADER];
    private boolean upgraded;

    /** Answers messages. */
    interface Answerer {
        /** Answers one message, without a frame around it; or adds nothing, and there is no answer. */
        void answer(byte[] in, int from, int to, Output out) throws IOException;
    }

    WebSocketSession(Answerer answerer) {
        this.answerer = answerer;
    }

    @Override
    public int take(byte[] in, int from, int to, Output out) throws IOException {
        int at = from;
        if (!upgraded) {
            at = upgrade(in, from, to, out);
        }
        while (upgraded) {
            int next = frame(in, at, to, out);
            if (next == at) {
                break;
            }
            at = next;
        }
        return at - from;
    }

    private int upgrade(byte[] in, int from, int to, Output out) throws IOException {
        String head = new String(in, from, to - from, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return from;
        }
        String key = null;
        for (String line : head.substring(0, end).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals("sec-websocket-key")) {
                key = line.substring(colon + 1).trim();
            }
        }
        if (key == null) {
            throw new IOException("no upgrade to a WebSocket");
        }
        out.put(Output.ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n"));
        upgraded = true;
        return from + end + 4;
    }

    private static String accept(String key) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(Output.ascii(key + ACCEPT_SUFFIX));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("no SHA-1", e);
        }
    }

    /** Takes one frame; gives back where the next begins, or where this one began if it is not whole. */
    private int frame(byte[] in, int at, int to, Output out) throws IOException {
        if (to - at < 2) {
            return at;
        }
        int first = in[at] & 0xff;
        int second = in[at + 1] & 0xff;
        if ((first & FIN) == 0 || (second & MASKED) == 0) {
            throw new IOException("a fragment, or a frame without a mask");
        }
        long length = second & ~MASKED;
        int mask = at + 2;
        if (length == SHORT_LENGTH) {
            mask += 2;
        } else if (length == LONG_LENGTH) {
            mask += 8;
        }
        if (to < mask + 4) {
            return at;
        }
        if (mask > at + 2) {
            length = 0;
            for (int i = at + 2; i < mask; i++) {
                length = length << 8 | (in[i] & 0xff);
            }
        }
        if (length < 0 || length > LONGEST) {
            throw new IOException("the frame is too long");
        }
        int begin = mask + 4;
        int end = begin + (int) length;
        if (end > to || end < begin) {
            return at;
        }
        unmask(in, begin, end, (int) INTS.get(in, mask));
        message(first & 0x0f, in, begin, end, out);
        return end;
    }

    /** Eight bytes at a time. */
    private static void unmask(byte[] in, int begin, int end, int mask) {
        long wide = (mask & 0xffffffffL) << 32 | (mask & 0xffffffffL);
        int i = begin;
        for (; i + 8 <= end; i += 8) {
            LONGS.set(in, i, (long) LONGS.get(in, i) ^ wide);
        }
        for (int shift = 0; i < end; i++, shift += 8) {
            in[i] ^= (byte) (wide >>> shift);
        }
    }

    private void message(int opcode, byte[] in, int begin, int end, Output out) throws IOException {
        switch (opcode) {
            case TEXT -> {
                int start = out.length();
                // Most answers are short: room for the header of those is left in front.
                out.put(FIN | TEXT).put(0);
                answerer.answer(in, begin, end, out);
                if (out.length() == start + 2) {
                    out.truncate(start);
                } else {
                    finish(start, out);
                }
            }
            case PING -> out.put(FIN | PONG).put(end - begin).put(in, begin, end - begin);
            case PONG -> {}
            case CLOSE -> out.put(FIN | CLOSE).put(end - begin).put(in, begin, end - begin);
            default -> throw new IOException("a frame of another kind");
        }
    }

    private void finish(int start, Output out) {
        int length = out.length() - start - 2;
        header[0] = (byte) (FIN | TEXT);
        if (length < SHORT_LENGTH) {
            header[1] = (byte) length;
            out.overwrite(start, header, 2);
            return;
        }
        int more = length < 1 << 16 ? 2 : 8;
        header[1] = (byte) (more == 2 ? SHORT_LENGTH : LONG_LENGTH);
        for (int i = 0; i < more; i++) {
            header[2 + i] = (byte) ((long) length >>> (8 * (more - 1 - i)));
        }
        out.shift(start + 2, more);
        out.overwrite(start, header, 2 + more);
    }
}
