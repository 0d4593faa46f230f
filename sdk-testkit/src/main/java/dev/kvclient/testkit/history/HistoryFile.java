package dev.kvclient.testkit.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Histories as text, in UTF-8: one operation a line, its parts separated by tabs, in the order of {@link #COLUMNS}. The
 * first line says what it is, the last one how many operations there are, so that a file that was cut is found out;
 * lines that begin with # are notes. In names and values a tab, a line break and a backslash are written as \t, \n, \r
 * and \\. A time that never came is {@code -}, and so is a value of a read that told nothing; a value that was seen
 * begins with {@code =}.
 */
final class HistoryFile {
    private static final String HEAD = "kvclient history 1";
    private static final String END = "end ";
    private static final String NOTE = "#";
    private static final String NONE = "-";
    private static final String VALUE = "=";
    private static final List<String> COLUMNS = List.of(
            "called", "placed", "ended", "client", "action", "key", "value", "amount", "end", "attempts", "seen");

    private HistoryFile() {}

    static void write(Path file, List<Operation> operations, List<String> notes) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            line(out, HEAD);
            for (String note : notes) {
                line(out, NOTE + " " + escaped(note));
            }
            line(out, NOTE + " " + String.join("\t", COLUMNS));
            for (Operation o : operations) {
                line(
                        out,
                        String.join(
                                "\t",
                                Long.toString(o.called()),
                                time(o.placed()),
                                time(o.ended()),
                                escaped(o.client()),
                                o.action().name(),
                                escaped(o.key()),
                                escaped(o.value()),
                                Long.toString(o.amount()),
                                o.end().name(),
                                Integer.toString(o.attempts()),
                                seen(o.seen())));
            }
            line(out, END + operations.size());
        }
    }

    private static void line(BufferedWriter out, String text) throws IOException {
        out.write(text);
        // The same on every system.
        out.write('\n');
    }

    static List<Operation> read(Path file) throws IOException {
        List<Operation> operations = new ArrayList<>();
        int number = 1;
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (!Objects.equals(in.readLine(), HEAD)) {
                throw new MalformedHistoryException(number, "a history begins with '" + HEAD + "'");
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.startsWith(END)) {
                    if (!line.equals(END + operations.size())) {
                        throw new MalformedHistoryException(number, "there are " + operations.size() + " operations");
                    }
                    if (in.readLine() != null) {
                        throw new MalformedHistoryException(number, "goes on after its end");
                    }
                    return operations;
                }
                if (!line.startsWith(NOTE)) {
                    operations.add(operation(line));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedHistoryException(number, "is no operation");
        }
        throw new MalformedHistoryException(number, "ends early");
    }

    private static Operation operation(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != COLUMNS.size()) {
            throw new IllegalArgumentException("the columns are " + COLUMNS);
        }
        return new Operation(
                plain(parts[3]),
                Action.valueOf(parts[4]),
                plain(parts[5]),
                plain(parts[6]),
                Long.parseLong(parts[7]),
                Long.parseLong(parts[0]),
                time(parts[1]),
                time(parts[2]),
                End.valueOf(parts[8]),
                Integer.parseInt(parts[9]),
                seen(parts[10]));
    }

    private static String time(long time) {
        return time == Operation.NEVER ? NONE : Long.toString(time);
    }

    private static long time(String text) {
        return text.equals(NONE) ? Operation.NEVER : Long.parseLong(text);
    }

    private static String seen(Seen seen) {
        return switch (seen.what()) {
            case NOTHING -> NONE;
            case ABSENT, PRESENT -> seen.what().name();
            case VALUE -> VALUE + escaped(seen.text());
        };
    }

    private static Seen seen(String text) {
        if (text.startsWith(VALUE)) {
            return Seen.value(plain(text.substring(VALUE.length())));
        }
        if (text.equals(NONE)) {
            return Seen.nothing();
        }
        return switch (Seen.What.valueOf(text)) {
            case ABSENT -> Seen.absent();
            case PRESENT -> Seen.present();
            case NOTHING, VALUE -> throw new IllegalArgumentException("it was not told so");
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            plain.append(c == '\\' ? meant(at < text.length() ? text.charAt(at++) : ' ') : c);
        }
        return plain.toString();
    }

    private static char meant(char escaped) {
        return switch (escaped) {
            case '\\' -> '\\';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> throw new IllegalArgumentException("no such escape");
        };
    }
}
