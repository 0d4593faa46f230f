package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Notes commands for a transaction in the place of carrying them out. Used by one thread. */
final class Recorder implements Pipeline {
    private final Pipeline pipeline;
    private final List<Member<?, ?>> members = new ArrayList<>();
    private final AtomicBoolean sent = new AtomicBoolean();

    Recorder(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The commands. No more can be added. */
    List<Member<?, ?>> end() {
        sent.set(true);
        return List.copyOf(members);
    }

    @Override
    public <R, T> CompletableFuture<T> submit(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        if (sent.get()) {
            throw Refused.wrong(MsAction.MEXECUTE, "the transaction is over: a command comes too late");
        }
        Pending<T> future = new Pending<>(sent);
        members.add(new Member<>((MsCall<R>) command, read, future));
        return future;
    }

    @Override
    public <R, T> T call(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        throw new IllegalStateException("a transaction has futures only");
    }

    @Override
    public KvCodec codec() {
        return pipeline.codec();
    }

    @Override
    public Executor callbacks() {
        return pipeline.callbacks();
    }

    @Override
    public TimeSource time() {
        return pipeline.time();
    }
}
