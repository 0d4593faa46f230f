package dev.kvclient.codec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over a JSON text in UTF-8 and makes nothing of it but what is asked for. It is for envelopes, of which a client
 * wants a status and where a value begins and ends, for each answer anew: a parser that keeps tables of names and
 * contexts costs more than the answer.
 *
 * <p>Everything that it passes is held against the grammar of RFC 8259, skipped or not. Whether the bytes are valid
 * UTF-8 is seen by whoever reads a text.
 *
 * <pre>{@code
 * JsonScanner json = new JsonScanner(utf8);
 * json.enterObject();
 * while (json.nextMember()) {
 *     if (json.isNamed("status")) {
 *         status = json.number();
 *     } else {
 *         json.skip();
 *     }
 * }
 * json.end();
 * }</pre>
 *
 * <p>For one text and one thread. Each method throws an {@link IOException} if the text is no JSON, or not what the
 * method is for; its message shows nothing of the text. After that the scanner is of no more use.
 */
public final class JsonScanner {
    /** 2,000: deeper than any server nests, and shallow enough for every stack. */
    public static final int MAX_DEPTH = 2_000;

    private static final int NUMBER = '0';

    private final byte[] utf8;
    private int at;
    private int depth;

    /** Whether the container in which it stands has shown nothing yet. */
    private boolean fresh;

    private int nameFrom;
    private int nameTo;
    private boolean nameIsPlain;

    /** Begins before the value of the text. The bytes are not copied. */
    public JsonScanner(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Goes into an object, before its first member. */
    public void enterObject() throws IOException {
        enter('{');
    }

    /** Goes into an array, before its first element. */
    public void enterArray() throws IOException {
        enter('[');
    }

    private void enter(int with) throws IOException {
        if (next() != with) {
            throw unexpected();
        }
        at++;
        deeper();
        fresh = true;
    }

    private void deeper() throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new IOException("nested deeper than " + MAX_DEPTH);
        }
    }

    /**
     * Goes to the next member of an object, whose value is then to be taken or skipped.
     *
     * @return false if there is none, and the object has been left
     */
    public boolean nextMember() throws IOException {
        if (!nextIn('}')) {
            return false;
        }
        if (next() != '"') {
            throw unexpected();
        }
        nameFrom = at + 1;
        nameIsPlain = passText();
        nameTo = at - 1;
        if (next() != ':') {
            throw unexpected();
        }
        at++;
        return true;
    }

    /**
     * Goes to the next element of an array, which is then to be taken or skipped.
     *
     * @return false if there is none, and the array has been left
     */
    public boolean nextElement() throws IOException {
        return nextIn(']');
    }

    private boolean nextIn(int end) throws IOException {
        int first = next();
        if (first == end) {
            at++;
            depth--;
            fresh = false;
            return false;
        }
        if (!fresh) {
            if (first != ',') {
                throw unexpected();
            }
            at++;
        }
        fresh = false;
        return true;
    }

    /** Whether the member at which it stands is called so. */
    public boolean isNamed(String ascii) throws IOException {
        if (!nameIsPlain) {
            return name().equals(ascii);
        }
        int length = ascii.length();
        if (length != nameTo - nameFrom) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (utf8[nameFrom + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The name of the member at which it stands. */
    public String name() throws IOException {
        return text(nameFrom, nameTo, nameIsPlain);
    }

    /** Whether an object is next. */
    public boolean isObject() throws IOException {
        return next() == '{';
    }

    /** Whether an array is next. */
    public boolean isArray() throws IOException {
        return next() == '[';
    }

    /** Whether a text is next. */
    public boolean isText() throws IOException {
        return next() == '"';
    }

    /** Whether a null is next. */
    public boolean isNull() throws IOException {
        return next() == 'n';
    }

    /** Whether a number without fraction and exponent is next. */
    public boolean isWhole() throws IOException {
        int from = at;
        boolean whole = false;
        if (kind(next()) == NUMBER) {
            whole = passNumber();
        }
        at = from;
        return whole;
    }

    /** Takes a text. */
    public String text() throws IOException {
        if (next() != '"') {
            throw unexpected();
        }
        int from = at + 1;
        boolean plain = passText();
        return text(from, at - 1, plain);
    }

    /** Takes a whole number as it is written. */
    public String whole() throws IOException {
        if (kind(next()) != NUMBER) {
            throw unexpected();
        }
        int from = at;
        if (!passNumber()) {
            throw new IOException("no whole number");
        }
        return new String(utf8, from, at - from, StandardCharsets.ISO_8859_1);
    }

    /** Takes a whole number. */
    public long number() throws IOException {
        if (kind(next()) != NUMBER) {
            throw unexpected();
        }
        int from = at;
        if (!passNumber()) {
            throw new IOException("no whole number");
        }
        boolean negative = utf8[from] == '-';
        int digits = from + (negative ? 1 : 0);
        if (at - digits > 18) {
            return exactly(from);
        }
        long number = 0;
        for (int i = digits; i < at; i++) {
            number = number * 10 + (utf8[i] - '0');
        }
        return negative ? -number : number;
    }

    private long exactly(int from) throws IOException {
        try {
            return Long.parseLong(new String(utf8, from, at - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException tooLarge) {
            throw new IOException("a number beyond 64 bits");
        }
    }

    /** Takes a value, whatever it is, as it stands in the text. */
    public StoredValue.Json value() throws IOException {
        next();
        int from = at;
        skip();
        byte[] own = new byte[at - from];
        System.arraycopy(utf8, from, own, 0, own.length);
        return new StoredValue.Json(own);
    }

    /** Passes a value, whatever it is. */
    public void skip() throws IOException {
        switch (kind(next())) {
            case '"' -> passText();
            case NUMBER -> passNumber();
            case 't' -> passWord("true");
            case 'f' -> passWord("false");
            case 'n' -> passWord("null");
            case '{' -> {
                enterObject();
                while (nextMember()) {
                    skip();
                }
            }
            case '[' -> {
                enterArray();
                while (nextElement()) {
                    skip();
                }
            }
            default -> throw unexpected();
        }
    }

    /** Makes sure that nothing follows. */
    public void end() throws IOException {
        if (depth != 0) {
            throw new IOException("the text goes on");
        }
        passSpace();
        if (at < utf8.length) {
            throw unexpected();
        }
    }

    private static int kind(int first) {
        return first == '-' || (first >= '0' && first <= '9') ? NUMBER : first;
    }

    /** The next byte that is no white space. */
    private int next() throws IOException {
        passSpace();
        if (at >= utf8.length) {
            throw new EOFException("the text ends too soon");
        }
        return utf8[at];
    }

    private void passSpace() {
        while (at < utf8.length) {
            byte b = utf8[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    private void passWord(String word) throws IOException {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= utf8.length) {
                throw new EOFException("the text ends too soon");
            }
            if (utf8[at] != word.charAt(i)) {
                throw unexpected();
            }
        }
    }

    /**
     * Passes a text, quotes and all.
     *
     * @return whether it is ASCII without an escape
     */
    private boolean passText() throws IOException {
        boolean plain = true;
        int i = at + 1;
        while (i < utf8.length) {
            byte b = utf8[i];
            if (b == '"') {
                at = i + 1;
                return plain;
            }
            if (b >= 0 && b < ' ') {
                at = i;
                throw unexpected();
            }
            if (b == '\\') {
                plain = false;
                i = afterEscape(i);
            } else {
                plain &= b > 0;
                i++;
            }
        }
        throw new EOFException("the text ends too soon");
    }

    private int afterEscape(int backslash) throws IOException {
        int i = backslash + 1;
        if (i >= utf8.length) {
            throw new EOFException("the text ends too soon");
        }
        if (utf8[i] == 'u') {
            for (int digit = i + 1; digit <= i + 4; digit++) {
                if (digit >= utf8.length) {
                    throw new EOFException("the text ends too soon");
                }
                if (Character.digit(utf8[digit], 16) < 0) {
                    at = digit;
                    throw unexpected();
                }
            }
            return i + 5;
        }
        if ("\"\\/bfnrt".indexOf(utf8[i]) < 0) {
            at = i;
            throw unexpected();
        }
        return i + 1;
    }

    /** Passes a number; tells whether it has neither fraction nor exponent. */
    private boolean passNumber() throws IOException {
        if (utf8[at] == '-') {
            at++;
        }
        if (at < utf8.length && utf8[at] == '0') {
            at++;
        } else {
            passDigits();
        }
        boolean whole = true;
        if (at < utf8.length && utf8[at] == '.') {
            at++;
            passDigits();
            whole = false;
        }
        if (at < utf8.length && (utf8[at] == 'e' || utf8[at] == 'E')) {
            at++;
            if (at < utf8.length && (utf8[at] == '+' || utf8[at] == '-')) {
                at++;
            }
            passDigits();
            whole = false;
        }
        return whole;
    }

    private void passDigits() throws IOException {
        int from = at;
        while (at < utf8.length && utf8[at] >= '0' && utf8[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw at < utf8.length ? unexpected() : new EOFException("the text ends too soon");
        }
    }

    private String text(int from, int to, boolean plain) throws IOException {
        if (plain) {
            return new String(utf8, from, to - from, StandardCharsets.ISO_8859_1);
        }
        return Utf8Text.read(utf8, from, to);
    }

    private IOException unexpected() {
        return new IOException("no JSON from byte " + at + " on");
    }
}
