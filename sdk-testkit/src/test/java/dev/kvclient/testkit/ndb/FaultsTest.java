package dev.kvclient.testkit.ndb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class FaultsTest {

    private static final Duration SILENCE = Duration.ofMillis(100);
    private static final String COUNT = "{\"KV_COUNT\":{}}";
    private static final String DONE = "{\"KV_SET_RSP\":{\"st\":1}}";

    private NdbServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        server = NdbServer.start();
        client = RawClient.connect(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String set(String key) {
        return "{\"KV_SET\":{\"keys\":{\"" + key + "\":1}}}";
    }

    private static String get(String key) {
        return "{\"KV_GET\":{\"keys\":[\"" + key + "\"]}}";
    }

    private static String counted(int count) {
        return "{\"KV_COUNT_RSP\":{\"cnt\":" + count + ",\"st\":1}}";
    }

    private void fault(Fault fault) {
        server.faults().on(Faults.command("KV_SET"), fault).once();
    }

    @Test
    void dropsBeforeExecuting() {
        fault(Fault.dropBeforeExecuting());
        client.send(set("k"));
        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(server.value("k")).isEmpty();
        assertThat(server.executed("KV_SET")).isZero();
    }

    @Test
    void dropsAfterExecuting() {
        fault(Fault.dropAfterExecuting());
        client.send(set("k"));
        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(client.poll(Duration.ZERO)).isNull();
        assertThat(server.value("k")).contains("1");
    }

    @Test
    void delaysAnAnswerAndThoseBehindIt() {
        fault(Fault.delayAnswer(Duration.ofMillis(150)));
        client.send(set("k"));
        assertThat(client.poll(SILENCE)).isNull();
        assertThat(server.value("k")).contains("1");
        client.send(COUNT);
        assertThat(client.next(2)).containsExactly(DONE, counted(1));
    }

    @Test
    void letsAnAnswerBeOvertaken() {
        fault(Fault.delayAnswerOvertaken(Duration.ofMillis(150)));
        assertThat(client.ask(set("k"), COUNT)).containsExactly(counted(1), DONE);
    }

    @Test
    void ignoresARequest() {
        fault(Fault.ignore());
        client.send(set("k"), COUNT);
        assertThat(client.next(1)).containsExactly(counted(0));
    }

    @Test
    void swallowsAnAnswer() {
        fault(Fault.swallowAnswer());
        client.send(set("k"), COUNT);
        assertThat(client.next(1)).containsExactly(counted(1));
    }

    @Test
    void answersTwice() {
        fault(Fault.answerTwice());
        client.send(set("k"), COUNT);
        assertThat(client.next(3)).containsExactly(DONE, DONE, counted(1));
    }

    @Test
    void answersSomethingThatIsNotJson() {
        fault(Fault.answerMalformed());
        assertThat(client.askOne(set("k"))).startsWith("{").doesNotEndWith("}");
        assertThat(server.value("k")).contains("1");
    }

    @Test
    void refuses() {
        fault(Fault.refuse(1000));
        assertThat(client.ask(set("k"), COUNT)).containsExactly("{\"KV_SET_RSP\":{\"st\":1000}}", counted(0));
        server.restart(NdbVersion.V0_5);
        fault(Fault.refuse(1000));
        try (RawClient other = RawClient.connect(server)) {
            assertThat(other.askOne(set("k"))).isEqualTo("{\"KV_SET_RSP\":{\"st\":1000,\"tkn\":null,\"m\":\"\"}}");
        }
    }

    @Test
    void executesLateThoughTheConnectionIsGone() {
        fault(Fault.executeLate(Duration.ofMillis(100)));
        client.send(set("k"), COUNT);
        assertThat(client.next(1)).containsExactly(counted(0));
        client.close();
        await().untilAsserted(() -> assertThat(server.value("k")).contains("1"));
    }

    @Test
    void executesWhenTold() {
        fault(Fault.executeWhenTold());
        client.send(set("k"), COUNT);
        assertThat(client.next(1)).containsExactly(counted(0));
        assertThat(server.faults().held()).isEqualTo(1);
        assertThat(server.faults().executeHeld()).isEqualTo(1);
        assertThat(server.value("k")).contains("1");
        assertThat(client.poll(SILENCE)).isNull();
        assertThat(server.faults().executeHeld()).isZero();
    }

    @Test
    void whatWaitsIsNotExecutedByTheNextProcess() {
        fault(Fault.executeWhenTold());
        client.send(set("k"), COUNT);
        assertThat(client.next(1)).containsExactly(counted(0));
        server.restart();
        assertThat(server.faults().executeHeld()).isZero();
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void stopsInMidBurst() {
        server.faults().on(Faults.key("k3"), Fault.stopAfterExecuting()).once();
        client.send(IntStream.range(0, 6).mapToObj(i -> set("k" + i)).toArray(String[]::new));
        assertThat(client.next(3)).containsOnly(DONE);
        assertThat(client.awaitClose()).isEqualTo(1000);
        assertThat(client.poll(Duration.ZERO)).isNull();
        assertThat(server.executed("KV_SET")).isEqualTo(4);
        assertThat(server.died()).isFalse();
        await().untilAsserted(() ->
                assertThatThrownBy(() -> RawClient.connect(server)).isInstanceOf(UncheckedIOException.class));
        server.restart();
        try (RawClient other = RawClient.connect(server)) {
            assertThat(other.askOne(COUNT)).isEqualTo(counted(0));
        }
    }

    @Test
    void stopsBeforeExecuting() {
        fault(Fault.stopBeforeExecuting());
        client.send(set("k"));
        assertThat(client.awaitClose()).isEqualTo(1000);
        assertThat(server.executed("KV_SET")).isZero();
    }

    @Test
    void dies() {
        fault(Fault.dieBeforeExecuting());
        client.send(set("k"));
        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(server.died()).isTrue();
        assertThat(server.executed("KV_SET")).isZero();
        server.restart();
        fault(Fault.dieAfterExecuting());
        try (RawClient other = RawClient.connect(server)) {
            other.send(set("k"));
            assertThat(other.awaitClose()).isEqualTo(1006);
        }
        assertThat(server.died()).isTrue();
        assertThat(server.executed("KV_SET")).isEqualTo(1);
    }

    @Test
    void holdsAnswersBack() {
        server.faults().holdAnswers(true);
        client.send(set("k"), COUNT);
        await().until(() -> server.executed("KV_COUNT") == 1);
        assertThat(client.poll(SILENCE)).isNull();
        server.faults().holdAnswers(false);
        assertThat(client.next(2)).containsExactly(DONE, counted(1));
    }

    @Test
    void staysSilentOnAccepting() throws Exception {
        server.faults().silent(true);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) SILENCE.toMillis());
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        server.faults().silent(false);
        try (RawClient other = RawClient.connect(server)) {
            assertThat(other.askOne(COUNT)).isEqualTo(counted(0));
        }
    }

    @Test
    void refusesConnections() {
        server.faults().refuseConnections(true);
        assertThatThrownBy(() -> RawClient.connect(server)).isInstanceOf(UncheckedIOException.class);
        assertThat(client.askOne(COUNT)).as("those that were open stay").isEqualTo(counted(0));
        server.faults().clear();
        RawClient.connect(server).close();
    }

    @Test
    void ignoresPings() {
        server.faults().ignorePings(true);
        assertThat(client.ping(SILENCE)).isFalse();
        server.faults().ignorePings(false);
        assertThat(client.ping(RawClient.PATIENCE)).isTrue();
    }

    @Test
    void rulesChooseByCommandKeyAndTurn() {
        FaultRule byKey = server.faults().on(Faults.key("b"), Fault.refuse(1000));
        FaultRule third = server.faults()
                .on(Faults.command("KV_COUNT"), Fault.refuse(14))
                .afterSkipping(2)
                .times(1);
        assertThat(client.ask(set("a"), set("b"), get("b"), "{\"KV_GET\":{\"keys\":[\"a\",\"b\"]}}"))
                .containsExactly(
                        DONE,
                        "{\"KV_SET_RSP\":{\"st\":1000}}",
                        "{\"KV_GET_RSP\":{\"st\":1000}}",
                        "{\"KV_GET_RSP\":{\"st\":1000}}");
        assertThat(byKey.hits()).isEqualTo(3);
        byKey.remove();
        assertThat(client.ask(COUNT, COUNT, COUNT, COUNT))
                .containsExactly(counted(1), counted(1), "{\"KV_COUNT_RSP\":{\"st\":14}}", counted(1));
        assertThat(third.hits()).isEqualTo(1);
    }

    @Test
    void sameSeedSameChances() {
        assertThat(refusals(7)).isEqualTo(refusals(7)).isNotEqualTo(refusals(8)).contains(true, false);
    }

    private List<Boolean> refusals(long seed) {
        server.faults().clear();
        server.faults().seed(seed).on(Faults.any(), Fault.refuse(1000)).probability(0.5);
        List<Boolean> refused = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            refused.add(client.askOne(COUNT).contains("1000"));
        }
        return refused;
    }

    @Test
    void losesWhatIsBehindALargeAnswer() {
        client.askOne("{\"KV_SET\":{\"keys\":{\"large\":\"" + "v".repeat(5000) + "\"}}}");
        server.faults().loseBehindLarge(4000);
        client.send(COUNT, get("large"), set("a"), set("b"), COUNT);
        assertThat(client.next(2)).first().isEqualTo(counted(1));
        assertThat(client.poll(SILENCE)).isNull();
        assertThat(server.faults().lostAnswers()).isEqualTo(3);
        assertThat(client.askOne(COUNT))
                .as("executed, and the connection works")
                .isEqualTo(counted(3));
    }

    @Test
    void losesWhatIsBehindManyAnswers() {
        client.askOne("{\"KV_SET\":{\"keys\":{\"large\":\"" + "v".repeat(1000) + "\"}}}");
        server.faults().loseBehindLarge(4000);
        client.send(IntStream.range(0, 20).mapToObj(i -> get("large")).toArray(String[]::new));
        assertThat(client.next(4)).allMatch(answer -> answer.length() > 1000);
        assertThat(client.poll(SILENCE)).isNull();
        assertThat(server.faults().lostAnswers()).isEqualTo(16);
        server.faults().loseBehindLarge(0);
        assertThat(client.ask(get("large"), get("large"), get("large"), get("large"), get("large")))
                .hasSize(5);
    }

    @Test
    void refusesNonsense() {
        Faults faults = server.faults();
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.executeLate(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.reorder(1, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.loseBehindLarge(-1));
        FaultRule rule = faults.on(Faults.any(), Fault.ignore()).times(0);
        assertThatIllegalArgumentException().isThrownBy(() -> rule.probability(Double.NaN));
    }
}
