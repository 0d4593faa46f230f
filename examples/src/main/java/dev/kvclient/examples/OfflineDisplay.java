package dev.kvclient.examples;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvListener;
import dev.kvclient.offline.OfflineEvent;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows a queue as it fills and empties: in one line that is drawn again, or in some lines if that cannot be done. */
final class OfflineDisplay implements KvListener {
    private static final int WIDTH = 78;
    private static final int BAR = 30;
    private static final long BETWEEN_LINES_NANOS = 500_000_000;

    private final PrintWriter out;

    /** Whether the output is a terminal: {@code examples/run} knows, and System.console() does not from Java 22 on. */
    private final boolean live = Boolean.getBoolean("examples.live");

    // Guarded by this: a listener is not called by the thread that tells the story.
    private int drawn;
    private long lastLine = System.nanoTime();
    private ConnectionState state = ConnectionState.DISCONNECTED;

    OfflineDisplay(PrintWriter out) {
        this.out = out;
    }

    /** A line that stays. */
    synchronized void say(String line) {
        if (drawn > 0) {
            redraw("");
            out.print('\r');
            drawn = 0;
        }
        out.println(line);
        out.flush();
        lastLine = System.nanoTime();
    }

    /** How it stands now; not every one of them is shown. */
    synchronized void progress(String how) {
        if (live) {
            redraw("    " + how);
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES_NANOS) {
            say("    " + how);
        }
    }

    private void redraw(String line) {
        String shown = line.substring(0, Math.min(line.length(), WIDTH));
        out.print('\r' + shown + " ".repeat(Math.max(0, drawn - shown.length())));
        out.flush();
        drawn = shown.length();
    }

    @Override
    public synchronized void onStateChange(StateChange event) {
        state = event.to();
    }

    @Override
    public synchronized void onOffline(OfflineEvent event) {
        int entries = event.entries();
        String bar = "#".repeat(Math.min(BAR, (entries + 1) / 2));
        progress(String.format(Locale.ROOT, "%-12s %3d waiting, %4d bytes  %s", state, entries, event.bytes(), bar));
    }
}
