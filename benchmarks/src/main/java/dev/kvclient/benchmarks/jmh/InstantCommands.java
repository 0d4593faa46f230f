package dev.kvclient.benchmarks.jmh;

import dev.kvclient.DeleteResult;
import dev.kvclient.TimeToLive;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.ScanReply;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.StoredEntry;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Answers gets and sets while they are sent; the other commands are not measured. */
final class InstantCommands implements CommandHandler {
    private static final Optional<StoredValue> VALUE =
            Optional.of(new StoredValue.Json("\"v0123456789012345678901234567\"".getBytes(StandardCharsets.US_ASCII)));

    /** One request, answered while it is sent. */
    private record Instant<T>(String operation, List<String> keys, Effect effect, Supplier<T> answer)
            implements WireRequest<T> {
        @Override
        public void send(WireAttempt<T> attempt) {
            attempt.sending();
            attempt.answered(answer);
        }
    }

    @Override
    public CompletionStage<Optional<StoredValue>> get(KvCommand.Get command, Exchange exchange) {
        return exchange.send(new Instant<>("get", command.keys(), Effect.READ, () -> VALUE));
    }

    @Override
    public CompletionStage<SetReply> set(KvCommand.Set command, Exchange exchange) {
        return exchange.send(new Instant<>("set", command.keys(), Effect.IDEMPOTENT_WRITE, () -> SetReply.WRITTEN));
    }

    private static IllegalStateException notMeasured() {
        return new IllegalStateException("only gets and sets are measured");
    }

    @Override
    public CompletionStage<Optional<StoredEntry>> getEntry(KvCommand.GetEntry command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<BatchReply<StoredValue>> getMany(KvCommand.GetMany command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Boolean> contains(KvCommand.Contains command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<BatchReply<SetReply>> setMany(KvCommand.SetMany command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<DeleteReply> delete(KvCommand.Delete command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<BatchReply<DeleteResult.Existed>> deleteMany(
            KvCommand.DeleteMany command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Long> increment(KvCommand.Increment command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<TimeToLive> readTtl(KvCommand.ReadTtl command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Boolean> expire(KvCommand.Expire command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Boolean> persist(KvCommand.Persist command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<ScanReply<String>> scanKeys(KvCommand.ScanKeys command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<ScanReply<StoredEntry>> scanEntries(KvCommand.ScanEntries command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Long> count(KvCommand.Count command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Long> deletePrefix(KvCommand.DeletePrefix command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Ack> clear(KvCommand.Clear command, Exchange exchange) {
        throw notMeasured();
    }

    @Override
    public CompletionStage<Ack> ping(KvCommand.Ping command, Exchange exchange) {
        throw notMeasured();
    }
}
