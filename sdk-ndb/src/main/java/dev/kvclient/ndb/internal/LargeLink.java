package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.FrameChannel;
import dev.kvclient.transport.FrameProtocol;
import dev.kvclient.transport.Loss;
import dev.kvclient.transport.WebSocketConnection;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The second connection, for requests with large answers, one at a time: the server drops without a sign what it would
 * have to answer behind a large one. It goes to the server of the first one and is made when it is first needed. After
 * a loss it is made again when it is needed again. When the first one is lost, this one ends too, unless it has
 * something under way, such as a save of minutes: then it goes on, beside the next one to that server.
 *
 * <p>Safe for use by many threads.
 */
final class LargeLink {
    private final NdbConnection owner;
    private final URI endpoint;
    private final Dialect dialect;
    private @Nullable Attempted latest;
    private @Nullable KvException over;

    /** To the server of the first connection. */
    LargeLink(NdbConnection owner, URI endpoint, Dialect dialect) {
        this.owner = owner;
        this.endpoint = endpoint;
        this.dialect = dialect;
    }

    /** Whether it has not ended, and goes to that server. */
    synchronized boolean serves(URI server, Dialect speaking) {
        return over == null && endpoint.equals(server) && dialect == speaking;
    }

    /** Sends a request when there is a connection and those before it are answered. */
    <T> void submit(NdbMessage<T> message, @Nullable NdbToken token, WireAttempt<T> attempt) {
        connected().whenComplete((line, failure) -> {
            if (failure == null) {
                line.submit(message, token, attempt);
            } else {
                attempt.failed(notMade(failure));
            }
        });
    }

    /** The line of the connection, which is made if there is none. */
    private CompletionStage<AnswerLine> connected() {
        Attempted attempted;
        synchronized (this) {
            if (over != null) {
                return CompletableFuture.failedFuture(over);
            }
            attempted = latest;
            if (attempted != null && !attempted.ended) {
                return attempted.line;
            }
            attempted = new Attempted();
            latest = attempted;
        }
        attempted.start();
        return attempted.line;
    }

    void look(long now) {
        AnswerLine line = line();
        if (line != null) {
            // Its own saves have a patience of their own.
            line.look(now, owner.settings().answerTimeout(), line.beganAtNanos());
        }
    }

    /** Whether a request is on its way that may take its time. */
    boolean isPatient() {
        AnswerLine line = line();
        return line != null && line.isPatient();
    }

    /** Whether a request is on its way. */
    boolean isBusy() {
        AnswerLine line = line();
        return line != null && line.isBusy();
    }

    private @Nullable AnswerLine line() {
        Attempted now;
        synchronized (this) {
            now = latest;
        }
        return now == null ? null : now.opened;
    }

    /** The first connection is gone: ends it, unless something is under way. Does not block. */
    void endIfIdle(KvException because) {
        if (!isBusy()) {
            end(because);
        }
    }

    /** Ends it for good. Does not block. */
    void end(KvException because) {
        Attempted now;
        synchronized (this) {
            over = over == null ? because : over;
            now = latest;
        }
        if (now != null) {
            now.socket.giveUp(because);
        }
    }

    /** Ends it for good, and its threads. */
    void close() {
        Attempted now;
        synchronized (this) {
            over = over == null ? NdbConnection.notConnected() : over;
            now = latest;
        }
        if (now != null) {
            now.socket.close();
        }
    }

    private static KvException notMade(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (cause instanceof KvException known) {
            return known.with(f -> f.outcome(Outcome.NOT_SENT).retryable(true));
        }
        return new KvConnectionException(
                Failure.of(Outcome.NOT_SENT, "the connection for large answers could not be made")
                        .retryable(true)
                        .cause(cause));
    }

    /** One connection. */
    private final class Attempted implements FrameProtocol {
        private final CompletableFuture<AnswerLine> line = new CompletableFuture<>();
        private final WebSocketConnection socket = new WebSocketConnection(
                owner.socketSettings().toBuilder(endpoint)
                        .threadName("kvclient-ndb-large")
                        .build(),
                owner.time(),
                this,
                (state, because) -> {});
        private volatile @Nullable AnswerLine opened;
        private volatile boolean ended;

        void start() {
            CompletionStage<Void> connecting = socket.startOrGiveUp();
            connecting.whenComplete((done, failure) -> {
                AnswerLine made = opened;
                if (failure == null && made != null) {
                    line.complete(made);
                } else {
                    ended = true;
                    line.completeExceptionally(failure == null ? NdbConnection.notConnected() : failure);
                }
            });
        }

        @Override
        public CompletionStage<Void> opened(FrameChannel channel) {
            AnswerLine made = new AnswerLine(owner, owner.time(), channel, dialect, false, new Pace(1));
            opened = made;
            // The server may have been started anew as another version, and the first connection not know it yet.
            return new Handshake(owner, made).dialect().thenAccept(found -> {
                if (found != dialect) {
                    throw new KvConnectionException(Failure.of(Outcome.NOT_SENT, "there is another server than before")
                            .retryable(true));
                }
            });
        }

        @Override
        public void received(FrameChannel channel, byte[] utf8) {
            AnswerLine to = opened;
            if (to != null) {
                to.received(utf8);
            }
        }

        @Override
        public void lost(FrameChannel channel, Loss loss) {
            ended = true;
            AnswerLine of = opened;
            if (of != null) {
                of.lost(loss);
            }
            socket.giveUp(loss.cause());
        }
    }
}
