package dev.kvclient.benchmarks.jmh;

import java.util.List;
import org.openjdk.jmh.Main;

/** Hands over to JMH. */
public final class JmhRun {
    private JmhRun() {}

    /** Runs the benchmarks whose names match the arguments, which are JMH's own; all unless there are any. */
    public static void run(List<String> arguments) throws Exception {
        Main.main(arguments.toArray(new String[0]));
    }
}
