package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.versori.VersoriError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersoriErrorsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String BY_VERSORI = "{\"code\":\"some_code\",\"message\":\"words with a secret\"}";
    private static final String PAGE = "<html><body>words with a secret</body></html>";

    private static KvException of(int status, @Nullable String retryAfter, String body) {
        return VersoriErrors.of(new HttpAnswer(status, retryAfter, body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "302, KvProtocolException, REJECTED, false",
        "400, KvRequestException, REJECTED, false",
        "401, KvAuthException, REJECTED, false",
        "403, KvAuthException, REJECTED, false",
        "404, KvNotFoundException, REJECTED, false",
        "405, KvRequestException, REJECTED, false",
        "408, KvServerException, UNKNOWN, true",
        "409, KvConflictException, REJECTED, false",
        "412, KvConflictException, REJECTED, false",
        "413, KvTooLargeException, REJECTED, false",
        "414, KvTooLargeException, REJECTED, false",
        "418, KvRequestException, REJECTED, false",
        "422, KvRequestException, REJECTED, false",
        "429, KvRateLimitedException, REJECTED, true",
        "431, KvTooLargeException, REJECTED, false",
        "500, KvServerException, UNKNOWN, true",
        "501, KvServerException, REJECTED, false",
        "502, KvServerException, UNKNOWN, true",
        "503, KvServerException, REJECTED, true",
        "504, KvServerException, UNKNOWN, true",
        "599, KvServerException, UNKNOWN, true"
    })
    void eachStatusHasItsException(int status, String type, Outcome outcome, boolean retryable) {
        KvException e = of(status, null, BY_VERSORI);

        assertThat(e.getClass().getSimpleName()).isEqualTo(type);
        assertThat(e.outcome()).isEqualTo(outcome);
        assertThat(e.retryable()).isEqualTo(retryable);
        assertThat(e.status()).hasValue(status);
        assertThat(e.backend()).contains("versori");
        assertThat(e.backendCode()).contains("some_code");
        assertThat(e.nativeError(VersoriError.class).orElseThrow().message()).isEqualTo("words with a secret");
        assertThat(e).hasMessageContaining("some_code").hasMessageContaining(Integer.toString(status));
        assertThat(e.toString() + e.failure() + e.nativeError(VersoriError.class))
                .doesNotContain("secret");
    }

    @Test
    void theClassesAreThoseOfTheDesign() {
        assertThat(of(302, null, "")).isInstanceOf(KvProtocolException.class);
        assertThat(of(400, null, "")).isInstanceOf(KvRequestException.class);
        assertThat(of(404, null, "")).isInstanceOf(KvNotFoundException.class);
        assertThat(of(409, null, "")).isInstanceOf(KvConflictException.class);
        assertThat(of(413, null, "")).isInstanceOf(KvTooLargeException.class);
        assertThat(of(429, null, "")).isInstanceOf(KvRateLimitedException.class);
        assertThat(of(500, null, "")).isInstanceOf(KvServerException.class);
        assertThat(((KvAuthException) of(401, null, "")).reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED);
        assertThat(((KvAuthException) of(403, null, "")).reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN);
    }

    @Test
    void a503IsKnownNotToBeCarriedOutIfVersoriSaysSoOrItNamesATime() {
        assertThat(of(503, null, BY_VERSORI).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(of(503, "1", PAGE).outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(of(503, null, PAGE).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(of(503, null, "").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(of(503, null, "{}").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(of(503, null, PAGE).retryable()).isTrue();
    }

    @Test
    void fieldsAreNamedAndTheirWordsAreKeptBack() {
        KvException e = of(
                422,
                null,
                "{\"code\":\"invalid\",\"message\":\"m\",\"details\":\"d\",\"fields\":[{\"field\":\"options.expireIn\","
                        + "\"message\":\"secret\"},{\"field\":\"a value with blanks\",\"message\":\"x\"},7]}");

        assertThat(e).hasMessageContaining("options.expireIn").hasMessageNotContainingAny("secret", "blanks");
        VersoriError error = e.nativeError(VersoriError.class).orElseThrow();
        assertThat(error.fields())
                .containsExactly(
                        new VersoriError.Field("options.expireIn", "secret"),
                        new VersoriError.Field("a value with blanks", "x"));
        assertThat(error.details()).contains("d");
        assertThat(error.status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "7", "{\"code\":", "{\"fields\":1}", "{\"code\":null}", "{\"x\":{}}"})
    void aBodyThatIsNoErrorOfVersoriStillMakesAnException(String body) {
        KvException e = of(502, null, body);

        assertThat(e).isInstanceOf(KvServerException.class);
        assertThat(e.nativeError(VersoriError.class).orElseThrow().message()).isEmpty();
        assertThat(e.backendCode()).isEmpty();
    }

    @Test
    void aCodeThatIsNoNameIsNotRepeated() {
        assertThat(of(400, null, "{\"code\":\"value was: hunter2 !\",\"message\":\"m\"}"))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void retryAfterIsANumberOfSecondsOrADate() {
        assertThat(of(429, "7", "").retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(of(503, " 0 ", "").retryAfter()).contains(Duration.ZERO);
        assertThat(of(429, "Fri, 20 Nov 2026 12:00:30 GMT", "").retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(of(429, "Fri, 20 Nov 2026 11:00:00 GMT", "").retryAfter()).contains(Duration.ZERO);
        // More than anybody waits; a deadline that is shorter ends the request.
        assertThat(of(429, "9".repeat(40), "").retryAfter()).contains(Duration.ofSeconds(999_999_999));
        for (String odd : new String[] {"-1", "soon", "1.5", "Mon, 20 Nov 2026 12:00:30 GMT", ""}) {
            assertThat(of(429, odd, "").retryAfter()).as(odd).isEmpty();
        }
        assertThat(of(429, null, "").retryAfter()).isEmpty();
    }
}
