package dev.kvclient.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, while writing, what would not come back as it was: Jackson writes a NaN as the string {@code "NaN"} and a lone
 * surrogate as an escape that backends spoil or refuse.
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
    public void writeString(@Nullable String text) throws IOException {
        if (text != null) {
            check(text);
        }
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        check(java.nio.CharBuffer.wrap(text, offset, length));
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
