package dev.kvclient.testkit.ndb.engine;

import java.util.ArrayList;
import java.util.List;

/** Parses a {@link JsonPath}. For one text. */
final class JsonPathParser {

    private static final int FIRST_NON_ASCII = 0x80;

    private final String text;
    private int at;

    JsonPathParser(String text) {
        this.text = text;
    }

    JsonPath parse() throws BadPathException {
        expect('$');
        JsonPath path = new JsonPath(steps());
        if (at < text.length()) {
            throw bad("expected '.' or '['");
        }
        return path;
    }

    /** The steps up to something that begins none. */
    private List<JsonPath.Step> steps() throws BadPathException {
        List<JsonPath.Step> steps = new ArrayList<>();
        while (true) {
            if (take("..")) {
                steps.add(JsonPath.descend(peek() == '[' ? bracket() : nameOrWildcard()));
            } else if (take(".")) {
                steps.add(nameOrWildcard());
            } else if (peek() == '[') {
                steps.add(bracket());
            } else {
                return steps;
            }
        }
    }

    private JsonPath.Step nameOrWildcard() throws BadPathException {
        return take("*") ? JsonPath::children : JsonPath.name(peek() == '\'' || peek() == '"' ? quoted() : word());
    }

    private String word() throws BadPathException {
        int start = at;
        while (isWord(peek())) {
            at++;
        }
        if (at == start) {
            throw bad("expected a name");
        }
        return text.substring(start, at);
    }

    private static boolean isWord(char c) {
        return c == '_' || isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= FIRST_NON_ASCII;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private JsonPath.Step bracket() throws BadPathException {
        expect('[');
        List<JsonPath.Step> members = new ArrayList<>();
        do {
            blanks();
            members.add(selector());
            blanks();
        } while (take(","));
        expect(']');
        return members.size() == 1 ? members.get(0) : JsonPath.union(members);
    }

    private JsonPath.Step selector() throws BadPathException {
        char c = peek();
        if (take("*")) {
            return JsonPath::children;
        }
        if (take("?")) {
            blanks();
            expect('(');
            Filter filter = either();
            expect(')');
            return filter.step();
        }
        if (c == '\'' || c == '"') {
            return JsonPath.name(quoted());
        }
        if (c == ':' || c == '-' || isDigit(c)) {
            int start = c == ':' ? 0 : integer();
            if (!take(":")) {
                return JsonPath.index(start);
            }
            boolean open = peek() != '-' && !isDigit(peek());
            return JsonPath.slice(start, open ? Integer.MAX_VALUE : integer());
        }
        return JsonPath.name(word());
    }

    private int integer() throws BadPathException {
        int start = at;
        take("-");
        while (isDigit(peek())) {
            at++;
        }
        try {
            return Integer.parseInt(text.substring(start, at));
        } catch (NumberFormatException none) {
            throw bad("expected an index");
        }
    }

    private String quoted() throws BadPathException {
        char quote = text.charAt(at++);
        StringBuilder name = new StringBuilder();
        while (peek() != quote) {
            if (at >= text.length()) {
                throw bad("a quote is not closed");
            }
            take("\\");
            if (at < text.length()) {
                name.append(text.charAt(at++));
            }
        }
        at++;
        return name.toString();
    }

    private Filter either() throws BadPathException {
        Filter filter = both();
        while (take("||")) {
            filter = filter.or(both());
        }
        return filter;
    }

    private Filter both() throws BadPathException {
        Filter filter = one();
        while (take("&&")) {
            filter = filter.and(one());
        }
        return filter;
    }

    private Filter one() throws BadPathException {
        blanks();
        Filter filter;
        if (peek() == '!') {
            at++;
            filter = one().not();
        } else if (take("(")) {
            filter = either();
            expect(')');
        } else {
            filter = comparison();
        }
        blanks();
        return filter;
    }

    private Filter comparison() throws BadPathException {
        Filter.Operand left = operand();
        blanks();
        for (Filter.Relation relation : Filter.Relation.values()) {
            if (take(relation.sign())) {
                blanks();
                return Filter.compare(left, relation, operand());
            }
        }
        return Filter.truthy(left);
    }

    private Filter.Operand operand() throws BadPathException {
        char c = peek();
        if (take("@")) {
            JsonPath path = new JsonPath(steps());
            return item -> {
                List<JsonPath.Match> found = path.select(item);
                return found.isEmpty() ? JsonNull.NULL : found.get(0).value();
            };
        }
        if (c == '\'' || c == '"') {
            String literal = quoted();
            return item -> literal;
        }
        int start = at;
        while (isWord(peek()) || peek() == '-' || peek() == '+' || peek() == '.') {
            at++;
        }
        try {
            Object literal = JsonReader.read(text.substring(start, at), false);
            return item -> literal;
        } catch (MalformedJsonException none) {
            throw bad("expected '@' or a value");
        }
    }

    /** The next character; NUL at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(String expected) {
        boolean there = text.startsWith(expected, at);
        if (there) {
            at += expected.length();
        }
        return there;
    }

    private void expect(char expected) throws BadPathException {
        if (!take(String.valueOf(expected))) {
            throw bad("expected '" + expected + "'");
        }
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private BadPathException bad(String why) {
        return new BadPathException(why, at);
    }
}
