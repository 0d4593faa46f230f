package dev.kvclient.internal.offline;

import dev.kvclient.internal.offline.Bodies.Begin;
import dev.kvclient.internal.offline.LogIndex.Chain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds out what a file holds and what is missing in it.
 *
 * <p>Something is missing if the numbers of the records have a gap, if they end before the number that the {@link Mark}
 * has, if the file is an older one than that of the mark, or if there is none. After a {@code kill -9} none of this is
 * so: what was written is in the file, in order, and a mark is written after what it tells of.
 */
final class Recovery {
    private static final byte[] CHUNK = "chunk:".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final Optional<Mark> mark;
    private final String backend;
    private final Instant now;

    private Recovery(Path file, Optional<Mark> mark, String backend, Instant now) {
        this.file = file;
        this.mark = mark;
        this.backend = backend;
        this.now = now;
    }

    /**
     * Reads the file. Changes nothing.
     *
     * @throws WrongBackend if it holds the queue of another kind of backend
     * @throws LogScanner.UnknownVersion if it was written by a later version
     */
    static Recovered recover(Path file, Optional<Mark> mark, String backend, Instant now) throws IOException {
        return new Recovery(file, mark, backend, now).recover();
    }

    /** The queue is another backend's. */
    static final class WrongBackend extends IOException {
        private static final long serialVersionUID = 1L;

        WrongBackend(String backend) {
            super("it holds what was accepted for another kind of backend: " + backend);
        }
    }

    private Recovered recover() throws IOException {
        if (!Files.exists(file)) {
            return nothing(mark.isPresent(), "the file is gone");
        }
        try (LogScanner scanner = new LogScanner(file)) {
            LogIndex index = new LogIndex();
            scanner.scan(index);
            Optional<Chain> chain = index.chain(mark);
            if (chain.isEmpty()) {
                boolean lost = mark.isPresent() || scanner.size() > 0;
                return nothing(lost, scanner.size() > 0 ? "nothing in the file can be read" : "the file is empty");
            }
            Replay replay = new Replay(scanner);
            replay.play(chain.get());
            return judge(replay, chain.get(), scanner);
        }
    }

    private Recovered nothing(boolean lost, String problem) {
        return new Recovered(
                mark.map(Mark::journal),
                mark.map(Mark::generation).orElse(0L),
                new QueueState(),
                mark.map(Mark::nextSequence).orElse(1L),
                mark.map(Mark::maxOrder).orElse(0L),
                lost ? Optional.of(new Damage(0, problem, 0, Optional.empty())) : Optional.empty());
    }

    private Recovered judge(Replay replay, Chain chain, LogScanner scanner) throws IOException {
        Optional<Begin> begin = replay.begin();
        Optional<Mark> own =
                mark.filter(m -> begin.isEmpty() || begin.get().journal().equals(m.journal()));
        Optional<String> owner = begin.map(Begin::backend).or(() -> own.map(Mark::backend));
        if (owner.isPresent() && !owner.get().equals(backend)) {
            throw new WrongBackend(owner.get());
        }
        Optional<String> problem = problem(replay, chain, own, scanner);
        int setAside = 0;
        if (problem.isPresent()) {
            setAside = replay.setAside(now);
        } else {
            replay.dropUnfinished();
        }
        int count = setAside;
        return new Recovered(
                begin.map(Begin::journal).or(() -> own.map(Mark::journal)),
                Math.max(
                        begin.map(Begin::generation).orElse(0L),
                        own.map(Mark::generation).orElse(0L)),
                replay.state(),
                Math.max(replay.nextSequence(), own.map(Mark::nextSequence).orElse(1L)),
                Math.max(replay.maxOrder(), own.map(Mark::maxOrder).orElse(0L)),
                problem.map(text -> new Damage(replay.lastSequence(), text, count, Optional.empty())));
    }

    private static Optional<String> problem(Replay replay, Chain chain, Optional<Mark> mark, LogScanner scanner)
            throws IOException {
        if (replay.end() == 0) {
            return Optional.of("the beginning of the file is damaged");
        }
        if (replay.broken()) {
            return Optional.of("a part of the file is damaged; what is behind it was set aside");
        }
        if (mark.isPresent() && mark.get().file() != chain.file()) {
            // A file of a later generation was written just before the process ended, and its mark was not.
            boolean later =
                    replay.begin().orElseThrow().generation() > mark.get().generation();
            return later ? lostOutcomes(replay) : Optional.of("the file is an older one than was last in use");
        }
        boolean shorter = mark.isPresent() && scanner.size() < mark.get().length();
        if (shorter || (mark.isPresent() && replay.end() < mark.get().number())) {
            return Optional.of("the end of the file is missing or damaged");
        }
        Optional<String> lost = lostOutcomes(replay);
        return lost.isEmpty() && mark.isPresent() ? junk(mark.get(), scanner) : lost;
    }

    private static Optional<String> lostOutcomes(Replay replay) {
        int lost = replay.lostOutcomes();
        return lost == 0
                ? Optional.empty()
                : Optional.of("what became of " + lost + " requests cannot be read any more");
    }

    /**
     * Behind the length of the mark stands nothing, or what was written after it: it begins as MVStore's chunks do. A
     * power cut may leave zeros of it.
     */
    private static Optional<String> junk(Mark mark, LogScanner scanner) throws IOException {
        byte[] behind = scanner.bytes(mark.length(), CHUNK.length);
        byte[] chunk = Arrays.copyOf(CHUNK, behind.length);
        boolean expected = Arrays.equals(behind, chunk) || Arrays.equals(behind, new byte[behind.length]);
        return expected ? Optional.empty() : Optional.of("something else was appended to the file");
    }
}
