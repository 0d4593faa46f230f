package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told that a token has expired, and when: as a Kuzzle 2.56 did it. */
@Timeout(30)
class TokenExpiredTest {

    /** As a real server sent it. */
    private static final String PUSH = "{\"status\":200,\"info\":\"This is an automated server notification\","
            + "\"message\":\"Authentication Token Expired\",\"type\":\"TokenExpired\","
            + "\"room\":\"kuzzle:notification:server\"}";

    /** Long enough for a push that comes within some 10 ms. */
    private static final Duration A_WHILE = Duration.ofMillis(150);

    private final TestClock clock = new TestClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final KuzzleServer server = KuzzleServer.builder()
            .clock(clock)
            .user("ada", "secret")
            .tokenLife(Duration.ofSeconds(2))
            .start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String login(TestClient client, String more) {
        String answer = client.ask("{\"controller\":\"auth\",\"action\":\"login\",\"strategy\":\"local\"," + more
                + "\"body\":{\"username\":\"ada\",\"password\":\"secret\"}}");
        Matcher jwt = Pattern.compile("\"jwt\":\"(kauth-[^\"]+)\"").matcher(answer);
        assertThat(jwt.find()).as(answer).isTrue();
        return jwt.group(1);
    }

    private static String login(TestClient client) {
        return login(client, "");
    }

    private static String ask(TestClient client, String controller, String action, String token) {
        return client.ask("{\"controller\":\"" + controller + "\",\"action\":\"" + action
                + "\",\"_id\":\"k\",\"expiresIn\":3600000,\"jwt\":\"" + token + "\"}");
    }

    private void assertQuiet(TestClient client, Duration later) {
        clock.advance(later);
        assertThat(client.poll(A_WHILE)).isNull();
    }

    @Test
    void whoHasLoggedInIsToldOnceAtTheEnd() {
        try (TestClient client = TestClient.connect(server)) {
            String token = login(client);
            assertQuiet(client, Duration.ofMillis(1_999));

            clock.advance(Duration.ofMillis(1));

            assertThat(client.next()).isEqualTo(PUSH);
            assertQuiet(client, Duration.ofSeconds(5));
            assertThat(ask(client, "ms", "get", token)).contains("security.token.invalid");
        }
    }

    @Test
    void everyConnectionThatUsedTheTokenIsTold() {
        try (TestClient one = TestClient.connect(server);
                TestClient other = TestClient.connect(server);
                TestClient stranger = TestClient.connect(server)) {
            String token = login(one);
            assertThat(ask(other, "ms", "get", token)).contains("\"status\":200");
            stranger.ask("{\"controller\":\"ms\",\"action\":\"get\",\"_id\":\"k\"}");

            clock.advance(Duration.ofSeconds(2));

            assertThat(one.next()).isEqualTo(PUSH);
            assertThat(other.next()).isEqualTo(PUSH);
            assertQuiet(stranger, Duration.ZERO);
        }
    }

    @Test
    void theTokenUsedLastCounts() {
        try (TestClient client = TestClient.connect(server)) {
            login(client);
            String longer = login(client, "\"expiresIn\":10000,");
            assertQuiet(client, Duration.ofSeconds(3));
            assertThat(ask(client, "ms", "get", longer)).contains("\"status\":200");

            clock.advance(Duration.ofSeconds(7));

            assertThat(client.next()).isEqualTo(PUSH);
        }
    }

    @Test
    void nobodyIsToldOfATokenThatWasRefreshedOrLoggedOut() {
        try (TestClient client = TestClient.connect(server)) {
            assertThat(ask(client, "auth", "refreshToken", login(client))).contains("\"status\":200");
            assertQuiet(client, Duration.ofSeconds(3));

            assertThat(ask(client, "auth", "logout", login(client))).contains("\"status\":200");
            assertQuiet(client, Duration.ofSeconds(3));
        }
    }

    @Test
    void aTokenWithoutEndIsNeverToldOf() {
        try (TestClient client = TestClient.connect(server)) {
            login(client, "\"expiresIn\":-1,");
            assertQuiet(client, Duration.ofDays(400));
        }
    }

    @Test
    void aServerMayTellNothing() {
        try (KuzzleServer mute = KuzzleServer.builder()
                        .clock(clock)
                        .user("ada", "secret")
                        .tokenLife(Duration.ofSeconds(2))
                        .realtimeNotifications(false)
                        .start();
                TestClient client = TestClient.connect(mute)) {
            String token = login(client);
            assertQuiet(client, Duration.ofSeconds(3));
            assertThat(ask(client, "ms", "get", token)).contains("security.token.invalid");
        }
    }

    @Test
    void aLifeOfNothingIsRefused() {
        KuzzleServerBuilder builder = KuzzleServer.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tokenLife(Duration.ZERO));
    }
}
