package dev.kvclient.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import dev.kvclient.internal.Unicode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, while writing, what would not come back as it was: Jackson writes a NaN as the string {@code "NaN"} and a
 * lone surrogate as an escape that backends spoil or refuse.
 */
final class StrictGenerator extends JsonGeneratorDelegate {
    StrictGenerator(JsonGenerator to) {
        super(to, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new Refused("a NaN or an infinity");
        }
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        if (!Float.isFinite(value)) {
            throw new Refused("a NaN or an infinity");
        }
        super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] array, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (!Double.isFinite(array[i])) {
                throw new Refused("a NaN or an infinity");
            }
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeArray(String[] array, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            check(array[i]);
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeNumber(String encoded) throws IOException {
        if (encoded.endsWith("N") || encoded.endsWith("y")) {
            throw new Refused("a NaN or an infinity");
        }
        super.writeNumber(encoded);
    }

    /** A text of unknown length is read as a whole, for only then it can be checked. */
    @Override
    public void writeString(Reader reader, int length) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        writeString(text.toString());
    }

    @Override
    public void writeString(@Nullable String text) throws IOException {
        if (text != null) {
            check(text);
        }
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        check(CharBuffer.wrap(text, offset, length));
        super.writeString(text, offset, length);
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        check(text.getValue());
        super.writeString(text);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        check(name);
        super.writeFieldName(name);
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        check(name.getValue());
        super.writeFieldName(name);
    }

    private static void check(CharSequence text) throws IOException {
        if (Unicode.hasLoneSurrogate(text)) {
            throw new Refused("a lone surrogate");
        }
    }

    /** Thrown through Jackson, which wraps it. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final String what;

        Refused(String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }

        static @Nullable Refused in(@Nullable Throwable e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof Refused refused) {
                    return refused;
                }
            }
            return null;
        }
    }
}
