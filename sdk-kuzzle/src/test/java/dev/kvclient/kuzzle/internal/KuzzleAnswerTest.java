package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleError;
import dev.kvclient.kuzzle.internal.auth.AuthReplies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no recording holds: of other shapes, in other orders, and such as make no sense. */
class KuzzleAnswerTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T read(String frame, ResultReader<T> reader) {
        return KuzzleAnswer.read(utf8(frame), reader);
    }

    private static String ok(String result) {
        return "{\"status\":200,\"error\":null,\"result\":" + result + ",\"room\":\"1\"}";
    }

    private static KvException refusal(String frame, ResultReader<?> reader) {
        return catchThrowableOfType(KvException.class, () -> read(frame, reader));
    }

    @Test
    void theRoomIsBelievedBeforeTheRequestId() throws IOException {
        assertThat(KuzzleAnswer.head(utf8("{\"requestId\":\"a\",\"room\":\"b\"}"))
                        .correlation())
                .isEqualTo("b");
        assertThat(KuzzleAnswer.head(utf8("{\"room\":\"b\",\"requestId\":\"a\"}"))
                        .correlation())
                .isEqualTo("b");
        assertThat(KuzzleAnswer.head(utf8("{\"requestId\":\"a\",\"status\":400,\"error\":{}}"))
                        .correlation())
                .isEqualTo("a");
        assertThat(KuzzleAnswer.head(utf8("{\"requestId\":7,\"room\":null}")).correlation())
                .isNull();
        assertThat(KuzzleAnswer.head(utf8("{\"p\":2}")).correlation()).isNull();
    }

    @Test
    void aNotificationIsNobodysAnswer() throws IOException {
        assertThat(KuzzleAnswer.head(
                                utf8(
                                        "{\"type\":\"document\",\"status\":200,\"requestId\":\"1\",\"result\":{},\"room\":\"x\"}"))
                        .notification())
                .isEqualTo("document");
        assertThat(KuzzleAnswer.head(utf8("{\"type\":\"TokenExpired\",\"room\":\"kuzzle:notification:server\"}"))
                        .notification())
                .isEqualTo("TokenExpired");
        assertThat(KuzzleAnswer.head(utf8("{\"type\":\"x\",\"error\":null,\"headers\":{},\"room\":\"1\"}"))
                        .notification())
                .isNull();
    }

    @Test
    void whatIsInsideAResultIsNotTheHead() throws IOException {
        KuzzleAnswer.Head head = KuzzleAnswer.head(
                utf8(
                        "{\"error\":null,\"result\":{\"room\":\"x\",\"requestId\":\"y\",\"type\":\"z\"},\"requestId\":\"1\",\"room\":\"1\"}"));

        assertThat(head.correlation()).isEqualTo("1");
        assertThat(head.notification()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hello", "[]", "1", "null", "\"text\"", "{\"room\":", "{\"room\":\"1\""})
    void noObjectIsNobodysFrame(String frame) {
        assertThatThrownBy(() -> KuzzleAnswer.head(utf8(frame))).isInstanceOf(IOException.class);
    }

    @Test
    void theOrderOfTheMembersDoesNotMatter() {
        String error = "\"error\":{\"status\":404,\"id\":\"api.process.action_not_found\",\"message\":\"m\"}";

        assertThat(refusal("{" + error + ",\"result\":null,\"status\":404}", Readers::integer))
                .isInstanceOf(KvNotFoundException.class);
        assertThat(refusal("{\"result\":null," + error + ",\"status\":404}", Readers::integer))
                .isInstanceOf(KvNotFoundException.class);
        assertThat(refusal("{\"status\":404,\"result\":null," + error + "}", Readers::integer))
                .isInstanceOf(KvNotFoundException.class);
        assertThat(read("{\"result\":5,\"status\":200,\"error\":null}", Readers::integer))
                .isEqualTo(5);
    }

    @Test
    void aBareErrorOfTheHttpLayerIsAnError() {
        KvException e = refusal(
                "{\"message\":\"Request is too large\",\"status\":413,\"id\":\"network.http.request_too_large\","
                        + "\"code\":50397185,\"props\":[\"a\",1,{\"x\":[2]},null]}",
                Readers::text);

        assertThat(e).isInstanceOf(KvTooLargeException.class);
        KuzzleError kept = e.nativeError(KuzzleError.class).orElseThrow();
        assertThat(kept.code()).isEqualTo(50_397_185);
        assertThat(kept.message()).isEqualTo("Request is too large");
        assertThat(kept.props()).startsWith("a", "1").hasSize(4);
        assertThat(refusal("{\"message\":\"m\",\"status\":400}", Readers::text)).isInstanceOf(KvRequestException.class);
    }

    @Test
    void anErrorWithMembersOfOtherTypesIsStillAnError() {
        KvException e = refusal(
                "{\"error\":{\"message\":{\"a\":1},\"id\":7,\"code\":\"x\",\"props\":\"p\",\"status\":400,\"stack\":[1]}}",
                Readers::text);

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.backendCode()).isEmpty();
        assertThat(e.status()).hasValue(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":200,\"error\":null}",
                "{\"status\":200,\"error\":null,\"result\":\"a\"",
                "{\"status\":200,\"error\":null,\"result\":\"a\"}{",
                "{\"status\":200,\"result\":tru}",
                "{\"result\":[],\"status\":200}"
            })
    void anAnswerOfStatus200ThatMakesNoSenseIsApplied(String frame) {
        KvException e = refusal(frame, Readers::integer);

        assertThat(e).isInstanceOf(KvProtocolException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(e.retryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "{\"result\":tru}", "{\"status\":\"200\",\"error\":null}", "{\"result\":\"a\"}"})
    void anAnswerWithoutStatusThatMakesNoSenseIsUnknown(String frame) {
        KvException e = refusal(frame, Readers::integer);

        assertThat(e).isInstanceOf(KvProtocolException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aResultOfAnotherTypeIsAppliedAndNotRepeated() {
        String secret = "the-stored-value";
        List<ResultReader<?>> readers =
                List.of(Readers::integer, Readers::flag, Readers::texts, Readers::keyPage, AuthReplies::login);
        for (ResultReader<?> reader : readers) {
            KvException e = refusal(ok("\"" + secret + "\""), reader);
            assertThat(e).isInstanceOf(KvProtocolException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(e.toString()).doesNotContain(secret);
        }
        for (String result : List.of("5", "true", "[]", "{\"" + secret + "\":1}")) {
            assertThat(refusal(ok(result), Readers::text)).isInstanceOf(KvProtocolException.class);
            assertThat(refusal(ok(result), Readers::okOrNull)).isInstanceOf(KvProtocolException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"0\"]", "[null,[]]", "[\"0\",[],1]", "[\"0\",[1]]", "[5,[]]", "[[],\"0\"]"})
    void aPageOfAnotherShapeIsRefused(String page) {
        assertThat(refusal(ok(page), Readers::keyPage)).isInstanceOf(KvProtocolException.class);
    }

    @Test
    void integersBelow2To53AreExactAndOthersApplied() {
        assertThat(read(ok("9007199254740991"), Readers::integer)).isEqualTo(9_007_199_254_740_991L);
        assertThat(read(ok("-9007199254740991"), Readers::integer)).isEqualTo(-9_007_199_254_740_991L);
        for (String beyond : List.of(
                "9007199254740992", "-9007199254740992", "9223372036854778000", "1e300", "123456789012345678901")) {
            KvException e = refusal(ok(beyond), Readers::integer);
            assertThat(e).as(beyond).isInstanceOf(KvSerializationException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(e.retryable()).isFalse();
            assertThat(e.getMessage()).doesNotContain(beyond);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-0.1"})
    void aFractionIsNoInteger(String number) {
        assertThat(refusal(ok(number), Readers::integer)).isInstanceOf(KvProtocolException.class);
    }

    private static List<Optional<Boolean>> transaction(String result) {
        List<ResultReader<Boolean>> two = List.of(Readers::okOrNull, Readers::okOrNull);
        return read(ok(result), parser -> Readers.transaction(parser, two));
    }

    @Test
    void aTransactionTellsEachMember() {
        assertThat(transaction("[[null,\"OK\"],[null,null]]")).containsExactly(Optional.of(true), Optional.of(false));
        assertThat(transaction("[[{}],[null,\"OK\"]]")).containsExactly(Optional.empty(), Optional.of(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[[null,\"OK\"]]",
                "[[null,\"OK\"],[null,\"OK\"],[null,\"OK\"]]",
                "[[],[]]",
                "null",
                "[1,2]"
            })
    void aTransactionOfAnotherLengthIsRefused(String result) {
        KvException e = catchThrowableOfType(KvException.class, () -> transaction(result));

        assertThat(e).isInstanceOf(KvProtocolException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
    }
}
