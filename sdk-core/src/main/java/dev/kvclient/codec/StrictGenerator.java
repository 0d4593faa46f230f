package dev.kvclient.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, while writing, what would not come back as it was: Jackson writes a NaN as the string {@code "NaN"} and a
 * lone surrogate as an escape that backends spoil or refuse.
 */
final class StrictGenerator extends JsonGeneratorDelegate {
    /** The most digits of a whole number of 64 bits. */
    private static final int WHOLE_DIGITS = 20;

    private final Numbers numbers;
    private final JsonCheck raw;
    private boolean unchecked;

    /**
     * Wraps a generator.
     *
     * @param to what writes
     * @param numbers which numbers may be written
     * @param raw the check of text that is JSON already
     */
    StrictGenerator(JsonGenerator to, Numbers numbers, JsonCheck raw) {
        super(to, false);
        this.numbers = numbers;
        this.raw = raw;
    }

    @Override
    public void writeNumber(BigInteger value) throws IOException {
        JsonCheck.number(numbers.keeps(value));
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(BigDecimal value) throws IOException {
        JsonCheck.number(numbers == Numbers.ANY || keeps(value));
        super.writeNumber(value);
    }

    /** As it will be written: a mapper may want digits instead of an exponent, which makes a whole number of 1E+3. */
    private boolean keeps(BigDecimal value) {
        if (value.scale() >= 0 || !isEnabled(Feature.WRITE_BIGDECIMAL_AS_PLAIN)) {
            return numbers.keeps(value);
        }
        return (long) value.precision() - value.scale() <= WHOLE_DIGITS && numbers.keeps(value.toBigInteger());
    }

    @Override
    public void writeNumber(double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new Refused(Refusals.NOT_FINITE);
        }
        JsonCheck.number(numbers.keeps(value));
        super.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
        if (!Float.isFinite(value)) {
            throw new Refused(Refusals.NOT_FINITE);
        }
        JsonCheck.number(numbers.keeps(value));
        super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] array, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (!Double.isFinite(array[i])) {
                throw new Refused(Refusals.NOT_FINITE);
            }
            JsonCheck.number(numbers.keeps(array[i]));
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeArray(String[] array, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (array[i] != null) {
                JsonCheck.text(array[i]);
            }
        }
        super.writeArray(array, offset, length);
    }

    @Override
    public void writeNumber(String encoded) throws IOException {
        if (encoded.endsWith("N") || encoded.endsWith("y")) {
            throw new Refused(Refusals.NOT_FINITE);
        }
        JsonCheck.number(numbers.keeps(encoded));
        super.writeNumber(encoded);
    }

    @Override
    public void writeNumber(char[] encoded, int offset, int length) throws IOException {
        writeNumber(new String(encoded, offset, length));
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
            JsonCheck.text(text);
        }
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        JsonCheck.text(CharBuffer.wrap(text, offset, length));
        super.writeString(text, offset, length);
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        JsonCheck.text(text.getValue());
        super.writeString(text);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        JsonCheck.text(name);
        super.writeFieldName(name);
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        JsonCheck.text(name.getValue());
        super.writeFieldName(name);
    }

    /** JSON text from elsewhere ({@code @JsonRawValue}) is looked through, and passes as it is. */
    @Override
    public void writeRawValue(String text) throws IOException {
        raw.isValue(text);
        super.writeRawValue(text);
    }

    @Override
    public void writeRawValue(String text, int offset, int length) throws IOException {
        writeRawValue(text.substring(offset, offset + length));
    }

    @Override
    public void writeRawValue(char[] text, int offset, int length) throws IOException {
        writeRawValue(new String(text, offset, length));
    }

    @Override
    public void writeRawValue(SerializableString text) throws IOException {
        writeRawValue(text.getValue());
    }

    // Pieces that say nothing by themselves: whoever made the generator looks through the whole.

    /** Whether something was written that could not be checked. */
    boolean hasUnchecked() {
        return unchecked;
    }

    @Override
    public void writeRaw(String text) throws IOException {
        unchecked = true;
        super.writeRaw(text);
    }

    @Override
    public void writeRaw(String text, int offset, int length) throws IOException {
        unchecked = true;
        super.writeRaw(text, offset, length);
    }

    @Override
    public void writeRaw(SerializableString text) throws IOException {
        unchecked = true;
        super.writeRaw(text);
    }

    @Override
    public void writeRaw(char[] text, int offset, int length) throws IOException {
        unchecked = true;
        super.writeRaw(text, offset, length);
    }

    @Override
    public void writeRaw(char c) throws IOException {
        unchecked = true;
        super.writeRaw(c);
    }

    @Override
    public void writeRawUTF8String(byte[] text, int offset, int length) throws IOException {
        unchecked = true;
        super.writeRawUTF8String(text, offset, length);
    }

    @Override
    public void writeUTF8String(byte[] text, int offset, int length) throws IOException {
        unchecked = true;
        super.writeUTF8String(text, offset, length);
    }
}
