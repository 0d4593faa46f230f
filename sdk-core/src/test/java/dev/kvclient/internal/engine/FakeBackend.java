package dev.kvclient.internal.engine;

import dev.kvclient.Attribute;
import dev.kvclient.BackendProfile;
import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.codec.Numbers;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import dev.kvclient.spi.WriteOrdering;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A backend of which a test decides each answer. What is sent to it waits in {@link #next()} until then. */
final class FakeBackend implements KvBackend {
    final LinkedBlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    final Thread transport;
    private final LinkedBlockingQueue<Runnable> transportWork = new LinkedBlockingQueue<>();

    volatile Consumer<Sent> onSend = this::usually;
    volatile BiFunction<KvCommand<?>, Exchange, CompletionStage<?>> dispatch = this::oneRequest;
    volatile Function<KvAuthException, CompletionStage<Boolean>> renewal =
            refused -> CompletableFuture.completedFuture(false);
    volatile Runnable onClose = () -> {};
    volatile Capabilities capabilities = BackendProfile.MEMORY;
    volatile Numbers numbers = Numbers.ANY;
    volatile Set<Attribute<?>> attributes = Set.of();
    volatile Supplier<CompletionStage<Void>> opening = this::openAtOnce;
    private volatile ConnectionState state = ConnectionState.DISCONNECTED;
    private volatile BackendContext context;

    FakeBackend() {
        transport = new Thread(this::runTransport, "fake-transport");
        transport.setDaemon(true);
        transport.start();
    }

    /** A ping is what the offline queue tries a new connection with; a test that wants to see it says so. */
    private void usually(Sent one) {
        if (one.command instanceof KvCommand.Ping) {
            one.setOut().answer();
        } else {
            sent.add(one);
        }
    }

    private void runTransport() {
        try {
            while (true) {
                transportWork.take().run();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs something as the thread that reads from the network would. */
    void onTransport(Runnable task) {
        transportWork.add(task);
    }

    KvClientBuilder client() {
        return KvClient.builder(this).closeTimeout(Duration.ofMillis(100));
    }

    /** The next request, in the order of sending. */
    Sent next() {
        try {
            Sent next = sent.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was sent");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void change(ConnectionState to, KvException cause) {
        state = to;
        context.stateChanged(to, cause);
    }

    /** Changes the state, of which the client is not told yet. */
    void changeUntold(ConnectionState to) {
        state = to;
    }

    /** One sending of a request. */
    static final class Sent {
        final KvCommand<?> command;
        final WireAttempt<Object> attempt;

        Sent(KvCommand<?> command, WireAttempt<Object> attempt) {
            this.command = command;
            this.attempt = attempt;
        }

        String operation() {
            return command.operation();
        }

        String key() {
            return command.keys().get(0);
        }

        /** The number that a set stores. */
        int number() {
            return Integer.parseInt(((KvCommand.Set) command).write().value().text());
        }

        /** Hands the request over. */
        Sent setOut() {
            if (!attempt.sending()) {
                attempt.failed(new KvClosedException(Failure.of(Outcome.NOT_SENT, "withdrawn")));
            }
            return this;
        }

        void answer() {
            attempt.answered(() -> usualAnswer(command));
        }

        void answer(Object reply) {
            attempt.answered(() -> reply);
        }

        void fail(KvException failure) {
            attempt.failed(failure);
        }
    }

    static StoredValue.Json json(String text) {
        return new StoredValue.Json(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Object usualAnswer(KvCommand<?> command) {
        if (command instanceof KvCommand.Get) {
            return Optional.of(json("1"));
        }
        if (command instanceof KvCommand.GetEntry) {
            return Optional.empty();
        }
        if (command instanceof KvCommand.Set) {
            return SetReply.WRITTEN;
        }
        if (command instanceof KvCommand.SetMany many) {
            Map<String, SetReply> replies = new LinkedHashMap<>();
            many.keys().forEach(key -> replies.put(key, SetReply.WRITTEN));
            return BatchReply.of(replies);
        }
        if (command instanceof KvCommand.GetMany many) {
            Map<String, StoredValue> replies = new LinkedHashMap<>();
            many.keys().forEach(key -> replies.put(key, json("1")));
            return BatchReply.of(replies);
        }
        if (command instanceof KvCommand.DeleteMany many) {
            Map<String, DeleteResult.Existed> replies = new LinkedHashMap<>();
            many.keys().forEach(key -> replies.put(key, DeleteResult.Existed.NOT_TOLD));
            return BatchReply.of(replies);
        }
        if (command instanceof KvCommand.Delete) {
            return DeleteReply.of(DeleteResult.Existed.YES);
        }
        if (command instanceof KvCommand.Contains || command instanceof KvCommand.Expire) {
            return true;
        }
        if (command instanceof KvCommand.Increment || command instanceof KvCommand.Count) {
            return 1L;
        }
        if (command instanceof KvCommand.Ping || command instanceof KvCommand.Clear) {
            return Ack.DONE;
        }
        throw new IllegalStateException("no answer for " + command.operation());
    }

    private CompletionStage<?> oneRequest(KvCommand<?> command, Exchange exchange) {
        return exchange.send(new WireRequest<Object>() {
            @Override
            public String operation() {
                return "fake:" + command.operation();
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
            public void send(WireAttempt<Object> attempt) {
                onSend.accept(new Sent(command, attempt));
            }
        });
    }

    @Override
    public CommandHandler commands() {
        return (CommandHandler) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CommandHandler.class},
                (proxy, method, arguments) -> dispatch.apply((KvCommand<?>) arguments[0], (Exchange) arguments[1]));
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String endpoint() {
        return "fake://host:1";
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Set<Attribute<?>> attributes() {
        return attributes;
    }

    @Override
    public Numbers numbers() {
        return numbers;
    }

    @Override
    public WriteOrdering writeOrdering() {
        return WriteOrdering.ONE_AT_A_TIME;
    }

    @Override
    public CompletionStage<Void> open(BackendContext with) {
        context = with;
        return opening.get();
    }

    private CompletionStage<Void> openAtOnce() {
        change(ConnectionState.CONNECTED, null);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> renewCredentials(KvAuthException refused) {
        return renewal.apply(refused);
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline) {
        return type.isInstance(pipeline) ? Optional.of(type.cast(pipeline)) : Optional.empty();
    }

    @Override
    public void close() {
        state = ConnectionState.CLOSED;
        onClose.run();
        transport.interrupt();
    }
}
