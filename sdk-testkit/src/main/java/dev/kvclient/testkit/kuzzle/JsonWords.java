package dev.kvclient.testkit.kuzzle;

/**
 * What Node's {@code JSON.parse} says of a text that is not JSON; Kuzzle passes these words on. Finds the first fault
 * of a text, in the order in which V8 reads it.
 */
final class JsonWords {

    /** A text up to this length is quoted whole. */
    private static final int QUOTED_WHOLE = 40;

    /** Of a longer text, so much on either side of the fault is. */
    private static final int QUOTED_AROUND = 10;

    private final String text;
    private int at;

    private JsonWords(String text) {
        this.text = text;
    }

    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String words) {
            super(words, null, false, false);
        }
    }

    /** Returns the complaint about a text that is known not to be JSON. */
    static String about(String text) {
        JsonWords reader = new JsonWords(text);
        try {
            reader.value();
            reader.space();
            return "Unexpected non-whitespace character after JSON at position " + reader.at;
        } catch (Fault fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    private void value() throws Fault {
        space();
        if (at >= text.length()) {
            throw new Fault("Unexpected end of JSON input");
        }
        switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object() throws Fault {
        at++;
        space();
        if (peek() == '}') {
            at++;
            return;
        }
        String expected = "Expected property name or '}'";
        while (true) {
            space();
            if (peek() != '"') {
                throw positioned(expected);
            }
            string();
            space();
            if (peek() != ':') {
                throw positioned("Expected ':' after property name");
            }
            at++;
            value();
            space();
            if (peek() == '}') {
                at++;
                return;
            }
            if (peek() != ',') {
                throw positioned("Expected ',' or '}' after property value");
            }
            at++;
            expected = "Expected double-quoted property name";
        }
    }

    private void array() throws Fault {
        at++;
        space();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value();
            space();
            if (peek() == ']') {
                at++;
                return;
            }
            if (peek() != ',') {
                throw positioned("Expected ',' or ']' after array element");
            }
            at++;
        }
    }

    private void string() throws Fault {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c < ' ') {
                throw positioned("Bad control character in string literal");
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
        if (at >= text.length()) {
            throw positioned("Unterminated string");
        }
        at++;
    }

    private void escape() throws Fault {
        if (peek() == 'u') {
            at++;
            for (int i = 0; i < 4; i++, at++) {
                if (Character.digit(peek(), 16) < 0) {
                    throw positioned("Bad Unicode escape");
                }
            }
        } else if (at < text.length() && "\"\\/bfnrt".indexOf(text.charAt(at)) >= 0) {
            at++;
        } else if (at < text.length()) {
            throw positioned("Bad escaped character");
        }
    }

    private void word(String word) throws Fault {
        for (int i = 0; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                throw unexpected();
            }
        }
    }

    private void number() throws Fault {
        int start = at;
        if (peek() == '-') {
            at++;
            if (!digit()) {
                throw positioned("No number after minus sign");
            }
        }
        boolean zero = peek() == '0';
        while (digit()) {
            at++;
            if (zero && digit()) {
                throw positioned("Unexpected number");
            }
        }
        if (at == start) {
            throw unexpected();
        }
        if (peek() == '.') {
            at++;
            digits("Unterminated fractional number");
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("Exponent part is missing a number");
        }
    }

    private void digits(String otherwise) throws Fault {
        if (!digit()) {
            throw positioned(otherwise);
        }
        while (digit()) {
            at++;
        }
    }

    private boolean digit() {
        return peek() >= '0' && peek() <= '9';
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Fault positioned(String words) {
        return new Fault(words + " in JSON at position " + at);
    }

    private Fault unexpected() {
        if (at >= text.length()) {
            return new Fault("Unexpected end of JSON input");
        }
        if (digit() || peek() == '-') {
            return positioned("Unexpected number");
        }
        if (peek() == '"') {
            return positioned("Unexpected string");
        }
        int from = text.length() <= QUOTED_WHOLE ? 0 : Math.max(at - QUOTED_AROUND, 0);
        int to = text.length() <= QUOTED_WHOLE ? text.length() : Math.min(at + QUOTED_AROUND, text.length());
        String quoted =
                (from > 0 ? "..." : "") + "\"" + text.substring(from, to) + "\"" + (to < text.length() ? "... " : " ");
        return new Fault("Unexpected token '" + text.charAt(at) + "', " + quoted + "is not valid JSON");
    }
}
