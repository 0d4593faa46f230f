package dev.kvclient.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void losesNothingWhenTheServerIsStoppedAndTheProgramKilled() {
        assertEquals(0, run("offline"), () -> out + "\n" + err);

        assertEquals(
                List.of(
                        "  the server is stopped",
                        "  N readings written, and the program goes on: N wait",
                        "  the server is started",
                        "  all N have arrived, those of each sensor in order",
                        "on disk",
                        "  the server is stopped",
                        "  another program has N receipts for its readings, and is killed",
                        "  the program runs again, and finds N readings on its disk",
                        "  the server is started",
                        "  all N have arrived, those of each sensor in order",
                        "done"),
                story());
        assertTrue(out.toString().contains(" waiting, "), out::toString);
    }

    @Test
    void pausesTheQueueOfAServerThatIsNotItsOwnAndRemovesItsKeys() {
        try (KuzzleServer server = KuzzleServer.start()) {
            assertEquals(0, run("offline", server.url()), () -> out + "\n" + err);

            assertEquals(0, server.keyCount());
        }
        assertEquals(
                List.of(
                        "this server cannot be stopped from here: the queue is paused by hand instead",
                        "  the queue is paused",
                        "  N readings written, and the program goes on: N wait",
                        "  the queue goes on",
                        "  all N have arrived, those of each sensor in order",
                        "on disk",
                        "  another program has N receipts for its readings, and is killed",
                        "  the program runs again, and finds N readings on its disk",
                        "  the queue goes on",
                        "  all N have arrived, those of each sensor in order",
                        "done"),
                story());
    }

    /** The lines that are there every time; how far the killed program has come is its own affair. */
    private List<String> story() {
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("    ") && !line.contains(" at kuzzle://"))
                .map(line -> line.replaceAll("[0-9]+", "N"))
                .toList();
    }

    private int run(String... arguments) {
        return Examples.run(new PrintWriter(out), new PrintWriter(err, true), arguments);
    }
}
