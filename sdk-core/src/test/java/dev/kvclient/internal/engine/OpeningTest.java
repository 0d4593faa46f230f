package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kvclient.BackendProfile;
import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.RawJson;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.Numbers;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.spi.NativeCommand;
import dev.kvclient.spi.Pipeline;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client learns of its backend when it is opened: what it can do, and which numbers it keeps. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpeningTest extends EngineTest {
    private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);

    private final AtomicInteger closed = new AtomicInteger();

    // Capabilities.

    private void learnWhenOpen() {
        backend.capabilities = BackendProfile.NDB_STATUS;
        backend.opening = () -> {
            backend.capabilities = BackendProfile.MEMORY;
            backend.change(ConnectionState.CONNECTED, null);
            return CompletableFuture.completedFuture(null);
        };
    }

    @Test
    void theClientHasTheCapabilitiesOfTheOpenBackend() {
        learnWhenOpen();
        KvClient kv = open(builder().require(Capability.INCREMENT));
        assertThat(kv.capabilities().supports(Capability.INCREMENT)).isTrue();
        assertThat(kv.namespace("n:").capabilities().supports(Capability.INCREMENT))
                .isTrue();
        var count = kv.async().increment("a");
        sent().answer(3L);
        assertThat(await(count)).isEqualTo(3);
    }

    @Test
    void whatIsRequiredIsLookedForInThem() {
        backend.onClose = closed::incrementAndGet;
        backend.opening = () -> {
            backend.capabilities = BackendProfile.NDB_STATUS;
            backend.change(ConnectionState.CONNECTED, null);
            return CompletableFuture.completedFuture(null);
        };
        assertThatExceptionOfType(KvUnsupportedException.class)
                .isThrownBy(() -> builder().require(Capability.INCREMENT).connect());
        assertThat(closed).hasValue(1);
    }

    @Test
    void nothingIsLeftIfTheCapabilitiesCannotBeTold() {
        backend.onClose = closed::incrementAndGet;
        backend.opening = () -> {
            backend.capabilities = null;
            backend.change(ConnectionState.CONNECTED, null);
            return CompletableFuture.completedFuture(null);
        };
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> builder().require(Capability.INCREMENT).connect());
        assertThat(closed).hasValue(1);
    }

    // Opening that fails.

    @Test
    void aBackendThatDoesNotOpenIsClosed() {
        backend.onClose = closed::incrementAndGet;
        backend.opening = () ->
                CompletableFuture.failedFuture(new KvConnectionException(Failure.of(Outcome.NOT_SENT, "refused")));
        assertThatExceptionOfType(KvConnectionException.class)
                .isThrownBy(() -> builder().connect())
                .withMessageContaining("refused")
                .satisfies(e -> assertThat(e.operation()).contains("connect"));
        assertThat(closed).hasValue(1);
    }

    /** Such as settings with which it could never connect: to start offline is no reason to keep silent. */
    @Test
    void aBackendThatCannotStartOfflineSaysSo() {
        backend.onClose = closed::incrementAndGet;
        backend.opening = () -> CompletableFuture.failedFuture(
                new KvRequestException(Failure.of(Outcome.NOT_SENT, "the generation is missing")));
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> builder().startOffline().connect())
                .withMessageContaining("the generation is missing");
        assertThat(closed).hasValue(1);
    }

    @Test
    void aClientThatStartsOfflineDoesNotWait() {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        backend.opening = () -> opened;
        KvClient kv = open(builder().startOffline());
        opened.completeExceptionally(new KvConnectionException(Failure.of(Outcome.NOT_SENT, "refused")));
        assertThat(kv.state()).isEqualTo(ConnectionState.DISCONNECTED);
    }

    // Numbers.

    @Test
    void numbersThatTheBackendWouldChangeAreNotSent() {
        backend.numbers = Numbers.BITS_64;
        KvClient kv = client();
        for (Object value : List.of(TWO_64, List.of(-0.0), RawJson.of("1e309"))) {
            assertThatExceptionOfType(KvSerializationException.class)
                    .isThrownBy(() -> kv.set("a", value))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
            failureOf(KvSerializationException.class, kv.async().set("a", value));
            var batch = kv.async().setAll(List.of(KvWrite.of("a", value), KvWrite.of("b", 1)));
            Sent sent = sent();
            assertThat(sent.command.keys()).containsExactly("b");
            sent.answer();
            assertThat(await(batch).failures()).containsOnlyKeys("a");
        }
        nothingIsSent();
        var set = kv.async().set("a", TWO_64.subtract(BigInteger.ONE));
        sent().answer();
        assertThat(await(set).written()).isTrue();
    }

    @Test
    void nativeCallsHaveTheSameCodec() {
        backend.numbers = Numbers.BITS_64;
        KvCodec codec = client().unwrap(Pipeline.class).codec();
        assertThatExceptionOfType(KvSerializationException.class).isThrownBy(() -> codec.encode(TWO_64));
    }

    @Test
    void aCodecOfTheApplicationIsLimitedOnce() {
        AtomicReference<Numbers> asked = new AtomicReference<>();
        KvCodec own = new KvCodec() {
            @Override
            public StoredValue.Json encode(Object value) {
                return KvCodec.standard().encode(value);
            }

            @Override
            public <T> Optional<T> decode(StoredValue stored, KvType<T> type) {
                return KvCodec.standard().decode(stored, type);
            }

            @Override
            public KvCodec limitedTo(Numbers numbers) {
                if (!asked.compareAndSet(null, numbers)) {
                    throw new IllegalStateException("asked twice");
                }
                return KvCodec.super.limitedTo(numbers);
            }
        };
        backend.numbers = Numbers.BITS_64;
        KvClient kv = open(builder().codec(own));
        assertThat(asked).hasValue(Numbers.BITS_64);
        assertThatExceptionOfType(KvSerializationException.class)
                .isThrownBy(() -> kv.namespace("n:").set("a", TWO_64));
        nothingIsSent();
        assertThatIllegalStateException().isThrownBy(() -> own.limitedTo(Numbers.ANY));
    }

    @Test
    void withoutALimitAllNumbersAreSent() {
        var set = client().async().set("a", TWO_64);
        sent().answer();
        assertThat(await(set).written()).isTrue();
    }

    // Native calls that give nothing.

    private record Told() implements NativeCommand<Ack> {
        @Override
        public String operation() {
            return "told";
        }

        @Override
        public CompletionStage<Ack> run(Exchange exchange) {
            return CompletableFuture.completedFuture(Ack.DONE);
        }
    }

    @Test
    void aCallMayGiveNothing() {
        Pipeline pipeline = client().unwrap(Pipeline.class);
        NativeCall<Ack, Void> call = NativeCall.done(new Told(), CallOptions.none());
        Object nothing = pipeline.call(call.command(), call.options(), call.read());
        assertThat(nothing).isNull();
        assertThat(await(pipeline.submit(call.command(), call.options(), call.read())))
                .isNull();
    }
}
