package dev.kvclient.versori.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Reachability;
import dev.kvclient.transport.Window;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One sending of one request: it waits for its place in the window, for the credential if that has to be asked for, for
 * a connection, and for its answer. It leaves its place when it ends, however that is.
 */
final class Sending<T> implements Window.Waiter, Callback {
    private final VersoriHttp http;
    private final VersoriCall<T> call;
    private final WireAttempt<T> attempt;
    private final long place;
    private final @Nullable Reachability way;
    private final AtomicBoolean inWindow = new AtomicBoolean();
    private final AtomicBoolean waitsForCredential = new AtomicBoolean();
    private volatile @Nullable Call exchange;
    private volatile @Nullable Credential credential;
    private volatile @Nullable String retryAfter;
    private volatile Stage stage = Stage.HERE;
    private volatile boolean cancelled;
    private volatile boolean left;
    private long setOut;

    /** How far it has come; an interceptor of the application's may make it go the way again. */
    private enum Stage {
        /** With us, or with the application's interceptors. */
        HERE,
        /** On its way to a connection: one that is there, or a new one. */
        CONNECTING,
        /** It has a connection. */
        CONNECTED
    }

    /**
     * One that has not begun.
     *
     * @param way for a request of a client's, which waits for its place; null for one that finds out whether there is a
     *     way, which does not
     */
    Sending(VersoriHttp http, VersoriCall<T> call, WireAttempt<T> attempt, long place, @Nullable Reachability way) {
        this.http = http;
        this.call = call;
        this.attempt = attempt;
        this.place = place;
        this.way = way;
    }

    /**
     * Sends it, as soon as there is a place.
     *
     * @param body as it is now
     */
    void start(Window window, byte @Nullable [] body) {
        attempt.onWithdrawal(this::withdraw);
        if (window.enter(place, this)) {
            inWindow.set(true);
            go(body);
        } else if (attempt.withdrawn()) {
            // The withdrawal may have come before there was anything to withdraw.
            withdraw();
        }
    }

    /** Sends it, however many are under way. */
    void startAtOnce(byte @Nullable [] body) {
        attempt.onWithdrawal(this::withdraw);
        go(body);
    }

    @Override
    public void entered() {
        inWindow.set(true);
        goAnew();
    }

    /** What had to wait is written anew: less may be left of a time to live. */
    private void goAnew() {
        byte[] body;
        try {
            body = call.encode(http.time());
        } catch (KvException e) {
            end(() -> attempt.failed(e));
            return;
        } catch (RuntimeException | Error e) {
            end(() -> attempt.failed(HttpFailures.broken(e, false)));
            return;
        }
        go(body);
    }

    private void go(byte @Nullable [] body) {
        if (attempt.withdrawn()) {
            end(() -> attempt.failed(HttpFailures.withdrawn()));
            return;
        }
        try {
            if (way != null) {
                setOut = way.setOut();
            }
            SignIn signIn = http.signIn();
            if (!signIn.isReady()) {
                awaitCredential();
                return;
            }
            credential = signIn.current(http.time());
            Call made = http.newCall(call, body, credential, this);
            exchange = made;
            made.enqueue(this);
            if (attempt.withdrawn()) {
                cancel(made);
            }
        } catch (KvException e) {
            end(() -> attempt.failed(e));
        } catch (RuntimeException | Error e) {
            end(() -> attempt.failed(HttpFailures.broken(e, left)));
        }
    }

    /** The application has given other credentials, and is asked for the secret. */
    private void awaitCredential() {
        waitsForCredential.set(true);
        http.firstCredential().whenComplete((there, thrown) -> {
            if (!waitsForCredential.compareAndSet(true, false)) {
                return;
            }
            if (thrown == null) {
                goAnew();
            } else {
                Throwable why = Futures.cause(thrown);
                end(() -> attempt.failed(why instanceof KvException known ? known : HttpFailures.broken(why, false)));
            }
        });
        if (attempt.withdrawn()) {
            withdraw();
        }
    }

    /**
     * Nobody waits any more. In the line, or without a credential, it steps out. On its way, its HTTP call is
     * cancelled, sent or not: that ends this exchange's own connection (or stream, in HTTP/2) and no other request, and
     * gives its place to the next; the outcome of what was sent stays unknown, as it would be of an answer that nobody
     * waits for.
     *
     * <p>One that still seeks a connection goes on seeking, as long as the connect timeout lets it, and then does not
     * leave: to a server that swallows what it is sent nobody could connect, and nobody would know, if each try ended
     * with its caller's patience.
     */
    private void withdraw() {
        if (http.window().withdraw(this)) {
            attempt.failed(HttpFailures.withdrawn());
            return;
        }
        if (waitsForCredential.compareAndSet(true, false)) {
            end(() -> attempt.failed(HttpFailures.withdrawn()));
            return;
        }
        Call now = exchange;
        if (now != null && (way == null || stage != Stage.CONNECTING)) {
            cancel(now);
        }
    }

    private void cancel(Call which) {
        cancelled = true;
        which.cancel();
    }

    /** The application's interceptors have let it pass. */
    void seeksConnection() {
        stage = Stage.CONNECTING;
    }

    /** The connection is there, and the application's interceptors for the network are next. */
    void hasConnection() {
        stage = Stage.CONNECTED;
    }

    /** The connection is there; from now on the request may have arrived. False if it must not leave any more. */
    boolean leaves() {
        // An interceptor of the application's may send it once more, which is its own affair.
        if (!left && !attempt.sending()) {
            return false;
        }
        left = true;
        return true;
    }

    /** The answer asks to come again later, or does not. */
    void asksToWait(@Nullable String header) {
        retryAfter = header;
    }

    @Override
    public void onFailure(Call exchanged, IOException e) {
        KvException why = HttpFailures.of(e, http.where(), left);
        if (way != null && stage == Stage.CONNECTING && !cancelled) {
            // Before the request ends: whoever decides what becomes of it has to know.
            way.failedToConnect(setOut, why);
        }
        end(() -> attempt.failed(why));
    }

    @Override
    public void onResponse(Call exchanged, Response response) {
        HttpAnswer answer;
        try (response) {
            byte[] body = http.read(response);
            answer = new HttpAnswer(response.code(), retryAfter, body);
        } catch (IOException e) {
            end(() -> attempt.failed(HttpFailures.of(e, http.where(), left)));
            return;
        } catch (KvException e) {
            end(() -> attempt.failed(e));
            return;
        } catch (RuntimeException | Error e) {
            end(() -> attempt.failed(HttpFailures.broken(e, left)));
            return;
        }
        http.answered(call, answer, credential);
        end(() -> attempt.answered(() -> call.read(answer, http.time().now())));
    }

    private void end(Runnable how) {
        if (inWindow.compareAndSet(true, false)) {
            http.window().leave(place);
        }
        how.run();
    }
}
