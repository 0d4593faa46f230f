package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.WireClient.Got;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to fail. */
@ExtendWith(NoThreadLeft.class)
class FaultsTest {

    private static final Duration SILENCE = Duration.ofMillis(150);
    private static final String ONE = "{\"value\":1}";

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private VersoriServer server;
    private WireClient client;

    @BeforeEach
    void start() {
        server = VersoriServer.builder().timeSource(time).listener(check).start();
        client = new WireClient(server);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void fault(Fault fault) {
        server.faults().on(Faults.any(), fault).once();
    }

    private boolean isSet(String key) {
        return server.value(List.of(key)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 412, 413, 422, 429, 500, 502, 503, 504})
    void refuses(int status) {
        fault(Fault.status(status));
        Got got = client.set("a", ONE);
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.json().get("code").textValue()).isNotEmpty();
        assertThat(got.json().has("fields")).isEqualTo(status == 422);
        assertThat(got.headers()).doesNotContainKey("retry-after");
        assertThat(isSet("a")).isFalse();
        assertThat(client.set("a", ONE).status()).isEqualTo(200);
    }

    @Test
    void saysWhenToComeBack() {
        fault(Fault.status(429, Duration.ofMillis(1200)));
        assertThat(client.get("a").headers()).containsEntry("retry-after", "2");
        fault(Fault.status(503, Duration.ZERO));
        assertThat(client.get("a").headers()).containsEntry("retry-after", "0");
        time.advance(Duration.ofMillis(500));
        fault(Fault.statusWithDate(503, Duration.ofSeconds(61)));
        assertThat(client.get("a").headers()).containsEntry("retry-after", "Thu, 01 Jan 2026 00:01:02 GMT");
    }

    @Test
    void answersAsAGatewayDoes() {
        fault(Fault.unavailablePage());
        Got page = client.set("a", ONE);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.headers().get("content-type")).startsWith("text/html");
        fault(Fault.badGatewayPage());
        assertThat(client.set("a", ONE).body()).contains("502 Bad Gateway");
        fault(Fault.emptyAnswer(504));
        Got empty = client.set("a", ONE);
        assertThat(empty.status()).isEqualTo(504);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.headers()).doesNotContainKey("content-type");
        fault(Fault.requestTimeout());
        assertThat(client.set("a", ONE).status()).isEqualTo(408);
        fault(Fault.redirect("http://localhost:1/elsewhere"));
        Got moved = client.set("a", ONE);
        assertThat(moved.status()).isEqualTo(302);
        assertThat(moved.headers()).containsEntry("location", "http://localhost:1/elsewhere");
        fault(Fault.answer(503, "text/plain", "upstream connect error"));
        assertThat(client.set("a", ONE).body()).isEqualTo("upstream connect error");
        assertThat(isSet("a")).isFalse();
    }

    @Test
    void anyRefusalMayComeAfterExecuting() {
        fault(Fault.status(500).afterExecuting());
        assertThat(client.set("a", ONE).status()).isEqualTo(500);
        assertThat(isSet("a")).isTrue();
        fault(Fault.unavailablePage().afterExecuting());
        assertThat(client.set("b", ONE).status()).isEqualTo(503);
        assertThat(isSet("b")).isTrue();
        assertThat(server.executed(Operation.SET_KV)).isEqualTo(2);
    }

    @Test
    void answersWhatMakesNoSense() {
        fault(Fault.wrongContentType());
        Got typed = client.set("a", ONE);
        assertThat(typed.headers()).containsEntry("content-type", "text/plain");
        assertThat(typed.json().get("committed").booleanValue()).isTrue();
        fault(Fault.answerNotJson());
        Got html = client.set("b", ONE);
        assertThat(html.status()).isEqualTo(200);
        assertThat(html.body()).startsWith("<html>");
        fault(Fault.rewrite(body -> body + " rest"));
        assertThat(client.set("c", ONE).body()).endsWith("} rest");
        assertThat(server.keyCount()).isEqualTo(3);
    }

    @Test
    void answersBatchesThatDoNotFit() {
        String entries = "{\"entries\":[{\"key\":[\"a\"],\"value\":1},{\"key\":[\"b\"],\"value\":2}]}";
        fault(Fault.malformedBatchAnswer());
        Got set = client.kv("PUT", "batch", entries);
        assertThat(set.json().get("successes")).hasSize(1);
        assertThat(server.keyCount()).isEqualTo(2);
        fault(Fault.malformedBatchAnswer());
        Got got = client.kv("POST", "batch", "{\"keys\":[[\"a\"]]}");
        assertThat(got.json().get("entries")).hasSize(2);
        fault(Fault.malformedBatchAnswer());
        assertThat(client.kv("DELETE", "batch", "{\"keys\":[]}").body()).isEqualTo("[]");
    }

    @Test
    void failsSomeKeysOfABatch() {
        String entries = "{\"entries\":[{\"key\":[\"a\"],\"value\":1},{\"key\":[\"b\"],\"value\":2},"
                + "{\"key\":[\"c\"],\"value\":3}]}";
        fault(Fault.failKeys(List.of(List.of("b"))));
        Got got = client.kv("PUT", "batch", entries);
        assertThat(got.json().get("successes")).hasSize(2);
        assertThat(got.json().at("/failures/0/key/0").textValue()).isEqualTo("b");
        assertThat(server.keyCount()).isEqualTo(2);
        assertThat(isSet("b")).isFalse();
    }

    @Test
    void cutsTheBody() {
        fault(Fault.cutBody());
        assertThatThrownBy(() -> client.set("a", ONE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the body ends after");
        assertThat(isSet("a")).isTrue();
    }

    @Test
    void dropsBeforeExecuting() {
        fault(Fault.dropBeforeExecuting());
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(EOFException.class);
        assertThat(isSet("a")).isFalse();
        assertThat(server.requestsSeen()).isEqualTo(1);
    }

    @Test
    void dropsAfterExecuting() {
        fault(Fault.dropAfterExecuting());
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(EOFException.class);
        assertThat(isSet("a")).isTrue();
    }

    @Test
    void delaysTheAnswer() throws IOException {
        fault(Fault.delayAnswer(Duration.ofMillis(300)));
        client.patience(SILENCE);
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(isSet("a")).isTrue();
    }

    @Test
    void delaysTheExecutionAlsoOfThoseWhoHaveGivenUp() throws IOException {
        fault(Fault.delayExecution(Duration.ofMillis(400)));
        client.patience(SILENCE);
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(SocketTimeoutException.class);
        client.close();
        assertThat(isSet("a")).isFalse();
        await().until(() -> isSet("a"));
    }

    @Test
    void neverAnswers() throws IOException {
        client.patience(SILENCE);
        fault(Fault.ignore());
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(isSet("a")).isFalse();
        fault(Fault.swallowAnswer());
        try (WireClient other = new WireClient(server).patience(SILENCE)) {
            assertThatThrownBy(() -> other.set("b", ONE)).hasCauseInstanceOf(SocketTimeoutException.class);
        }
        assertThat(isSet("b")).isTrue();
        assertThat(check.checked()).as("told, though not answered").isEqualTo(2);
    }

    @Test
    void whatWaitsIsLostWhenTheServerIsStopped() throws IOException {
        server.faults().on(Faults.key("a"), Fault.delayExecution(Duration.ofMinutes(1)));
        server.faults().on(Faults.key("b"), Fault.executeWhenTold());
        client.write("PUT", "/store/" + server.storeId() + "/kv/a", ONE);
        try (WireClient other = new WireClient(server)) {
            assertThatThrownBy(() -> other.set("b", ONE)).hasCauseInstanceOf(EOFException.class);
        }
        await().until(() -> server.requestsSeen() == 2 && server.faults().held() == 1);
        long begin = System.nanoTime();
        server.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(server.faults().executeHeld()).isZero();
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void executesLate() {
        fault(Fault.executeLate(Duration.ofMillis(200)));
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(EOFException.class);
        assertThat(isSet("a")).isFalse();
        await().until(() -> isSet("a"));
    }

    @Test
    void executesWhenTold() {
        fault(Fault.executeWhenTold());
        assertThatThrownBy(() -> client.set("a", ONE)).hasCauseInstanceOf(EOFException.class);
        assertThat(isSet("a")).isFalse();
        assertThat(server.faults().executeHeld()).isEqualTo(1);
        assertThat(isSet("a")).isTrue();
    }

    @Test
    void compresses() {
        server.put(List.of("a"), "1");
        fault(Fault.gzip());
        Got got = client.kv("GET", "a", null, "Accept-Encoding: gzip, br");
        assertThat(got.headers()).containsEntry("content-encoding", "gzip");
        assertThat(got.json().get("value").intValue()).isEqualTo(1);
    }

    @Test
    void resetsNewConnections() {
        assertThat(client.get("a").status()).as("accepted by now").isEqualTo(404);
        server.faults().refuseConnections(true);
        assertThatThrownBy(() -> {
                    try (WireClient refused = new WireClient(server)) {
                        refused.get("a");
                    }
                })
                .isInstanceOf(UncheckedIOException.class);
        assertThat(client.get("a").status()).as("those that were open stay").isEqualTo(404);
        server.faults().clear();
        try (WireClient again = new WireClient(server)) {
            assertThat(again.get("a").status()).isEqualTo(404);
        }
    }

    @Test
    void rulesChooseByOperationKeyAndTurn() {
        FaultRule byKey = server.faults().on(Faults.key("k", "1"), Fault.status(429));
        FaultRule third = server.faults()
                .on(Faults.operation(Operation.GET_KV), Fault.status(503))
                .afterSkipping(2)
                .once();
        assertThat(client.kv("POST", "batch", "{\"keys\":[[\"x\"],[\"k\",\"1\"]]}")
                        .status())
                .isEqualTo(429);
        assertThat(client.set("k/1", ONE).status()).isEqualTo(429);
        assertThat(client.set("k", ONE).status()).isEqualTo(200);
        assertThat(byKey.hits()).isEqualTo(2);
        byKey.remove();
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            seen.add(client.get("k").status());
        }
        assertThat(seen).containsExactly(200, 200, 503, 200);
        assertThat(third.hits()).isEqualTo(1);
    }

    @Test
    void sameSeedSameChances() {
        assertThat(refusals(7)).isEqualTo(refusals(7)).isNotEqualTo(refusals(8)).contains(404, 503);
    }

    private List<Integer> refusals(long seed) {
        server.faults().clear();
        server.faults().seed(seed).on(Faults.any(), Fault.status(503)).probability(0.5);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            seen.add(client.get("a").status());
        }
        return seen;
    }

    @Test
    void refusesNonsense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(200));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.answer(99, null, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.executeLate(Duration.ofMillis(-1)));
        FaultRule rule = server.faults().on(Faults.any(), Fault.ignore()).times(0);
        assertThatIllegalArgumentException().isThrownBy(() -> rule.probability(Double.NaN));
    }
}
