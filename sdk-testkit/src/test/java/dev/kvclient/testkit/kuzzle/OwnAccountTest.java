package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users may do with their own account, and how often users may ask. */
@Timeout(30)
class OwnAccountTest {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final TestClock clock = new TestClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final KuzzleServer server = KuzzleServer.builder()
            .clock(clock)
            .user("ada", "secret", Set.of("ms:get", "auth:*"))
            .user("bob", "secret")
            // A push would come between the answers.
            .realtimeNotifications(false)
            .start();
    private final TestClient client = TestClient.connect(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private JsonNode auth(String token, String action, String more) throws JsonProcessingException {
        return JSON.readTree(client.ask("{'controller':'auth','action':'%s','jwt':'%s'%s}"
                .formatted(action, token, more)
                .replace('\'', '"')));
    }

    private String login(String name, String password) throws JsonProcessingException {
        return JSON.readTree(client.ask(("{'controller':'auth','action':'login','strategy':'local',"
                                + "'body':{'username':'%s','password':'%s'}}")
                        .formatted(name, password)
                        .replace('\'', '"')))
                .at("/result/jwt")
                .asText();
    }

    private int statusWith(String token) throws JsonProcessingException {
        return auth(token, "getCurrentUser", "").path("status").intValue();
    }

    @Test
    void anApiKeyLivesUntilItIsDeletedOrOver() throws Exception {
        String ada = login("ada", "secret");
        JsonNode made = auth(ada, "createApiKey", ",'_id':'k1','expiresIn':'1h','body':{'description':'d'}");
        String key = made.at("/result/_source/token").asText();
        assertThat(key).startsWith("kapikey-");
        assertThat(made.at("/result/_source/expiresAt").longValue()).isEqualTo(clock.millis() + 3_600_000);
        String endless = auth(ada, "createApiKey", ",'_id':'k2','body':{'description':'e'}")
                .at("/result/_source/token")
                .asText();

        JsonNode listed = auth(ada, "searchApiKeys", ",'body':{}").path("result");
        assertThat(listed.path("total").intValue()).isEqualTo(2);
        assertThat(listed.at("/hits/0/_source").has("token")).isFalse();
        assertThat(auth(login("bob", "secret"), "searchApiKeys", "")
                        .at("/result/total")
                        .intValue())
                .isZero();

        assertThat(auth(key, "refreshToken", "").at("/error/id").asText())
                .isEqualTo("security.token.refresh_forbidden");
        auth(key, "logout", "");
        auth(ada, "logout", ",'global':true");
        assertThat(statusWith(key)).isEqualTo(200);
        assertThat(statusWith(ada)).isEqualTo(401);
        clock.advance(Duration.ofHours(1));
        assertThat(statusWith(key)).isEqualTo(401);
        assertThat(auth(endless, "deleteApiKey", ",'_id':'k2'")
                        .at("/result/_id")
                        .asText())
                .isEqualTo("k2");
        assertThat(statusWith(endless)).isEqualTo(401);
        assertThat(auth(login("ada", "secret"), "deleteApiKey", ",'_id':'k2'")
                        .at("/error/id")
                        .asText())
                .isEqualTo("services.storage.not_found");
    }

    @Test
    void tellsRights() throws Exception {
        String ada = login("ada", "secret");
        assertThat(auth(ada, "getMyRights", "").at("/result/hits").toString())
                .contains("{\"action\":\"get\",\"collection\":\"*\",\"controller\":\"ms\",\"index\":\"*\"");
        String asked = ",'body':{'controller':'ms','action':'%s'}";
        assertThat(auth(ada, "checkRights", asked.formatted("get"))
                        .at("/result/allowed")
                        .booleanValue())
                .isTrue();
        assertThat(auth(ada, "checkRights", asked.formatted("set"))
                        .at("/result/allowed")
                        .booleanValue())
                .isFalse();
        assertThat(auth(ada, "getStrategies", "").path("result").toString()).isEqualTo("[\"local\"]");
    }

    @Test
    void changesItsCredentials() throws Exception {
        String ada = login("ada", "secret");
        String local = ",'strategy':'local'";
        assertThat(auth(ada, "credentialsExist", local).path("result").booleanValue())
                .isTrue();
        assertThat(auth(ada, "getMyCredentials", local).path("result").toString())
                .isEqualTo("{\"username\":\"ada\",\"kuid\":\"ada\"}");
        auth(ada, "updateMyCredentials", local + ",'body':{'password':'other'}");
        assertThat(login("ada", "secret")).isEmpty();
        assertThat(login("ada", "other")).isNotEmpty();
        String body = ",'body':{'username':'ada','password':'third'}";
        assertThat(auth(ada, "createMyCredentials", local + body).path("status").intValue())
                .isEqualTo(412);
        assertThat(auth(ada, "deleteMyCredentials", local)
                        .at("/result/acknowledged")
                        .booleanValue())
                .isTrue();
        assertThat(auth(ada, "getMyCredentials", local).path("status").intValue())
                .isEqualTo(412);
        assertThat(auth(ada, "validateMyCredentials", local + body)
                        .path("result")
                        .booleanValue())
                .isTrue();
        auth(ada, "createMyCredentials", local + body);
        assertThat(login("ada", "third")).isNotEmpty();
        assertThat(auth(ada, "credentialsExist", ",'strategy':'nope'")
                        .at("/error/id")
                        .asText())
                .isEqualTo("security.credentials.unknown_strategy");
    }

    @Test
    void changesWhatIsSaidOfIt() throws Exception {
        String ada = login("ada", "secret");
        auth(ada, "updateSelf", ",'body':{'name':'Ada'}");
        assertThat(auth(ada, "getCurrentUser", "").at("/result/_source/name").asText())
                .isEqualTo("Ada");
        assertThat(auth(ada, "updateSelf", ",'body':{'profileIds':['admin']}")
                        .at("/error/id")
                        .asText())
                .isEqualTo("api.assert.forbidden_argument");
    }

    @Test
    void aUserOfTheDefaultProfileMayAskTenTimesASecond() throws Exception {
        server.anonymousAllowed(false);
        String bob = login("bob", "secret");
        client.ask(("{'controller':'security','action':'createUser','jwt':'%s','_id':'guest',"
                        + "'body':{'content':{'profileIds':['default']},"
                        + "'credentials':{'local':{'username':'guest','password':'p'}}}}")
                .formatted(bob)
                .replace('\'', '"'));
        String guest = login("guest", "p");
        for (int i = 0; i < 10; i++) {
            assertThat(statusWith(guest)).isEqualTo(200);
        }
        assertThat(statusWith(guest)).isEqualTo(429);
        assertThat(statusWith(bob)).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(statusWith(guest)).isEqualTo(200);
    }

    @Test
    void aTokenIsMadeForManyUsesOrForOne() throws Exception {
        String ada = login("ada", "secret");
        JsonNode many = auth(ada, "createToken", ",'expiresIn':'1m'").path("result");
        assertThat(many.path("ttl").longValue()).isEqualTo(60_000);
        assertThat(many.path("singleUse").booleanValue()).isFalse();
        assertThat(statusWith(many.path("token").asText())).isEqualTo(200);
        assertThat(statusWith(many.path("token").asText())).isEqualTo(200);

        JsonNode one = auth(ada, "createToken", ",'singleUse':true").path("result");
        assertThat(one.path("expiresAt").longValue()).isEqualTo(clock.millis() + 3_600_000);
        assertThat(statusWith(one.path("token").asText())).isEqualTo(200);
        assertThat(statusWith(one.path("token").asText())).isEqualTo(401);

        assertThat(auth(ada, "createToken", ",'expiresIn':-1").at("/error/id").asText())
                .isEqualTo("security.token.invalid_expiration");
    }

    @Test
    void aTokenThatIsRefreshedInItsFirstSecondIsTheSameAndEnds() throws Exception {
        String ada = login("ada", "secret");
        String same = auth(ada, "refreshToken", "").at("/result/jwt").asText();
        assertThat(same).isEqualTo(ada);
        assertThat(auth(ada, "refreshToken", "").at("/error/id").asText()).isEqualTo("security.token.invalid");
        clock.advance(Duration.ofSeconds(1));
        assertThat(statusWith(same)).isEqualTo(401);

        String other = login("ada", "secret");
        clock.advance(Duration.ofSeconds(1));
        String fresh = auth(other, "refreshToken", "").at("/result/jwt").asText();
        assertThat(fresh).isNotEqualTo(other);
        clock.advance(Duration.ofSeconds(1));
        assertThat(statusWith(other)).isEqualTo(401);
        assertThat(statusWith(fresh)).isEqualTo(200);
    }

    @Test
    void whatHasNoEndIsNotRefreshedAndAnIdIsTakenOnce() throws Exception {
        String endless = JSON.readTree(client.ask(("{'controller':'auth','action':'login','strategy':'local',"
                                + "'expiresIn':-1,'body':{'username':'ada','password':'secret'}}")
                        .replace('\'', '"')))
                .at("/result/jwt")
                .asText();

        assertThat(auth(endless, "refreshToken", "").at("/error/id").asText())
                .isEqualTo("security.token.refresh_forbidden");
        auth(endless, "createApiKey", ",'_id':'k','body':{'description':'d'}");
        assertThat(auth(endless, "createApiKey", ",'_id':'k','body':{'description':'d'}")
                        .at("/error/id")
                        .asText())
                .isEqualTo("services.storage.document_already_exists");
        auth(endless, "createApiKey", ",'_id':'l','body':{'description':'e'}");
        assertThat(auth(endless, "searchApiKeys", ",'from':1,'size':5,'body':{}")
                        .at("/result/hits/0/_id")
                        .asText())
                .isEqualTo("l");
    }
}
