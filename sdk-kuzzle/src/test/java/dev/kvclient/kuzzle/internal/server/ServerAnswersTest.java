package dev.kvclient.kuzzle.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.internal.Members;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.kuzzle.server.KuzzleServerInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of the controller {@code server}, as a real one gives them, and as none should. */
class ServerAnswersTest {
    private static byte[] frame(String result) {
        return ("{\"action\":\"x\",\"controller\":\"server\",\"error\":null,\"headers\":{},\"requestId\":\"1\",\"result\":"
                        + result + ",\"status\":200,\"volatile\":null,\"node\":\"knode-1\",\"room\":\"1\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Members answer(String result) {
        return Members.ofAnswer(frame(result));
    }

    private static KuzzleServerInfo info(String kuzzle) {
        return ServerAnswers.info(
                answer("{\"serverInfo\":{\"kuzzle\":" + kuzzle
                        + ",\"services\":{\"memoryStorage\":{\"type\":\"redis\",\"version\":\"7.0.15\"},"
                        + "\"publicStorage\":{\"type\":\"elasticsearch\",\"version\":\"7.10.2\"},"
                        + "\"odd\":{\"type\":\"x\"},\"odder\":5}}}"),
                KvCodec.standard());
    }

    @Test
    void whatRunsThere() {
        KuzzleServerInfo info = info("{\"memoryUsed\":100614144,\"nodeVersion\":\"v20.20.2\","
                + "\"uptime\":\"142.588327134s\",\"version\":\"2.56.0\"}");

        assertThat(info.version()).isEqualTo("2.56.0");
        assertThat(info.node()).contains("knode-1");
        assertThat(info.nodeVersion()).contains("v20.20.2");
        assertThat(info.uptime()).contains(Duration.ofSeconds(142, 588_327_134));
        assertThat(info.memoryUsed()).hasValue(100_614_144);
        assertThat(info.serviceVersions()).isEqualTo(Map.of("memoryStorage", "7.0.15", "publicStorage", "7.10.2"));
        assertThat(info.map().keySet()).isEqualTo(Set.of("kuzzle", "services"));
        assertThat(info.json().json()).startsWith("{\"kuzzle\":{\"memoryUsed\":100614144");
        assertThat(info.toString()).isEqualTo("KuzzleServerInfo[2.56.0]");
    }

    @Test
    void whatItDoesNotTellIsEmpty() {
        KuzzleServerInfo info = info("{\"version\":\"2\",\"uptime\":\"long\"}");

        assertThat(info.nodeVersion()).isEmpty();
        assertThat(info.uptime()).isEmpty();
        assertThat(info.memoryUsed()).isEmpty();
        assertThat(info("{\"version\":\"2\",\"uptime\":\"7s\"}").uptime()).contains(Duration.ofSeconds(7));
    }

    @Test
    void simpleResults() {
        assertThat(ServerAnswers.now(answer("{\"now\":1795144109994}")))
                .isEqualTo(Instant.ofEpochMilli(1_795_144_109_994L));
        assertThat(ServerAnswers.adminExists(answer("{\"exists\":true}"))).isTrue();
    }

    @Test
    void aServerThatIsNotWellSaysSo() {
        String red = "{\"error\":{\"status\":500,\"id\":\"core.fatal.service_unavailable\",\"message\":\"m\"},"
                + "\"result\":{\"services\":{\"internalCache\":\"green\",\"storageEngine\":\"red\",\"other\":\"blue\"},"
                + "\"status\":\"red\"},\"status\":500}";

        KuzzleHealth health = ServerAnswers.health(red.getBytes(StandardCharsets.UTF_8));

        assertThat(health.status()).isEqualTo(KuzzleHealth.Status.RED);
        assertThat(health.services())
                .isEqualTo(Map.of(
                        "internalCache", KuzzleHealth.Status.GREEN,
                        "storageEngine", KuzzleHealth.Status.RED,
                        "other", KuzzleHealth.Status.OTHER));
        assertThat(ServerAnswers.health(frame("{\"status\":\"yellow\"}")).status())
                .isEqualTo(KuzzleHealth.Status.YELLOW);
    }

    @Test
    void anErrorWithoutHealthIsAnError() {
        byte[] error = "{\"error\":{\"status\":500,\"message\":\"m\"},\"result\":null,\"status\":500}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(catchThrowableOfType(KvException.class, () -> ServerAnswers.health(error)))
                .isInstanceOf(KvServerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "[]",
                "{}",
                "{\"now\":\"soon\",\"exists\":1,\"status\":7,\"serverInfo\":{}}",
                "{\"serverInfo\":{\"kuzzle\":{}}}"
            })
    void aResultThatMakesNoSenseIsAProtocolError(String result) {
        Members answer = answer(result);
        for (KvException e : List.of(
                catchThrowableOfType(KvException.class, () -> ServerAnswers.now(answer)),
                catchThrowableOfType(KvException.class, () -> ServerAnswers.adminExists(answer)),
                catchThrowableOfType(KvException.class, () -> ServerAnswers.info(answer, KvCodec.standard())),
                catchThrowableOfType(KvException.class, () -> ServerAnswers.health(frame(result))))) {
            assertThat(e).isInstanceOf(KvProtocolException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        }
    }
}
