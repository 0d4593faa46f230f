package dev.kvclient.versori.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Window;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One sending of one request: it waits for its place in the window, then for a connection, then for its answer. It
 * leaves its place when it ends, however that is.
 */
final class Sending<T> implements Window.Waiter, Callback {
    private final VersoriHttp http;
    private final VersoriCall<T> call;
    private final WireAttempt<T> attempt;
    private final long place;
    private final AtomicBoolean inWindow = new AtomicBoolean();
    private volatile @Nullable Call exchange;
    private volatile @Nullable Credential credential;
    private volatile @Nullable String retryAfter;
    private volatile boolean left;

    Sending(VersoriHttp http, VersoriCall<T> call, WireAttempt<T> attempt, long place) {
        this.http = http;
        this.call = call;
        this.attempt = attempt;
        this.place = place;
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

    /** What had to wait is written anew: less may be left of a time to live. */
    @Override
    public void entered() {
        inWindow.set(true);
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
            credential = http.credential();
            Call made = http.newCall(call, body, credential, this);
            exchange = made;
            made.enqueue(this);
            if (attempt.withdrawn()) {
                made.cancel();
            }
        } catch (KvException e) {
            end(() -> attempt.failed(e));
        } catch (RuntimeException | Error e) {
            end(() -> attempt.failed(HttpFailures.broken(e, left)));
        }
    }

    /**
     * Nobody waits any more. In the line, it steps out. On its way, its HTTP call is cancelled, sent or not: that ends
     * this exchange's own connection (or stream, in HTTP/2) and no other request, and gives its place to the next; the
     * outcome of what was sent stays unknown, as it would be of an answer that nobody waits for.
     */
    private void withdraw() {
        if (http.window().withdraw(this)) {
            attempt.failed(HttpFailures.withdrawn());
            return;
        }
        Call now = exchange;
        if (now != null) {
            now.cancel();
        }
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
        end(() -> attempt.failed(HttpFailures.of(e, http.where(), left)));
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
