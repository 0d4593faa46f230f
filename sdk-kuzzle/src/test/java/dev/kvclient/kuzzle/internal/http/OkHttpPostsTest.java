package dev.kvclient.kuzzle.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.CannedServer;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bounds of an answer, requests that must not leave, and what is asked after the end. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class OkHttpPostsTest {
    private static final int MOST = 1_000;

    private final CannedServer server = CannedServer.start();
    private final HttpPosts posts = posts("http://127.0.0.1:" + server.port() + "/_query", Map.of());

    private static HttpPosts posts(String url, Map<String, String> headers) {
        return new OkHttpPosts(List.of(url), headers, Optional.empty(), Optional.empty(), Duration.ofSeconds(5), MOST);
    }

    @AfterEach
    void close() {
        posts.close();
        server.close();
    }

    /** Keeps what becomes of it. */
    private static final class Post implements HttpPost {
        private final CompletableFuture<HttpAnswer> result = new CompletableFuture<>();
        private final boolean mayLeave;

        Post(boolean mayLeave) {
            this.mayLeave = mayLeave;
        }

        @Override
        public String requestId() {
            return "1";
        }

        @Override
        public @Nullable String token() {
            return null;
        }

        @Override
        public byte[] body() {
            return new byte[] {'{', '}'};
        }

        @Override
        public boolean isProbe() {
            return false;
        }

        @Override
        public boolean leaves() {
            return mayLeave;
        }

        @Override
        public void answered(HttpAnswer answer) {
            result.complete(answer);
        }

        @Override
        public void failed(Throwable why) {
            result.completeExceptionally(why);
        }

        HttpAnswer answer() throws InterruptedException, TimeoutException {
            try {
                return result.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }

        Throwable failure() throws InterruptedException, TimeoutException {
            try {
                throw new AssertionError("answered with " + result.get(10, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }

    private Post post(boolean mayLeave) {
        Post post = new Post(mayLeave);
        assertThat(posts.post(0, post)).isNotNull();
        return post;
    }

    @Test
    void anAnswerOverTheBoundIsNotReadToItsEnd() throws InterruptedException, TimeoutException {
        server.then(CannedServer.answer("200 OK", "x".repeat(MOST)))
                .then(CannedServer.answer("200 OK", "x".repeat(MOST + 1)));

        assertThat(post(true).answer().body()).hasSize(MOST);
        assertThat(post(true).failure())
                .isInstanceOfSatisfying(
                        KvException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void whatMayNotLeaveDoesNot() throws InterruptedException, TimeoutException {
        assertThat(post(false).failure()).isInstanceOf(IOException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anAnswerDoesNotShowItsBody() throws InterruptedException, TimeoutException {
        server.then(CannedServer.answer("200 OK", "secret"));

        assertThat(post(true).answer()).hasToString("HttpAnswer[200, 6 bytes]");
    }

    @Test
    void afterTheEndAllFails() throws InterruptedException, TimeoutException {
        posts.close();

        assertThat(post(true).failure()).isInstanceOf(IOException.class);
    }

    @Test
    void whatHttpCannotSayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> posts("http://127.0.0.1/", Map.of("X", "ü")));
        assertThatIllegalArgumentException().isThrownBy(() -> posts("ftp://127.0.0.1/", Map.of()));
    }
}
