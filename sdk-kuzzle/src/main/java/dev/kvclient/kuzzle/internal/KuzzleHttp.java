package dev.kvclient.kuzzle.internal;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.internal.http.HttpAnswer;
import dev.kvclient.kuzzle.internal.http.HttpPosts;
import dev.kvclient.kuzzle.internal.http.OkHttpPosts;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Backoff;
import dev.kvclient.transport.Reachability;
import dev.kvclient.transport.WebSocketSettings;
import dev.kvclient.transport.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages over HTTP, to {@code POST /_query}, which takes them as the WebSocket does. There is a connection for
 * each, as Kuzzle wants it; whether there is a way to the server is the business of a {@link Reachability}.
 */
final class KuzzleHttp implements KuzzleTransport {
    private final KuzzleSettings settings;
    private final HttpPosts posts;
    private final int endpoints;
    private final Window window;
    private final SignIn signIn;
    private final Reachability way;
    private final AtomicLong requestIds = new AtomicLong();

    /** Written under the lock of this. */
    private volatile @Nullable HttpChannel channel;

    private volatile int lastEndpoint;
    private volatile @Nullable BackendContext context;

    private KuzzleHttp(KuzzleSettings settings, WebSocketSettings to, HttpPosts posts) {
        this.settings = settings;
        this.posts = posts;
        this.endpoints = to.endpoints().size();
        this.window = new Window(settings.windowRequests(), settings.windowBytes());
        this.signIn = new SignIn(this, settings.credentials());
        this.way =
                new Reachability(settings.endpoint(), new Backoff(to.reconnectMin(), to.reconnectMax()), this::probe);
    }

    /**
     * One that is not open yet.
     *
     * @throws KvRequestException if OkHttp is not there, or the settings cannot be put into words of HTTP
     */
    static KuzzleHttp make(KuzzleSettings settings) {
        WebSocketSettings to = settings.socket().build();
        try {
            List<String> urls = to.endpoints().stream().map(KuzzleHttp::url).toList();
            return new KuzzleHttp(
                    settings,
                    to,
                    new OkHttpPosts(
                            urls,
                            to.headers(),
                            to.sslContext(),
                            to.proxy(),
                            settings.answerTimeout(),
                            to.maxIncomingBytes()));
        } catch (LinkageError e) {
            throw new KvRequestException(Failure.of(
                            Outcome.NOT_SENT,
                            "Kuzzle over HTTP needs the library com.squareup.okhttp3:okhttp-jvm: add it as a dependency,"
                                    + " and on the module path also --add-modules okhttp3")
                    .cause(e));
        } catch (IllegalArgumentException e) {
            // Without the cause: its message may repeat a header.
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "a host name, the path or a header is not valid for HTTP"));
        }
    }

    /** Where to post: the path that was given is that of a proxy in front. */
    private static String url(URI socket) {
        String path = Objects.requireNonNullElse(socket.getRawPath(), "");
        String query = socket.getRawQuery();
        return (socket.getScheme().equals("wss") ? "https://" : "http://") + socket.getRawAuthority()
                + (path.endsWith("/") ? path : path + "/") + "_query" + (query == null ? "" : "?" + query);
    }

    @Override
    public CompletionStage<Void> open(BackendContext given) {
        context = given;
        posts.open(given.connectTimeout());
        return way.open(given);
    }

    @Override
    public ConnectionState state() {
        return way.state();
    }

    @Override
    public CompletionStage<Boolean> renew(KvAuthException refused) {
        return signIn.renew(refused);
    }

    @Override
    public void credentials(Credentials value) {
        signIn.change(value);
    }

    @Override
    public void tryNow() {
        way.tryNow();
    }

    @Override
    public SignIn signIn() {
        return signIn;
    }

    @Override
    public void close() {
        signIn.close();
        way.close();
        leave(channel);
        posts.close();
    }

    private BackendContext context() {
        return Objects.requireNonNull(context, "not open");
    }

    @Override
    public TimeSource time() {
        return context().time();
    }

    @Override
    public <T> void send(KuzzleMessage<T> message, WireAttempt<T> attempt) {
        if (!signIn.hold(() -> send(message, attempt), attempt)) {
            new HttpSending<>(this, message, attempt, HttpSending.Kind.USER, null, null).start(window);
        }
    }

    private Reachability.Probe probe() {
        Duration share = context().connectTimeout().dividedBy(endpoints);
        return new HttpProbe(this, signIn, lastEndpoint, endpoints, share);
    }

    /** The way of before is over, if it was not known yet. */
    void leaveFormer() {
        leave(channel);
    }

    /** A probe has found a way; from now on messages may go it. */
    void found(HttpChannel found) {
        found.opened();
        lastEndpoint = found.endpoint();
        synchronized (this) {
            channel = found;
        }
    }

    /** A message has found no connection where it was told that there is one. */
    void failedToConnect(HttpChannel over, long setOut, KvException why) {
        way.failedToConnect(setOut, why);
        leave(over);
    }

    /** Nothing more may be sent over it; what was sent is answered on its own connections. */
    void giveUp(HttpChannel given, KvException because) {
        if (way.state() == ConnectionState.CONNECTED) {
            way.failedToConnect(way.setOut(), because);
        }
        leave(given);
    }

    /** Nothing goes over that channel any more. */
    void leave(@Nullable HttpChannel lost) {
        if (lost == null) {
            return;
        }
        synchronized (this) {
            if (channel == lost) {
                channel = null;
            }
        }
        signIn.lost(lost);
    }

    /** The channel of the moment; asked before {@link Reachability#setOut()}, so that it is none of a later way. */
    HttpChannel channel() {
        HttpChannel now = channel;
        if (now == null) {
            // Says why there is none.
            long unused = way.setOut();
            throw KuzzleConnection.notConnected();
        }
        return now;
    }

    Reachability way() {
        return way;
    }

    Window window() {
        return window;
    }

    String where() {
        return settings.endpoint();
    }

    String nextRequestId() {
        return Long.toString(requestIds.incrementAndGet());
    }

    boolean isHolding() {
        return signIn.isHolding();
    }

    @Nullable
    String token() {
        return signIn.token();
    }

    void carries(@Nullable String token) {
        signIn.carries(token);
    }

    /**
     * What is posted.
     *
     * @throws KvTooLargeException if it is more than the server takes
     */
    byte[] body(KuzzleMessage<?> message, String requestId) {
        byte[] body = message.frame(requestId, null);
        if (body.length > settings.maxFrameBytes()) {
            throw new KvTooLargeException(Failure.of(
                    Outcome.NOT_SENT,
                    "the request has " + body.length + " bytes, of which the server takes "
                            + settings.maxFrameBytes()));
        }
        return body;
    }

    Runnable post(HttpChannel to, HttpSending<?> sending) {
        return posts.post(to.endpoint(), sending);
    }

    /** Notes which token a refusal is about: a new one may have come since. */
    <T> T read(KuzzleMessage<T> message, HttpAnswer answer, @Nullable String token) {
        try {
            return HttpAnswers.read(message, answer);
        } catch (KvAuthException e) {
            signIn.refused(token, e);
            throw e;
        }
    }
}
