package dev.kvclient.versori.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Reachability;
import dev.kvclient.transport.Window;
import dev.kvclient.versori.VersoriAuth;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests over HTTP, as many at a time as the window lets in. Safe for use by many threads. */
final class VersoriHttp {
    private static final Logger LOG = LoggerFactory.getLogger(VersoriHttp.class);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String USER_AGENT = "kvclient-versori";
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    /** How long {@code close} waits for its threads: their sockets are closed, so that they have nothing left to do. */
    private static final Duration THREADS_END = Duration.ofSeconds(1);

    private final VersoriSettings settings;
    private final CurrentSignIn signIn;
    private final Window window;
    private volatile @Nullable Opened opened;

    /** What there is from {@code open} on. */
    private record Opened(OkHttpClient client, TimeSource time, Reachability way) {}

    VersoriHttp(VersoriSettings settings) {
        this.settings = settings;
        this.signIn = new CurrentSignIn(settings.auth);
        this.window = new Window(settings.windowRequests, settings.windowBytes);
    }

    /**
     * Makes it ready.
     *
     * @param way is asked before each request of a client's, and told when one finds no connection
     */
    void open(TimeSource time, Duration connectTimeout, Reachability way) {
        opened = new Opened(HttpClients.make(settings, connectTimeout), time, way);
    }

    private Opened opened() {
        Opened now = opened;
        if (now == null) {
            throw HttpFailures.notOpen();
        }
        return now;
    }

    TimeSource time() {
        return opened().time();
    }

    String where() {
        return settings.endpoint();
    }

    Window window() {
        return window;
    }

    /** Gets the first credential, for which an application may have to be asked. */
    CompletionStage<Void> firstCredential() {
        return signIn.first(time());
    }

    CompletionStage<Boolean> renewCredential() {
        return signIn.renew(time());
    }

    /** What the credential of a request that is sent now comes from. */
    SignIn signIn() {
        return signIn.get();
    }

    /** Requests that are sent from now on carry another credential. */
    void credentials(VersoriAuth auth) {
        signIn.replace(auth);
    }

    /** Sends a request of a client's, if there is a way to the server; fails it at once if there is none. */
    <T> void send(VersoriCall<T> call, WireAttempt<T> attempt) {
        byte[] body;
        Reachability way;
        try {
            way = opened().way();
            way.setOut();
            body = call.encode(time());
        } catch (KvException e) {
            attempt.failed(e);
            return;
        }
        new Sending<>(this, call, attempt, body == null ? 1 : body.length, way).start(window, body);
    }

    /** Sends a request that finds out whether there is a way: past the line, and past all that may hang in front. */
    <T> void sendOwn(VersoriCall<T> call, WireAttempt<T> attempt) {
        byte[] body;
        try {
            body = call.encode(time());
        } catch (KvException e) {
            attempt.failed(e);
            return;
        }
        new Sending<>(this, call, attempt, 0, null).startAtOnce(body);
    }

    Call newCall(VersoriCall<?> call, byte @Nullable [] body, @Nullable Credential credential, Sending<?> sending) {
        HttpUrl url = call.url(settings.base);
        Request.Builder request = new Request.Builder()
                .url(url)
                .method(call.verb(), body == null ? null : RequestBody.create(body, JSON))
                .header("Accept", "application/json")
                .header("User-Agent", USER_AGENT)
                .tag(Sending.class, sending);
        settings.headers.forEach(request::header);
        if (credential != null) {
            request.header(credential.header(), credential.value());
        }
        return opened().client().newCall(request.build());
    }

    /**
     * Reads a body, which may be larger than it looked before it was decompressed.
     *
     * @throws KvException if it is longer than is allowed
     */
    byte[] read(Response response) throws IOException {
        long most = settings.maxAnswerBytes;
        // Where the length is told, no more than that is set aside.
        long told = response.body().contentLength();
        long bytes = told >= 0 ? Math.min(told, most + 1) : most + 1;
        try (InputStream body = response.body().byteStream()) {
            byte[] read = body.readNBytes((int) Math.min(bytes, Integer.MAX_VALUE - 8));
            if (read.length > most) {
                throw HttpFailures.tooLong(response.code(), most);
            }
            return read;
        }
    }

    /** Notes what an answer tells beyond itself. */
    void answered(VersoriCall<?> call, HttpAnswer answer, @Nullable Credential carried) {
        if (answer.isGood()) {
            call.store().ifPresent(store -> store.seen(time()));
        } else if (answer.status() == NOT_FOUND && !call.expects(NOT_FOUND)) {
            call.store().ifPresent(StoreHandle::missed);
        } else if (answer.status() == UNAUTHORIZED) {
            signIn.get().refused(carried);
        }
    }

    /**
     * Has the next request make a connection, which it would not if it found one of before. Those of an application's
     * own client are left to it.
     */
    void forgetIdleConnections() {
        if (settings.client.isEmpty()) {
            opened().client().connectionPool().evictAll();
        }
    }

    /** Ends what is under way. The connections of an application's own client are left to it. */
    void close() {
        signIn.close();
        Opened now = opened;
        if (now == null) {
            return;
        }
        OkHttpClient client = now.client();
        ExecutorService threads = client.dispatcher().executorService();
        client.dispatcher().cancelAll();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(THREADS_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a request to {} still ends after close", where());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Not before: one that ends just now gives its connection back to the pool.
        forgetIdleConnections();
    }
}
