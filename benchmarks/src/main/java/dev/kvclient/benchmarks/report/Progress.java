package dev.kvclient.benchmarks.report;

import java.io.PrintStream;
import java.util.Locale;

/** Says how far a run has come: in one line that changes, on a terminal; in plain lines otherwise. */
public final class Progress {
    private static final long NANOS = 1_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private int shown;

    /**
     * Made for a stream.
     *
     * @param terminal whether a line may be overwritten
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On standard error, which is a terminal if the script that has started this says so. */
    public static Progress standard() {
        return new Progress(System.err, Boolean.getBoolean("benchmarks.terminal"));
    }

    /**
     * Says what is being done.
     *
     * @param done how many steps are behind
     * @param of how many there are
     */
    public void step(int done, int of, String what) {
        long seconds = (System.nanoTime() - start) / NANOS;
        String line = String.format(Locale.ROOT, "[%d/%d, %d s] %s", done, of, seconds, what);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            shown = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Takes the line away, before something else is printed. */
    public void clear() {
        if (terminal && shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            out.flush();
            shown = 0;
        }
    }
}
