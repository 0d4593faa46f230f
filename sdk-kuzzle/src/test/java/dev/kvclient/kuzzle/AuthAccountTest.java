package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.auth.ApiKey;
import dev.kvclient.kuzzle.auth.ApiKeySearch;
import dev.kvclient.kuzzle.auth.CreatedApiKey;
import dev.kvclient.kuzzle.auth.CreatedToken;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.auth.KuzzleRight;
import dev.kvclient.kuzzle.auth.KuzzleUser;
import dev.kvclient.kuzzle.auth.TokenCheck;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code auth()} tells of the user and does with its account. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class AuthAccountTest {
    private static final TokenLife AN_HOUR = TokenLife.of(Duration.ofHours(1));

    private final KuzzleServer server = KuzzleServer.builder()
            .user("ada", "secret-of-ada")
            .user("reader", "secret-of-reader", Set.of("ms:get", "auth:getMyRights", "auth:checkRights"))
            .anonymousAllowed(false)
            .start();

    private KvClient kv;
    private KuzzleAuth auth;

    @BeforeEach
    void connect() {
        kv = client(backend(server).credentials(Credentials.userPassword("ada", "secret-of-ada")))
                .connect();
        auth = kv.unwrap(KuzzleClient.class).auth();
    }

    @AfterEach
    void stop() {
        kv.close();
        server.close();
    }

    private KvClient as(Credentials credentials) {
        return client(backend(server).credentials(credentials)).connect();
    }

    private static KvException refusal(Runnable call) {
        return failureWithin(SOON, call::run);
    }

    @Test
    void isTheSameObjectEachTime() {
        KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);

        assertThat(kuzzle.auth()).isSameAs(kuzzle.auth());
        assertThat(auth.toString()).isEqualTo("KuzzleAuth");
    }

    @Test
    void tellsWhoTheUserIs() {
        KuzzleUser ada = auth.currentUser();

        assertThat(ada.id()).isEqualTo("ada");
        assertThat(ada.isAnonymous()).isFalse();
        assertThat(ada.profileIds()).containsExactly("admin");
        assertThat(ada.strategies()).containsExactly("local");
        assertThat(ada.source().json()).contains("profileIds");
        try (KvClient nobody = client(backend(server)).connect()) {
            KuzzleUser anonymous = nobody.unwrap(KuzzleClient.class).auth().currentUser();
            assertThat(anonymous.isAnonymous()).isTrue();
            assertThat(anonymous.strategies()).isEmpty();
        }
    }

    @Test
    void tellsWhatTheUserMayDo() {
        assertThat(auth.myRights()).containsExactly(new KuzzleRight("*", "*", "*", "*", "allowed"));
        assertThat(auth.checkRights("ms", "set")).isTrue();
        try (KvClient reader = as(Credentials.userPassword("reader", "secret-of-reader"))) {
            KuzzleAuth readers = reader.unwrap(KuzzleClient.class).auth();
            assertThat(readers.myRights()).allMatch(KuzzleRight::isAllowed).hasSize(3);
            assertThat(readers.checkRights("ms", "set")).isFalse();
            assertThat(resultOf(readers.async()
                            .checkRights(KuzzleRequest.of("ms", "get").with("_id", "k"))))
                    .isTrue();
            KvException e = refusal(() -> readers.createApiKey("mine"));
            assertThat(e)
                    .isInstanceOfSatisfying(
                            KvAuthException.class,
                            forbidden -> assertThat(forbidden.reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN));
        }
    }

    @Test
    void knowsTheStrategies() {
        assertThat(auth.strategies()).containsExactly("local");
    }

    @Test
    void looksAtTokens() {
        String token = auth.refreshToken().value();
        TokenCheck good = auth.checkToken(token);
        assertThat(good.valid()).isTrue();
        assertThat(good.userId()).contains("ada");
        assertThat(good.expiresAt()).isPresent();
        assertThat(good.problem()).isEmpty();

        TokenCheck bad = auth.checkToken("bad");
        assertThat(bad.valid()).isFalse();
        assertThat(bad.userId()).isEmpty();
        assertThat(bad.expiresAt()).isEmpty();
        assertThat(bad.problem()).contains("Invalid token.");

        KvException empty = refusal(() -> auth.checkToken(""));
        assertThat(empty).isInstanceOf(KvRequestException.class);
        assertThat(empty.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void whatAsksForATokenOrForNoneGoesWithIt() {
        try (WireTap tap = WireTap.before(server.port());
                KvClient tapped = client(
                                backend(tap.port()).credentials(Credentials.userPassword("ada", "secret-of-ada")))
                        .connect()) {
            KuzzleAuth over = tapped.unwrap(KuzzleClient.class).auth();
            over.checkToken("bad");
            over.currentUser();
            over.login("local", Map.of("username", "ada", "password", "secret-of-ada"));

            assertThat(tap.frames())
                    .filteredOn(f -> f.contains("\"checkToken\"") || f.contains("\"login\""))
                    .hasSize(3)
                    .noneMatch(f -> f.contains("\"jwt\""));
            assertThat(tap.frames())
                    .filteredOn(f -> f.contains("\"getCurrentUser\""))
                    .singleElement()
                    .asString()
                    .contains("\"jwt\"");
        }
    }

    @Test
    void makesTokensForOthers() {
        CreatedToken lasting = auth.createToken(AN_HOUR);
        assertThat(lasting.singleUse()).isFalse();
        assertThat(lasting.life()).isEqualTo(Duration.ofHours(1));
        assertThat(lasting.toString()).doesNotContain(lasting.value());
        try (KvClient other = as(Credentials.token(lasting.value()))) {
            assertThat(other.unwrap(KuzzleClient.class).auth().currentUser().id())
                    .isEqualTo("ada");
        }

        CreatedToken once = auth.createOneTimeToken(TokenLife.usual());
        assertThat(once.singleUse()).isTrue();
        assertThat(once.toString()).doesNotContain(once.value());
        // A look at it is its use.
        assertThat(auth.checkToken(once.value()).valid()).isTrue();
        assertThat(auth.checkToken(once.value()).valid()).isFalse();

        KvException endless = refusal(() -> auth.createToken(TokenLife.infinite()));
        assertThat(endless).isInstanceOf(KvRequestException.class);
        assertThat(endless.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(auth.currentUser().id()).isEqualTo("ada");
    }

    @Test
    void makesFindsAndEndsApiKeys() {
        CreatedApiKey made = auth.createApiKey("k1", "backup", AN_HOUR);
        assertThat(made.key().id()).isEqualTo("k1");
        assertThat(made.key().userId()).isEqualTo("ada");
        assertThat(made.key().life()).contains(Duration.ofHours(1));
        assertThat(made.value()).startsWith("kapikey-");
        assertThat(made.toString()).contains("k1").doesNotContain(made.value());
        CreatedApiKey endless = auth.createApiKey("forever");
        assertThat(endless.key().expiresAt()).isEmpty();
        assertThat(auth.createApiKey("for a while", AN_HOUR).key().expiresAt()).isPresent();

        assertThat(auth.searchApiKeys()).hasSize(3).contains(made.key());
        assertThat(auth.searchApiKeys(ApiKeySearch.all().from(1).size(1)))
                .extracting(ApiKey::description)
                .containsExactly("forever");
        assertThat(resultOf(auth.async()
                        .searchApiKeys(ApiKeySearch.all().koncorde(Map.of("equals", Map.of("ttl", -1))))))
                .isNotEmpty();

        try (KvClient other = as(Credentials.token(made.value()))) {
            KuzzleAuth others = other.unwrap(KuzzleClient.class).auth();
            assertThat(others.currentUser().id()).isEqualTo("ada");
            assertThat(refusal(others::refreshToken).backendCode()).contains("security.token.refresh_forbidden");
            // Not revoked, but forgotten.
            others.logout();
            assertThat(others.currentUser().isAnonymous()).isTrue();
            assertThat(auth.checkToken(made.value()).valid()).isTrue();
        }

        assertThat(refusal(() -> auth.createApiKey("k1", "again", AN_HOUR))).isInstanceOf(KvRequestException.class);
        auth.deleteApiKey("k1");
        assertThat(auth.checkToken(made.value()).valid()).isFalse();
        KvException gone = refusal(() -> auth.deleteApiKey("k1"));
        assertThat(gone).isInstanceOf(KvNotFoundException.class);
        assertThat(gone.outcome()).isEqualTo(Outcome.REJECTED);
    }

    private record LocalInfo(String username, String kuid) {}

    @Test
    void looksAfterCredentials() {
        assertThat(auth.credentialsExist("local")).isTrue();
        assertThat(auth.getMyCredentials("local", LocalInfo.class)).isEqualTo(new LocalInfo("ada", "ada"));
        assertThat(auth.getMyCredentials("local").json()).contains("ada").doesNotContain("secret");
        Map<String, String> whole = Map.of("username", "ada", "password", "another-secret");
        assertThat(auth.validateMyCredentials("local", whole)).isTrue();
        assertThat(refusal(() -> auth.createMyCredentials("local", whole)))
                .isInstanceOf(KvConflictException.class)
                .extracting(Throwable::toString)
                .asString()
                .doesNotContain("another-secret");
        assertThat(refusal(() -> auth.validateMyCredentials("local", Map.of("username", ""))))
                .isInstanceOf(KvRequestException.class);

        assertThat(auth.updateMyCredentials("local", Map.of("password", "new-secret")))
                .isEqualTo(RawJson.of("{\"username\":\"ada\",\"kuid\":\"ada\"}"));
        auth.login("local", Map.of("username", "ada", "password", "new-secret"));
        auth.deleteMyCredentials("local");
        assertThat(auth.credentialsExist("local")).isFalse();
        assertThat(auth.currentUser().id()).isEqualTo("ada");
        assertThat(auth.createMyCredentials("local", whole).json()).contains("ada");

        KvException unknown = failureOf(auth.async().credentialsExist("nope"));
        assertThat(unknown).isInstanceOf(KvRequestException.class);
        assertThat(unknown.backendCode()).contains("security.credentials.unknown_strategy");
    }

    @Test
    void changesWhatIsKeptOfTheUser() {
        KuzzleUser changed = auth.updateSelf(Map.of("name", "Ada"));

        assertThat(changed.source().json()).contains("\"name\":\"Ada\"");
        assertThat(changed.toString()).doesNotContain("Ada");
        assertThat(auth.currentUser().profileIds()).containsExactly("admin");
        KvException forbidden = refusal(() -> auth.updateSelf(Map.of("profileIds", List.of("admin"))));
        assertThat(forbidden).isInstanceOf(KvRequestException.class);
        assertThat(forbidden.backendCode()).contains("api.assert.forbidden_argument");
    }

    @Test
    void whatTheAnonymousUserMayNotIsTold() {
        try (KvClient nobody = client(backend(server)).connect()) {
            KuzzleAuth nobodys = nobody.unwrap(KuzzleClient.class).auth();
            for (Runnable call : List.<Runnable>of(
                    nobodys::refreshToken,
                    () -> nobodys.createToken(AN_HOUR),
                    () -> nobodys.createApiKey("d"),
                    nobodys::searchApiKeys,
                    () -> nobodys.credentialsExist("local"),
                    () -> nobodys.updateSelf(Map.of("name", "N")))) {
                KvException e = refusal(call);
                assertThat(e)
                        .isInstanceOfSatisfying(
                                KvAuthException.class,
                                who -> assertThat(who.reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED));
                assertThat(e.backendCode()).contains("security.rights.unauthorized");
                assertThat(e.attempts()).isEqualTo(1);
            }
        }
    }

    @Test
    void badInputIsRefusedBeforeItIsSent() {
        long before = server.requestsReceived();
        for (Runnable call : List.<Runnable>of(
                () -> auth.login("local", "ada"),
                () -> auth.login("local", Map.of("n", Double.NaN)),
                () -> auth.updateSelf(List.of("a")),
                () -> auth.deleteApiKey(""),
                () -> auth.getMyCredentials(""),
                () -> TokenLife.of(Duration.ofMillis(999)),
                () -> ApiKeySearch.all().size(0),
                () -> ApiKeySearch.all().from(-1))) {
            KvException e = catchThrowableOfType(KvException.class, call::run);
            assertThat(e).isNotNull();
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
        assertThatNullPointerException().isThrownBy(() -> auth.async().login("local", null));
        assertThat(server.requestsReceived()).isEqualTo(before);
    }
}
