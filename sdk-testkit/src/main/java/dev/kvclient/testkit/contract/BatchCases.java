package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.DeleteResult;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.ImportResult;
import dev.kvclient.KvWrite;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvBatchException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several keys at once. */
abstract class BatchCases extends CounterCases {
    @Test
    void aBatchIsWrittenReadAndRemoved() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(key("text"), "text");
        values.put(key("empty"), "");
        values.put(key("number"), 12);
        values.put(key("person"), Samples.ADA);
        values.put(key("list"), List.of(1, 2));

        BatchResult<SetResult> written = client().setAll(values);

        assertThat(written.failures()).isEmpty();
        assertThat(written.orThrow().keySet()).containsExactlyElementsOf(values.keySet());
        assertThat(written.values().values()).allMatch(SetResult::written);
        assertThat(client().get(key("person"), Samples.Person.class)).contains(Samples.ADA);
        assertThat(client().get(key("empty"), String.class)).contains("");

        BatchResult<DeleteResult> deleted = client().deleteAll(List.of(key("text"), key("number"), key("absent")));

        boolean told = can(Capability.TELL_DELETED_IN_BATCH);
        assertThat(deleted.orThrow().keySet()).containsExactly(key("text"), key("number"), key("absent"));
        assertThat(present(deleted.values(), key("text")).existed()).isEqualTo(told ? Existed.YES : Existed.NOT_TOLD);
        assertThat(present(deleted.values(), key("absent")).existed()).isEqualTo(told ? Existed.NO : Existed.NOT_TOLD);
        assertThat(client().contains(key("text"))).isFalse();
        assertThat(client().contains(key("list"))).isTrue();
        assertThat(await(client().async().setAll(values)).orThrow()).hasSize(values.size());
        assertThat(await(client().async().deleteAll(values.keySet())).orThrow()).hasSize(values.size());
    }

    @Test
    void absentKeysAreLeftOutAndTheOrderIsThatOfTheRequest() {
        client().set(key("b"), 2);
        client().set(key("a"), 1);
        List<String> asked = List.of(key("b"), key("absent"), key("a"), key("b"));

        BatchResult<Integer> read = client().getAll(asked, Integer.class);

        assertThat(read.failures()).isEmpty();
        assertThat(read.values()).containsExactly(Map.entry(key("b"), 2), Map.entry(key("a"), 1));
        assertThat(await(client().async().getAll(asked, Integer.class)).orThrow())
                .isEqualTo(read.values());
    }

    @Test
    void emptyBatchesDoNothing() {
        assertThat(client().getAll(List.of(), String.class).orThrow()).isEmpty();
        assertThat(client().setAll(List.of()).orThrow()).isEmpty();
        assertThat(client().deleteAll(List.of()).orThrow()).isEmpty();
        assertThat(await(client().async().setAll(List.of())).orThrow()).isEmpty();
        assertThat(client().setAll(List.<KvWrite>of().iterator(), CallOptions.none())
                        .written())
                .isZero();
    }

    @Test
    void aMemberThatCannotBeWrittenFailsForItself() {
        List<KvWrite> writes =
                List.of(KvWrite.of(key("good"), 1), KvWrite.of(key("nan"), Double.NaN), KvWrite.of(key("fine"), 2));

        BatchResult<SetResult> result = client().setAll(writes);

        assertThat(result.values()).containsOnlyKeys(key("good"), key("fine"));
        assertThat(result.failures()).containsOnlyKeys(key("nan"));
        assertThat(result.failures().get(key("nan"))).isInstanceOf(KvSerializationException.class);
        KvBatchException e = failureOf(KvBatchException.class, result::orThrow);
        assertThat(e.failures()).containsOnlyKeys(key("nan"));
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(client().get(key("fine"), Integer.class)).contains(2);
        assertThat(client().contains(key("nan"))).isFalse();
    }

    @Test
    void aMemberThatCannotBeReadFailsForItself() {
        client().set(key("text"), "text");
        client().set(key("number"), 1);

        BatchResult<Integer> read = await(client().async().getAll(List.of(key("text"), key("number")), Integer.class));

        assertThat(read.values()).containsExactly(Map.entry(key("number"), 1));
        assertThat(read.failures()).containsOnlyKeys(key("text"));
        assertThat(read.failures().get(key("text"))).isInstanceOf(KvSerializationException.class);
        assertThat(failureOf(KvBatchException.class, read::orThrow).outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aMemberOverAKnownLimitFailsForItself() {
        OptionalLong value = capabilities().limits().maxValueBytes();
        OptionalLong request = capabilities().limits().maxRequestBytes();
        assumeTrue(value.isPresent() || request.isPresent(), "no limit is known");
        String large = "x".repeat((int) Math.min(value.orElse(Long.MAX_VALUE), request.orElse(Long.MAX_VALUE)));

        BatchResult<SetResult> result =
                client().setAll(List.of(KvWrite.of(key("large"), large), KvWrite.of(key("small"), 1)));

        assertThat(result.failures()).containsOnlyKeys(key("large"));
        assertThat(result.failures().get(key("large"))).isInstanceOf(KvTooLargeException.class);
        assertThat(client().get(key("small"), Integer.class)).contains(1);
    }

    @Test
    void aKeyComesOnceInABatchOfWrites() {
        List<KvWrite> twice = List.of(KvWrite.of(key("a"), 1), KvWrite.of(key("a"), 2));

        refusedBoth(
                KvRequestException.class,
                () -> client().setAll(twice),
                () -> client().async().setAll(twice));

        assertThat(client().contains(key("a"))).isFalse();
    }

    @Test
    void membersHaveTheirOwnConditions() {
        client().set(key("there"), 0);
        List<KvWrite> writes = List.of(
                KvWrite.of(key("there"), 1).options(o -> o.ifAbsent()),
                KvWrite.of(key("new"), 2).options(o -> o.ifAbsent()),
                KvWrite.of(key("plain"), 3));
        if (!supported(
                Capability.SET_IF_ABSENT,
                () -> client().setAll(writes),
                () -> client().async().setAll(writes))) {
            assertThat(client().contains(key("plain"))).isFalse();
            return;
        }
        Map<String, SetResult> results = client().setAll(writes).orThrow();

        assertThat(present(results, key("there")).written()).isFalse();
        assertThat(present(results, key("new")).written()).isTrue();
        assertThat(client().getAll(results.keySet(), Integer.class).orThrow())
                .isEqualTo(Map.of(key("there"), 0, key("new"), 2, key("plain"), 3));
    }

    @Test
    void largeBatchesAreSplitAndNotRefused() {
        int many = (int) Math.min(2_500, capabilities().limits().maxBatchKeys().orElse(100) * 2 + 50);
        List<String> keys = IntStream.range(0, many).mapToObj(i -> key("m" + i)).toList();

        client().setAll(keys.stream().map(k -> KvWrite.of(k, k.length())).toList())
                .orThrow();

        assertThat(client().getAll(keys, Integer.class).orThrow()).hasSize(many);
        client().deleteAll(keys).orThrow();
        assertThat(client().getAll(keys, Integer.class).orThrow()).isEmpty();
    }

    @Test
    void aLongRowIsWrittenInOrder() {
        List<KvWrite> row = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            row.add(KvWrite.of(key("row" + i % 700), i));
        }
        row.add(KvWrite.of(key("nan"), Double.NaN));

        ImportResult result = client().setAll(row.iterator(), CallOptions.none());

        assertThat(result.written()).isEqualTo(1_200);
        assertThat(result.notWritten()).isZero();
        assertThat(result.failures()).containsOnlyKeys(key("nan"));
        assertThat(failureOf(KvBatchException.class, result::orThrow).failures())
                .containsOnlyKeys(key("nan"));
        assertThat(client().get(key("row0"), Integer.class)).contains(700);
        assertThat(client().get(key("row499"), Integer.class)).contains(1_199);
        assertThat(client().get(key("row699"), Integer.class)).contains(699);
    }
}
