package dev.kvclient.testkit.ndb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** v0.4 does not keep the order of its answers; the others do. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class ReorderTest {

    private static final int ROUNDS = 100;
    private static final String REFUSED = "{\"KV_GET\":{\"keys\":[\"k\"]}}";
    private static final String REFUSAL = "{\"KV_GET_RSP\":{\"st\":101,\"tkn\":null,\"m\":\"\"}}";

    /** Asks one by one without waiting; every third request is refused. Returns the answers as they came. */
    private static List<String> answers(NdbServer server) {
        try (RawClient client = RawClient.connect(server)) {
            String created = client.askOne("{\"SH_NEW\":{\"name\":\"s\"}}");
            String token = created.replaceAll("\\D+(?:1\\D+)?(\\d{5,})\\D+", "$1");
            for (int i = 0; i < ROUNDS; i++) {
                client.send("{\"KV_SET\":{\"tkn\":" + token + ",\"keys\":{\"k" + i + "\":1}}}");
                client.send("{\"KV_COUNT\":{\"tkn\":" + token + "}}");
                client.send(REFUSED);
            }
            List<String> answers = client.next(3 * ROUNDS);
            assertThat(client.poll(Duration.ofMillis(20))).isNull();
            return answers;
        }
    }

    private static List<String> accepted(List<String> answers) {
        return answers.stream().filter(answer -> !answer.equals(REFUSAL)).toList();
    }

    private static List<Integer> refusedAt(List<String> answers) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).equals(REFUSAL)) {
                places.add(i);
            }
        }
        return places;
    }

    private static void assertAcceptedInOrder(List<String> answers) {
        List<String> accepted = accepted(answers);
        assertThat(accepted).hasSize(2 * ROUNDS);
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(accepted.get(2 * i)).contains("\"k" + i + "\":20");
            assertThat(accepted.get(2 * i + 1)).contains("\"cnt\":" + (i + 1) + ",");
        }
    }

    @Test
    void refusalsOvertakeOnABusyV04() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_4).start()) {
            server.faults().reorder(1, 0.3);
            List<String> answers = answers(server);
            assertAcceptedInOrder(answers);
            assertThat(refusedAt(answers)).hasSize(ROUNDS).isNotEqualTo(everyThird());
            assertThat(server.faults().overtakings()).isPositive();
        }
    }

    @Test
    void othersKeepTheOrder() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_5).start()) {
            server.faults().reorder(1, 1);
            List<String> answers = answers(server);
            assertAcceptedInOrder(answers);
            assertThat(refusedAt(answers)).isEqualTo(everyThird());
            assertThat(server.faults().overtakings()).isZero();
        }
    }

    private static List<Integer> everyThird() {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            places.add(3 * i + 2);
        }
        return places;
    }

    @Test
    void someCommandsOvertakeToo() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_4).start();
                RawClient client = RawClient.connect(server)) {
            String created = client.askOne("{\"SH_NEW\":{\"name\":\"s\",\"shared\":true}}");
            String token = created.replaceAll("\\D+(?:1\\D+)?(\\d{5,})\\D+", "$1");
            String count = "{\"KV_COUNT\":{\"tkn\":" + token + "}}";
            String counted = "{\"KV_COUNT_RSP\":{\"st\":1,\"cnt\":0,\"tkn\":" + token + "}}";
            List<String> overtaking = List.of(
                    "{\"SH_OPEN\":{\"name\":\"s\"}}",
                    "{\"SH_INFO_ALL\":{}}",
                    "{\"SH_EXISTS\":{\"tkns\":[1]}}",
                    "{\"SH_LOAD\":{\"names\":[\"no\"]}}",
                    "{bad",
                    "{\"NO_SUCH\":{}}");
            for (String command : overtaking) {
                assertThat(client.ask(count, command)).as(command).last().isEqualTo(counted);
            }
            client.send(count, "{\"SH_SAVE\":{\"name\":\"d\"}}");
            assertThat(client.next(3)).last().isEqualTo(counted);
            for (String command : List.of("SH_INFO", "SH_END")) {
                assertThat(client.ask(count, "{\"" + command + "\":{\"tkn\":" + token + "}}"))
                        .as(command)
                        .first()
                        .isEqualTo(counted);
            }
            assertThat(client.ask(count, "{\"SH_END_ALL\":{}}"))
                    .first()
                    .asString()
                    .contains("SH_END_ALL_RSP");
        }
    }
}
