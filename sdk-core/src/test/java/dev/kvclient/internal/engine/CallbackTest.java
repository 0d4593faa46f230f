package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvListener;
import dev.kvclient.KvWrite;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.offline.OfflineQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where the application's code runs, what listeners hear, and what an adapter's mistakes do. */
class CallbackTest extends EngineTest {
    @Test
    void nothingOfTheApplicationRunsOnTheThreadOfTheTransport() {
        List<String> threads = new CopyOnWriteArrayList<>();
        KvListener listener = new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                threads.add("listener " + Thread.currentThread().getName());
            }
        };
        open(builder().listener(listener));
        for (boolean good : new boolean[] {true, false}) {
            var read = client().async().get("a", Integer.class);
            var seen =
                    read.handle((value, e) -> threads.add(Thread.currentThread().getName()));
            Sent sent = sent();
            backend.onTransport(() -> {
                if (good) {
                    sent.attempt.answered(() -> {
                        threads.add("decode " + Thread.currentThread().getName());
                        return Optional.of(FakeBackend.json("1"));
                    });
                } else {
                    sent.fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "gone")));
                }
            });
            assertThat(await(seen)).isTrue();
        }
        assertThat(threads).hasSizeGreaterThanOrEqualTo(5).noneMatch(name -> name.contains("fake-transport"));
    }

    @Test
    void aBlockingCallDecodesOnItsOwnThread() {
        String[] decoder = new String[1];
        backend.onSend = sent -> {
            sent.setOut();
            backend.onTransport(() -> sent.attempt.answered(() -> {
                decoder[0] = Thread.currentThread().getName();
                return Optional.of(FakeBackend.json("3"));
            }));
        };

        assertThat(client().get("a", Integer.class)).contains(3);

        assertThat(decoder[0]).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void theExecutorOfTheApplicationIsUsedAndNotShutDown() {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "test-own"));
        try {
            open(builder().callbackExecutor(own));
            var read = client().async().get("a", Integer.class);
            var thread = read.thenApply(v -> Thread.currentThread().getName());
            Sent sent = sent();
            backend.onTransport(sent::answer);
            assertThat(await(thread)).isEqualTo("test-own");

            client().close();

            assertThat(own.isShutdown()).isFalse();
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void anExecutorThatRefusesLeavesNoFutureUnsettled() {
        open(builder().callbackExecutor(task -> {
            throw new RejectedExecutionException("on purpose");
        }));
        var read = client().async().get("a", Integer.class);
        Sent sent = sent();
        backend.onTransport(sent::answer);

        assertThat(read.handle((v, e) -> true)
                        .completeOnTimeout(false, 10, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .isTrue();
    }

    @Test
    void blockingInsideACallbackWorksWithASingleThread() {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "test-own"));
        try {
            backend.onSend = sent -> backend.onTransport(() -> sent.setOut().answer());
            open(backend.client().callbackExecutor(own));
            var chain = client().async()
                    .set("a", 1)
                    .thenApply(w -> client().get("b", Integer.class).orElseThrow())
                    .thenApply(v -> client().set("c", v).written());

            assertThat(await(chain)).isTrue();
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void importsInsideCallbacksFindAThreadOfThePool() {
        backend.onSend = sent -> backend.onTransport(() -> sent.setOut().answer());
        open(backend.client());
        List<CompletableFuture<Long>> imports = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String prefix = "p" + i + ":";
            imports.add(client().async()
                    .set(prefix, 1)
                    .thenApply(w -> client().setAll(
                                    IntStream.range(0, 10)
                                            .mapToObj(n -> KvWrite.of(prefix + n, n))
                                            .iterator(),
                                    CallOptions.none())
                            .written()));
        }

        assertThat(imports).allSatisfy(imported -> assertThat(await(imported)).isEqualTo(10));
    }

    @Test
    void manyCallbacksMayBlockAtOnce() {
        backend.onSend = sent -> backend.onTransport(() -> sent.setOut().answer());
        open(backend.client());
        List<CompletableFuture<Boolean>> chains = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String key = "k" + i;
            chains.add(client().async()
                    .get(key, Integer.class)
                    .thenApply(v -> client().set(key, 1).written()));
        }

        assertThat(chains).allSatisfy(chain -> assertThat(await(chain)).isTrue());
    }

    @Test
    void listenersHearTheEndOfEachCall() {
        List<KvListener.CallEnd> ends = new CopyOnWriteArrayList<>();
        open(builder().listener(new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                ends.add(event);
                throw new IllegalStateException("a bad listener");
            }
        }));
        var good = client().async().set("a", "s3cr3t");
        Sent sent = sent();
        time.advance(ms(30));
        sent.answer();
        await(good);
        var bad = client().async().get("b", Integer.class);
        sent().fail(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "gone")));
        failureOf(KvConnectionException.class, bad);

        assertThat(ends).hasSize(2);
        assertThat(ends.get(0).operation()).isEqualTo("set");
        assertThat(ends.get(0).key()).contains("a");
        assertThat(ends.get(0).attempts()).isEqualTo(1);
        assertThat(ends.get(0).duration()).isEqualTo(ms(30));
        assertThat(ends.get(0).failure()).isEmpty();
        assertThat(ends.get(0).toString()).doesNotContain("s3cr3t");
        assertThat(ends.get(1).failure()).containsInstanceOf(KvConnectionException.class);
    }

    @Test
    void listenersHearEachChangeOfStateInOrder() {
        List<String> states = new CopyOnWriteArrayList<>();
        open(builder().listener(new KvListener() {
            @Override
            public void onStateChange(StateChange event) {
                states.add(event.from() + ">" + event.to()
                        + event.cause().map(e -> "!").orElse(""));
            }
        }));
        KvException gone = new KvConnectionException(Failure.of(Outcome.NOT_SENT, "gone"));
        backend.change(ConnectionState.DISCONNECTED, gone);
        assertThat(client().lastConnectionFailure()).contains(gone);
        backend.change(ConnectionState.CONNECTING, null);
        backend.change(ConnectionState.CONNECTED, null);

        org.awaitility.Awaitility.await().until(() -> states.size() == 4);
        assertThat(states)
                .containsExactly(
                        "DISCONNECTED>CONNECTED",
                        "CONNECTED>DISCONNECTED!",
                        "DISCONNECTED>CONNECTING",
                        "CONNECTING>CONNECTED");
        assertThat(client().lastConnectionFailure()).isEmpty();
    }

    @Test
    void withoutAConnectionAndAQueueRequestsFailAtOnce() {
        open(builder().offline(OfflineQueue.none()));
        backend.change(ConnectionState.DISCONNECTED, null);

        assertThatExceptionOfType(KvOfflineException.class)
                .isThrownBy(() -> client().set("a", 1))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        failureOf(KvOfflineException.class, client().async().get("a", Integer.class));
        assertThat(client().awaitConnected(ms(20))).isFalse();
        backend.change(ConnectionState.CONNECTED, null);
        assertThat(client().awaitConnected(ms(20))).isTrue();
        nothingIsSent();
    }

    @Test
    void anAdapterThatThrowsOrAnswersNullFailsTheCallOnly() {
        IllegalStateException mistake = new IllegalStateException("on purpose");
        backend.dispatch = (command, exchange) -> {
            throw mistake;
        };
        assertThat(protocol().getCause()).isSameAs(mistake);
        backend.dispatch = (command, exchange) -> {
            throw new AssertionError("on purpose");
        };
        protocol();
        backend.dispatch = (command, exchange) -> null;
        protocol();
        backend.dispatch = (command, exchange) -> CompletableFuture.completedFuture(null);
        assertThat(protocol().outcome()).isEqualTo(Outcome.APPLIED);
        backend.dispatch = (command, exchange) -> CompletableFuture.failedFuture(mistake);
        assertThat(protocol().getCause()).isSameAs(mistake);
        backend.dispatch = (command, exchange) -> CompletableFuture.completedFuture("of the wrong class");
        protocol();
        assertThat(client().state()).isEqualTo(ConnectionState.CONNECTED);
    }

    private KvProtocolException protocol() {
        return failureOf(KvProtocolException.class, client().async().get("a", Integer.class));
    }

    @Test
    void aRequestThatThrowsIsNotSentBeforeItSetsOutAndUnknownAfterwards() {
        backend.onSend = sent -> {
            throw new IllegalStateException("on purpose");
        };
        assertThat(failureOf(KvProtocolException.class, client().async().set("a", 1))
                        .outcome())
                .isEqualTo(Outcome.NOT_SENT);
        backend.onSend = sent -> {
            sent.setOut();
            throw new IllegalStateException("on purpose");
        };
        assertThat(failureOf(KvProtocolException.class, client().async().set("a", 1))
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anAnswerThatCannotBeReadIsApplied() {
        var thrown = client().async().set("a", 1);
        sent().attempt.answered(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(failureOf(KvProtocolException.class, thrown).outcome()).isEqualTo(Outcome.APPLIED);

        var nothing = client().async().set("a", 1);
        sent().attempt.answered(() -> null);
        assertThat(failureOf(KvProtocolException.class, nothing).outcome()).isIn(Outcome.APPLIED, Outcome.UNKNOWN);

        var error = client().async().set("a", 1);
        sent().attempt.answered(() -> {
            throw new StackOverflowError("on purpose");
        });
        assertThat(failureOf(KvException.class, error).outcome()).isIn(Outcome.APPLIED, Outcome.UNKNOWN);
    }

    @Test
    void nativeCommandsPassTheSameEngine() {
        dev.kvclient.spi.Pipeline pipeline = client().unwrap(dev.kvclient.spi.Pipeline.class);
        var one = pipeline.submit(new dev.kvclient.spi.KvCommand.Get("a"), CallOptions.none(), found -> found);
        sent().answer();

        assertThat(await(one)).contains(FakeBackend.json("1"));
        assertThat(pipeline.time()).isSameAs(time);
    }
}
