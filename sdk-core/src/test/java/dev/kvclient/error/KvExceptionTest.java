package dev.kvclient.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Capability;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KvExceptionTest {
    private static final Failure FULL = Failure.of(Outcome.UNKNOWN, "something went wrong")
            .backend("kuzzle")
            .operation("set")
            .key("a key")
            .attempts(3)
            .retryable(true)
            .backendCode("some.code")
            .status(503)
            .retryAfter(Duration.ofSeconds(2))
            .nativeError(42)
            .cause(new IOException("behind it"));

    static Stream<Function<Failure, KvException>> classes() {
        return Stream.of(
                KvRequestException::new,
                f -> new KvUnsupportedException(f, Capability.INCREMENT),
                f -> new KvAuthException(f, KvAuthException.Reason.FORBIDDEN),
                KvNotFoundException::new,
                KvConflictException::new,
                KvTooLargeException::new,
                KvRateLimitedException::new,
                KvOverloadException::new,
                KvServerException::new,
                KvConnectionException::new,
                KvTimeoutException::new,
                KvOfflineException::new,
                KvProtocolException::new,
                KvSerializationException::new,
                KvInterruptedException::new,
                KvClosedException::new,
                f -> new KvBatchException(
                        f, Map.of("k", new KvServerException(Failure.of(Outcome.UNKNOWN, "one of them")))));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void allParticularsAreKeptAndCopied(Function<Failure, KvException> make) {
        KvException e = make.apply(FULL);
        tellsAll(e, Outcome.UNKNOWN, 3);

        KvException changed = e.with(f -> f.outcome(Outcome.APPLIED).attempts(4));

        assertThat(changed).hasSameClassAs(e).isNotSameAs(e);
        tellsAll(changed, Outcome.APPLIED, 4);
        if (e instanceof KvUnsupportedException unsupported) {
            assertThat(unsupported.capability()).isEqualTo(((KvUnsupportedException) changed).capability());
            assertThat(unsupported).isInstanceOf(KvRequestException.class);
        }
        if (e instanceof KvAuthException auth) {
            assertThat(auth.reason()).isEqualTo(((KvAuthException) changed).reason());
        }
        if (e instanceof KvBatchException batch) {
            assertThat(((KvBatchException) changed).failures())
                    .isEqualTo(batch.failures())
                    .containsOnlyKeys("k");
            assertThat(changed.getSuppressed()).hasSize(1);
        }
    }

    private static void tellsAll(KvException e, Outcome outcome, int attempts) {
        assertThat(e.outcome()).isEqualTo(outcome);
        assertThat(e.attempts()).isEqualTo(attempts);
        assertThat(e.backend()).contains("kuzzle");
        assertThat(e.operation()).contains("set");
        assertThat(e.key()).contains("a key");
        assertThat(e.retryable()).isTrue();
        assertThat(e.backendCode()).contains("some.code");
        assertThat(e.status()).hasValue(503);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(e.nativeError(Integer.class)).contains(42);
        assertThat(e.nativeError(String.class)).isEmpty();
        assertThat(e.getCause()).isSameAs(FULL.cause().orElseThrow());
        assertThat(e)
                .hasMessage(
                        "[kuzzle] set \"a key\": something went wrong (" + outcome + ", " + attempts + " attempts)");
    }

    @ParameterizedTest
    @MethodSource("classes")
    void surviveSerializationButForTheNativeError(Function<Failure, KvException> make) throws Exception {
        KvException e = make.apply(FULL);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            KvException read = (KvException) in.readObject();
            assertThat(read).hasSameClassAs(e).hasMessage(e.getMessage());
            assertThat(read.outcome()).isEqualTo(e.outcome());
            assertThat(read.nativeError(Integer.class)).isEmpty();
        }
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        KvException e = new KvServerException(Failure.of(Outcome.REJECTED, "no"));

        assertThat(e).hasMessage("no (REJECTED)").hasNoCause();
        assertThat(e.backend()).isEmpty();
        assertThat(e.operation()).isEmpty();
        assertThat(e.key()).isEmpty();
        assertThat(e.status()).isEmpty();
        assertThat(e.retryAfter()).isEmpty();
        assertThat(e.backendCode()).isEmpty();
        assertThat(e.attempts()).isZero();
        assertThat(e.retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT, NOT_SENT, NOT_SENT", "NOT_SENT, REJECTED, REJECTED", "NOT_SENT, UNKNOWN, UNKNOWN",
        "NOT_SENT, APPLIED, APPLIED", "REJECTED, NOT_SENT, REJECTED", "REJECTED, REJECTED, REJECTED",
        "REJECTED, UNKNOWN, UNKNOWN", "REJECTED, APPLIED, APPLIED", "UNKNOWN, NOT_SENT, UNKNOWN",
        "UNKNOWN, REJECTED, UNKNOWN", "UNKNOWN, UNKNOWN, UNKNOWN", "UNKNOWN, APPLIED, APPLIED",
        "APPLIED, NOT_SENT, APPLIED", "APPLIED, REJECTED, APPLIED", "APPLIED, UNKNOWN, APPLIED",
        "APPLIED, APPLIED, APPLIED"
    })
    void outcomesOfTwoTriesTogether(Outcome earlier, Outcome later, Outcome both) {
        assertThat(earlier.and(later)).isEqualTo(both);
    }
}
