package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.transport.Reachability;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether there is a way to one of the servers: signs in there, if there are credentials, and asks it the time.
 * The servers are tried in turn, from the one that was reached last, and share the connect timeout between them.
 */
final class HttpProbe implements Reachability.Probe {
    private static final int UNAVAILABLE = 503;

    private final KuzzleHttp http;
    private final SignIn signIn;
    private final int first;
    private final int endpoints;
    private final Duration share;
    private @Nullable HttpChannel current;
    private boolean stopped;

    /**
     * One that has not begun.
     *
     * @param first the server to begin with
     * @param share how long each may take, if there are several
     */
    HttpProbe(KuzzleHttp http, SignIn signIn, int first, int endpoints, Duration share) {
        this.http = http;
        this.signIn = signIn;
        this.first = first;
        this.endpoints = endpoints;
        this.share = share;
    }

    @Override
    public CompletionStage<?> begin() {
        http.leaveFormer();
        return look(0);
    }

    private CompletionStage<Ack> look(int tried) {
        HttpChannel channel = new HttpChannel(http, (first + tried) % endpoints);
        boolean isLast = tried + 1 == endpoints;
        synchronized (this) {
            if (stopped) {
                return CompletableFuture.failedFuture(KuzzleConnection.withdrawn());
            }
            current = channel;
        }
        CompletionStage<Ack> asked = signIn.first(channel).thenCompose(signedIn -> ask(channel));
        TimeSource.Cancellable limit = isLast ? () -> {} : http.time().schedule(share, () -> end(channel));
        return asked.thenApply(answered -> {
                    limit.cancel();
                    synchronized (this) {
                        if (stopped) {
                            throw KuzzleConnection.withdrawn();
                        }
                        http.found(channel);
                    }
                    return answered;
                })
                .exceptionallyCompose(thrown -> {
                    limit.cancel();
                    end(channel);
                    return isLast || Futures.cause(thrown) instanceof KvAuthException
                            ? CompletableFuture.failedFuture(Futures.cause(thrown))
                            : look(tried + 1);
                });
    }

    /**
     * A Kuzzle that says no has been reached: what the user may do, and whether its Redis is there, is between it and
     * the requests. One that is not for use now, such as one that shuts down, is looked for further.
     */
    private CompletionStage<Ack> ask(HttpChannel channel) {
        KuzzleMessage<Ack> now = new KuzzleMessage<>(
                http, "server", "now", Effect.READ, List.of(), KuzzleMessage.Arguments.NONE, Readers::any, null, false);
        return channel.sendSigned(now).exceptionallyCompose(thrown -> {
            Throwable why = Futures.cause(thrown);
            return why instanceof KvException answer && isKuzzles(answer)
                    ? CompletableFuture.completedFuture(Ack.DONE)
                    : CompletableFuture.failedFuture(why);
        });
    }

    /** A proxy in between answers without an id. */
    private static boolean isKuzzles(KvException answer) {
        return answer.backendCode().isPresent() && answer.status().orElse(UNAVAILABLE) != UNAVAILABLE;
    }

    private void end(HttpChannel channel) {
        http.leave(channel);
        channel.stop();
    }

    @Override
    public void stop() {
        HttpChannel now;
        synchronized (this) {
            stopped = true;
            now = current;
        }
        if (now != null) {
            end(now);
        }
    }
}
