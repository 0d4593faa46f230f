package dev.kvclient.internal.offline;

import dev.kvclient.error.KvException;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.spi.KvCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** A process that uses a journal, for tests that end it. Says on its output what it was told. */
final class JournalChild {
    private JournalChild() {}

    /** Starts one; the caller ends it. */
    static Process start(Path file, String what, String seed) throws IOException {
        return new ProcessBuilder(command(file, what, seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static List<String> command(Path file, String what, String seed) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                JournalChild.class.getName(),
                file.toString(),
                what,
                seed);
    }

    /** What is written to a key: it tells by itself, so that whoever reads it can check it. */
    static KvCommand<?> command(String key) {
        int length = Integer.parseInt(key.substring(key.lastIndexOf(':') + 1));
        return length == 0 ? Entries.delete(key) : Entries.set(key, key.repeat(1 + length / key.length()));
    }

    public static void main(String[] args) throws Exception {
        // Lines whole, each at once.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Journal journal = Entries.open(Path.of(args[0]));
        out.println("open");
        switch (args[1]) {
            case "write" -> write(journal, out, new Random(Long.parseLong(args[2])));
            case "fill" -> fill(journal, out);
            // Ended by whoever started it; or when that one is gone.
            default -> System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void write(Journal journal, PrintStream out, Random seeds) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(seeds.nextLong());
            String name = "t" + t;
            Thread thread = new Thread(() -> writeOn(journal, out, random, name), name);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void writeOn(Journal journal, PrintStream out, Random random, String name) {
        Semaphore window = new Semaphore(50);
        ConcurrentLinkedQueue<Long> stored = new ConcurrentLinkedQueue<>();
        for (int n = 0; ; n++) {
            List<KvCommand<?>> commands = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int length = random.nextInt(8) == 0 ? random.nextInt(30_000) : random.nextInt(200);
                commands.add(command(name + ":" + n + "." + i + ":" + length));
            }
            window.acquireUninterruptibly();
            Done done = new Done(commands.size(), out, stored, window);
            done.first(journal.append(journal.nextOrder(), Entries.AT, commands, done));
            for (int i = random.nextInt(4); i > 0; i--) {
                Long sequence = stored.poll();
                if (sequence != null) {
                    out.println("S" + sequence + ".");
                    journal.settle(sequence, DeliveryStatus.DELIVERED, Entries.AT, null);
                }
            }
        }
    }

    /** Says what was stored once both are known: that it was, and its number. */
    private static final class Done implements Journal.Synced {
        private final int count;
        private final PrintStream out;
        private final ConcurrentLinkedQueue<Long> stored;
        private final Semaphore window;
        private long first;
        private boolean synced;

        Done(int count, PrintStream out, ConcurrentLinkedQueue<Long> stored, Semaphore window) {
            this.count = count;
            this.out = out;
            this.stored = stored;
            this.window = window;
        }

        synchronized void first(long value) {
            first = value;
            say();
        }

        @Override
        public synchronized void done(KvException failure) {
            if (failure != null) {
                throw failure;
            }
            synced = true;
            say();
        }

        private void say() {
            if (first > 0 && synced) {
                for (int i = 0; i < count; i++) {
                    out.println("A" + (first + i) + ".");
                    stored.add(first + i);
                }
                window.release();
            }
        }
    }

    /** Writes until the file may not grow any more, empties the queue, and writes again. */
    private static void fill(Journal journal, PrintStream out) {
        List<Stored> stored = new ArrayList<>();
        String key = "full:0:5000";
        Optional<KvException> failure = Optional.empty();
        while (failure.isEmpty() && stored.size() < 100_000) {
            failure = Entries.tell(journal, command(key));
            if (failure.isEmpty()) {
                stored.add(new Stored(stored.size() + 1, 0, Entries.AT, command(key)));
            }
        }
        out.println("failed " + failure.map(KvException::outcome).orElseThrow() + " after " + stored.size());
        for (Stored each : stored.subList(10, stored.size())) {
            journal.settle(each.sequence(), DeliveryStatus.DELIVERED, Entries.AT, null);
        }
        long end = System.nanoTime() + 20_000_000_000L;
        while (failure.isPresent() && System.nanoTime() < end) {
            failure = Entries.tell(journal, command(key));
        }
        out.println(failure.isEmpty() ? "stored again" : failure.get().getMessage());
        journal.close();
    }
}
