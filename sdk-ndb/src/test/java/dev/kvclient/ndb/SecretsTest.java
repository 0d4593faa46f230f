package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvException;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens and stored values: in no message, no stack trace, no event, no toString and no line of a log. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class SecretsTest {
    private static final String VALUE = "value-hunter2-stored";

    /** Whatever happened, as text. */
    private final List<String> said = new CopyOnWriteArrayList<>();

    private final List<String> tokens = new ArrayList<>();

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
        say(thrown);
    }

    private void say(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        said.add(trace.toString());
        if (thrown instanceof KvException e) {
            said.add(e.failure().toString());
            e.nativeError(NdbError.class).ifPresent(error -> said.add(error.toString()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nowhere(NdbVersion version) {
        try (CapturedLogs logs = CapturedLogs.listen();
                NdbServer server =
                        NdbServer.builder().version(version).maxPayload(10_000).start()) {
            NdbBackend.Builder settings = backend(server)
                    .maxPayload(10_000)
                    .answerTimeout(Duration.ofMillis(300))
                    .header("X-Secret", "header-hunter2");
            try (KvClient kv = client(settings).listener(listener).connect()) {
                said.add(kv.toString());
                said.add(kv.unwrap(NdbClient.class).toString());
                kv.set("k", VALUE);
                if (version != NdbVersion.V0_9) {
                    sessions(kv);
                }
                refusals(kv);
                faults(kv, server);
                server.stop();
                await().until(() -> kv.lastConnectionFailure().isPresent());
                fails(() -> kv.set("k", VALUE));
                say(kv.lastConnectionFailure().orElseThrow());
            }
            assertThat(logs.lines()).as("the log was heard").isNotEmpty();
            said.addAll(logs.lines());
        }
        assertThat(said)
                .hasSizeGreaterThan(20)
                .noneMatch(line -> line.contains("hunter2"))
                .noneMatch(line -> tokens.stream().anyMatch(line::contains));
        assertThat(tokens).hasSize(version == NdbVersion.V0_9 ? 0 : 6);
    }

    private void know(NdbToken token) {
        tokens.add(token.digits());
        tokens.add(Long.toString(token.bits()));
        tokens.add(Long.toHexString(token.bits()));
        said.add(token.toString());
    }

    private void sessions(KvClient kv) {
        NdbSessions sessions = kv.unwrap(NdbClient.class).sessions();
        know(sessions.open(NdbBackend.DEFAULT_SESSION).token());
        NdbSession session = sessions.create("mine");
        know(session.token());
        said.add(session.toString());
        said.add(session.keys().toString());
        said.add(session.info().toString());
        sessions.attach("mine", session.token()).end();
        fails(() -> session.keys().get("k", String.class));
        fails(() -> session.keys().set("k", VALUE));
        fails(() -> session.keys().setQuiet("k", VALUE));
        fails(session::info);
        fails(() -> NdbToken.parse(session.token().digits() + "0".repeat(20)));
        fails(() -> session.keys().findKeys("$.[?(" + VALUE + "]"));
        fails(() -> session.keys().update("k", "$.[?(" + VALUE + "]", VALUE));
    }

    private void refusals(KvClient kv) {
        NdbKeys keys = kv.unwrap(NdbClient.class).keys();
        fails(() -> kv.get("k", Integer.class));
        fails(() -> kv.get("k", KvType.of(RecordOfNothing.class)));
        fails(() -> keys.get("k", Integer.class));
        fails(() -> kv.set("k", VALUE + "\ud800"));
        fails(() -> kv.set("k", Map.of(VALUE, Double.NaN)));
        fails(() -> kv.set("k", VALUE.repeat(1_000)));
        fails(() -> keys.set("k", VALUE.repeat(1_000)));
        said.add(kv.setAll(List.of(KvWrite.of("large", VALUE.repeat(1_000)))).toString());
        said.add(KvWrite.of("k", VALUE).toString());
    }

    private record RecordOfNothing(int number) {}

    private void faults(KvClient kv, NdbServer server) {
        List<Fault> faults = List.of(
                Fault.answerMalformed(),
                Fault.answerTwice(),
                Fault.swallowAnswer(),
                Fault.dropAfterExecuting(),
                Fault.refuse(1000),
                Fault.refuse(100),
                Fault.refuse(41),
                Fault.delayAnswerOvertaken(Duration.ofMillis(20)));
        int failed = 0;
        for (Fault fault : faults) {
            for (String command : List.of("KV_SET", "KV_GET", "KV_ADD", "KV_KEYS")) {
                server.faults().on(Faults.command(command), fault).once();
            }
            List<ThrowingCallable> calls = List.of(
                    () -> kv.set("k", VALUE),
                    () -> kv.unwrap(NdbClient.class).keys().add("k", VALUE),
                    () -> kv.get(
                            "k", KvType.of(String.class), CallOptions.none().timeout(Duration.ofSeconds(2))),
                    () -> kv.count("k"));
            for (ThrowingCallable call : calls) {
                Throwable failure = catchThrowable(call);
                if (failure != null) {
                    say(failure);
                    failed++;
                }
            }
            await().until(() -> kv.state() == ConnectionState.CONNECTED);
        }
        assertThat(failed).isGreaterThan(8);
    }
}
