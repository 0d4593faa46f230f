package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kvclient.codec.StoredValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes one request: {@code {"COMMAND":{..parameters..}}}. Values are JSON already and are put in as they are, byte by
 * byte. For one request and one thread.
 */
final class FrameWriter {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();
    private static final int USUAL_BYTES = 128;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int count;
    private boolean first = true;

    FrameWriter(String command) {
        put('{');
        string(command);
        put(':');
        put('{');
    }

    /** Ends the request. */
    byte[] frame() {
        put('}');
        put('}');
        return Arrays.copyOf(bytes, count);
    }

    /** A whole number, which counts as unsigned. */
    FrameWriter unsigned(String name, long value) {
        name(name);
        ascii(Long.toUnsignedString(value));
        return this;
    }

    FrameWriter number(String name, long value) {
        name(name);
        ascii(Long.toString(value));
        return this;
    }

    FrameWriter bool(String name, boolean value) {
        name(name);
        ascii(Boolean.toString(value));
        return this;
    }

    FrameWriter text(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    FrameWriter texts(String name, Collection<String> values) {
        name(name);
        put('[');
        boolean more = false;
        for (String value : values) {
            if (more) {
                put(',');
            }
            string(value);
            more = true;
        }
        put(']');
        return this;
    }

    /** Whole numbers: {@code rng} of a range. */
    FrameWriter numbers(String name, long... values) {
        name(name);
        put('[');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                put(',');
            }
            ascii(Long.toString(values[i]));
        }
        put(']');
        return this;
    }

    /** Whole numbers, which count as unsigned. */
    FrameWriter unsigned(String name, Collection<Long> values) {
        name(name);
        put('[');
        boolean more = false;
        for (long value : values) {
            if (more) {
                put(',');
            }
            ascii(Long.toUnsignedString(value));
            more = true;
        }
        put(']');
        return this;
    }

    FrameWriter value(String name, StoredValue.Json value) {
        name(name);
        put(value.utf8());
        return this;
    }

    FrameWriter values(String name, List<StoredValue.Json> values) {
        name(name);
        put('[');
        boolean more = false;
        for (StoredValue.Json value : values) {
            if (more) {
                put(',');
            }
            put(value.utf8());
            more = true;
        }
        put(']');
        return this;
    }

    FrameWriter members(String name, Map<String, StoredValue.Json> members) {
        name(name);
        put('{');
        boolean more = false;
        for (Map.Entry<String, StoredValue.Json> member : members.entrySet()) {
            if (more) {
                put(',');
            }
            string(member.getKey());
            put(':');
            put(member.getValue().utf8());
            more = true;
        }
        put('}');
        return this;
    }

    /** An object of parameters. */
    FrameWriter object(String name, Body body) {
        name(name);
        put('{');
        boolean outer = first;
        first = true;
        body.write(this);
        first = outer;
        put('}');
        return this;
    }

    private void name(String name) {
        if (!first) {
            put(',');
        }
        first = false;
        string(name);
        put(':');
    }

    private void string(String text) {
        put('"');
        if (!isPlain(text)) {
            put(ENCODER.quoteAsUTF8(text));
        } else {
            ascii(text);
        }
        put('"');
    }

    /** Whether it stands in a JSON text as it is, byte by byte. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void ascii(String text) {
        makeRoom(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[count++] = (byte) text.charAt(i);
        }
    }

    private void put(char ascii) {
        makeRoom(1);
        bytes[count++] = (byte) ascii;
    }

    private void put(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, count, more.length);
        count += more.length;
    }

    private void makeRoom(int more) {
        if (bytes.length - count < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(count, more), bytes.length * 2));
        }
    }

    /** Writes the parameters of a request. May be called more than once. */
    @FunctionalInterface
    interface Body {
        /** No parameters. */
        Body NONE = writer -> {};

        void write(FrameWriter writer);
    }
}
