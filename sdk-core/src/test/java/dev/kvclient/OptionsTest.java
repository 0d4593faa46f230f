package dev.kvclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Attribute<Boolean> FLAG = Attribute.of("fake", "flag", Boolean.class);
    private static final Attribute<String> NAME = Attribute.of("fake", "name", String.class);

    @Test
    void nothingIsGivenByNone() {
        CallOptions call = CallOptions.none();
        assertThat(call.timeout()).isEmpty();
        assertThat(call.unlimited()).isFalse();
        assertThat(call.isQueuable()).isTrue();
        assertThat(call.isIdempotent()).isFalse();
        assertThat(call.attributes()).isEmpty();
        SetOptions set = SetOptions.none();
        assertThat(set.ttl()).isEmpty();
        assertThat(set.expireAt()).isEmpty();
        assertThat(set.givesExpiry()).isFalse();
        assertThat(set.condition()).isEqualTo(Condition.none());
        assertThat(set.metadata()).isEmpty();
        assertThat(set.refreshesOnAccess()).isFalse();
        assertThat(set.whenOffline()).isEqualTo(WhenOffline.WAIT);
        assertThat(DeleteOptions.none().condition()).isEqualTo(Condition.none());
        assertThat(ClearOptions.none().confirmsEverything()).isFalse();
        assertThat(ClearOptions.everything().confirmsEverything()).isTrue();
    }

    @Test
    void eachChangeGivesNewOptions() {
        SetOptions first = SetOptions.none().ttl(SECOND);
        SetOptions second = first.ifAbsent().timeout(SECOND).queuable(false).attribute(FLAG, true);

        assertThat(first.condition()).isEqualTo(Condition.none());
        assertThat(second.ttl()).contains(SECOND);
        assertThat(second.condition()).isEqualTo(Condition.absent());
        assertThat(second.call().timeout()).contains(SECOND);
        assertThat(second.call().isQueuable()).isFalse();
        assertThat(second.call().attribute(FLAG)).contains(true);
        assertThat(second.call().attribute(NAME)).isEmpty();
        assertThat(second.noTimeout().call().unlimited()).isTrue();
        assertThat(second.noTimeout().call().timeout()).isEmpty();
        assertThat(second.noTimeout().timeout(SECOND).call().unlimited()).isFalse();
        assertThat(DeleteOptions.none()
                        .timeout(SECOND)
                        .ifVersion(Version.parse("1"))
                        .call()
                        .timeout())
                .contains(SECOND);
        assertThat(ClearOptions.everything().queuable(false).confirmsEverything())
                .isTrue();
    }

    @Test
    void contradictionsAreRefused() {
        SetOptions ttl = SetOptions.none().ttl(SECOND);
        SetOptions absent = SetOptions.none().ifAbsent();
        wrong(() -> ttl.ttl(SECOND));
        wrong(() -> ttl.expireAt(Instant.EPOCH));
        wrong(() -> SetOptions.none().expireAt(Instant.EPOCH).ttl(SECOND));
        wrong(absent::ifPresent);
        wrong(absent::ifAbsent);
        wrong(() -> absent.ifVersion(Version.parse("1")));
        wrong(() -> SetOptions.none().ifVersion(Version.parse("1")).ifPresent());
        assertThat(ttl.noExpiry().ttl(SECOND.plus(SECOND)).ttl()).contains(Duration.ofSeconds(2));
        assertThat(absent.unconditional().ifPresent().condition()).isEqualTo(Condition.present());
    }

    @Test
    void timesMakeSense() {
        wrong(() -> CallOptions.none().timeout(Duration.ZERO));
        wrong(() -> CallOptions.none().timeout(Duration.ofNanos(-1)));
        wrong(() -> SetOptions.none().timeout(Duration.ZERO));
        wrong(() -> SetOptions.none().ttl(Duration.ZERO));
        wrong(() -> SetOptions.none().ttl(Duration.ofNanos(999_999)));
        wrong(() -> SetOptions.none().ttl(SECOND.negated()));
        assertThat(SetOptions.none().ttl(Duration.ofMillis(1)).ttl()).contains(Duration.ofMillis(1));
        assertThatNullPointerException().isThrownBy(() -> SetOptions.none().expireAt(null));
    }

    private static void wrong(Supplier<?> call) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(call::get)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void whatIsNotGivenComesFromTheDefaults() {
        SetOptions defaults = SetOptions.none()
                .ttl(SECOND)
                .ifPresent()
                .metadata(Map.of("a", 1))
                .timeout(SECOND)
                .queuable(false)
                .attribute(FLAG, true)
                .attribute(NAME, "default");

        SetOptions merged = SetOptions.none().attribute(NAME, "given").over(defaults);

        assertThat(merged.ttl()).contains(SECOND);
        assertThat(merged.condition()).isEqualTo(Condition.present());
        assertThat(merged.metadata()).isEqualTo(Map.of("a", 1));
        assertThat(merged.call().timeout()).contains(SECOND);
        assertThat(merged.call().timeoutFromDefaults()).isTrue();
        assertThat(merged.call().isQueuable()).isFalse();
        assertThat(merged.call().attribute(FLAG)).contains(true);
        assertThat(merged.call().attribute(NAME)).contains("given");
    }

    @Test
    void whatIsGivenWins() {
        SetOptions defaults =
                SetOptions.none().ttl(SECOND).ifPresent().timeout(SECOND).queuable(false);

        SetOptions merged = SetOptions.none()
                .expireAt(Instant.EPOCH)
                .ifAbsent()
                .timeout(Duration.ofMinutes(1))
                .queuable(true)
                .over(defaults);

        assertThat(merged.ttl()).isEmpty();
        assertThat(merged.expireAt()).contains(Instant.EPOCH);
        assertThat(merged.condition()).isEqualTo(Condition.absent());
        assertThat(merged.call().timeout()).contains(Duration.ofMinutes(1));
        assertThat(merged.call().timeoutFromDefaults()).isFalse();
        assertThat(merged.call().isQueuable()).isTrue();
        assertThat(SetOptions.none().noTimeout().over(defaults).call().unlimited())
                .isTrue();
        assertThat(SetOptions.none().noTimeout().over(defaults).call().timeout())
                .isEmpty();
        assertThat(CallOptions.none()
                        .timeout(SECOND)
                        .over(CallOptions.none().noTimeout())
                        .unlimited())
                .isFalse();
    }

    @Test
    void expiryAndConditionAreTakenBackAsGroups() {
        SetOptions defaults = SetOptions.none().ttl(SECOND).ifPresent();

        SetOptions reset = SetOptions.none().noExpiry().unconditional().over(defaults);

        assertThat(reset.ttl()).isEmpty();
        assertThat(reset.expireAt()).isEmpty();
        assertThat(reset.givesExpiry()).isTrue();
        assertThat(reset.condition()).isEqualTo(Condition.none());
        assertThat(SetOptions.none()
                        .ttl(SECOND)
                        .over(SetOptions.none().expireAt(Instant.EPOCH))
                        .expireAt())
                .isEmpty();
    }

    @Test
    void aDefaultOfAViewStaysADefault() {
        CallOptions inner = CallOptions.none().over(CallOptions.none().timeout(SECOND));

        assertThat(inner.timeoutFromDefaults()).isTrue();
        assertThat(CallOptions.none().over(inner).timeoutFromDefaults()).isTrue();
        assertThat(inner.queuable(false).timeoutFromDefaults()).isTrue();
        assertThat(inner.timeout(SECOND).timeoutFromDefaults()).isFalse();
    }

    @Test
    void metadataIsCopied() {
        Map<String, Object> given = new HashMap<>(Map.of("a", 1));
        SetOptions options = SetOptions.none().metadata(given);
        given.put("b", 2);

        assertThat(options.metadata()).isEqualTo(Map.of("a", 1));
        assertThat(options.toString()).contains("a").doesNotContain("=1,");
    }

    @Test
    void attributesAreTypedAndNotShown() {
        assertThat(CallOptions.none().attribute(NAME, "s3cr3t").toString())
                .contains("fake.name")
                .doesNotContain("s3cr3t");
        assertThatNullPointerException().isThrownBy(() -> CallOptions.none().attribute(NAME, null));
        @SuppressWarnings({"unchecked", "rawtypes"})
        Attribute<Object> cheated = (Attribute) FLAG;
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> CallOptions.none().attribute(cheated, "text"));
        assertThat(Attribute.of("fake", "flag", Boolean.class)).isNotEqualTo(FLAG);
    }

    @Test
    void scansAreImmutableAndChecked() {
        Scan scan =
                Scan.prefix("a").pageSize(7).limit(9).from(Cursor.parse("c")).metadata(Map.of("m", 1));

        assertThat(scan.prefix()).isEqualTo("a");
        assertThat(scan.pageSize()).isEqualTo(7);
        assertThat(scan.limit()).hasValue(9);
        assertThat(scan.from()).contains(Cursor.parse("c"));
        assertThat(scan.metadata()).isEqualTo(Map.of("m", 1));
        assertThat(scan.toString()).contains("prefix=a", "limit=9");
        assertThat(Scan.all().prefix()).isEmpty();
        assertThat(Scan.all().limit()).isEmpty();
        wrong(() -> scan.pageSize(0));
        wrong(() -> scan.limit(-1));
    }

    @Test
    void retryPoliciesMakeSense() {
        RetryPolicy policy = RetryPolicy.standard().maxAttempts(2).backoff(SECOND, SECOND);
        assertThat(policy.maxAttempts()).isEqualTo(2);
        assertThat(policy.minBackoff()).isEqualTo(SECOND);
        assertThat(policy.maxBackoff()).isEqualTo(SECOND);
        assertThat(RetryPolicy.none().maxAttempts()).isEqualTo(1);
        assertThat(RetryPolicy.standard().maxAttempts()).isEqualTo(RetryPolicy.DEFAULT_MAX_ATTEMPTS);
        wrong(() -> policy.maxAttempts(0));
        wrong(() -> policy.backoff(Duration.ZERO, SECOND));
        wrong(() -> policy.backoff(SECOND, Duration.ofMillis(1)));
    }
}
