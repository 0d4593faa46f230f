package dev.kvclient.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kvclient.KvClient;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutArgumentsTheExamplesAreListed() {
        assertEquals(0, run());

        assertTrue(out.toString().contains("quickstart  "), out::toString);
    }

    @Test
    void showsEverythingInMemoryAndRemovesItsKeys() {
        try (KvClient other = KvClient.connect("memory:quickstart-test")) {
            other.set("mine", 1);

            assertEquals(0, run("quickstart", "memory:quickstart-test"), err::toString);

            assertEquals(1, other.count());
        }
        assertEquals("""
                memory at memory:quickstart-test
                  set, get          hello; an absent key is empty
                  an object         User[name=Ada, age=36]
                  expiry            the session ends in 300 s
                  if absent, twice  written, not written
                  compare and set   written, not written
                  update            User[name=Ada, age=38]
                  a batch           [User[name=Grace, age=44], User[name=Linus, age=21]]
                  listing           [user:ada, user:grace, user:linus]
                  a counter         1, 11
                  an error          NOT_SENT, KvSerializationException
                """, untilTheErrors());
        assertEnds();
        assertTrue(out.toString().contains("  its own API       skipped, memory has none"), out::toString);
    }

    @Test
    void saysWhatKuzzleCannotDoAndRemovesItsKeys() {
        try (KuzzleServer server = KuzzleServer.start()) {
            assertEquals(0, run("quickstart", server.url()), err::toString);

            assertEquals(0, server.keyCount());
            assertEquals("""
                    kuzzle at %s
                      set, get          hello; an absent key is empty
                      an object         User[name=Ada, age=36]
                      expiry            the session ends in 300 s
                      if absent, twice  written, not written
                      compare and set   skipped, no SET_IF_VERSION: Kuzzle's memory storage has no versions
                      update            skipped, no SET_IF_VERSION: Kuzzle's memory storage has no versions
                      a batch           [User[name=Grace, age=44], User[name=Linus, age=21]]
                      listing           [user:ada, user:grace, user:linus]
                      a counter         1, 11
                      an error          NOT_SENT, KvSerializationException
                    """.formatted(server.url()), untilTheErrors());
        }
        assertEnds();
        assertTrue(out.toString().contains("  its own API       ms:strlen of the greeting is 5"), out::toString);
    }

    @Test
    void startsAServerOfItsOwnAndLeavesNoThread() throws InterruptedException {
        Set<Thread> before = threads();

        assertEquals(0, run("quickstart"), err::toString);

        assertTrue(out.toString().startsWith("kuzzle at kuzzle://127.0.0.1:"), out::toString);
        assertEnds();
        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join(Duration.ofSeconds(5).toMillis());
                assertFalse(thread.isAlive(), thread::getName);
            }
        }
    }

    @Test
    void failsWithoutABackend() {
        assertEquals(1, run("quickstart", "nothing://127.0.0.1:1"));

        assertTrue(err.toString().contains("no adapter knows the scheme 'nothing'"), err::toString);
    }

    private int run(String... arguments) {
        return Examples.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private String untilTheErrors() {
        String lines = out.toString().lines().reduce("", (all, line) -> all + line + "\n");
        int error = lines.indexOf("  an error ");
        return lines.substring(0, lines.indexOf('\n', error) + 1);
    }

    private void assertEnds() {
        String lines = out.toString();
        assertTrue(lines.contains("  another           REJECTED, KvRequestException"), lines);
        assertTrue(lines.contains("  async             good-bye"), lines);
        assertTrue(lines.strip().endsWith("done, and the keys are removed"), lines);
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }
}
