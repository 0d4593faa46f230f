package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvclient.Capability;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.KvEntry;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Reading, writing and removing one key; which values are kept and which are refused. */
abstract class ValueCases extends ContractSupport {
    @Test
    void absentKeyIsEmptyAndNoError() {
        String key = key("absent");

        assertThat(client().get(key, String.class)).isEmpty();
        assertThat(client().entry(key, String.class)).isEmpty();
        assertThat(client().contains(key)).isFalse();
        assertThat(await(client().async().get(key, String.class))).isEmpty();
        assertThat(await(client().async().entry(key, String.class))).isEmpty();
        assertThat(await(client().async().contains(key))).isFalse();
    }

    @Test
    void everyKindOfValueComesBackEqual() {
        int number = 0;
        for (Sample<?> sample : samples()) {
            keeps(key("sample-" + number), sample, number % 2 == 0);
            number++;
        }
        assertThat(number).isPositive();
    }

    private <T> void keeps(String key, Sample<T> sample, boolean blocking) {
        T value = sample.value();
        if (blocking) {
            assertThat(client().set(key, value).written()).isTrue();
            assertThat(client().get(key, sample.type())).as("%s", value).contains(value);
        } else {
            assertThat(await(client().async().set(key, value)).written()).isTrue();
            assertThat(await(client().async().get(key, sample.type(), dev.kvclient.CallOptions.none())))
                    .as("%s", value)
                    .contains(value);
        }
        assertThat(client().entry(key, sample.type()).map(KvEntry::value)).contains(value);
        assertThat(client().contains(key)).isTrue();
    }

    @Test
    void theLastWriteIsRead() {
        String key = key("a");
        client().set(key, "first");
        client().set(key, 2);
        client().set(key, Samples.ADA);

        assertThat(client().get(key, Samples.Person.class)).contains(Samples.ADA);
    }

    @Test
    void aWriteTellsWhatItDidWhereTheBackendDoes() {
        boolean told = can(Capability.TELL_SET_EFFECT);
        String key = key("a");

        SetResult created = client().set(key, 1);
        SetResult updated = await(client().async().set(key, 2));

        assertThat(created.effect()).isEqualTo(told ? WriteEffect.CREATED : WriteEffect.NOT_TOLD);
        assertThat(updated.effect()).isEqualTo(told ? WriteEffect.UPDATED : WriteEffect.NOT_TOLD);
        assertThat(created).isInstanceOf(SetResult.Written.class);
        assertThat(created.orThrow()).isSameAs(created);
        assertThat(created.<String>match(w -> "written", n -> "not", a -> "accepted"))
                .isEqualTo("written");
        assertThat(created.version().isPresent()).isEqualTo(can(Capability.SET_IF_VERSION));
    }

    @Test
    void aDeleteTellsWhatItFoundWhereTheBackendDoes() {
        boolean told = can(Capability.TELL_DELETED);
        String key = key("a");
        client().set(key, 1);

        assertThat(client().delete(key).existed()).isEqualTo(told ? Existed.YES : Existed.NOT_TOLD);
        assertThat(client().contains(key)).isFalse();
        assertThat(client().get(key, Integer.class)).isEmpty();
        assertThat(client().delete(key).existed()).isEqualTo(told ? Existed.NO : Existed.NOT_TOLD);
        client().set(key, 2);
        assertThat(await(client().async().delete(key)).existed()).isEqualTo(told ? Existed.YES : Existed.NOT_TOLD);
    }

    @Test
    void anEntryTellsKeyAndValueAndVersionsWhereThereAreAny() {
        String key = key("a");
        client().set(key, "value");

        KvEntry<String> entry = client().entry(key, String.class).orElseThrow();

        assertThat(entry.key()).isEqualTo(key);
        assertThat(entry.value()).isEqualTo("value");
        assertThat(entry.version().isPresent()).isEqualTo(can(Capability.SET_IF_VERSION));
        assertThat(entry.expiresAt()).isEmpty();
        assertThat(entry.toString()).contains(key).doesNotContain("value");
    }

    @Test
    void jsonTextPassesThroughUntouchedInMeaning() {
        String key = key("a");
        client().set(key, RawJson.of("{\"b\":[1,2.5,\"ü\",null,true],\"a\":{}}"));

        KvType<Map<String, Object>> map = new KvType<>() {};
        Map<String, Object> read = client().get(key, map).orElseThrow();
        assertThat(read).containsOnlyKeys("a", "b").containsEntry("a", Map.of());
        RawJson raw = client().get(key, RawJson.class).orElseThrow();
        client().set(key("b"), raw);
        assertThat(client().get(key("b"), map)).contains(read);
        assertThat(raw.toString()).doesNotContain("2.5");
    }

    @Test
    void aStoredNullReadsAsEmptyButIsThere() {
        String key = key("null");
        assumeTrue(storeNull(key), "the backend stores no JSON null");

        assertThat(client().contains(key)).isTrue();
        assertThat(client().get(key, Integer.class)).isEmpty();
        assertThat(client().getAll(List.of(key), Integer.class).orThrow()).isEmpty();
        assertThat(client().get(key, RawJson.class)).isEmpty();
    }

    @Test
    void nullIsNoValue() {
        String key = key("a");
        Optional<String> emptiness = Optional.empty();

        assertThatNullPointerException().isThrownBy(() -> client().set(key, ContractSupport.<Object>nothing()));
        assertThatNullPointerException().isThrownBy(() -> client().async().set(key, ContractSupport.<Object>nothing()));
        for (Object becomesNull : List.of(RawJson.of("null"), RawJson.of(" null "), emptiness)) {
            refusedBoth(
                    KvSerializationException.class,
                    () -> client().set(key, becomesNull),
                    () -> client().async().set(key, becomesNull));
        }
        assertThat(client().contains(key)).isFalse();
    }

    @Test
    void whatWouldNotComeBackEqualIsRefused() {
        String key = key("a");
        List<Object> refused = new ArrayList<>(List.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                new double[] {1, Double.NaN},
                List.of(Double.NaN),
                Map.of("n", Float.NaN),
                "\uD800",
                "a\uDC00b",
                "\uDC00\uD800",
                List.of("\uD800"),
                Map.of("\uD800", 1),
                new Samples.Person("\uDFFF", 1, List.of()),
                RawJson.of("\"\uD800\""),
                RawJson.of("\"\\ud800\""),
                RawJson.of(""),
                RawJson.of("{"),
                RawJson.of("1 2"),
                RawJson.of("12 rest"),
                RawJson.of("NaN"),
                RawJson.of("'single'"),
                new Object()));
        for (Object value : refused) {
            assertThatThrownBy(() -> client().set(key, value))
                    .as(
                            value instanceof RawJson raw
                                    ? raw.json()
                                    : value.getClass().getSimpleName() + " " + value)
                    .isInstanceOf(KvSerializationException.class);
            KvSerializationException e = refusedBoth(
                    KvSerializationException.class,
                    () -> client().set(key, value),
                    () -> client().async().set(key, value));
            assertThat(e.key()).contains(key);
        }
        assertThat(client().contains(key)).isFalse();
    }

    @Test
    void aValueOfAnotherTypeIsAFailureThatShowsTheCallerAndNotTheValue() {
        String key = key("a");
        client().set(key, "s3cr3t-value");

        KvSerializationException e = failureOf(KvSerializationException.class, () -> client().get(key, Integer.class));

        assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(e.key()).contains(key);
        assertThat(e.operation()).contains("get");
        showsCallerAndNoValue(e);
        KvSerializationException late =
                failureOf(KvSerializationException.class, client().async().get(key, Integer.class));
        assertThat(late.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(client().get(key, String.class)).contains("s3cr3t-value");
    }

    private static void showsCallerAndNoValue(KvException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("s3cr3t");
        assertThat(e.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(ValueCases.class.getName()));
    }

    @Test
    void valuesOverAKnownLimitAreRefusedHere() {
        OptionalLong most = capabilities().limits().maxValueBytes();
        OptionalLong request = capabilities().limits().maxRequestBytes();
        assumeTrue(most.isPresent() || request.isPresent(), "no limit is known");
        String key = key("large");
        if (most.isPresent()) {
            // Two bytes are the quotes.
            String value = "x".repeat((int) most.getAsLong() - 1);
            refusedBoth(
                    KvTooLargeException.class,
                    () -> client().set(key, value),
                    () -> client().async().set(key, value));
        }
        if (request.isPresent()) {
            String value = "x".repeat((int) request.getAsLong());
            KvTooLargeException e = failureOf(KvTooLargeException.class, () -> client().set(key, value));
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.key()).contains(key);
        }
        assertThat(client().contains(key)).isFalse();
    }
}
