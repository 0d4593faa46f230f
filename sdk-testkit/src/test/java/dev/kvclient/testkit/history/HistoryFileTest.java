package dev.kvclient.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories as files, and the program that checks them. */
class HistoryFileTest {
    @TempDir
    Path directory;

    private Path file = Path.of("");
    private final Script h = new Script();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void nameFile() {
        file = directory.resolve("history");
    }

    @Test
    void keepsEverything() throws IOException {
        h.written("a");
        h.write("tab\tand\nlines\r\\ and # €").acknowledged(Seen.value("=\t-"));
        h.write("-").conditionFailed(Seen.present());
        h.delete().failed(Outcome.APPLIED, 3);
        h.add(7).failed(Outcome.UNKNOWN, 2);
        h.history.read("another\tone", "").acknowledged(Seen.value(""));
        h.foundNothing();
        h.read().failed(Outcome.REJECTED, 1);
        h.read().failed(Outcome.NOT_SENT, 0);
        h.history.loss("server").acknowledged();
        OpenOperation open = h.write("open");
        open.placed();
        h.read();

        h.history.write(file, List.of("a note", "of two\nlines"));

        assertThat(History.read(file)).isEqualTo(h.history.operations());
    }

    @Test
    void keepsWhatCanHappen() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            World world = new World(seed, World.Flaw.NONE, true);
            for (int i = 0; i < 100; i++) {
                world.step();
            }
            world.history().write(file, List.of());

            assertThat(History.read(file)).isEqualTo(world.history().operations());
        }
    }

    @Test
    void refusesWhatIsNoHistory() throws IOException {
        Files.writeString(file, "something else\n");

        assertThatThrownBy(() -> History.read(file))
                .isInstanceOf(MalformedHistoryException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void refusesAFileThatWasCutAtAnyLine() throws IOException {
        List<String> lines = writtenLines();
        for (int length = 0; length < lines.size(); length++) {
            Files.write(file, lines.subList(0, length));

            assertThatThrownBy(() -> History.read(file)).isInstanceOf(MalformedHistoryException.class);
        }
    }

    @Test
    void refusesALineThatIsNoOperation() throws IOException {
        List<String> lines = writtenLines();
        for (String wrong :
                List.of("", "1\t2", lines.get(2) + "\t", lines.get(2).replace("WRITE", "WROTE"), "\\x")) {
            List<String> changed = new ArrayList<>(lines);
            changed.set(2, wrong);
            Files.write(file, changed);

            assertThatThrownBy(() -> History.read(file))
                    .isInstanceOf(MalformedHistoryException.class)
                    .hasMessageContaining("line 3");
        }
    }

    @Test
    void refusesWhatGoesOn() throws IOException {
        List<String> lines = writtenLines();
        lines.add("more");
        Files.write(file, lines);

        assertThatThrownBy(() -> History.read(file)).isInstanceOf(MalformedHistoryException.class);
    }

    @Test
    void theProgramAcceptsWhatIsLegal() throws IOException {
        writtenLines();

        assertThat(run(file.toString())).isEqualTo(Main.LEGAL);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 operations, 0 violations");
        assertThat(err.size()).isZero();
    }

    @Test
    void theProgramSaysWhatIsNot() throws IOException {
        writtenLines();
        Path bad = directory.resolve("bad");
        h.foundNothing();
        h.history.write(bad, List.of());

        assertThat(run(file.toString(), bad.toString())).isEqualTo(Main.ILLEGAL);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("3 operations, 1 violations")
                .contains("ORDER k")
                .contains("write 'a' to k");
    }

    @Test
    void theProgramSaysWhatItCannotCheck() throws IOException {
        Path twice = directory.resolve("twice");
        h.written("a");
        h.written("a");
        h.history.write(twice, List.of());

        assertThat(run()).isEqualTo(Main.UNREADABLE);
        assertThat(run(directory.resolve("none").toString())).isEqualTo(Main.UNREADABLE);
        assertThat(run(twice.toString())).isEqualTo(Main.UNREADABLE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("usage: ")
                .contains("cannot be read")
                .contains("a value is written twice");
    }

    private int run(String... files) {
        return Main.run(
                List.of(files),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** The first, a note, two operations and the last. */
    private List<String> writtenLines() throws IOException {
        h.written("a");
        h.found("a");
        h.history.write(file, List.of());
        return new ArrayList<>(Files.readAllLines(file));
    }
}
