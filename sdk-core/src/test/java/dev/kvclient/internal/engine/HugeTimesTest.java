package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.ImportResult;
import dev.kvclient.KvWrite;
import dev.kvclient.SetOptions;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Times that no backend can write down are refused before anything is sent; other huge times are times like any. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HugeTimesTest extends EngineTest {
    /** More milliseconds than a long holds, and fewer seconds than an {@code Instant}. */
    private static final Duration AGES = Duration.ofDays(365L * 400_000_000);

    static List<SetOptions> endless() {
        return List.of(
                SetOptions.none().ttl(AGES),
                SetOptions.none().ttl(Duration.ofSeconds(Long.MAX_VALUE)),
                SetOptions.none().ttl(Duration.ofMillis(Long.MAX_VALUE)),
                SetOptions.none().expireAt(Instant.MAX.minusSeconds(1)),
                SetOptions.none().expireAt(Instant.ofEpochMilli(Long.MAX_VALUE)));
    }

    private void refused(ThrowingCallable call) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        nothingIsSent();
    }

    private void refused(KvException e) {
        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        nothingIsSent();
    }

    @ParameterizedTest
    @MethodSource("endless")
    void aSetThatWouldLiveBeyondAllTimeIsRefused(SetOptions options) {
        refused(() -> client().set("a", 1, options));
        refused(failureOf(KvRequestException.class, client().async().set("a", 1, options)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void soIsABatchWithOne(SetOptions options) {
        List<KvWrite> writes = List.of(KvWrite.of("a", 1).options(options), KvWrite.of("b", 2));
        refused(() -> client().setAll(writes));
        refused(failureOf(KvRequestException.class, client().async().setAll(writes, CallOptions.none())));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void ofAnImportItIsTheOneThatFails(SetOptions options) {
        backend.onSend = sent -> sent.setOut().answer();
        ImportResult result = client().setAll(
                        List.of(KvWrite.of("a", 1).options(options), KvWrite.of("b", 2))
                                .iterator(),
                        CallOptions.none());

        assertThat(result.written()).isEqualTo(1);
        assertThat(result.failures()).containsOnlyKeys("a");
        refused(result.failures().get("a"));
    }

    @Test
    void anExpiryBeyondAllTimeIsRefused() {
        refused(() -> client().expire("a", AGES));
        refused(() -> client().expire("a", Duration.ofSeconds(Long.MAX_VALUE)));
        refused(failureOf(KvRequestException.class, client().async().expire("a", AGES, CallOptions.none())));
    }

    @Test
    void anUpdateThatWouldLiveBeyondAllTimeIsRefusedAndWritesNothing() {
        backend.onSend = sent -> {
            if (sent.operation().equals("set")) {
                backend.sent.add(sent);
            } else {
                sent.setOut().answer();
            }
        };

        var update = client().async()
                .update(
                        "a",
                        dev.kvclient.KvType.of(Integer.class),
                        found -> 1,
                        SetOptions.none().ttl(AGES));

        refused(failureOf(KvRequestException.class, update));
    }

    @Test
    void aThousandYearsAreNotTooLong() {
        var set = client().async().set("a", 1, SetOptions.none().ttl(Duration.ofDays(365_000)));
        sent().answer();

        assertThat(await(set).written()).isTrue();
    }

    @Test
    void connectingMayTakeForEver() {
        var kv = open(backend.client().connectTimeout(Duration.ofSeconds(Long.MAX_VALUE)));

        assertThat(kv.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void connectingTakesAtLeastAMillisecond() {
        refused(() -> builder().connectTimeout(Duration.ofNanos(10)));
        refused(() -> builder().connectTimeout(Duration.ZERO));
        refused(() -> builder().connectTimeout(Duration.ofMillis(-1)));
        assertThat(open(builder().connectTimeout(ms(1))).state()).isEqualTo(ConnectionState.CONNECTED);
    }
}
