package dev.kvclient.testkit.contract;

import dev.kvclient.Capabilities;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.MemoryBackend;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The contract over a store in memory that its test alone uses, behind a wire that is watched, in a time that it moves.
 */
abstract class MemoryContract extends KvContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Capabilities profile;
    private final String name = "contract-" + NUMBER.incrementAndGet();
    private final ManualTime time = new ManualTime();
    private final WatchedBackend.Wire wire = new WatchedBackend.Wire();

    MemoryContract(Capabilities profile) {
        this.profile = profile;
    }

    @Override
    protected KvClient open() {
        return KvClient.builder(new WatchedBackend(
                        MemoryBackend.builder().name(name).like(profile).build(), wire))
                .timeSource(time)
                .closeTimeout(Duration.ofMillis(200))
                .connect();
    }

    @Override
    protected OptionalLong requestsSeen() {
        return OptionalLong.of(wire.seen());
    }

    @Override
    protected Optional<AutoCloseable> holdAnswers() {
        return Optional.of(wire.hold());
    }

    @Override
    protected void advance(Duration by) {
        time.advance(by);
    }

    @Override
    protected Instant now() {
        return time.now();
    }

    @Override
    protected boolean ownsBackend() {
        return true;
    }

    @Override
    protected boolean storeNull(String key) {
        try (KvClient careless = KvClient.builder(
                        MemoryBackend.builder().name(name).build())
                .codec(new NullCodec())
                .connect()) {
            return careless.set(key, "anything").written();
        }
    }

    /** Writes nothing but nulls. */
    private static final class NullCodec implements KvCodec {
        @Override
        public StoredValue.Json encode(Object value) {
            return new StoredValue.Json("null".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
            return Optional.empty();
        }
    }
}
