package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers come back equal, or are not sent. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class NumbersOnTheWireTest {
    private static final BigInteger MOST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    @ParameterizedTest
    @EnumSource
    void whatTheServerKeepsComesBackEqual(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            for (long number : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1}) {
                kv.set("k", number);
                assertThat(kv.get("k", Long.class)).contains(number);
            }
            for (BigInteger number : List.of(MOST, BigInteger.ONE.shiftLeft(63), BigInteger.valueOf(Long.MIN_VALUE))) {
                kv.set("k", number);
                assertThat(kv.get("k", BigInteger.class)).contains(number);
            }
            for (double number : new double[] {
                0.1, -0.1, 1e-7, 1e21, 100, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, Math.PI
            }) {
                kv.set("k", number);
                assertThat(kv.get("k", Double.class)).contains(number);
            }
            kv.set("k", RawJson.of("[1,1.0,1e2,18446744073709551615,\"18446744073709551616\"]"));
            assertThat(kv.get("k", Object[].class).orElseThrow())
                    .containsExactly(1, 1.0, 100.0, MOST, "18446744073709551616");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatItWouldChangeIsNotSent(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            NdbKeys keys = kv.unwrap(NdbClient.class).keys();
            List<Object> changed = List.of(
                    MOST.add(BigInteger.ONE),
                    BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE),
                    -0.0,
                    -0.0f,
                    new BigDecimal("0.1000000000000000055511151231257827"),
                    new BigDecimal("1e309"),
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    RawJson.of("1e309"),
                    RawJson.of("-0"),
                    RawJson.of("{\"a\":[18446744073709551616]}"),
                    Map.of("a", List.of(1, -0.0)));
            long before = server.requestsSeen();
            for (Object value : changed) {
                for (KvException e : List.of(
                        failureWithin(SOON, () -> kv.set("k", value)),
                        failureWithin(SOON, () -> keys.set("k", value)),
                        failureWithin(
                                SOON,
                                () -> kv.setAll(List.of(KvWrite.of("k", value))).orThrow()))) {
                    assertThat(e.failure().toString()).doesNotContain("18446744073709551616");
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                }
                assertThat(failureWithin(SOON, () -> kv.set("k", value))).isInstanceOf(KvSerializationException.class);
            }
            assertThat(server.requestsSeen()).isEqualTo(before);
        }
    }
}
