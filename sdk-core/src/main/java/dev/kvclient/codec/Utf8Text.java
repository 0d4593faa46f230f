package dev.kvclient.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the inside of a JSON text that is not plain ASCII. */
final class Utf8Text {
    private static final int HEX = 16;

    private Utf8Text() {}

    /**
     * The text between two quotes, of which the escapes are known to be well-formed.
     *
     * @throws IOException if it is no valid UTF-8
     */
    static String read(byte[] utf8, int from, int to) throws IOException {
        String raw;
        try {
            raw = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("no valid UTF-8");
        }
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int done = 0;
        while (escape >= 0) {
            text.append(raw, done, escape);
            char kind = raw.charAt(escape + 1);
            done = escape + 2;
            if (kind == 'u') {
                text.append((char) Integer.parseInt(raw, done, done + 4, HEX));
                done += 4;
            } else {
                text.append(meaning(kind));
            }
            escape = raw.indexOf('\\', done);
        }
        return text.append(raw, done, raw.length()).toString();
    }

    private static char meaning(char escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }
}
