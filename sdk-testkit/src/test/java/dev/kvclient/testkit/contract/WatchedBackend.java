package dev.kvclient.testkit.contract;

import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import dev.kvclient.spi.WriteOrdering;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A backend behind a wire of its own, on which requests are counted and their answers can be held up. */
final class WatchedBackend implements KvBackend {
    private final KvBackend inner;
    private final Wire wire;

    WatchedBackend(KvBackend inner, Wire wire) {
        this.inner = inner;
        this.wire = wire;
    }

    /** What the clients of one test share. */
    static final class Wire {
        private final AtomicLong seen = new AtomicLong();
        private final AtomicReference<CompletableFuture<Void>> gate =
                new AtomicReference<>(CompletableFuture.completedFuture(null));

        long seen() {
            return seen.get();
        }

        AutoCloseable hold() {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            gate.set(closed);
            return () -> closed.complete(null);
        }
    }

    @Override
    public CommandHandler commands() {
        CommandHandler handler = inner.commands();
        return (CommandHandler) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CommandHandler.class},
                (proxy, method, arguments) -> over((KvCommand<?>) arguments[0], (Exchange) arguments[1], handler));
    }

    private <R> CompletionStage<R> over(KvCommand<R> command, Exchange exchange, CommandHandler handler) {
        return exchange.send(new WireRequest<R>() {
            @Override
            public String operation() {
                return command.operation();
            }

            @Override
            public List<String> keys() {
                return command.keys();
            }

            @Override
            public Effect effect() {
                return command.effect();
            }

            @Override
            public void send(WireAttempt<R> attempt) {
                if (!attempt.sending()) {
                    attempt.failed(new KvClosedException(Failure.of(Outcome.NOT_SENT, "withdrawn")));
                    return;
                }
                wire.seen.incrementAndGet();
                var sent = wire.gate
                        .get()
                        .thenRun(() -> attempt.answered(() -> command.dispatch(handler, exchange)
                                .toCompletableFuture()
                                .join()));
                if (sent.isCompletedExceptionally()) {
                    throw new IllegalStateException("a held answer could not be given");
                }
            }
        });
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String endpoint() {
        return inner.endpoint();
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public WriteOrdering writeOrdering() {
        return inner.writeOrdering();
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        return inner.open(context);
    }

    @Override
    public ConnectionState state() {
        return inner.state();
    }

    @Override
    public void connectNow() {
        inner.connectNow();
    }

    @Override
    public void credentials(Credentials value) {
        inner.credentials(value);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline) {
        return inner.unwrap(type, pipeline);
    }

    @Override
    public void close() {
        inner.close();
    }
}
