package dev.kvclient.kuzzle.internal.http;

import dev.kvclient.error.KvException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By OkHttp. */
public final class OkHttpPosts implements HttpPosts {
    private static final Logger LOG = LoggerFactory.getLogger(OkHttpPosts.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String USER_AGENT = "kvclient-kuzzle";
    private static final String RETRY_AFTER = "Retry-After";

    /** Under this name it passes by OkHttp, which sends a request again by itself after a 503 with a wait of 0. */
    private static final String KEPT_RETRY_AFTER = "X-Kvclient-Retry-After";

    /** An unused thread ends after this many seconds: an idle client keeps none. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    /** How long {@code close} waits for its threads: their sockets are closed, so that they have nothing left to do. */
    private static final Duration THREADS_END = Duration.ofSeconds(1);

    /** 24 days: OkHttp counts milliseconds in an int. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

    private final List<HttpUrl> urls;
    private final Headers headers;
    private final int maxAnswerBytes;
    private volatile OkHttpClient client;
    private volatile OkHttpClient probing;

    /**
     * One that is not open yet; it does nothing until it is used.
     *
     * @param urls the servers' URLs, {@code http} or {@code https}, to which requests are posted
     * @param headers for each request; may hold secrets
     * @param answerTimeout for one request, from its first step towards a connection to the last byte of its answer
     * @param maxAnswerBytes the longest answer that is read
     * @throws IllegalArgumentException if a URL or a header is none
     * @throws LinkageError if OkHttp, or what it needs, is not there
     */
    public OkHttpPosts(
            List<String> urls,
            Map<String, String> headers,
            Optional<SSLContext> sslContext,
            Optional<Proxy> proxy,
            Duration answerTimeout,
            int maxAnswerBytes) {
        this.urls = urls.stream().map(HttpUrl::get).toList();
        this.headers = Headers.of(headers);
        this.maxAnswerBytes = maxAnswerBytes;
        Duration bound = bounded(answerTimeout);
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        proxy.ifPresent(builder::proxy);
        sslContext.ifPresent(context -> builder.sslSocketFactory(context.getSocketFactory(), platformTrust(context)));
        OkHttpClient made = builder.dispatcher(dispatcher())
                // Kuzzle ends the connection with each answer; one that is kept here would be a dead one.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .readTimeout(bound)
                .writeTimeout(bound)
                .callTimeout(bound)
                .addNetworkInterceptor(OkHttpPosts::atTheWire)
                .build();
        this.client = made;
        this.probing = made;
    }

    @Override
    public void open(Duration connectTimeout) {
        OkHttpClient connecting =
                client.newBuilder().connectTimeout(bounded(connectTimeout)).build();
        client = connecting;
        probing = connecting
                .newBuilder()
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .build();
    }

    @Override
    public Runnable post(int endpoint, HttpPost post) {
        Request.Builder request = new Request.Builder()
                .url(urls.get(endpoint))
                .headers(headers)
                .header("Accept", "application/json")
                // One core is all that Kuzzle has: it shall not spend it on packing small answers.
                .header("Accept-Encoding", "identity")
                .header("Connection", "close")
                .header("User-Agent", USER_AGENT)
                .header("X-Kuzzle-Request-Id", post.requestId())
                .post(RequestBody.create(post.body(), JSON))
                .tag(HttpPost.class, post);
        String token = post.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        Call call = (post.isProbe() ? probing : client).newCall(request.build());
        call.enqueue(new Reading(post));
        return call::cancel;
    }

    @Override
    public void close() {
        Dispatcher dispatcher = client.dispatcher();
        ExecutorService threads = dispatcher.executorService();
        dispatcher.cancelAll();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(THREADS_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a request over HTTP still ends after close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the answer, on the thread that sent the request. */
    private final class Reading implements Callback {
        private final HttpPost post;

        Reading(HttpPost post) {
            this.post = post;
        }

        @Override
        public void onFailure(Call call, IOException e) {
            post.failed(e);
        }

        @Override
        public void onResponse(Call call, Response response) {
            HttpAnswer answer;
            try (response) {
                answer = new HttpAnswer(response.code(), response.header(KEPT_RETRY_AFTER), body(response));
            } catch (IOException | RuntimeException | Error e) {
                post.failed(e);
                return;
            }
            post.answered(answer);
        }
    }

    /**
     * Reads a body, whose length may not be known before.
     *
     * @throws KvException if it is longer than is allowed
     */
    private byte[] body(Response response) throws IOException {
        // Where the length is told, no more than that is set aside.
        long told = response.body().contentLength();
        long bytes = told >= 0 ? Math.min(told, maxAnswerBytes + 1L) : maxAnswerBytes + 1L;
        try (InputStream body = response.body().byteStream()) {
            byte[] read = body.readNBytes((int) Math.min(bytes, Integer.MAX_VALUE - 8));
            if (read.length > maxAnswerBytes) {
                throw HttpFailures.tooLong(response.code(), maxAnswerBytes);
            }
            return read;
        }
    }

    /** Stands between OkHttp and the wire: the connection is there, and nothing of the request has left. */
    private static Response atTheWire(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        HttpPost post = request.tag(HttpPost.class);
        sendAtOnce(chain.connection());
        if (post != null && !post.leaves()) {
            throw new IOException("withdrawn before it was sent");
        }
        Response response = chain.proceed(request);
        String retryAfter = response.header(RETRY_AFTER);
        return retryAfter == null
                ? response
                : response.newBuilder()
                        .removeHeader(RETRY_AFTER)
                        .header(KEPT_RETRY_AFTER, retryAfter)
                        .build();
    }

    /** With Nagle's algorithm a body that follows its headers waits for the server's delayed acknowledgement: 40 ms. */
    private static void sendAtOnce(@Nullable Connection connection) throws IOException {
        if (connection != null) {
            Socket socket = connection.socket();
            if (!socket.getTcpNoDelay()) {
                socket.setTcpNoDelay(true);
            }
        }
    }

    private static Duration bounded(Duration timeout) {
        return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    }

    /** As many at a time as the window lets in, and what goes past it, on daemon threads of our own. */
    private static Dispatcher dispatcher() {
        String name = "kvclient-kuzzle-" + NUMBER.incrementAndGet() + "-http-";
        AtomicInteger thread = new AtomicInteger();
        ExecutorService threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread made = new Thread(task, name + thread.incrementAndGet());
                    made.setDaemon(true);
                    return made;
                });
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    /**
     * OkHttp wants the trust manager beside the socket factory, which a context does not give out. Whom to trust is
     * decided by the context's own all the same; this one serves to sort certificate chains.
     */
    private static X509TrustManager platformTrust(SSLContext context) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    return trust;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no trust manager for " + context.getProtocol(), e);
        }
        throw new IllegalStateException("the platform has no X.509 trust manager");
    }
}
