package dev.kvclient.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.KvOperations;
import dev.kvclient.Receipt;
import dev.kvclient.SetResult;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Three sensors are written to a server that is not there; then it is, and so are their readings, in order. */
@Command(
        name = "offline",
        description = "writes go on without the server: in memory, and on disk, where they survive a kill -9")
final class Offline implements Runnable {
    private static final List<String> SENSORS = List.of("boiler", "pump", "valve");
    private static final int READINGS = 48;

    /** Of a writer: slow enough to watch. */
    static final Duration PACE = Duration.ofMillis(20);

    /** Of a replay: likewise. Without it the queue would be empty before the eye has seen it. */
    private static final Duration REPLAY = Duration.ofMillis(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameters(arity = "0..1", paramLabel = "URL", description = "kuzzle://.., ndb://.., versori://..")
    private @Nullable String url;

    private final OfflineDisplay display;
    private final Map<String, Integer> seen = new HashMap<>();

    Offline(PrintWriter out) {
        this.display = new OfflineDisplay(out);
    }

    /** Whose reading it is: they take turns. */
    static String sensor(int reading) {
        return SENSORS.get(reading % SENSORS.size());
    }

    @Override
    public void run() {
        if (url != null) {
            display.say("this server cannot be stopped from here: the queue is paused by hand instead");
            show(url, null);
            return;
        }
        try (KuzzleServer server = KuzzleServer.start()) {
            show(server.url(), server);
        }
    }

    private void show(String url, @Nullable KuzzleServer server) {
        // Every key begins with this, so that nothing else in the store is touched.
        String mine = "offline-" + UUID.randomUUID().toString().substring(0, 8) + "/";
        try {
            inMemory(url, server, mine + "memory/");
            onDisk(url, server, mine + "disk/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (server == null) {
                try (KvClient client = client(url, OfflineQueue.none()).connect()) {
                    client.namespace(mine).clear();
                }
            }
        }
        display.say("done");
    }

    // The program lives: its writes wait, and their futures with them.

    private void inMemory(String url, @Nullable KuzzleServer server, String namespace) {
        try (KvClient client =
                client(url, OfflineQueue.inMemory().replayInterval(REPLAY)).connect()) {
            display.say("in memory, at " + client.endpoint());
            AsyncKvOperations kv = client.namespace(namespace).async();
            stop(server, client.offlineQueue());

            List<CompletableFuture<SetResult>> writes = new ArrayList<>();
            for (int reading = 1; reading <= READINGS; reading++) {
                writes.add(kv.set(sensor(reading), reading));
                LockSupport.parkNanos(PACE.toNanos());
            }
            display.say("  " + writes.size() + " readings written, and the program goes on: "
                    + client.offlineQueue().entries() + " wait");

            start(server, client.offlineQueue());
            CompletableFuture<Void> all = CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new));
            watch(url, namespace, all::isDone);
            all.join(); // had one of them failed, it would be thrown here
            display.say("  all " + writes.size() + " have arrived, those of each sensor in order");
        }
    }

    // The program dies: what it was given a receipt for is on disk.

    private void onDisk(String url, @Nullable KuzzleServer server, String namespace) throws IOException {
        display.say("on disk");
        Path folder = Files.createTempDirectory("kv-offline-");
        try {
            Path file = folder.resolve("queue");
            if (server != null) {
                stop(server, null);
            }
            List<Receipt> receipts = writeAndKill(url, namespace, file, server == null);

            OfflineOptions queue = OfflineQueue.durable(file).replayInterval(REPLAY);
            try (KvClient client = client(url, queue).startOffline().connect()) {
                OfflineQueue found = client.offlineQueue();
                display.say("  the program runs again, and finds " + found.entries() + " readings on its disk");
                start(server, found);
                watch(url, namespace, () -> delivered(found, receipts) == receipts.size());
                display.say("  all " + receipts.size() + " have arrived, those of each sensor in order");
            }
        } finally {
            delete(folder);
        }
    }

    /** Has another process write, and ends it as a power cut would. What it was told by then. */
    private List<Receipt> writeAndKill(String url, String namespace, Path file, boolean paused) throws IOException {
        Process program = OfflineWriter.start(url, namespace, file, paused);
        List<Receipt> receipts = new ArrayList<>();
        try (BufferedReader told = program.inputReader(UTF_8)) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                receipts.add(Receipt.parse(line));
                display.progress(receipts.size() + " receipts from another program, the last is " + line);
                if (receipts.size() == READINGS) {
                    program.toHandle().destroyForcibly(); // kill -9; what it has said before can still be read
                }
            }
        } finally {
            program.destroyForcibly();
        }
        if (receipts.size() < READINGS) {
            throw new IllegalStateException("the other program has ended by itself");
        }
        display.say("  another program has " + receipts.size() + " receipts for its readings, and is killed");
        return receipts;
    }

    private static long delivered(OfflineQueue queue, List<Receipt> receipts) {
        return receipts.stream()
                .flatMap(receipt -> queue.outcome(receipt).stream())
                .filter(outcome -> outcome.status() == DeliveryStatus.DELIVERED)
                .count();
    }

    // What both have in common.

    private KvClientBuilder client(String url, OfflineOptions queue) {
        return KvClient.builder(url).credentialsFromEnv().offline(queue).listener(display);
    }

    private void stop(@Nullable KuzzleServer server, @Nullable OfflineQueue queue) {
        if (server != null) {
            server.stop();
            display.say("  the server is stopped");
        } else if (queue != null) {
            queue.pause();
            display.say("  the queue is paused");
        }
    }

    private void start(@Nullable KuzzleServer server, OfflineQueue queue) {
        if (server != null) {
            server.restart();
            display.say("  the server is started");
        } else {
            queue.resume();
            display.say("  the queue goes on");
        }
    }

    /** Looks at the sensors until all is there, with a client of its own: no reading follows a later one. */
    private void watch(String url, String namespace, BooleanSupplier isAll) {
        seen.clear();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (KvClient other = KvClient.builder(url).credentialsFromEnv().connect()) {
            KvOperations kv = other.namespace(namespace);
            while (!isAll.getAsBoolean()) {
                look(kv);
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("not all has arrived within " + PATIENCE.toSeconds() + " s");
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            look(kv);
        }
    }

    private void look(KvOperations kv) {
        kv.getAll(SENSORS, Integer.class).orThrow().forEach((sensor, reading) -> {
            Integer before = seen.put(sensor, reading);
            if (before != null && before > reading) {
                throw new IllegalStateException(sensor + ": " + reading + " came after " + before);
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
