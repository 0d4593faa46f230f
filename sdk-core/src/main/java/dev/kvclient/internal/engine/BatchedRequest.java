package dev.kvclient.internal.engine;

import dev.kvclient.spi.Effect;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.util.List;

/** A get, set or delete as a request that goes with others; it is retried by itself, whoever it went with. */
final class BatchedRequest<R> implements WireRequest<R> {
    private final Batcher batcher;
    private final BatchKind kind;
    private final Call<?, ?> call;
    private final KvCommand<R> command;

    BatchedRequest(Batcher batcher, BatchKind kind, Call<?, ?> call, KvCommand<R> command) {
        this.batcher = batcher;
        this.kind = kind;
        this.call = call;
        this.command = command;
    }

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
        batcher.add(new BatchMember<>(kind, call, command, attempt));
    }
}
