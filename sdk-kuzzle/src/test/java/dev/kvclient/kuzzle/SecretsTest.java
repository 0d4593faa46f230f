package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvException;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passwords, tokens and stored values: in no message, no stack trace, no event, no toString and no line of a log. */
@ExtendWith(NoThreadLeft.class)
class SecretsTest {
    private static final String PASSWORD = "pass-hunter2-word";
    private static final String VALUE = "value-hunter2-stored";

    /** Whatever happened, as text. */
    private final List<String> said = new CopyOnWriteArrayList<>();

    private final KvListener listener = new KvListener() {
        @Override
        public void onStateChange(StateChange event) {
            said.add(event.toString());
        }

        @Override
        public void onCallEnd(CallEnd event) {
            said.add(event.toString());
        }

        @Override
        public void onRetry(Retry event) {
            said.add(event.toString());
        }
    };

    private void fails(ThrowingCallable work) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown).isInstanceOf(KvException.class);
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        said.add(trace.toString());
        said.add(((KvException) thrown).failure().toString());
        ((KvException) thrown).nativeError(KuzzleError.class).ifPresent(e -> said.add(e.toString()));
    }

    @Test
    void nowhere() {
        try (CapturedLogs logs = CapturedLogs.listen();
                KuzzleServer server = KuzzleServer.builder()
                        .user("ada", PASSWORD)
                        .anonymousAllowed(false)
                        .start()) {
            Credentials ada = Credentials.userPassword("ada", PASSWORD);
            said.add(ada.toString());
            KuzzleBackend.Builder settings = backend(server).credentials(ada).header("X-Secret", "header-hunter2");
            fails(() -> client(backend(server).credentials(Credentials.userPassword("bob", PASSWORD)))
                    .connect()
                    .close());
            fails(() -> client(backend(server).credentials(Credentials.token("token-hunter2")))
                    .connect()
                    .close());
            try (KvClient kv = client(settings).listener(listener).connect()) {
                said.add(kv.toString());
                refusals(kv);
                faults(kv, server);
                server.revokeTokens();
                kv.set("k", VALUE);
                server.stop();
                await().until(() -> kv.lastConnectionFailure().isPresent());
                fails(() -> kv.set("k", VALUE));
                said.add(kv.lastConnectionFailure().orElseThrow().toString());
            }
            assertThat(logs.lines()).as("the log was heard").isNotEmpty();
            said.addAll(logs.lines());
        }
        assertThat(said).hasSizeGreaterThan(20).noneMatch(line -> line.contains("hunter2") || line.contains("kauth-"));
    }

    private void refusals(KvClient kv) {
        KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
        kv.set("text", VALUE);
        fails(() -> kv.increment("text"));
        fails(() -> kv.get("text", Integer.class));
        fails(() -> kv.get("text", KvType.of(RecordOfNothing.class)));
        fails(() -> kv.set("k", VALUE + "\ud800"));
        fails(() -> kv.set("k", Map.of(VALUE, Double.NaN)));
        fails(() -> kv.set("k", VALUE.repeat(100_000)));
        fails(() -> kuzzle.query(
                KuzzleRequest.of("ms", "object").with("_id", "text").with("subcommand", VALUE), String.class));
        fails(() -> kuzzle.query(
                KuzzleRequest.of("ms", "lpush").with("_id", "text").body(Map.of("values", List.of(VALUE))),
                String.class));
        fails(() -> kuzzle.query(
                KuzzleRequest.of("auth", "login").with("strategy", VALUE).body(Map.of("password", PASSWORD)),
                String.class));
        fails(() -> kv.get(
                "text",
                KvType.of(String.class),
                CallOptions.none()
                        .attribute(
                                KuzzleAttributes.VOLATILE,
                                RawJson.of("{\"sdkName\":\"java@1\",\"value\":\"" + VALUE + "\"}"))));
        said.add(kv.setAll(List.of(KvWrite.of("large", VALUE.repeat(100_000)))).toString());
        said.add(KvWrite.of("k", VALUE).toString());
        said.add(kv.entry("text", String.class).orElseThrow().key());
    }

    private record RecordOfNothing(int number) {}

    private void faults(KvClient kv, KuzzleServer server) {
        List<Fault> faults = List.of(
                Fault.answerNotJson(),
                Fault.answerTwice(),
                Fault.strayAnswerFirst(),
                Fault.dropAfterExecuting(),
                Fault.closeAfterExecuting(1011),
                Fault.overloaded(),
                Fault.redisDown(),
                Fault.refuse(500, "plugin.runtime.unexpected_error", 1, "words " + VALUE, "words " + VALUE),
                Fault.refuse(400, null, 0, "words " + VALUE));
        List<Throwable> thrown = new ArrayList<>();
        for (Fault fault : faults) {
            server.faults().on(Faults.action("set"), fault).once();
            Throwable failure = catchThrowable(() -> kv.set("k", VALUE, o -> o.ttl(Duration.ofMinutes(1))));
            if (failure != null) {
                thrown.add(failure);
            }
            assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(thrown).isNotEmpty();
        thrown.forEach(t -> said.add(t.toString()));
        server.faults().on(Faults.action("get"), Fault.answerForNobody()).once();
        fails(() -> kv.get("k", KvType.of(String.class), CallOptions.none().timeout(Duration.ofMillis(200))));
    }
}
