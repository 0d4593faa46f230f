package dev.kvclient.versori;

import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.client;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an application's OkHttp client brings along, and settings at their ends. */
@ExtendWith(NoThreadLeft.class)
class OwnClientTest {
    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.start(check);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anInterceptorThatThrowsFailsItsRequestOnceAndHoldsUpNoOther() {
        AtomicInteger tries = new AtomicInteger();
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    if (chain.request().method().equals("PUT")) {
                        tries.incrementAndGet();
                        throw new IllegalStateException("of the application's own");
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (KvClient kv =
                client(backend(server).httpClient(own).window(1, 1_000)).connect()) {
            KvException e = assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> kv.set("a", 1))
                    .actual();
            assertThat(e).isInstanceOf(KvProtocolException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.getCause()).hasMessage("of the application's own");
            assertThat(tries).hasValue(1);
            assertThat(kv.get("a", String.class)).isEmpty();
        }
    }

    @Test
    void anInterceptorThatAnswersItselfIsBelieved() {
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.request().method().equals("PUT")
                        ? new Response.Builder()
                                .request(chain.request())
                                .protocol(Protocol.HTTP_1_1)
                                .code(200)
                                .message("OK")
                                .body(ResponseBody.create("{\"ok\":true}", MediaType.get("application/json")))
                                .build()
                        : chain.proceed(chain.request()))
                .build();
        try (KvClient kv = once(backend(server).httpClient(own)).connect()) {
            assertThat(kv.set("a", 1).written()).isTrue();
            assertThat(server.requestsSeen(Operation.SET_KV)).isZero();
        }
    }

    @Test
    void aJarOfCookiesDoesNotReplaceTheCredential() {
        OkHttpClient own = new OkHttpClient.Builder()
                .cookieJar(new CookieJar() {
                    @Override
                    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
                        // Nothing is kept.
                    }

                    @Override
                    public List<Cookie> loadForRequest(HttpUrl url) {
                        return List.of(new Cookie.Builder()
                                .domain("127.0.0.1")
                                .name("sticky")
                                .value("7")
                                .build());
                    }
                })
                .build();
        Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
        server.listen(exchanges::add);
        once(backend(server).httpClient(own).auth(VersoriAuth.cookie("session")))
                .connect()
                .close();
        assertThat(exchanges).allMatch(e -> e.requestHeaders().get("cookie").equals(List.of("cookie=session")));
        exchanges.clear();
        once(backend(server).httpClient(own)).connect().close();
        assertThat(exchanges).allMatch(e -> e.requestHeaders().get("cookie").equals(List.of("sticky=7")));
    }

    @Test
    void timesMayBeAsLongAsOneLikes() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        try (KvClient kv = once(backend(server).answerTimeout(forEver))
                .connectTimeout(forEver)
                .connect()) {
            kv.set("a", 1);
            assertThat(kv.get("a", Integer.class)).contains(1);
        }
    }
}
