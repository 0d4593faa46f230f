package dev.kvclient.kuzzle.internal;

import dev.kvclient.Attribute;
import dev.kvclient.CallOptions;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireRequest;
import dev.kvclient.testkit.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps the frames that a command makes, and answers each at once with a result of the test's choice. */
final class FakeExchange implements Exchange {
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final Function<Map<?, ?>, String> answers;
    private CallOptions options = CallOptions.none();
    private @Nullable String token;

    /** Answers everything with one result, given as JSON. */
    FakeExchange(String result) {
        this(frame -> result);
    }

    /**
     * Answers by the frame.
     *
     * @param results gives the result of a frame, as JSON
     */
    FakeExchange(Function<Map<?, ?>, String> results) {
        this(results, "{\"error\":null,\"requestId\":\"7\",\"result\":%s,\"status\":200,\"room\":\"7\"}");
    }

    private FakeExchange(Function<Map<?, ?>, String> parts, String form) {
        this.answers = frame -> String.format(form, Objects.requireNonNull(parts.apply(frame), "no answer to this"));
    }

    /** Answers everything with one answer, given whole. */
    static FakeExchange answering(String answer) {
        return new FakeExchange(frame -> answer, "%s");
    }

    FakeExchange options(CallOptions value) {
        options = value;
        return this;
    }

    FakeExchange token(String value) {
        token = value;
        return this;
    }

    /** The frames in their order, as text. */
    List<String> frames() {
        return frames.stream().map(f -> new String(f, StandardCharsets.UTF_8)).toList();
    }

    /** The one frame that was made. */
    String frame() {
        if (frames.size() != 1) {
            throw new AssertionError("not one frame, but " + frames());
        }
        return frames().get(0);
    }

    List<Integer> lengths() {
        return frames.stream().map(f -> f.length).toList();
    }

    List<Effect> effects() {
        return effects;
    }

    @Override
    public <T> CompletableFuture<T> send(WireRequest<T> request) {
        KuzzleMessage<T> message = (KuzzleMessage<T>) request;
        try {
            byte[] frame = message.frame("7", token);
            frames.add(frame);
            effects.add(message.effect());
            String answer = answers.apply(Json.object(frame));
            return CompletableFuture.completedFuture(message.read(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public ManualTime time() {
        return time;
    }

    @Override
    public <T> Optional<T> attribute(Attribute<T> attribute) {
        return options.attribute(attribute);
    }

    @Override
    public boolean repeated() {
        return false;
    }

    @Override
    public boolean ended() {
        return false;
    }
}
