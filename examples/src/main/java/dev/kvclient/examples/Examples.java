package dev.kvclient.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Lists the examples, or runs the one that is named. */
@Command(
        name = "examples",
        customSynopsis = "./examples/run NAME [URL]",
        description = {"", "Without a URL an example starts a server of its own, in this process.", ""},
        commandListHeading = "Examples:%n")
final class Examples {
    private Examples() {}

    /** Ends the process with 0 if the example went well, 1 if it failed, and 2 if the arguments make no sense. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments));
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine examples = new CommandLine(new Examples())
                .addSubcommand(new Quickstart(out))
                .addSubcommand(new NdbTour(out))
                .addSubcommand(new VersoriTour(out))
                .addSubcommand(new Offline(out))
                .addSubcommand(new Leaderboard(out))
                .addSubcommand(new RateLimiter(out))
                .addSubcommand(new Geo(out))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println("failed: " + failure);
                    return CommandLine.ExitCode.SOFTWARE;
                });
        if (arguments.length == 0) {
            examples.usage(out);
            return CommandLine.ExitCode.OK;
        }
        return examples.execute(arguments);
    }
}
