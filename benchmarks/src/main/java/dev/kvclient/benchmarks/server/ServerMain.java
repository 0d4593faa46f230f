package dev.kvclient.benchmarks.server;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A server as a process: prints the port on a line of its own, and ends when its standard input does, so that it never
 * outlives who started it.
 */
public final class ServerMain {
    private ServerMain() {}

    /** Starts {@code ndb} or {@code versori}. */
    public static void main(String[] arguments) throws IOException {
        String kind = arguments.length == 1 ? arguments[0] : "";
        try (LoadServer server = start(kind)) {
            System.out.println(server.port());
            System.out.flush();
            // Whatever comes: only the end counts.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static LoadServer start(String kind) throws IOException {
        return switch (kind) {
            case "ndb" -> LoadServer.ndb();
            case "versori" -> LoadServer.versori();
            default -> throw new IllegalArgumentException("ndb or versori");
        };
    }
}
