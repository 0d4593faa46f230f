package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kvclient.codec.StoredValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes one request: {@code {"COMMAND":{..parameters..}}}. Values are JSON already and are put in as they are, byte by
 * byte. For one request and one thread.
 */
final class FrameWriter {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    private boolean first = true;

    FrameWriter(String command) {
        bytes.write('{');
        string(command);
        bytes.writeBytes(new byte[] {':', '{'});
    }

    /** Ends the request. */
    byte[] frame() {
        bytes.write('}');
        bytes.write('}');
        return bytes.toByteArray();
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
        bytes.write('[');
        boolean more = false;
        for (String value : values) {
            if (more) {
                bytes.write(',');
            }
            string(value);
            more = true;
        }
        bytes.write(']');
        return this;
    }

    /** Whole numbers: {@code rng} of a range. */
    FrameWriter numbers(String name, long... values) {
        name(name);
        bytes.write('[');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                bytes.write(',');
            }
            ascii(Long.toString(values[i]));
        }
        bytes.write(']');
        return this;
    }

    /** Whole numbers, which count as unsigned. */
    FrameWriter unsigned(String name, Collection<Long> values) {
        name(name);
        bytes.write('[');
        boolean more = false;
        for (long value : values) {
            if (more) {
                bytes.write(',');
            }
            ascii(Long.toUnsignedString(value));
            more = true;
        }
        bytes.write(']');
        return this;
    }

    FrameWriter value(String name, StoredValue.Json value) {
        name(name);
        bytes.writeBytes(value.utf8());
        return this;
    }

    FrameWriter values(String name, List<StoredValue.Json> values) {
        name(name);
        bytes.write('[');
        boolean more = false;
        for (StoredValue.Json value : values) {
            if (more) {
                bytes.write(',');
            }
            bytes.writeBytes(value.utf8());
            more = true;
        }
        bytes.write(']');
        return this;
    }

    FrameWriter members(String name, Map<String, StoredValue.Json> members) {
        name(name);
        bytes.write('{');
        boolean more = false;
        for (Map.Entry<String, StoredValue.Json> member : members.entrySet()) {
            if (more) {
                bytes.write(',');
            }
            string(member.getKey());
            bytes.write(':');
            bytes.writeBytes(member.getValue().utf8());
            more = true;
        }
        bytes.write('}');
        return this;
    }

    /** An object of parameters. */
    FrameWriter object(String name, Body body) {
        name(name);
        bytes.write('{');
        boolean outer = first;
        first = true;
        body.write(this);
        first = outer;
        bytes.write('}');
        return this;
    }

    private void name(String name) {
        if (!first) {
            bytes.write(',');
        }
        first = false;
        string(name);
        bytes.write(':');
    }

    private void string(String text) {
        bytes.write('"');
        bytes.writeBytes(ENCODER.quoteAsUTF8(text));
        bytes.write('"');
    }

    private void ascii(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes the parameters of a request. May be called more than once. */
    @FunctionalInterface
    interface Body {
        /** No parameters. */
        Body NONE = writer -> {};

        void write(FrameWriter writer);
    }
}
