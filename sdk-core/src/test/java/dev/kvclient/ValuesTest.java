package dev.kvclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small values of the API. */
class ValuesTest {
    @Test
    void typesAreEqualIfWhatTheyDescribeIs() {
        KvType<List<String>> one = new KvType<>() {};
        KvType<List<String>> two = new KvType<>() {};
        KvType<Map<String, Integer>> other = new KvType<>() {};

        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo(other);
        assertThat(one).hasToString("java.util.List<java.lang.String>");
        assertThat(KvType.of(String.class)).isEqualTo(new KvType<String>() {});
        assertThat(KvType.of(one.type())).isEqualTo(one);
        assertThat(KvType.of(String.class)).hasToString("java.lang.String");
        assertThatNullPointerException().isThrownBy(() -> KvType.of((Class<String>) null));
    }

    @Test
    @SuppressWarnings("rawtypes")
    void aTypeWithoutItsArgumentIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> new KvType() {});
    }

    @Test
    void whatABuilderIsNotToldIsUnsupported() {
        Capabilities built = Capabilities.builder()
                .natively(Capability.READ_WRITE)
                .natively(Capability.LIST, "note")
                .emulated(Capability.COUNT, "cost")
                .unsupported(Capability.CLEAR, "reason")
                .limits(Limits.none().maxKeyBytes(5))
                .clearAsksForConfirmation(true)
                .build();

        assertThat(built.support(Capability.READ_WRITE)).isEqualTo(Support.NATIVE);
        assertThat(built.supports(Capability.COUNT)).isTrue();
        assertThat(built.support(Capability.COUNT)).isEqualTo(Support.EMULATED);
        assertThat(built.supports(Capability.CLEAR)).isFalse();
        assertThat(built.report(Capability.CLEAR).note()).isEqualTo("reason");
        assertThat(built.report(Capability.LIST)).hasToString("LIST=NATIVE (note)");
        assertThat(built.supports(Capability.INCREMENT)).isFalse();
        assertThat(built.limits().maxKeyBytes()).hasValue(5);
        Capabilities copy = built.toBuilder().natively(Capability.INCREMENT).build();
        assertThat(copy.supports(Capability.INCREMENT)).isTrue();
        assertThat(copy.clearAsksForConfirmation()).isTrue();
        assertThat(copy.support(Capability.COUNT)).isEqualTo(Support.EMULATED);
        assertThat(built.supports(Capability.INCREMENT)).isFalse();
    }

    @Test
    void profilesSayWhatEachBackendCan() {
        assertThat(Capability.values()).allMatch(BackendProfile.MEMORY::supports);
        for (Capabilities profile : List.of(
                BackendProfile.KUZZLE, BackendProfile.NDB_SESSION, BackendProfile.NDB_STATUS, BackendProfile.VERSORI)) {
            assertThat(profile.support(Capability.READ_WRITE)).isEqualTo(Support.NATIVE);
            for (Capability capability : Capability.values()) {
                if (profile.support(capability) == Support.EMULATED) {
                    assertThat(profile.report(capability).note())
                            .as("%s", capability)
                            .isNotEmpty();
                }
            }
        }
        assertThat(BackendProfile.KUZZLE.supports(Capability.SET_IF_VERSION)).isFalse();
        assertThat(BackendProfile.NDB_STATUS.supports(Capability.SET_IF_ABSENT)).isFalse();
        assertThat(BackendProfile.VERSORI.support(Capability.INCREMENT)).isEqualTo(Support.EMULATED);
    }

    @Test
    void limitsArePositiveOrNone() {
        Limits limits =
                Limits.none().maxKeyBytes(1).maxValueBytes(2).maxRequestBytes(3).maxBatchKeys(4);

        assertThat(limits.maxKeyBytes()).hasValue(1);
        assertThat(limits.maxValueBytes()).hasValue(2);
        assertThat(limits.maxRequestBytes()).hasValue(3);
        assertThat(limits.maxBatchKeys()).hasValue(4);
        assertThat(Limits.none().maxKeyBytes()).isEmpty();
        assertThat(limits)
                .isEqualTo(Limits.none()
                        .maxBatchKeys(4)
                        .maxRequestBytes(3)
                        .maxValueBytes(2)
                        .maxKeyBytes(1));
        assertThat(limits).isNotEqualTo(Limits.none());
        assertThat(limits.toString()).contains("keyBytes=1", "batchKeys=4");
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> limits.maxKeyBytes(0));
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> limits.maxBatchKeys(-1));
    }

    @Test
    void opaqueValuesPrintAndParse() {
        assertThat(Version.parse(Version.parse("v1").toString())).isEqualTo(Version.parse("v1"));
        assertThat(Version.parse("v1")).isNotEqualTo(Version.parse("v2")).hasSameHashCodeAs(Version.parse("v1"));
        assertThat(Cursor.parse(Cursor.parse("c").toString()))
                .isEqualTo(Cursor.parse("c"))
                .hasSameHashCodeAs(Cursor.parse("c"));
        assertThat(Receipt.parse(Receipt.parse("r").toString()))
                .isEqualTo(Receipt.parse("r"))
                .hasSameHashCodeAs(Receipt.parse("r"));
        assertThatNullPointerException().isThrownBy(() -> Cursor.parse(null));
    }

    @Test
    void lifeIsAbsentEndlessOrMeasured() {
        assertThat(TimeToLive.absent().present()).isFalse();
        assertThat(TimeToLive.persistent().present()).isTrue();
        assertThat(TimeToLive.persistent().expires()).isFalse();
        TimeToLive second = TimeToLive.of(Duration.ofSeconds(1));
        assertThat(second.remaining()).contains(Duration.ofSeconds(1));
        assertThat(second).isEqualTo(TimeToLive.of(Duration.parse("PT1S"))).isNotEqualTo(TimeToLive.persistent());
        assertThat(TimeToLive.absent()).isNotEqualTo(TimeToLive.persistent()).hasToString("TimeToLive[absent]");
    }

    @Test
    void secretsAndValuesAreNotShown() {
        assertThat(Credentials.token("s3cr3t").toString()).doesNotContain("s3cr3t");
        assertThat(Credentials.userPassword("name", "s3cr3t").toString()).doesNotContain("s3cr3t");
        assertThat(KvWrite.of("key", "s3cr3t").toString()).contains("key").doesNotContain("s3cr3t");
        Credentials.Token fixed = (Credentials.Token) Credentials.token("t");
        assertThat(fixed.current()).isEqualTo("t");
        assertThat(fixed.renewable()).isFalse();
        Credentials.Token supplied = (Credentials.Token) Credentials.token(() -> null);
        assertThat(supplied.renewable()).isTrue();
        assertThatNullPointerException().isThrownBy(supplied::current);
    }

    @Test
    void aCopyOfAnExceptionShowsTheStackOfWhoMadeIt() {
        KvException original = new KvServerException(Failure.of(Outcome.REJECTED, "no"));

        KvException copy = here(original);

        assertThat(copy.getStackTrace()[0].getMethodName()).isEqualTo("here");
        assertThat(original.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("here"));
    }

    private static KvException here(KvException e) {
        return e.with(f -> f);
    }

    @Test
    void conditionsAreComparedByKindAndVersion() {
        assertThat(Condition.version(Version.parse("1"))).isEqualTo(Condition.version(Version.parse("1")));
        assertThat(Condition.version(Version.parse("1"))).isNotEqualTo(Condition.version(Version.parse("2")));
        assertThat(Condition.absent()).isNotEqualTo(Condition.present()).hasToString("ABSENT");
        assertThat(Condition.absent().version()).isEmpty();
    }
}
