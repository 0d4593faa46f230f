package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import dev.kvclient.spi.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Commands that keep the order of something else than their keys. */
class NamedLanesTest extends EngineTest {
    private final List<String> begun = new ArrayList<>();

    @Test
    void whatSharesALaneWaitsWhateverTheKeys() {
        Pipeline pipeline = client().unwrap(Pipeline.class);
        CompletableFuture<String> end = new CompletableFuture<>();

        var first = submit(pipeline, new Write("first", List.of("a"), List.of("list"), end));
        var second = submit(pipeline, new Write("second", List.of("b"), List.of("list"), done()));
        var other = submit(pipeline, new Write("other", List.of("a"), List.of("another list"), done()));

        assertThat(await(other)).isEqualTo("done");
        assertThat(second).isNotDone();
        end.complete("done");
        assertThat(await(first)).isEqualTo("done");
        assertThat(await(second)).isEqualTo("done");
        assertThat(begun).containsExactly("first", "other", "second");
    }

    @Test
    void aFailureNamesTheKeyAndNotTheLane() {
        Pipeline pipeline = client().unwrap(Pipeline.class);
        KvRequestException refusal = new KvRequestException(Failure.of(Outcome.REJECTED, "no"));

        var call = submit(
                pipeline, new Write("add", List.of("a"), List.of("list"), CompletableFuture.failedFuture(refusal)));

        assertThat(failureOf(KvRequestException.class, call).key()).contains("a");
    }

    private static CompletableFuture<String> submit(Pipeline pipeline, Write write) {
        return pipeline.submit(write, CallOptions.none(), Function.identity());
    }

    private static CompletableFuture<String> done() {
        return CompletableFuture.completedFuture("done");
    }

    /** Ends when it is told to. */
    private final class Write implements NativeCommand<String> {
        private final String name;
        private final List<String> keys;
        private final List<String> lanes;
        private final CompletableFuture<String> end;

        Write(String name, List<String> keys, List<String> lanes, CompletableFuture<String> end) {
            this.name = name;
            this.keys = keys;
            this.lanes = lanes;
            this.end = end;
        }

        @Override
        public String operation() {
            return name;
        }

        @Override
        public List<String> keys() {
            return keys;
        }

        @Override
        public List<String> lanes() {
            return lanes;
        }

        @Override
        public Effect effect() {
            return Effect.WRITE;
        }

        @Override
        public CompletionStage<String> run(Exchange exchange) {
            begun.add(name);
            return end;
        }
    }
}
