package dev.kvclient.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kvclient.BackendProfile;
import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.KuzzleRegistration;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import dev.kvclient.testkit.versori.VersoriServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say is compared with the code, where that can be done by a machine. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    private static final Path SNIPPETS = Path.of("src/test/java/dev/kvclient/examples/Snippets.java");
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MARKED = Pattern.compile("// >>\n(.*?)\n *// <<", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    private static final Set<String> NAMES =
            Arrays.stream(Capability.values()).map(Capability::name).collect(Collectors.toSet());

    @Test
    void startNeedsTwoCommands() throws IOException {
        String start = section("Start");

        List<String> commands = BLOCK.matcher(start)
                .results()
                .map(block -> block.group(2).strip())
                .toList();
        assertEquals(List.of("./examples/run quickstart", "mvn verify"), commands);
    }

    @Test
    void javaInTheDocumentsCompiles() throws IOException {
        List<String> snippets = MARKED.matcher(Files.readString(SNIPPETS))
                .results()
                .map(snippet -> snippet.group(1).stripIndent().strip())
                .toList();
        List<String> shown = new ArrayList<>();
        for (Path document : documents()) {
            BLOCK.matcher(Files.readString(document))
                    .results()
                    .filter(block -> block.group(1).equals("java"))
                    .forEach(block -> shown.add(block.group(2).strip()));
        }

        assertFalse(shown.isEmpty());
        for (String block : shown) {
            assertTrue(snippets.contains(block), () -> "not in " + SNIPPETS + ":\n" + block);
        }
        for (String snippet : snippets) {
            assertTrue(shown.contains(snippet), () -> "shown nowhere:\n" + snippet);
        }
    }

    @Test
    void offlineSnippetsDoWhatTheySay(@TempDir Path folder) throws InterruptedException {
        assertTrue(Snippets.faultProxy());
        try (KuzzleServer server = KuzzleServer.start()) {
            server.stop();
            String receipt = Snippets.accept(server.url(), folder);
            server.restart();
            Snippets.QueueWatch watch = new Snippets.QueueWatch();
            try (KvClient kv = KvClient.builder(server.url())
                    .offline(OfflineQueue.durable(folder.resolve("queue")))
                    .listener(watch)
                    .connect()) {
                assertTrue(kv.get("order:7", String.class).isPresent()); // behind the write of its key
                String outcome = Snippets.whatBecameOf(kv, receipt);
                assertTrue(outcome.startsWith("DELIVERED since "), outcome);
            }
            assertEquals(1, watch.count(OfflineEvent.Kind.DELIVERED));
        }
    }

    @Test
    void snippetsDoWhatTheySay() throws InterruptedException {
        Snippets.tenLines();
        assertFalse(Snippets.unitTest());
        KvConnectionException broken = assertThrows(KvConnectionException.class, Snippets::faults);
        assertEquals(Outcome.UNKNOWN, broken.outcome());
        try (KvClient kv = KvClient.connect("memory:")) {
            kv.set("user:1", new Snippets.User("Ada", 36));
            Snippets.options(kv);
            Snippets.compareAndSet(kv);
            assertEquals("counted", Snippets.outcome(kv));
            assertEquals(2, kv.count());
            kv.set("visits", "many");
            assertEquals("not counted: nothing has changed", Snippets.outcome(kv));
        }
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = KvClient.connect(server.url())) {
            assertTrue(Snippets.rawRequests(kv));
            assertTrue(Snippets.server(kv));
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            try (KuzzleRegistration told = Snippets.notifications(kv.unwrap(KuzzleClient.class), seen)) {
                server.push("{\"type\":\"document\",\"result\":{\"_id\":\"main\",\"_source\":{\"name\":\"Main\"}}}");
                assertEquals("Main", seen.poll(5, TimeUnit.SECONDS));
                assertEquals(0, told.dropped());
            }
        }
        try (VersoriServer server = VersoriServer.builder().token("t").start();
                KvClient kv = KvClient.builder(server.url())
                        .credentials(Credentials.token("t"))
                        .connect()) {
            assertEquals(1, Snippets.versoriOwnApi(kv));
        }
        for (NdbVersion version : NdbVersion.values()) {
            try (NdbServer server = NdbServer.builder().version(version).start();
                    KvClient kv = KvClient.connect(server.url())) {
                assertEquals(Optional.of("billy"), Snippets.ndbKeys(kv));
                if (version != NdbVersion.V0_9) {
                    Snippets.ndbSession(kv);
                }
            }
        }
    }

    /** Rows of the form: | `CAPABILITY` words | memory | Kuzzle | NDB session | NDB status | Versori |. */
    @Test
    void theCapabilityTableIsThatOfTheProfiles() throws IOException {
        List<Capabilities> profiles = List.of(
                BackendProfile.MEMORY,
                BackendProfile.KUZZLE,
                BackendProfile.NDB_SESSION,
                BackendProfile.NDB_STATUS,
                BackendProfile.VERSORI);
        List<List<String>> expected = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            List<String> row = new ArrayList<>(List.of(capability.name()));
            profiles.forEach(profile -> row.add(letter(profile, capability)));
            expected.add(row);
        }
        assertEquals(expected, capabilityRows(section("What each backend can do")));
    }

    /** Rows of the form: | `CAPABILITY` | support, for each protocol | note |. */
    @Test
    void thePagesOfTheBackendsTellTheNotes() throws IOException {
        assertEquals(notes(BackendProfile.KUZZLE), capabilityRows(read("kuzzle.md")));
        assertEquals(notes(BackendProfile.NDB_SESSION, BackendProfile.NDB_STATUS), capabilityRows(read("ndb.md")));
        assertEquals(notes(BackendProfile.VERSORI), capabilityRows(read("versori.md")));
    }

    private static List<List<String>> notes(Capabilities... profiles) {
        List<List<String>> rows = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            List<String> row = new ArrayList<>(List.of(capability.name()));
            String note = "";
            for (Capabilities profile : profiles) {
                row.add(letter(profile, capability));
                note = note.isEmpty() ? profile.report(capability).note() : note;
            }
            row.add(note);
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> capabilityRows(String text) {
        return Pattern.compile("^\\| `([A-Z_]+)`[^|]*\\|(.*)\\|$", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .filter(row -> NAMES.contains(row.group(1)))
                .map(row -> {
                    List<String> cells = new ArrayList<>(List.of(row.group(1)));
                    for (String cell : row.group(2).split("\\|", -1)) {
                        cells.add(cell.strip());
                    }
                    return cells;
                })
                .toList();
    }

    private static String read(String page) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(page));
    }

    @Test
    void theErrorTableNamesEveryException() throws IOException {
        List<String> classes;
        try (Stream<Path> files = Files.list(ROOT.resolve("sdk-core/src/main/java/dev/kvclient/error"))) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.java") && !name.equals("KvException.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
        }

        List<String> rows = Pattern.compile("^\\| `(Kv\\w+Exception)`", Pattern.MULTILINE)
                .matcher(section("Errors"))
                .results()
                .map(row -> row.group(1))
                .sorted()
                .toList();
        assertEquals(classes, rows);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path document : documents()) {
            Path folder = document.toAbsolutePath().getParent();
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                String target = link.group(1);
                if (!target.startsWith("http")) {
                    assertTrue(Files.exists(folder.resolve(target)), () -> document + " links to " + target);
                }
            }
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            all.add(0, README);
            return all;
        }
    }

    /** From the heading of that name to the next of its level. */
    private static String section(String heading) throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf("\n## " + heading + "\n");
        assertTrue(start >= 0, () -> "no section " + heading);
        int end = readme.indexOf("\n## ", start + 1);
        return readme.substring(start, end < 0 ? readme.length() : end);
    }

    private static String letter(Capabilities profile, Capability capability) {
        return switch (profile.support(capability)) {
            case NATIVE -> "yes";
            case EMULATED -> "emulated";
            case UNSUPPORTED -> "no";
        };
    }
}
