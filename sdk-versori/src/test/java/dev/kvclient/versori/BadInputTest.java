package dev.kvclient.versori;

import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.Cursor;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.Version;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What would mean something else to the server, or nothing, does not leave. */
@ExtendWith(NoThreadLeft.class)
class BadInputTest {
    private static final VersoriKey KEY = VersoriKey.of("k");
    private static final String HALF = "a\ud800";

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;
    private KvClient kv;
    private VersoriClient versori;
    private long before;

    @BeforeEach
    void open() {
        server = Servers.start(check);
        kv = once(backend(server)).connect();
        versori = kv.unwrap(VersoriClient.class);
        before = server.requestsSeen();
    }

    @AfterEach
    void close() {
        assertThat(server.requestsSeen()).isEqualTo(before);
        kv.close();
        server.close();
    }

    private static void refused(ThrowingCallable work) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(work)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void halfACharacter() {
        refused(() -> versori.stores(HALF));
        refused(() -> versori.createStore(HALF, "name"));
        refused(() -> versori.createStore("acme", HALF));
        refused(() -> VersoriScope.organization(HALF));
        refused(() -> versori.kv().list(String.class, VersoriListOptions.none().after(HALF)));
        refused(() -> versori.kv().list(String.class, VersoriListOptions.none().before(HALF)));
        refused(() -> versori.kv().set(KEY, 1, VersoriSetOptions.none().ifVersionstamp(Version.parse(HALF))));
        refused(() -> kv.keysPage(Scan.all().from(Cursor.parse(HALF))));
        refused(() -> kv.set("k", 1, o -> o.ifVersion(Version.parse(HALF))));
    }

    /** Servers take empty for not given: the condition would be none, and the listing would begin anew. */
    @Test
    void anEmptyVersionOrCursor() {
        Version empty = Version.parse("");
        refused(() -> versori.kv().set(KEY, 1, VersoriSetOptions.none().ifVersionstamp(empty)));
        refused(() -> versori.kv().delete(KEY, VersoriDeleteOptions.none().ifVersionstamp(empty)));
        refused(() -> kv.set("k", 1, o -> o.ifVersion(empty)));
        refused(() -> versori.kv().list(String.class, VersoriListOptions.none().after("")));
        refused(() -> versori.kv().list(String.class, VersoriListOptions.none().before("")));
        refused(() -> kv.keysPage(Scan.all().from(Cursor.parse(""))));
    }

    @Test
    void aCascadeFromNothing() {
        VersoriDeleteOptions cascade = VersoriDeleteOptions.none().cascade();
        refused(() -> versori.kv().batchDelete(List.of(), cascade));
        refused(() -> versori.kv().delete(VersoriKey.of(""), cascade));
        refused(() -> versori.kv().delete(VersoriKey.of("a", "", "b"), cascade));
    }

    @Test
    void timesThatNobodyCanTell() {
        VersoriSetOptions forEver = VersoriSetOptions.none().expireIn(Duration.ofSeconds(Long.MAX_VALUE));
        refused(() -> versori.kv().set(KEY, 1, forEver));
        assertThat(failureOf(versori.kv().async().set(KEY, 1, forEver))).isInstanceOf(KvRequestException.class);
        refused(() -> kv.set("k", 1, o -> o.ttl(Duration.ofSeconds(Long.MAX_VALUE))));
        Instant far = Instant.parse("+12000-01-01T00:00:00Z");
        refused(() -> versori.kv().set(KEY, 1, VersoriSetOptions.none().expireAt(far)));
        refused(() -> versori.kv()
                .list(
                        String.class,
                        VersoriListOptions.none().filter(VersoriFilter.none().createdAfter(far))));
        // The whole call, as other bad input; not those only that happen to be sent with it.
        refused(() -> kv.setAll(List.of(KvWrite.of("a", 1), KvWrite.of("k", 1).options(o -> o.expireAt(far)))));
    }
}
