package dev.kvclient.kuzzle;

import dev.kvclient.DeleteOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.Receipt;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.WhenOffline;
import dev.kvclient.kuzzle.fixture.Clients;
import dev.kvclient.offline.OfflineQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * A process with a client and a durable queue, for tests that end it. Says on its output what was accepted: {@code set}
 * or {@code delete}, key, number, receipt and a full stop, without which the line is not whole.
 */
final class QueueChild {
    private static final int THREADS = 4;
    private static final int KEYS_EACH = 16;

    /** A round's writes are fewer than the outcomes that a queue remembers. */
    private static final int MOST_EACH = 700;

    private static final SetOptions ACCEPT = SetOptions.none().whenOffline(WhenOffline.ACCEPT);
    private static final DeleteOptions ACCEPT_DELETE = DeleteOptions.none().whenOffline(WhenOffline.ACCEPT);

    private final KvClient kv;
    private final PrintStream out;

    private QueueChild(KvClient kv, PrintStream out) {
        this.kv = kv;
        this.out = out;
    }

    /**
     * Starts one; the caller ends it.
     *
     * @param port where it looks for a server
     * @param first the number of the first write; none are made without one
     */
    static Process start(Path file, int port, Optional<Integer> first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QueueChild.class.getName(),
                        file.toString(),
                        Integer.toString(port),
                        first.map(String::valueOf).orElse("none"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) throws IOException {
        // Lines whole, each at once.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        KvClient kv = Clients.client(Clients.backend(Integer.parseInt(args[1])))
                .offline(OfflineQueue.durable(Path.of(args[0])))
                .startOffline()
                .connect();
        out.println("open");
        if (!args[2].equals("none")) {
            int first = Integer.parseInt(args[2]);
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                new Thread(() -> new QueueChild(kv, out).write(thread, first), "writer-" + t).start();
            }
        }
        // Ended by whoever started it; or when that one is gone.
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** Each key belongs to one thread, so that its writes are called in the order of their numbers. */
    private void write(int thread, int first) {
        Random random = new Random(first * 31L + thread);
        Semaphore window = new Semaphore(50);
        for (int number = first; number < first + MOST_EACH; number++) {
            String key = "k" + thread + "-" + random.nextInt(KEYS_EACH);
            window.acquireUninterruptibly();
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> set(key, number, window);
                case 3 -> delete(key, number, window);
                case 4 -> {
                    say(key, number, kv.set(key, number, ACCEPT));
                    window.release();
                }
                case 5 -> {
                    say("delete", key, number, kv.delete(key, ACCEPT_DELETE).receipt());
                    window.release();
                }
                default -> setSome(thread, number, random, window);
            }
        }
    }

    private void set(String key, int number, Semaphore window) {
        CompletableFuture<?> unused = kv.async().set(key, number, ACCEPT).whenComplete((result, thrown) -> {
            say(key, number, result);
            window.release();
        });
    }

    private void delete(String key, int number, Semaphore window) {
        CompletableFuture<?> unused = kv.async().delete(key, ACCEPT_DELETE).whenComplete((result, thrown) -> {
            say("delete", key, number, result.receipt());
            window.release();
        });
    }

    private void setSome(int thread, int number, Random random, Semaphore window) {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < 3; i++) {
            keys.add("k" + thread + "-" + random.nextInt(KEYS_EACH));
        }
        List<KvWrite> writes = keys.stream()
                .map(key -> KvWrite.of(key, number).options(ACCEPT))
                .toList();
        CompletableFuture<?> unused = kv.async().setAll(writes).whenComplete((results, thrown) -> {
            results.orThrow().forEach((key, result) -> say(key, number, result));
            window.release();
        });
    }

    private void say(String key, int number, SetResult result) {
        say(
                "set",
                key,
                number,
                result.match(w -> Optional.empty(), n -> Optional.empty(), a -> Optional.of(a.receipt())));
    }

    private void say(String what, String key, int number, Optional<Receipt> receipt) {
        out.println(what + " " + key + " " + number + " " + receipt.orElseThrow() + " .");
    }
}
