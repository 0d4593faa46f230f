package dev.kvclient.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NativeFacesTest {
    private static final CallOptions SOON = CallOptions.none().timeout(Duration.ofMillis(5));

    /** A command that says what it was made of. */
    record Said(String operation) implements NativeCommand<String> {
        @Override
        public CompletionStage<String> run(Exchange exchange) {
            throw new UnsupportedOperationException("the pipeline of the test answers");
        }
    }

    record Told(String operation) implements NativeCommand<Ack> {
        @Override
        public CompletionStage<Ack> run(Exchange exchange) {
            throw new UnsupportedOperationException("the pipeline of the test answers");
        }
    }

    /** Answers each command with its name, or as told. */
    private static final class Answering implements Pipeline {
        final List<CallOptions> options = new CopyOnWriteArrayList<>();
        volatile KvException failure;

        @SuppressWarnings("unchecked")
        private <R> R reply(KvCommand<R> command, CallOptions with) {
            options.add(with);
            if (failure != null) {
                throw failure;
            }
            return (R) (command instanceof Told ? Ack.DONE : command.operation());
        }

        @Override
        public <R, T> T call(KvCommand<R> command, CallOptions with, Function<R, T> read) {
            return read.apply(reply(command, with));
        }

        @Override
        public <R, T> CompletableFuture<T> submit(KvCommand<R> command, CallOptions with, Function<R, T> read) {
            try {
                return CompletableFuture.completedFuture(call(command, with, read));
            } catch (KvException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public KvCodec codec() {
            return KvCodec.standard();
        }

        @Override
        public Executor callbacks() {
            return Runnable::run;
        }

        @Override
        public TimeSource time() {
            return new TestTime();
        }
    }

    public interface Shared {
        String name();
    }

    public interface Blocking extends Shared {
        static String notOfAnObject() {
            return "static";
        }

        String say(String word);

        default String sayTwice(String word) {
            return say(word) + say(word);
        }

        int length(String word);

        long add(long a, int b, boolean c, CallOptions with);

        void tell(String word);

        String all(String first, String... more);

        String broken(boolean how);

        List<String> plain();

        @Override
        boolean equals(Object other);

        @Override
        String toString();
    }

    public interface Async extends Shared {
        CompletableFuture<String> say(String word);

        default CompletableFuture<String> sayTwice(String word) {
            return say(word).thenCombine(say(word), String::concat);
        }

        CompletableFuture<Integer> length(String word);

        CompletableFuture<Long> add(long a, int b, boolean c, CallOptions with);

        CompletableFuture<Void> tell(String word);

        CompletionStage<String> all(String first, String... more);

        CompletableFuture<String> broken(boolean how);

        List<String> plain();
    }

    /** The one class behind both. */
    @SuppressWarnings("unused") // called by the faces
    static final class Calls {
        NativeCall<String, String> say(String word) {
            if (word.isEmpty()) {
                throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "an empty word"));
            }
            return NativeCall.of(new Said(word), CallOptions.none());
        }

        private NativeCall<String, Integer> length(String word) {
            return new NativeCall<>(new Said(word), CallOptions.none(), String::length);
        }

        NativeCall<String, Long> add(long a, int b, boolean c, CallOptions with) {
            return new NativeCall<>(new Said("add"), with, reply -> a + b + (c ? 1 : 0));
        }

        NativeCall<Ack, Void> tell(String word) {
            return NativeCall.done(new Told(word), CallOptions.none());
        }

        NativeCall<String, String> all(String first, String... more) {
            if (more.length == 0) {
                throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "no more"));
            }
            return NativeCall.of(new Said(first + String.join("", more)), CallOptions.none());
        }

        NativeCall<String, String> broken(boolean how) {
            if (!how) {
                return NativeCall.of(new Said("whole"), CallOptions.none());
            }
            throw new IllegalStateException("on purpose");
        }

        List<String> plain() {
            return List.of("as it is");
        }

        String name() {
            return "calls";
        }
    }

    private final Answering pipeline = new Answering();
    private final Blocking blocking =
            NativeFaces.blocking(MethodHandles.lookup(), Blocking.class, new Calls(), pipeline);
    private final Async async = NativeFaces.async(MethodHandles.lookup(), Async.class, new Calls(), pipeline);

    @Test
    void bothFacesMakeTheSameCalls() throws Exception {
        assertThat(blocking.say("a")).isEqualTo("a");
        assertThat(async.say("a").get()).isEqualTo("a");
        assertThat(blocking.length("abc")).isEqualTo(3);
        assertThat(async.length("abc").get()).isEqualTo(3);
        assertThat(blocking.add(1L << 40, 2, true, SOON)).isEqualTo((1L << 40) + 3);
        assertThat(async.add(1L << 40, 2, false, SOON).get()).isEqualTo((1L << 40) + 2);
        assertThat(pipeline.options).endsWith(SOON, SOON);
        assertThat(blocking.all("a", "b", "c")).isEqualTo("abc");
        assertThat(async.all("a", "b", "c").toCompletableFuture().get()).isEqualTo("abc");
    }

    @Test
    void whatIsNoCallIsHandedOver() {
        assertThat(blocking.plain()).containsExactly("as it is");
        assertThat(async.plain()).containsExactly("as it is");
        assertThat(blocking.name()).isEqualTo("calls");
        assertThat(pipeline.options).isEmpty();
    }

    @Test
    void aCallThatGivesNothingGivesNothing() throws Exception {
        blocking.tell("a");
        assertThat(async.tell("a").get()).isNull();
        assertThat(pipeline.options).hasSize(2);
    }

    @Test
    void methodsWithABodyRunOnTheFace() throws Exception {
        assertThat(blocking.sayTwice("a")).isEqualTo("aa");
        assertThat(async.sayTwice("a").get()).isEqualTo("aa");
        assertThat(Blocking.notOfAnObject()).isEqualTo("static");
    }

    @Test
    void badInputThrowsOrFailsTheFuture() {
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> blocking.say(""));
        assertThat(failureOf(async.say(""))).isInstanceOf(KvRequestException.class);
        assertThat(failureOf(async.all("a").toCompletableFuture())).isInstanceOf(KvRequestException.class);
        assertThat(pipeline.options).isEmpty();
    }

    @Test
    void aMistakeOfTheCallsFailsTheFutureToo() {
        assertThatThrownBy(() -> blocking.broken(true)).isInstanceOf(IllegalStateException.class);
        assertThat(failureOf(async.broken(true))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailureOfThePipelineIsTheCallers() {
        pipeline.failure = new KvServerException(Failure.of(Outcome.REJECTED, "no"));
        assertThatExceptionOfType(KvServerException.class).isThrownBy(() -> blocking.say("a"));
        assertThatExceptionOfType(KvServerException.class).isThrownBy(() -> blocking.tell("a"));
        assertThat(failureOf(async.say("a"))).isSameAs(pipeline.failure);
    }

    @Test
    void nullArgumentsThrow() {
        assertThatNullPointerException().isThrownBy(() -> blocking.say(null));
        assertThatNullPointerException().isThrownBy(() -> async.say(null));
        assertThatNullPointerException().isThrownBy(() -> async.add(1, 2, true, null));
    }

    @Test
    void aFaceIsAnObject() {
        Blocking other = NativeFaces.blocking(MethodHandles.lookup(), Blocking.class, new Calls(), pipeline);
        Object same = blocking;
        assertThat(blocking.equals(same)).isTrue();
        assertThat(blocking).isNotEqualTo(other).isNotEqualTo(null);
        assertThat(blocking.hashCode()).isEqualTo(blocking.hashCode());
        assertThat(blocking).hasToString("Blocking");
        assertThat(async).hasToString("Async").hasSameHashCodeAs(async);
    }

    interface Unknown {
        String unknown();
    }

    interface OtherParameters {
        String say(Object word);
    }

    interface Static {
        String ofTheClass(String word);
    }

    interface NotPublic {
        default String body() {
            return "body";
        }
    }

    interface NotPublicWithoutBody {
        String name();
    }

    @SuppressWarnings("unused")
    static final class WithStatic {
        static NativeCall<String, String> ofTheClass(String word) {
            return NativeCall.of(new Said(word), CallOptions.none());
        }
    }

    @Test
    void aMethodWithoutACounterpartIsFoundAtOnce() {
        for (Class<?> face : List.of(Unknown.class, OtherParameters.class)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NativeFaces.blocking(MethodHandles.lookup(), face, new Calls(), pipeline))
                    .withMessageContaining("counterpart")
                    .withMessageContaining(face.getSimpleName());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NativeFaces.async(MethodHandles.lookup(), Static.class, new WithStatic(), pipeline))
                .withMessageContaining("counterpart");
        assertThatIllegalArgumentException()
                .as("a lookup that may not see the calls")
                .isThrownBy(() ->
                        NativeFaces.blocking(MethodHandles.publicLookup(), Blocking.class, new Calls(), pipeline));
        assertThatIllegalArgumentException()
                .as("a class is no face")
                .isThrownBy(() -> NativeFaces.blocking(MethodHandles.lookup(), Calls.class, new Calls(), pipeline));
    }

    @Test
    void onlyAFaceWithBodiesHasToBePublic() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NativeFaces.blocking(MethodHandles.lookup(), NotPublic.class, new Calls(), pipeline))
                .withMessageContaining("public");
        assertThat(NativeFaces.blocking(MethodHandles.lookup(), NotPublicWithoutBody.class, new Calls(), pipeline)
                        .name())
                .isEqualTo("calls");
    }

    @Test
    void aCallIsWhole() {
        Said said = new Said("a");
        assertThatNullPointerException().isThrownBy(() -> NativeCall.of(null, CallOptions.none()));
        assertThatNullPointerException().isThrownBy(() -> NativeCall.of(said, null));
        assertThatNullPointerException().isThrownBy(() -> new NativeCall<>(said, CallOptions.none(), null));
        assertThat(NativeCall.of(said, SOON).read().apply("x")).isEqualTo("x");
        assertThat(NativeCall.done(new Told("a"), SOON).read().apply(Ack.DONE)).isNull();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        ExecutionException e = assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .actual();
        return Objects.requireNonNull(e.getCause());
    }
}
