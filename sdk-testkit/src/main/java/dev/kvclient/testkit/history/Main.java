package dev.kvclient.testkit.history;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks histories that were written to files by {@link History#write}: {@code java -cp sdk-testkit.jar:sdk-core.jar
 * dev.kvclient.testkit.history.Main FILE...}
 *
 * <p>Prints a line for each file, and what in it cannot have happened. Ends with 0 if all are legal, with 1 if one is
 * not, and with 2 if one could not be read or checked.
 */
public final class Main {
    /** All files are legal. */
    static final int LEGAL = 0;

    /** A file is not legal. */
    static final int ILLEGAL = 1;

    /** A file could not be checked. */
    static final int UNREADABLE = 2;

    private Main() {}

    /** The program. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> files, PrintStream out, PrintStream err) {
        if (files.isEmpty()) {
            err.println("usage: java -cp sdk-testkit.jar:sdk-core.jar " + Main.class.getName() + " FILE...");
            return UNREADABLE;
        }
        int worst = LEGAL;
        for (String file : files) {
            worst = Math.max(worst, check(file, out, err));
        }
        return worst;
    }

    private static int check(String file, PrintStream out, PrintStream err) {
        try {
            List<Operation> operations = History.read(Path.of(file));
            List<Violation> violations = HistoryChecker.check(operations);
            out.printf("%s: %d operations, %d violations%n", file, operations.size(), violations.size());
            violations.forEach(out::println);
            return violations.isEmpty() ? LEGAL : ILLEGAL;
        } catch (IOException e) {
            err.println(file + ": cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            // A path that is none, or a history that the checker does not take.
            err.println(file + ": cannot be checked: " + e.getMessage());
        }
        return UNREADABLE;
    }
}
