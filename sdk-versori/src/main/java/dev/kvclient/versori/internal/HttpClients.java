package dev.kvclient.versori.internal;

import dev.kvclient.versori.VersoriAuth;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the OkHttp client of a backend: its own, or one derived from the application's. */
final class HttpClients {
    private static final Logger LOG = LoggerFactory.getLogger(HttpClients.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** An unused thread ends after this many seconds: an idle client keeps none. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    /** 5 min, as OkHttp has it: a connection that is unused for longer has most likely been closed by the server. */
    private static final long IDLE_CONNECTION_MINUTES = 5;

    /** 24 days: OkHttp counts milliseconds in an int. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

    private static final int SERVICE_UNAVAILABLE = 503;

    private HttpClients() {}

    /**
     * A client that sends each request once, exactly as it is told.
     *
     * <p>Of an application's client it keeps what belongs to the way to the server (proxy, trust, DNS, interceptors,
     * listeners, connection pool), and not what would send again or answer by itself (retries, redirects, cache), nor
     * the dispatcher, whose limits would throttle it.
     */
    static OkHttpClient make(VersoriSettings settings, Duration connectTimeout) {
        OkHttpClient.Builder builder = settings.client
                .map(OkHttpClient::newBuilder)
                .orElseGet(() -> new OkHttpClient.Builder()
                        .connectionPool(new ConnectionPool(
                                settings.windowRequests, IDLE_CONNECTION_MINUTES, TimeUnit.MINUTES)));
        settings.proxy.ifPresent(builder::proxy);
        settings.sslContext.ifPresent(
                context -> builder.sslSocketFactory(context.getSocketFactory(), platformTrust(context)));
        builder.socketFactory(new NoDelaySockets(builder.build().socketFactory()));
        if (settings.auth.filter(HttpClients::isCookie).isPresent()) {
            // What a jar holds would take the place of the header.
            builder.cookieJar(CookieJar.NO_COOKIES);
        }
        // Last of the application's, and first of the network's: what happens between them is a matter of connecting.
        builder.addInterceptor(HttpClients::seeksConnection);
        builder.networkInterceptors().add(0, HttpClients::hasConnection);
        Duration answerTimeout = bounded(settings.answerTimeout);
        return builder.dispatcher(dispatcher())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .cache(null)
                .connectTimeout(bounded(connectTimeout))
                .readTimeout(answerTimeout)
                .writeTimeout(answerTimeout)
                .callTimeout(answerTimeout)
                // Last, and so nearest to the wire.
                .addNetworkInterceptor(HttpClients::atTheWire)
                .build();
    }

    private static boolean isCookie(VersoriAuth auth) {
        return auth instanceof VersoriAuth.Secret secret && secret.kind() == VersoriAuth.Kind.COOKIE;
    }

    private static Duration bounded(Duration timeout) {
        return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    }

    /** As many at a time as the window lets in, and what goes past it, on daemon threads of our own. */
    private static Dispatcher dispatcher() {
        String name = "kvclient-versori-" + NUMBER.incrementAndGet() + "-http-";
        AtomicInteger thread = new AtomicInteger();
        ExecutorService threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread made = new Thread(task, name + thread.incrementAndGet());
                    made.setDaemon(true);
                    // Such as an interceptor of the application's; the request that it was about has failed already.
                    made.setUncaughtExceptionHandler((which, e) ->
                            LOG.warn("a request ended with {}", e.getClass().getName()));
                    return made;
                });
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    private static Response seeksConnection(Interceptor.Chain chain) throws IOException {
        Sending<?> sending = chain.request().tag(Sending.class);
        if (sending != null) {
            sending.seeksConnection();
        }
        return chain.proceed(chain.request());
    }

    private static Response hasConnection(Interceptor.Chain chain) throws IOException {
        Sending<?> sending = chain.request().tag(Sending.class);
        if (sending != null) {
            sending.hasConnection();
        }
        return chain.proceed(chain.request());
    }

    /**
     * Stands between OkHttp and the wire: the connection is there, and nothing of the request has left. Here it is
     * decided whether it may leave at all.
     */
    private static Response atTheWire(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Sending<?> sending = request.tag(Sending.class);
        sendAtOnce(chain.connection());
        if (sending != null && !sending.leaves()) {
            throw new IOException("withdrawn before it was sent");
        }
        Response response = chain.proceed(request);
        String retryAfter = response.header("Retry-After");
        if (sending != null) {
            sending.asksToWait(retryAfter);
        }
        // OkHttp sends a request again by itself when it sees a 503 with Retry-After: 0. (A 408 it leaves alone, as it
        // is told not to retry.)
        return response.code() == SERVICE_UNAVAILABLE && retryAfter != null
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }

    /** A pooled connection of the application's client, or one through a SOCKS proxy, was not made by our factory. */
    private static void sendAtOnce(@Nullable Connection connection) throws IOException {
        if (connection != null) {
            Socket socket = connection.socket();
            if (!socket.getTcpNoDelay()) {
                socket.setTcpNoDelay(true);
            }
        }
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
