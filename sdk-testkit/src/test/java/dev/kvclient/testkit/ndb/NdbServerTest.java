package dev.kvclient.testkit.ndb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class NdbServerTest {

    private static final String COUNT = "{\"KV_COUNT\":{}}";
    private static final String SET = "{\"KV_SET\":{\"keys\":{\"k\":1}}}";

    private static NdbServer start(NdbVersion version) {
        return NdbServer.builder().version(version).start();
    }

    private static String newSession(RawClient client) {
        String answer = client.askOne("{\"SH_NEW\":{\"name\":\"s\"}}");
        Matcher token = Pattern.compile("\"tkn\":(\\d+)").matcher(answer);
        assertThat(token.find()).as(answer).isTrue();
        return token.group(1);
    }

    @Test
    void namesItsGenerationInTheUrl() {
        try (NdbServer server = NdbServer.start()) {
            assertThat(server.version()).isEqualTo(NdbVersion.V0_9);
            assertThat(server.url()).isEqualTo("ndb://127.0.0.1:" + server.port() + "?generation=status");
            server.restart(NdbVersion.V0_5);
            assertThat(server.url()).isEqualTo("ndb://127.0.0.1:" + server.port() + "?generation=session");
            try (RawClient client = RawClient.connect(server)) {
                assertThat(client.askOne("{\"SV_INFO\":{}}"))
                        .isEqualTo("{\"SV_INFO_RSP\":{\"st\":10,\"tkn\":null,\"m\":\"\"}}");
            }
        }
    }

    @Test
    void aStopClosesAndLosesKeysButNotWhatWasSaved() {
        try (NdbServer server = NdbServer.start()) {
            int port = server.port();
            RawClient first = RawClient.connect(server);
            assertThat(first.ask(SET, "{\"KV_SAVE\":{\"name\":\"d\"}}").get(1)).contains("\"st\":120");
            server.stop();
            assertThat(first.awaitClose()).isEqualTo(1000);
            assertThatThrownBy(() -> RawClient.connect(server)).isInstanceOf(UncheckedIOException.class);
            assertThat(server.connections()).isZero();
            assertThat(server.value("k")).isEmpty();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            try (RawClient second = RawClient.connect(server)) {
                assertThat(second.askOne(COUNT)).isEqualTo("{\"KV_COUNT_RSP\":{\"cnt\":0,\"st\":1}}");
                assertThat(second.askOne("{\"KV_LOAD\":{\"name\":\"d\"}}")).contains("\"keys\":1", "\"st\":141");
                assertThat(server.value("k")).contains("1");
                server.restart();
                assertThat(second.awaitClose()).isEqualTo(1006);
            }
            first.close();
        }
    }

    @Test
    void savedSessionsOutliveTheServer() {
        try (NdbServer server = start(NdbVersion.V0_5);
                RawClient client = RawClient.connect(server)) {
            String token = newSession(client);
            client.askOne("{\"KV_SET\":{\"tkn\":" + token + ",\"keys\":{\"k\":\"v\"}}}");
            client.send("{\"SH_SAVE\":{\"name\":\"d\"}}");
            assertThat(client.next(2)).last().asString().contains("\"st\":121");
            server.restart(NdbVersion.V0_4);
            try (RawClient other = RawClient.connect(server)) {
                assertThat(other.askOne("{\"SH_LOAD\":{\"names\":[\"d\"]}}")).contains("\"sessions\":1,\"keys\":1");
                assertThat(other.askOne("{\"KV_GET\":{\"tkn\":" + token + ",\"keys\":[\"k\"]}}"))
                        .contains("\"k\":\"v\"");
            }
        }
    }

    @Test
    void savingCanBeOff() {
        NdbServerBuilder off = NdbServer.builder().persistence(false);
        try (NdbServer server = off.start();
                RawClient client = RawClient.connect(server)) {
            assertThat(client.askOne("{\"SV_INFO\":{}}")).contains("\"persistEnabled\":false");
            assertThat(client.askOne("{\"KV_SAVE\":{\"name\":\"d\"}}")).isEqualTo("{\"KV_SAVE_RSP\":{\"st\":14}}");
            server.restart(NdbVersion.V0_4);
            try (RawClient other = RawClient.connect(server)) {
                assertThat(other.askOne("{\"SH_SAVE\":{\"name\":\"d\"}}"))
                        .contains("\"st\":14")
                        .doesNotContain("tkn");
            }
        }
    }

    @Test
    void dropsConnectionsAndKeepsTheData() {
        try (NdbServer server = NdbServer.start();
                RawClient client = RawClient.connect(server)) {
            client.askOne(SET);
            server.dropConnections();
            assertThat(client.awaitClose()).isEqualTo(1006);
            try (RawClient other = RawClient.connect(server)) {
                assertThat(other.askOne(COUNT)).contains("\"cnt\":1");
                assertThat(server.keyCount()).isEqualTo(1);
                server.clearData();
                assertThat(other.askOne(COUNT)).contains("\"cnt\":0");
            }
            assertThat(server.connectionsAccepted()).isEqualTo(2);
            assertThat(server.requestsSeen()).isEqualTo(3);
            assertThat(server.requestsSeen("KV_COUNT")).isEqualTo(2);
            assertThat(server.executed("KV_SET")).isEqualTo(1);
        }
    }

    @Test
    void whatIsBeforeABadFrameInOneReadIsExecutedAndNotAnswered() {
        try (NdbServer server = NdbServer.start()) {
            byte[] tooLong = new byte[8193];
            byte[] noUtf8 = {'"', (byte) 0xFF, '"'};
            for (byte[] bad : List.of(tooLong, noUtf8)) {
                server.clearData();
                try (RawClient client = RawClient.connect(server)) {
                    client.sendBytesBehind(SET, bad);
                    assertThat(client.awaitClose()).isEqualTo(1006);
                    assertThat(client.poll(Duration.ZERO)).isNull();
                    assertThat(server.value("k")).contains("1");
                }
            }
        }
    }

    @Test
    void whatIsBehindABadFrameIsNotExecuted() {
        try (NdbServer server = NdbServer.start();
                RawClient client = RawClient.connect(server)) {
            client.send("x".repeat(8193), SET);
            assertThat(client.awaitClose()).isEqualTo(1006);
            assertThat(server.keyCount()).isZero();
        }
    }

    @Test
    void takesFragmentsAndCountsTheirSum() {
        try (NdbServer server = NdbServer.builder().maxPayload(100).start();
                RawClient client = RawClient.connect(server)) {
            client.sendInPieces(SET);
            assertThat(client.next(1)).containsExactly("{\"KV_SET_RSP\":{\"st\":1}}");
            client.sendInPieces("{\"KV_SET\":{\"keys\":{\"k\":\"" + "v".repeat(100) + "\"}}}");
            assertThat(client.awaitClose()).isEqualTo(1006);
            assertThat(server.value("k")).contains("1");
        }
    }

    @Test
    void answersOfAnySize() {
        try (NdbServer server = NdbServer.builder().maxPayload(2 << 20).start();
                RawClient client = RawClient.connect(server)) {
            String value = "v".repeat(1 << 20);
            client.askOne("{\"KV_SET\":{\"keys\":{\"k\":\"" + value + "\"}}}");
            assertThat(client.askOne("{\"KV_GET\":{\"keys\":[\"k\"]}}"))
                    .isEqualTo("{\"KV_GET_RSP\":{\"keys\":{\"k\":\"" + value + "\"},\"st\":1}}");
        }
    }

    @Test
    void expiryGoesByTheGivenTime() {
        ManualTime time = new ManualTime();
        try (NdbServer server = NdbServer.builder()
                        .version(NdbVersion.V0_5)
                        .timeSource(time)
                        .start();
                RawClient client = RawClient.connect(server)) {
            client.askOne("{\"SH_NEW\":{\"name\":\"e\",\"expiry\":{\"duration\":7,\"deleteSession\":true}}}");
            time.advance(Duration.ofSeconds(9));
            assertThat(client.askOne("{\"SH_INFO_ALL\":{}}"))
                    .as("overdue, but the monitor has not been there")
                    .contains("\"totalSessions\":1");
            time.advance(Duration.ofSeconds(1));
            assertThat(client.askOne("{\"SH_INFO_ALL\":{}}")).contains("\"totalSessions\":0");
            time.advance(Duration.ofDays(36_500));
            assertThat(client.askOne("{\"SH_INFO_ALL\":{}}")).contains("\"totalSessions\":0");
        }
    }

    @Test
    void aDeadServerListensNoMore() {
        try (NdbServer server = NdbServer.start();
                RawClient client = RawClient.connect(server);
                RawClient other = RawClient.connect(server)) {
            client.ask("{\"OLST_CREATE\":{\"name\":\"l\"}}");
            assertThat(server.died()).isFalse();
            client.send("{\"OLST_RMV\":{\"name\":\"l\",\"head\":true}}", SET);
            assertThat(client.awaitClose()).isEqualTo(1006);
            assertThat(other.awaitClose()).isEqualTo(1006);
            assertThat(server.died()).isTrue();
            assertThat(server.executed("KV_SET")).isZero();
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> RawClient.connect(server)).isInstanceOf(UncheckedIOException.class));
            server.restart();
            assertThat(server.died()).isFalse();
            try (RawClient again = RawClient.connect(server)) {
                assertThat(again.askOne("{\"OLST_LEN\":{\"name\":\"l\"}}")).contains("\"st\":22");
            }
        }
    }

    @Test
    void pingsASilentClientAndCutsIt() {
        try (NdbServer server =
                        NdbServer.builder().idleTimeout(Duration.ofMillis(300)).start();
                RawClient client = RawClient.connect(server)) {
            assertThat(client.awaitClose()).isEqualTo(1006);
            assertThat(client.pingsSeen()).isEqualTo(1);
        }
    }

    @Test
    void leavesNoThread() {
        NdbServer server = start(NdbVersion.V0_4);
        RawClient client = RawClient.connect(server);
        server.faults().on(Faults.any(), Fault.delayAnswer(Duration.ofMinutes(1)));
        client.send("{\"SH_INFO_ALL\":{}}");
        await().until(() -> server.requestsSeen() == 1);
        server.close();
        server.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("ndb-") || name.startsWith("WebSocket"));
        assertThat(client.awaitClose()).isEqualTo(1006);
        server.stop();
        assertThatIllegalStateException().isThrownBy(server::restart);
        client.close();
    }

    @Test
    void aTakenPortIsAnError() {
        try (NdbServer server = NdbServer.start()) {
            NdbServerBuilder second = NdbServer.builder().port(server.port());
            assertThatThrownBy(second::start).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void refusesNonsense() {
        NdbServerBuilder builder = NdbServer.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPayload(63));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.idleTimeout(Duration.ZERO));
    }
}
