package dev.kvclient.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class NdbTourTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsTheSessionGenerationAndRemovesItsKeys() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_4).start()) {
            assertEquals(0, run("ndb-tour", server.url()), err::toString);

            assertEquals(0, server.keyCount());
            assertEquals("""
                    ndb at ndb://127.0.0.1:%d, generation session
                      a session         apples 2
                      set again         UPDATED, and an addition to it EXISTED
                      many              2 keys, pears are [pear]
                      expiry            untouched, it ends in about 30 min
                      a shared one      nails 100
                      ended             REJECTED, KvNotFoundException
                    done, and what was made is removed
                    """.formatted(server.port()), out.toString());
        }
    }

    @Test
    void showsTheStatusGenerationAndRemovesItsKeys() {
        try (NdbServer server = NdbServer.start()) {
            assertEquals(0, run("ndb-tour", server.url()), err::toString);

            assertEquals(0, server.keyCount());
            assertEquals("""
                    ndb at ndb://127.0.0.1:%d, generation status
                      keys              [31]
                      a leaderboard     best [990, 310], last [120]
                      a work list       [Job[name=wash, priority=1], Job[name=iron, priority=2]], left 1
                      an array          seat 2: Ada
                      save, load        kept
                    done, and what was made is removed
                    """.formatted(server.port()), out.toString());
        }
    }

    @Test
    void startsServersOfItsOwn() {
        assertEquals(0, run("ndb-tour"), err::toString);

        assertEquals(
                2,
                out.toString().lines().filter(line -> line.startsWith("done")).count(),
                out::toString);
    }

    private int run(String... arguments) {
        return Examples.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
