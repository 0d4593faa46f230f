package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.DeleteOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTooLargeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which keys work and which are refused; what a null argument does. */
abstract class KeyCases extends ValueCases {
    @Test
    void awkwardKeysAreKeysLikeAnyOther() {
        Map<String, String> expected = new LinkedHashMap<>();
        for (String name : awkwardNames()) {
            expected.put(key(name), "value of " + name);
        }
        expected.forEach((key, value) -> client().set(key, value));

        expected.forEach((key, value) -> {
            assertThat(client().get(key, String.class)).as(key).contains(value);
            assertThat(client().contains(key)).as(key).isTrue();
        });
        assertThat(client().getAll(expected.keySet(), String.class).orThrow()).isEqualTo(expected);
        if (can(Capability.LIST)) {
            assertThat(client().keyList(mine()).stream().distinct())
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
        client().deleteAll(expected.keySet()).orThrow();
        assertThat(client().getAll(expected.keySet(), String.class).orThrow()).isEmpty();
    }

    @Test
    void emptyKeysAndLoneSurrogatesAreRefused() {
        AsyncKvOperations async = client().async();
        for (String key : List.of("", "\uD800", namespace() + "a\uDC00b", namespace() + "\uDC00\uD800")) {
            wrong(() -> client().get(key, String.class));
            wrong(() -> client().entry(key, String.class));
            wrong(() -> client().contains(key));
            wrong(() -> client().set(key, 1));
            wrong(() -> client().delete(key));
            wrong(() -> client().getAll(List.of(key("a"), key), String.class));
            wrong(() -> client().setAll(List.of(KvWrite.of(key("a"), 1), KvWrite.of(key, 1))));
            wrong(() -> client().deleteAll(List.of(key("a"), key)));
            refusedBoth(KvRequestException.class, () -> client().set(key, 1), () -> async.set(key, 1));
            refusedBoth(
                    KvRequestException.class,
                    () -> client().get(key, String.class),
                    () -> async.get(key, String.class));
        }
        wrong(() -> client().keyList(Scan.prefix(namespace() + "\uD800")));
        wrong(() -> client().count("\uD800"));
        wrong(() -> client().deletePrefix("\uD800"));
        assertThat(client().contains(key("a"))).isFalse();
    }

    private void wrong(ThrowingCallable call) {
        OptionalLong before = requestsSeen();
        notSent(failureOf(KvRequestException.class, call));
        assertThat(requestsSeen()).isEqualTo(before);
    }

    @Test
    void keysOverAKnownLimitAreRefusedHere() {
        OptionalLong most = capabilities().limits().maxKeyBytes();
        assumeTrue(most.isPresent(), "no limit is known");
        String start = namespace() + "ü";
        int left = (int) most.getAsLong() - start.getBytes(StandardCharsets.UTF_8).length;
        String longest = start + "x".repeat(left);

        client().set(longest, 1);
        assertThat(client().get(longest, Integer.class)).contains(1);
        client().delete(longest);
        refusedBoth(
                KvTooLargeException.class,
                () -> client().get(longest + "x", Integer.class),
                () -> client().async().get(longest + "x", Integer.class));
        refusedBoth(
                KvTooLargeException.class,
                () -> client().set(longest + "x", 1),
                () -> client().async().set(longest + "x", 1));
    }

    @Test
    void nullArgumentsAreRefusedWhereTheyAreGiven() {
        KvClient kv = client();
        String key = key("a");
        kv.set(key, 1);
        OptionalLong before = requestsSeen();
        npe(() -> kv.get(nothing(), String.class));
        npe(() -> kv.get(key, ContractSupport.<Class<String>>nothing()));
        npe(() -> kv.get(key, ContractSupport.<KvType<String>>nothing()));
        npe(() -> kv.get(key, KvType.of(Integer.class), nothing()));
        npe(() -> kv.entry(nothing(), String.class));
        npe(() -> kv.entry(key, ContractSupport.<KvType<String>>nothing()));
        npe(() -> kv.getAll(nothing(), String.class));
        npe(() -> kv.getAll(List.of(key), ContractSupport.<KvType<String>>nothing()));
        npe(() -> kv.contains(nothing()));
        npe(() -> kv.set(nothing(), 1));
        npe(() -> kv.set(key, 1, ContractSupport.<SetOptions>nothing()));
        npe(() -> kv.set(key, 1, ContractSupport.<UnaryOperator<SetOptions>>nothing()));
        npe(() -> kv.setAll(ContractSupport.<Collection<KvWrite>>nothing()));
        npe(() -> kv.setAll(ContractSupport.<Iterator<KvWrite>>nothing(), CallOptions.none()));
        npe(() -> kv.delete(nothing()));
        npe(() -> kv.delete(key, ContractSupport.<DeleteOptions>nothing()));
        npe(() -> kv.delete(key, ContractSupport.<UnaryOperator<DeleteOptions>>nothing()));
        npe(() -> kv.setAll(ContractSupport.<Map<String, Integer>>nothing()));
        npe(() -> kv.deleteAll(nothing()));
        npe(() -> kv.keys(nothing()));
        npe(() -> kv.entries(nothing(), String.class));
        npe(() -> kv.keysPage(nothing()));
        npe(() -> kv.clear(nothing()));
        npe(() -> kv.ping(nothing()));
        npe(() -> kv.namespace(nothing()));
        npe(() -> kv.with(ContractSupport.<SetOptions>nothing()));
        npe(() -> kv.with(ContractSupport.<CallOptions>nothing()));
        npe(() -> kv.typed(ContractSupport.<KvType<String>>nothing()));
        npe(() -> KvWrite.of(nothing(), 1));
        npe(() -> KvWrite.of(key, nothing()));
        assertThat(requestsSeen()).isEqualTo(before);
    }

    @Test
    void nullArgumentsOfAsynchronousCallsAreTheOnlyThingThatTheyThrow() {
        AsyncKvOperations async = client().async();
        String key = key("a");
        Duration noTime = nothing();
        OptionalLong before = requestsSeen();
        npe(() -> async.get(nothing(), String.class));
        npe(() -> async.get(key, KvType.of(String.class), nothing()));
        npe(() -> async.get(key, ContractSupport.<KvType<String>>nothing(), CallOptions.none()));
        npe(() -> async.entry(nothing(), String.class));
        npe(() -> async.getAll(nothing(), String.class));
        npe(() -> async.contains(nothing()));
        npe(() -> async.set(nothing(), 1));
        npe(() -> async.set(key, 1, ContractSupport.<SetOptions>nothing()));
        npe(() -> async.setAll(ContractSupport.<Collection<KvWrite>>nothing()));
        npe(() -> async.setAll(ContractSupport.<Map<String, Integer>>nothing()));
        npe(() -> async.update(nothing(), String.class, old -> "new"));
        npe(() -> async.update(
                key, String.class, ContractSupport.<Function<java.util.Optional<String>, String>>nothing()));
        npe(() -> async.delete(nothing()));
        npe(() -> async.delete(key, nothing()));
        npe(() -> async.deleteAll(nothing()));
        npe(() -> async.increment(nothing()));
        npe(() -> async.ttl(nothing()));
        npe(() -> async.expire(key, noTime));
        npe(() -> async.persist(nothing()));
        npe(() -> async.keysPage(nothing()));
        npe(() -> async.entriesPage(nothing(), String.class));
        npe(() -> async.count(nothing()));
        npe(() -> async.deletePrefix(nothing()));
        npe(() -> async.clear(nothing()));
        npe(() -> async.ping(nothing()));
        assertThat(requestsSeen()).isEqualTo(before);
    }

    @Test
    void nullMembersAreRefusedAtTheCallBlockingOrNot() {
        KvClient kv = client();
        AsyncKvOperations async = kv.async();
        String key = key("a");
        List<String> keys = Arrays.asList(key, nothing());
        List<KvWrite> writes = Arrays.asList(KvWrite.of(key, 1), nothing());
        List<KvWrite> noWrite = Collections.singletonList(nothing());
        Map<String, Integer> noKey = Collections.singletonMap(nothing(), 1);
        Map<String, Integer> noValue = Collections.singletonMap(key, nothing());
        OptionalLong before = requestsSeen();
        npe(() -> kv.getAll(keys, Integer.class));
        npe(() -> kv.deleteAll(keys));
        npe(() -> kv.setAll(writes));
        npe(() -> kv.setAll(noWrite));
        npe(() -> kv.setAll(noWrite.iterator()));
        npe(() -> kv.setAll(noKey));
        npe(() -> kv.setAll(noValue));
        npe(() -> kv.typed(Integer.class).getAll(keys));
        npe(() -> kv.typed(Integer.class).deleteAll(keys));
        npe(() -> kv.typed(Integer.class).setAll(noKey));
        npe(() -> kv.typed(Integer.class).setAll(noValue));
        npe(() -> async.getAll(keys, Integer.class));
        npe(() -> async.deleteAll(keys));
        npe(() -> async.setAll(writes));
        npe(() -> async.setAll(noWrite));
        npe(() -> async.setAll(noKey));
        npe(() -> async.setAll(noValue));
        assertThat(requestsSeen()).isEqualTo(before);
        assertThat(kv.contains(key)).isFalse();
    }

    private static void npe(ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call);
    }
}
