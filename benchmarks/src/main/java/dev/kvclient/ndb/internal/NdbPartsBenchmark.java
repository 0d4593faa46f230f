package dev.kvclient.ndb.internal;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.internal.engine.SystemTime;
import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.spi.FutureAttempt;
import dev.kvclient.transport.FrameChannel;
import dev.kvclient.transport.WebSocketSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of NDB's adapter: writing a request, reading an answer, and finding whose it is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NdbPartsBenchmark {
    private static final int MANY = 64;

    private final NdbConnection connection = new NdbConnection(new NdbSettings(
            WebSocketSettings.builder(List.of(URI.create("ws://127.0.0.1:1/"))),
            "ndb://127.0.0.1:1",
            Optional.of(NdbGeneration.STATUS),
            Optional.empty(),
            OptionalInt.empty(),
            NdbBackend.DEFAULT_SESSION,
            MANY,
            NdbBackend.DEFAULT_WINDOW_BYTES,
            NdbBackend.DEFAULT_ANSWER_TIMEOUT,
            NdbBackend.DEFAULT_SAVE_TIMEOUT,
            NdbBackend.DEFAULT_MAX_LISTED_KEYS,
            false,
            false));
    private final NdbKeyMessages messages = new NdbKeyMessages(connection);
    private final SystemTime time = new SystemTime("benchmark");
    private final AnswerLine line =
            new AnswerLine(connection, time, new NoChannel(), Dialect.V0_9, true, new Pace(MANY));
    private final Map<String, StoredValue.Json> value =
            Map.of("load:32:1024", new StoredValue.Json(utf8("\"v0123456789012345678901234567\"")));
    private final byte[] setAnswer = utf8("{\"KV_SET_RSP\":{\"st\":1}}");
    private final byte[] getAnswer =
            utf8("{\"KV_GET_RSP\":{\"keys\":{\"load:32:1024\":\"v0123456789012345678901234567\"},\"st\":1}}");

    /** Takes frames and sends nothing. */
    private static final class NoChannel implements FrameChannel {
        private long number;

        @Override
        public long send(byte[] utf8, LongConsumer numbered) {
            numbered.accept(++number);
            return number;
        }

        @Override
        public void drop(KvException cause) {
            throw cause;
        }

        @Override
        public URI endpoint() {
            return URI.create("ws://127.0.0.1:1/");
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the clock. */
    @TearDown
    public void close() {
        time.close();
    }

    /** The frame of a set. */
    @Benchmark
    public Object writeSet() {
        return messages.set(value).frame(null);
    }

    /** The frame of a get. */
    @Benchmark
    public Object writeGet() {
        return messages.get(List.of("load:32:1024")).frame(null);
    }

    /** What tells whose answer it is. */
    @Benchmark
    public Object readAnswer() throws Exception {
        return NdbAnswer.parse(getAnswer);
    }

    /** Sets that are sent and then answered, in turn: line, frames, check and future. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object matchSets() {
        List<CompletableFuture<Map<String, Integer>>> all = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            CompletableFuture<Map<String, Integer>> one = new CompletableFuture<>();
            all.add(one);
            line.submit(messages.set(value), null, new FutureAttempt<>(one));
        }
        for (int i = 0; i < MANY; i++) {
            line.received(setAnswer);
        }
        all.forEach(CompletableFuture::join);
        return all;
    }

    /** The same with gets. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object matchGets() {
        List<CompletableFuture<Map<String, StoredValue.Json>>> all = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            CompletableFuture<Map<String, StoredValue.Json>> one = new CompletableFuture<>();
            all.add(one);
            line.submit(messages.get(List.of("load:32:1024")), null, new FutureAttempt<>(one));
        }
        for (int i = 0; i < MANY; i++) {
            line.received(getAnswer);
        }
        all.forEach(CompletableFuture::join);
        return all;
    }
}
