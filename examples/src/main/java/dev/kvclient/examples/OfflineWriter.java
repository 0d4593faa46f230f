package dev.kvclient.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvclient.KvClient;
import dev.kvclient.KvOperations;
import dev.kvclient.Receipt;
import dev.kvclient.SetResult;
import dev.kvclient.WhenOffline;
import dev.kvclient.offline.OfflineQueue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The program that {@link Offline} kills: writes readings to a durable queue, and prints each receipt that it gets. */
final class OfflineWriter {
    /** It ends by itself, should nobody kill it. */
    private static final int MOST = 1_000;

    private OfflineWriter() {}

    /** Starts it as a process of its own. */
    static Process start(String url, String namespace, Path file, boolean paused) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OfflineWriter.class.getName(),
                url,
                namespace,
                file.toString()));
        if (paused) {
            command.add("paused");
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** URL, namespace, file of the queue, and whether it is to be paused. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, UTF_8); // each line at once, and whole
        try (KvClient client = KvClient.builder(arguments[0])
                .credentialsFromEnv()
                .offline(OfflineQueue.durable(Path.of(arguments[2])))
                .startOffline()
                .connect()) {
            if (arguments.length > 3) {
                client.offlineQueue().pause();
            }
            KvOperations kv = client.namespace(arguments[1]);
            for (int reading = 1; reading <= MOST && !out.checkError(); reading++) {
                SetResult result = kv.set(Offline.sensor(reading), reading, o -> o.whenOffline(WhenOffline.ACCEPT));
                out.println(receipt(result));
                LockSupport.parkNanos(Offline.PACE.toNanos());
            }
        }
    }

    private static Receipt receipt(SetResult result) {
        if (result instanceof SetResult.Accepted accepted) {
            return accepted.receipt();
        }
        throw new IllegalStateException("the server is there: " + result);
    }
}
