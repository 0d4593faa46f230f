package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvclient.CallOptions;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvOperations;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvException;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Credentials and stored values: in no message, no stack trace, no event, no toString and no line of a log. */
@ExtendWith(NoThreadLeft.class)
class SecretsTest {
    private static final String TOKEN = "token-hunter2";
    private static final String VALUE = "value-hunter2-stored";
    private static final VersoriKey KEY = VersoriKey.of("k");

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

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
        ((KvException) thrown).nativeError(VersoriError.class).ifPresent(e -> said.add(e.toString()));
    }

    @Test
    void nowhere() {
        try (CapturedLogs logs = CapturedLogs.listen();
                VersoriServer server = Servers.builder(check).token(TOKEN).start()) {
            for (VersoriAuth auth : List.of(
                    VersoriAuth.apiKey("wrong-hunter2"),
                    VersoriAuth.jwt("wrong-hunter2"),
                    VersoriAuth.cookie("wrong-hunter2"),
                    VersoriAuth.apiKey(() -> "wrong-hunter2 with blanks"))) {
                said.add(auth.toString());
                fails(() -> once(backend(server).auth(auth)).connect().close());
            }
            said.add(VersoriAuth.signingKey("id", "user", "key-hunter2").toString());
            fails(() -> backend(server)
                    .auth(VersoriAuth.signingKey("id", "user", "key-hunter2"))
                    .build());
            fails(() -> backend(server).header("X-Secret", "header-hunter2\u0000"));
            VersoriBackend.Builder settings = backend(server)
                    .credentials(Credentials.token(TOKEN))
                    .header("X-Secret", "header-hunter2")
                    .answerTimeout(Duration.ofMillis(500));
            try (KvClient kv = once(settings).listener(listener).connect()) {
                said.add(kv.toString());
                kv.set("k", VALUE);
                values(kv);
                faults(kv, server);
                server.stop();
                KvOperations now = kv.with(CallOptions.none().queuable(false));
                fails(() -> now.set("k", VALUE));
                fails(() -> now.set("k", VALUE));
            }
            // An interceptor of the application's that throws.
            OkHttpClient own = new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        throw new IllegalStateException("broken");
                    })
                    .build();
            fails(() -> once(backend(server)
                            .credentials(Credentials.token(TOKEN))
                            .httpClient(own))
                    .connect()
                    .close());
            assertThat(logs.lines()).as("the log was heard").isNotEmpty();
            said.addAll(logs.lines());
        }
        assertThat(said).hasSizeGreaterThan(30).noneMatch(line -> line.contains("hunter2"));
    }

    private void values(KvClient kv) {
        VersoriKv versori = kv.unwrap(VersoriClient.class).kv();
        fails(() -> kv.increment("k"));
        fails(() -> kv.get("k", Integer.class));
        fails(() -> kv.set("k", Map.of(VALUE, Double.NaN)));
        fails(() -> kv.set("k", VALUE + "\ud800"));
        said.add(kv.setAll(List.of(KvWrite.of("k2", VALUE))).toString());
        said.add(kv.entry("k", String.class).orElseThrow().toString());
        said.add(versori.get(KEY, String.class).orElseThrow().toString());
        said.add(versori.list(String.class, VersoriListOptions.none()).toString());
        said.add(versori.batchGet(List.of(KEY), String.class).toString());
        said.add(versori.list(Integer.class, VersoriListOptions.none()).toString());
        said.add(VersoriWrite.of(KEY, VALUE)
                .options(VersoriSetOptions.none().metadata(Map.of("m", VALUE)))
                .toString());
        said.add(VersoriFilter.none().metadata(Map.of("m", VALUE)).toString());
        said.add(versori.set(KEY, VALUE).toString());
        said.add(versori.toString());
    }

    private void faults(KvClient kv, VersoriServer server) {
        String echo = "{\"code\":\"value was " + VALUE + "\",\"message\":\"" + VALUE + "\",\"details\":\"" + VALUE
                + "\",\"fields\":[{\"field\":\"it was " + VALUE + "\",\"message\":\"" + TOKEN + "\"}]}";
        for (Fault fault : List.of(
                Fault.answerNotJson(),
                Fault.rewrite(body -> "{\"ok\":\"" + VALUE + "\"}"),
                Fault.rewrite(body -> "{\"versionstamp\":\"" + VALUE),
                Fault.rewrite(body -> VALUE),
                Fault.answer(400, "application/json", echo),
                Fault.answer(422, "application/json", echo),
                Fault.answer(500, "application/json", echo),
                Fault.answer(500, "text/html", VALUE),
                Fault.redirect("http://127.0.0.1/" + VALUE),
                Fault.cutBody(),
                Fault.dropAfterExecuting(),
                Fault.ignore(),
                Fault.status(401),
                Fault.status(429, Duration.ofSeconds(1)))) {
            server.faults().on(Faults.any(), fault).once();
            fails(() -> kv.set("k", VALUE, o -> o.ifVersion(dev.kvclient.Version.parse("1"))));
        }
    }
}
