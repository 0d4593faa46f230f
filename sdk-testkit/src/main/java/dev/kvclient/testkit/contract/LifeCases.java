package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvRequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The life of a client, and where the application's code runs. */
abstract class LifeCases extends WaitingCases {
    @Test
    void anOpenClientIsConnected() {
        assertThat(client().state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(client().awaitConnected(Duration.ofSeconds(1))).isTrue();
        assertThat(client().lastConnectionFailure()).isEmpty();
        assertThat(client().ping()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(await(client().async().ping())).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(client().backendName()).isNotEmpty();
        assertThat(client().endpoint()).contains(":").doesNotContain("@", "?");
        failureOf(KvRequestException.class, () -> client().unwrap(Runnable.class));
    }

    @Test
    void clientsOfOneBackendSeeEachOther() {
        try (KvClient other = open()) {
            other.set(key("a"), "from the other");
            assertThat(client().get(key("a"), String.class)).contains("from the other");
        }
        assertThat(client().contains(key("a"))).isTrue();
    }

    @Test
    void aClosedClientTakesNothing() {
        KvClient kv = open();
        kv.close();
        AsyncKvOperations async = kv.async();

        assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
        closed(() -> kv.get(key("a"), String.class), () -> async.get(key("a"), String.class));
        closed(() -> kv.set(key("a"), 1), () -> async.set(key("a"), 1));
        closed(() -> kv.delete(key("a")), () -> async.delete(key("a")));
        closed(() -> kv.contains(key("a")), () -> async.contains(key("a")));
        closed(() -> kv.entry(key("a"), String.class), () -> async.entry(key("a"), String.class));
        closed(() -> kv.getAll(List.of(key("a")), String.class), () -> async.getAll(List.of(key("a")), String.class));
        closed(() -> kv.setAll(List.of(KvWrite.of(key("a"), 1))), () -> async.setAll(List.of(KvWrite.of(key("a"), 1))));
        closed(kv::ping, async::ping);
        closed(
                () -> kv.namespace("x").get("a", String.class),
                () -> kv.namespace("x").async().get("a", String.class));
        if (can(Capability.LIST)) {
            closed(() -> kv.keyList(mine()), () -> async.keysPage(mine()));
        }
        assertThat(client().contains(key("a"))).isFalse();
    }

    private void closed(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable blocking,
            java.util.function.Supplier<CompletableFuture<?>> async) {
        refusedBoth(KvClosedException.class, blocking, async);
    }

    @Test
    void closingTwiceAndFromManyThreadsIsOne() {
        KvClient kv = open();
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Void>> closers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                start.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            kv.close();
                        },
                        task -> new Thread(task, "contract-closer-" + i).start()))
                .toList();
        start.countDown();
        closers.forEach(ContractSupport::await);
        kv.close();

        assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(client().state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void noThreadIsLeftAfterClose() {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        KvClient kv = open();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(kv.async().set(key("t" + i), i).thenApply(r -> r.written()));
        }
        calls.forEach(ContractSupport::await);
        kv.get(key("t1"), Integer.class);

        kv.close();

        eventually("all threads of the client have ended", () -> {
            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            return left.stream().noneMatch(this::isClientThread);
        });
        assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void aCallbackMayCallAndBlock() {
        CompletableFuture<Integer> sum = client().async()
                .set(key("a"), 1)
                .thenApply(written -> {
                    client().set(key("b"), 2);
                    client().setAll(List.of(KvWrite.of(key("c"), 3)));
                    return client().get(key("a"), Integer.class).orElseThrow()
                            + client().get(key("b"), Integer.class).orElseThrow();
                })
                .thenCompose(
                        part -> client().async().get(key("c"), Integer.class).thenApply(c -> part + c.orElseThrow()));

        assertThat(await(sum)).isEqualTo(6);
    }

    @Test
    void aCallbackMayWriteALongRow() {
        CompletableFuture<Long> written = client().async()
                .set(key("a"), 1)
                .thenApply(r -> client().setAll(
                                IntStream.range(0, 50)
                                        .mapToObj(i -> KvWrite.of(key("i" + i), i))
                                        .iterator(),
                                CallOptions.none())
                        .written());

        assertThat(await(written)).isEqualTo(50);
    }

    @Test
    void aCallbackMayCloseTheClient() {
        KvClient kv = open();
        CompletableFuture<ConnectionState> state = kv.async().set(key("a"), 1).thenApply(r -> {
            kv.close();
            return kv.state();
        });

        assertThat(await(state)).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void whatACallbackThrowsHarmsNoOther() {
        CompletableFuture<Object> failing = client().async().set(key("a"), 1).thenApply(r -> {
            throw new IllegalStateException("the application's own");
        });

        assertThat(failing.handle((r, e) -> e != null).join()).isTrue();
        assertThat(await(client().async().get(key("a"), Integer.class))).contains(1);
    }

    @Test
    void manyThreadsShareOneClient() {
        List<CompletableFuture<Void>> threads = IntStream.range(0, 6)
                .mapToObj(t -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 25; i++) {
                                String key = key("t" + t);
                                client().set(key, i);
                                assertThat(client().get(key, Integer.class)).contains(i);
                            }
                        },
                        task -> new Thread(task, "contract-user-" + t).start()))
                .toList();
        threads.forEach(ContractSupport::await);

        for (int t = 0; t < 6; t++) {
            assertThat(client().get(key("t" + t), Integer.class)).contains(24);
        }
    }

    @Test
    void writesOfOneKeyTakeEffectInTheOrderOfTheCalls() {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            writes.add(client().async().set(key("k" + i % 3), i));
        }
        CompletableFuture<?> read = client().async()
                .get(key("k0"), Integer.class)
                .thenAccept(value -> assertThat(value).contains(99));
        writes.forEach(ContractSupport::await);
        await(read);

        assertThat(client().get(key("k0"), Integer.class)).contains(99);
        assertThat(client().get(key("k1"), Integer.class)).contains(97);
        assertThat(client().get(key("k2"), Integer.class)).contains(98);
    }
}
