package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.internal.http.HttpAnswer;
import dev.kvclient.kuzzle.internal.http.HttpFailures;
import dev.kvclient.kuzzle.internal.http.HttpPost;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Window;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One sending of one message: it waits for its place in the window, for a connection, and for its answer. It leaves its
 * place when it ends, however that is.
 */
final class HttpSending<T> implements Window.Waiter, HttpPost {
    private final KuzzleHttp http;
    private final KuzzleMessage<T> message;
    private final WireAttempt<T> attempt;
    private final Kind kind;
    private final String requestId;
    private final AtomicBoolean inWindow = new AtomicBoolean();
    private long place;
    private @Nullable HttpChannel channel;
    private volatile byte[] body = {};
    private volatile @Nullable String token;
    private volatile @Nullable Runnable cancellation;
    private volatile boolean cancelled;
    private volatile boolean connected;
    private volatile boolean left;
    private long setOut;

    /** Whose message it is. */
    enum Kind {
        /** A client's. */
        USER,
        /** Of a sign-in while there is a way. */
        RENEWAL,
        /** Of the sign-in of a probe. */
        PROBE_SIGN_IN,
        /** Of a probe that has signed in. */
        PROBE;

        boolean isSigned() {
            return this == USER || this == PROBE;
        }

        /** Whether it needs a way, and finds out when there is none any more. */
        boolean goesTheWay() {
            return this == USER || this == RENEWAL;
        }
    }

    /**
     * One that has not begun.
     *
     * @param channel which it is sent on; null for a client's, which takes that of the moment
     * @param token of one of a sign-in; what is signed takes that of the moment
     */
    HttpSending(
            KuzzleHttp http,
            KuzzleMessage<T> message,
            WireAttempt<T> attempt,
            Kind kind,
            @Nullable HttpChannel channel,
            @Nullable String token) {
        this.http = http;
        this.message = message;
        this.attempt = attempt;
        this.kind = kind;
        this.channel = channel;
        this.token = token;
        this.requestId = http.nextRequestId();
    }

    /** Sends it as soon as there is a place. */
    void start(Window window) {
        if (!encode()) {
            return;
        }
        place = body.length;
        attempt.onWithdrawal(this::withdraw);
        if (window.enter(place, this)) {
            inWindow.set(true);
            go();
        } else if (attempt.withdrawn()) {
            // The withdrawal may have come before there was anything to withdraw.
            withdraw();
        }
    }

    /** Sends it, however many are under way. */
    void startAtOnce() {
        if (encode()) {
            attempt.onWithdrawal(this::withdraw);
            go();
        }
    }

    /** What had to wait is written anew: less may be left of a time to live. */
    @Override
    public void entered() {
        inWindow.set(true);
        if (http.isHolding()) {
            leaveWindow();
            http.send(message, attempt);
        } else if (encode()) {
            go();
        }
    }

    /** Writes the body. False if that cannot be, and the attempt has failed. */
    private boolean encode() {
        try {
            body = http.body(message, requestId);
            return true;
        } catch (KvException e) {
            end(() -> attempt.failed(e));
        } catch (RuntimeException | Error e) {
            end(() -> attempt.failed(HttpFailures.broken(e, false)));
        }
        return false;
    }

    private void go() {
        if (attempt.withdrawn()) {
            end(() -> attempt.failed(KuzzleConnection.withdrawn()));
            return;
        }
        try {
            HttpChannel to = channel;
            if (to == null) {
                to = http.channel();
                channel = to;
            }
            if (kind.goesTheWay()) {
                setOut = http.way().setOut();
            }
            if (kind.isSigned()) {
                token = message.isUnsigned() ? null : http.token();
            }
            cancellation = http.post(to, this);
            if (attempt.withdrawn()) {
                withdraw();
            }
        } catch (KvException e) {
            end(() -> attempt.failed(e));
        } catch (IllegalArgumentException e) {
            // Without the cause: it may repeat a header.
            end(() -> attempt.failed(HttpFailures.broken(null, false)));
        } catch (RuntimeException | Error e) {
            end(() -> attempt.failed(HttpFailures.broken(e, left)));
        }
    }

    /**
     * Nobody waits any more. In the line, it steps out. On its way, it is cancelled, sent or not: that ends its own
     * connection and gives its place to the next; the outcome of what was sent stays unknown.
     *
     * <p>One of a client's that still seeks a connection goes on seeking, as long as the connect timeout lets it, and
     * then does not leave: to a server that takes no connection nobody would know of it, if each try ended with its
     * caller's patience.
     */
    private void withdraw() {
        if (http.window().withdraw(this)) {
            attempt.failed(KuzzleConnection.withdrawn());
            return;
        }
        Runnable now = cancellation;
        if (now != null && (connected || !kind.goesTheWay())) {
            cancelled = true;
            now.run();
        }
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public @Nullable String token() {
        return token;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public boolean isProbe() {
        return !kind.goesTheWay();
    }

    @Override
    public boolean leaves() {
        connected = true;
        if (!attempt.sending()) {
            return false;
        }
        left = true;
        if (kind.isSigned()) {
            http.carries(token);
        }
        return true;
    }

    @Override
    public void answered(HttpAnswer answer) {
        end(() -> attempt.answered(() -> http.read(message, answer, token)));
    }

    @Override
    public void failed(Throwable thrown) {
        KvException why = HttpFailures.of(thrown, http.where(), left);
        HttpChannel over = channel;
        if (kind.goesTheWay() && over != null && !connected && !cancelled) {
            // Before the request ends: whoever decides what becomes of it has to know.
            http.failedToConnect(over, setOut, why);
        }
        end(() -> attempt.failed(why));
    }

    private void end(Runnable how) {
        leaveWindow();
        how.run();
    }

    private void leaveWindow() {
        if (inWindow.compareAndSet(true, false)) {
            http.window().leave(place);
        }
    }
}
