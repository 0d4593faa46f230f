package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.kuzzle.auth.ApiKey;
import dev.kvclient.kuzzle.auth.CreatedApiKey;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.auth.KuzzleRight;
import dev.kvclient.kuzzle.auth.KuzzleUser;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenCheck;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.internal.auth.AuthReplies;
import dev.kvclient.testkit.vectors.Vector;
import dev.kvclient.testkit.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What {@code auth()} makes of the answers that were recorded. */
class AuthRecordedTest {
    private static <T> T answered(String id, Function<KuzzleAuth, T> call) {
        FakeExchange exchange = FakeExchange.answering(recorded(id).response());
        return call.apply(new NativeKuzzle(Settings.unconnected(), new FakePipeline(exchange)).auth());
    }

    private static Vector recorded(String id) {
        return Vectors.kuzzle().stream()
                .filter(vector -> vector.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void users() {
        KuzzleUser admin = answered("ws-getCurrentUser", KuzzleAuth::currentUser);
        assertThat(admin.id()).isEqualTo("admin");
        assertThat(admin.profileIds()).containsExactly("admin");
        assertThat(admin.strategies()).containsExactly("local");
        assertThat(admin.source().json()).contains("\"name\":\"Lab\"");

        KuzzleUser anonymous = answered("ws-getCurrentUser-anonymous", KuzzleAuth::currentUser);
        assertThat(anonymous.isAnonymous()).isTrue();
        assertThat(anonymous.strategies()).isEmpty();
    }

    @Test
    void rights() {
        assertThat(answered("ws-getMyRights", KuzzleAuth::myRights))
                .isEqualTo(List.of(new KuzzleRight("*", "*", "*", "*", "allowed")));
    }

    private static TokenCheck check(String id) {
        return answered(id, auth -> auth.checkToken("t"));
    }

    @Test
    void checks() {
        assertThat(check("ws-checkToken-body"))
                .isEqualTo(new TokenCheck(
                        true,
                        Optional.of("admin"),
                        Optional.of(Instant.ofEpochMilli(1795147720430L)),
                        Optional.empty()));
        TokenCheck bad = new TokenCheck(false, Optional.empty(), Optional.empty(), Optional.of("Invalid token."));
        assertThat(check("ws-checkToken-bad")).isEqualTo(bad);
        assertThat(check("ws-checkToken-expired")).isEqualTo(bad);
        TokenCheck nobody = check("ws-checkToken-anonymous");
        assertThat(nobody.valid()).isTrue();
        assertThat(TokenSource.isGood(nobody)).isFalse();
    }

    @Test
    void keys() {
        CreatedApiKey made =
                answered("ws-createApiKey", auth -> auth.createApiKey("lab", TokenLife.of(Duration.ofHours(1))));
        assertThat(made.value()).startsWith("kapikey-");
        assertThat(made.key())
                .isEqualTo(new ApiKey(
                        "415edaea-35fe-4cb9-9785-0dea486509a5",
                        "admin",
                        "lab",
                        "15bd229a3775b852edd13542ce0e8baef824a1ac7bba383163063894183cd837",
                        Optional.of(Instant.ofEpochMilli(1795147737590L)),
                        Optional.of(Duration.ofHours(1))));
    }

    @Test
    void tokens() {
        for (String id : List.of("ws-login", "ws-refreshToken", "ws-login-short", "ws-login-guest")) {
            LoginToken token =
                    KuzzleAnswer.read(recorded(id).response().getBytes(StandardCharsets.UTF_8), AuthReplies::login);
            assertThat(token.value()).startsWith("kauth-");
            assertThat(token.life()).isPresent();
            assertThat(token.expiresAt()).isPresent();
        }
    }
}
