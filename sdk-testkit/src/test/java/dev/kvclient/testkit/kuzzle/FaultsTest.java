package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Duration SILENCE = Duration.ofMillis(100);

    private KuzzleServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = KuzzleServer.start();
        client = TestClient.connect(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String incr(String id) {
        return "{\"controller\":\"ms\",\"action\":\"incr\",\"_id\":\"n\",\"requestId\":\"" + id + "\"}";
    }

    private void fault(Fault fault) {
        server.faults().on(Faults.action("incr"), fault).once();
    }

    @Test
    void dropsBeforeExecuting() {
        fault(Fault.dropBeforeExecuting());
        client.send(incr("a"));
        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(server.executed("incr")).isZero();
        assertThat(server.value("n")).isEmpty();
    }

    @Test
    void dropsAfterExecuting() {
        fault(Fault.dropAfterExecuting());
        client.send(incr("a"));
        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(server.executed("incr")).isEqualTo(1);
        assertThat(client.poll(Duration.ZERO)).isNull();
        assertThat(server.value("n")).contains("1");
    }

    @Test
    void delaysAnAnswer() {
        fault(Fault.delayAnswer(Duration.ofMillis(150)));
        client.send(incr("a"));
        client.send(incr("b"));
        assertThat(client.next()).contains("\"b\"", "\"result\":2");
        assertThat(client.next()).contains("\"a\"", "\"result\":1");
    }

    @Test
    void delaysAnExecution() {
        fault(Fault.delayExecution(Duration.ofMillis(150)));
        client.send(incr("a"));
        client.send(incr("b"));
        assertThat(client.next()).contains("\"b\"", "\"result\":1");
        assertThat(client.next()).contains("\"a\"", "\"result\":2");
    }

    @Test
    void ignoresARequest() {
        fault(Fault.ignore());
        client.send(incr("a"));
        assertThat(client.ask(incr("b"))).contains("\"b\"", "\"result\":1");
    }

    @Test
    void swallowsAnAnswer() {
        fault(Fault.swallowAnswer());
        client.send(incr("a"));
        assertThat(client.ask(incr("b"))).contains("\"b\"", "\"result\":2");
    }

    @Test
    void refuses() {
        fault(Fault.overloaded());
        assertThat(client.ask(incr("a"))).contains("api.process.overloaded", "\"status\":503", "\"room\":\"a\"");
        fault(Fault.tooManyRequests());
        assertThat(client.ask(incr("b"))).contains("api.process.too_many_requests", "\"status\":429");
        fault(Fault.shuttingDown());
        assertThat(client.ask(incr("c"))).contains("network.entrypoint.shutting_down");
        fault(Fault.refuse(500, null, 0, "words"));
        assertThat(client.ask(incr("d"))).contains("\"error\":{\"message\":\"words\",\"status\":500}");
        assertThat(server.executed("incr")).isZero();
        assertThat(server.requestsReceived()).isEqualTo(4);
    }

    @Test
    void executesLateThoughTheConnectionIsGone() {
        fault(Fault.executeLate(Duration.ofMillis(100)));
        client.send(incr("a"));
        assertThat(client.ask("{\"controller\":\"ms\",\"action\":\"get\",\"_id\":\"n\"}"))
                .contains("\"result\":null");
        client.close();
        await().untilAsserted(() -> assertThat(server.value("n")).contains("1"));
    }

    @Test
    void executesWhenTold() {
        fault(Fault.executeWhenTold());
        client.send(incr("a"));
        await().until(() -> server.faults().held() == 1);
        assertThat(server.executed("incr")).isZero();
        assertThat(server.faults().executeHeld()).isEqualTo(1);
        assertThat(server.value("n")).contains("1");
        assertThat(client.poll(SILENCE)).isNull();
        assertThat(server.faults().executeHeld()).isZero();
    }

    @Test
    void answersTwice() {
        fault(Fault.answerTwice());
        client.send(incr("a"));
        assertThat(client.next()).contains("\"result\":1").isEqualTo(client.next());
    }

    @Test
    void answersForNobody() {
        fault(Fault.answerForNobody());
        client.send(incr("a"));
        assertThat(client.next()).contains("\"result\":1").doesNotContain("\"a\"");
        fault(Fault.strayAnswerFirst());
        client.send(incr("b"));
        assertThat(client.next()).contains("\"result\":2").doesNotContain("\"b\"");
        assertThat(client.next()).contains("\"result\":2", "\"room\":\"b\"");
    }

    @Test
    void answersSomethingThatIsNotJson() {
        fault(Fault.answerNotJson());
        assertThat(client.ask(incr("a"))).startsWith("<html>");
        assertThat(server.value("n")).contains("1");
    }

    @Test
    void closesInMidRequest() {
        fault(Fault.closeBeforeExecuting(1011));
        client.send(incr("a"));
        assertThat(client.awaitClose()).isEqualTo(1011);
        assertThat(server.executed("incr")).isZero();
    }

    @Test
    void closesAfterExecuting() {
        fault(Fault.closeAfterExecuting(1000));
        client.send(incr("a"));
        assertThat(client.awaitClose()).isEqualTo(1000);
        assertThat(server.executed("incr")).isEqualTo(1);
    }

    @Test
    void staysSilentOnAccepting() {
        server.faults().silent(true);
        assertThatThrownBy(() -> TestClient.connect(server, Duration.ofMillis(300)))
                .hasMessage("not connected");
        server.faults().silent(false);
        try (TestClient other = TestClient.connect(server)) {
            assertThat(other.ask(incr("a"))).contains("\"result\":1");
        }
    }

    @Test
    void refusesConnections() {
        server.faults().refuseConnections(true);
        assertThatThrownBy(() -> TestClient.connect(server)).hasMessage("not connected");
        assertThat(client.ask(incr("a"))).as("those that were open stay").contains("\"result\":1");
        server.faults().clear();
        TestClient.connect(server).close();
        await().untilAsserted(() -> assertThat(server.connectionsAccepted()).isEqualTo(2));
    }

    @Test
    void ignoresPings() {
        server.faults().ignorePings(true);
        client.send("{\"p\":1}");
        client.ping("x");
        assertThat(client.ask(incr("a"))).contains("\"result\":1");
        assertThat(client.pong(SILENCE)).isNull();
        server.faults().ignorePings(false);
        assertThat(client.ask("{\"p\":1}")).isEqualTo("{\"p\":2}");
    }

    @Test
    void rulesChooseByActionKeyAndTurn() {
        FaultRule byKey = server.faults().on(Faults.key("m2"), Fault.tooManyRequests());
        FaultRule third = server.faults()
                .on(Faults.action("ms", "incr"), Fault.overloaded())
                .afterSkipping(2)
                .times(1);
        String mget = "{\"controller\":\"ms\",\"action\":\"mget\",\"keys\":[\"m1\",\"m2\"]}";
        assertThat(client.ask(mget)).contains("429");
        String member = "{\"action\":\"get\",\"args\":{\"_id\":\"m2\"}}";
        assertThat(client.ask(
                        "{\"controller\":\"ms\",\"action\":\"mexecute\",\"body\":{\"actions\":[" + member + "]}}"))
                .contains("429");
        assertThat(byKey.hits()).isEqualTo(2);
        byKey.remove();
        assertThat(client.ask(mget)).contains("\"result\":[null,null]");
        assertThat(client.ask(incr("a"))).contains("\"status\":200");
        assertThat(client.ask(incr("b"))).contains("\"status\":200");
        assertThat(client.ask(incr("c"))).contains("\"status\":503");
        assertThat(client.ask(incr("d"))).contains("\"status\":200");
        assertThat(third.hits()).isEqualTo(1);
    }

    @Test
    void sameSeedSameChances() {
        assertThat(refusals(7)).isEqualTo(refusals(7)).isNotEqualTo(refusals(8)).contains(true, false);
    }

    private List<Boolean> refusals(long seed) {
        server.faults().clear();
        server.faults().seed(seed).on(Faults.any(), Fault.overloaded()).probability(0.5);
        List<Boolean> refused = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            refused.add(client.ask(incr("a")).contains("\"status\":503"));
        }
        return refused;
    }

    @Test
    void refusesNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.executeLate(Duration.ofMillis(-1)));
        FaultRule rule = server.faults().on(Faults.any(), Fault.ignore()).times(0);
        assertThatIllegalArgumentException().isThrownBy(() -> rule.probability(Double.NaN));
    }
}
