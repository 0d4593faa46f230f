package dev.kvclient.spi;

import dev.kvclient.DeleteResult;
import dev.kvclient.TimeToLive;
import dev.kvclient.codec.StoredValue;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Carries out the commands of the common API, each by one or several {@link WireRequest}s.
 *
 * <p>Called by many threads. A method does not block; what it throws counts as a failure of the command. The engine has
 * compared the command with the {@link dev.kvclient.Capabilities} before, so what they say is unsupported does not
 * arrive here.
 */
public interface CommandHandler {
    /** Reads a value. */
    CompletionStage<Optional<StoredValue>> get(KvCommand.Get command, Exchange exchange);

    /** Reads a value with its version and expiry. */
    CompletionStage<Optional<StoredEntry>> getEntry(KvCommand.GetEntry command, Exchange exchange);

    /** Reads several values; absent keys are left out. */
    CompletionStage<BatchReply<StoredValue>> getMany(KvCommand.GetMany command, Exchange exchange);

    /** Tests for a key. */
    CompletionStage<Boolean> contains(KvCommand.Contains command, Exchange exchange);

    /** Stores a value. */
    CompletionStage<SetReply> set(KvCommand.Set command, Exchange exchange);

    /** Stores several values. */
    CompletionStage<BatchReply<SetReply>> setMany(KvCommand.SetMany command, Exchange exchange);

    /** Removes a key. */
    CompletionStage<DeleteReply> delete(KvCommand.Delete command, Exchange exchange);

    /** Removes several keys. */
    CompletionStage<BatchReply<DeleteResult.Existed>> deleteMany(KvCommand.DeleteMany command, Exchange exchange);

    /** Adds to a counter. */
    CompletionStage<Long> increment(KvCommand.Increment command, Exchange exchange);

    /** Reads the time to live. */
    CompletionStage<TimeToLive> readTtl(KvCommand.ReadTtl command, Exchange exchange);

    /** Gives an existing key an expiry; false if there is none. */
    CompletionStage<Boolean> expire(KvCommand.Expire command, Exchange exchange);

    /** Takes its expiry from a key; false if there was none. */
    CompletionStage<Boolean> persist(KvCommand.Persist command, Exchange exchange);

    /** One page of keys. */
    CompletionStage<ScanReply<String>> scanKeys(KvCommand.ScanKeys command, Exchange exchange);

    /** One page of entries. */
    CompletionStage<ScanReply<StoredEntry>> scanEntries(KvCommand.ScanEntries command, Exchange exchange);

    /** Counts keys. */
    CompletionStage<Long> count(KvCommand.Count command, Exchange exchange);

    /** Removes the keys of a prefix. */
    CompletionStage<Long> deletePrefix(KvCommand.DeletePrefix command, Exchange exchange);

    /** Removes everything. */
    CompletionStage<Ack> clear(KvCommand.Clear command, Exchange exchange);

    /** Asks for a sign of life. */
    CompletionStage<Ack> ping(KvCommand.Ping command, Exchange exchange);
}
