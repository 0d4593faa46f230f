package dev.kvclient.ndb.internal;

import static dev.kvclient.ndb.internal.AnswerCheck.Verdict.BARE;
import static dev.kvclient.ndb.internal.AnswerCheck.Verdict.CARRIED_OUT;
import static dev.kvclient.ndb.internal.AnswerCheck.Verdict.INTERIM;
import static dev.kvclient.ndb.internal.AnswerCheck.Verdict.OTHERS;
import static dev.kvclient.ndb.internal.AnswerCheck.Verdict.PROVEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an answer shows of whose it is. The recorded answers are all put to it in {@link RecordedAnswersTest}. */
class AnswerCheckTest {
    private static final NdbToken TOKEN = NdbToken.parse("18446744073709551615");
    private static final NdbKeyMessages A = new NdbKeyMessages(Unconnected.connection(NdbGeneration.SESSION), TOKEN);
    private static final NdbKeyMessages B = new NdbKeyMessages(Unconnected.connection(NdbGeneration.STATUS));
    private static final String T = "\"tkn\":18446744073709551615";

    private static NdbAnswer answer(String frame) {
        try {
            return NdbAnswer.parse(frame.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Arguments line(NdbMessage<?> message, String frame, AnswerCheck.Verdict verdict) {
        return Arguments.of(message, frame, verdict);
    }

    private static Stream<Arguments> answersOfA() {
        NdbMessage<?> set = A.set(Map.of("x", Json.value("1"), "y", Json.value("2")));
        NdbMessage<?> get = A.get(List.of("x"));
        NdbMessage<?> remove = A.remove(List.of("x"));
        return Stream.of(
                line(set, "{\"KV_SET_RSP\":{" + T + ",\"keys\":{\"y\":20,\"x\":21}}}", PROVEN),
                line(set, "{\"KV_SET_RSP\":{" + T + ",\"keys\":{\"x\":20}}}", OTHERS),
                line(set, "{\"KV_SET_RSP\":{" + T + ",\"keys\":{\"x\":20,\"y\":20,\"z\":20}}}", OTHERS),
                line(set, "{\"KV_SET_RSP\":{\"tkn\":18446744073709551614,\"keys\":{\"y\":20,\"x\":21}}}", OTHERS),
                line(set, "{\"KV_ADD_RSP\":{" + T + ",\"keys\":{\"y\":20,\"x\":23}}}", OTHERS),
                line(set, "{\"KV_SET\":{" + T + ",\"keys\":{\"y\":20,\"x\":20}}}", OTHERS),
                line(set, "{\"KV_SET_RSP\":{\"st\":100," + T + ",\"m\":\"\"}}", BARE),
                line(set, "{\"KV_SET_RSP\":{\"st\":101,\"tkn\":null,\"m\":\"\"}}", BARE),
                line(set, "{\"KV_SET_RSP\":{\"st\":100,\"tkn\":5,\"m\":\"\"}}", OTHERS),
                line(set, "{\"ERR\":{\"st\":3,\"m\":\"\"}}", BARE),
                line(get, "{\"KV_GET_RSP\":{" + T + ",\"keys\":{\"x\":null}}}", PROVEN),
                line(get, "{\"KV_GET_RSP\":{" + T + ",\"keys\":{\"y\":null}}}", OTHERS),
                line(get, "{\"KV_GET_RSP\":{" + T + "}}", OTHERS),
                line(A.get(List.of("x", "x")), "{\"KV_GET_RSP\":{" + T + ",\"keys\":{\"x\":1}}}", PROVEN),
                line(
                        A.contains(List.of("x", "y")),
                        "{\"KV_CONTAINS_RSP\":{\"st\":1," + T + ",\"keys\":{\"x\":true,\"y\":false}}}",
                        PROVEN),
                line(remove, "{\"KV_RMV_RSP\":{" + T + ",\"x\":24}}", PROVEN),
                line(remove, "{\"KV_RMV_RSP\":{" + T + ",\"y\":24}}", OTHERS),
                line(remove, "{\"KV_RMV_RSP\":{" + T + "}}", OTHERS),
                line(remove, "{\"KV_RMV_RSP\":{\"st\":100," + T + ",\"m\":\"\"}}", BARE),
                line(A.count(), "{\"KV_COUNT_RSP\":{\"st\":1,\"cnt\":3," + T + "}}", BARE),
                line(A.count(), "{\"KV_COUNT_RSP\":{\"st\":1,\"cnt\":3,\"tkn\":5}}", OTHERS),
                line(A.count(), "{\"KV_COUNT\":{\"st\":101,\"tkn\":null,\"m\":\"\"}}", BARE),
                line(A.count(), "{\"KV_COUNT\":{\"st\":1,\"cnt\":3," + T + "}}", OTHERS));
    }

    private static Stream<Arguments> answersOfB() {
        NdbMessage<?> set = B.set(Map.of("x", Json.value("1")));
        NdbMessage<?> get = B.get(List.of("x"));
        NdbMessage<?> contains = B.contains(List.of("x", "y"));
        return Stream.of(
                line(set, "{\"KV_SET_RSP\":{\"st\":1}}", CARRIED_OUT),
                line(set, "{\"KV_SET_RSP\":{\"st\":41}}", BARE),
                line(set, "{\"KV_ADD_RSP\":{\"st\":1}}", OTHERS),
                line(set, "{\"ERR\":{\"st\":1000}}", BARE),
                line(B.add(Map.of("x", Json.value("1"))), "{\"KV_ADD_RSP\":{\"st\":1}}", CARRIED_OUT),
                line(B.remove(List.of("x")), "{\"KV_RMV_RSP\":{\"st\":1}}", CARRIED_OUT),
                line(get, "{\"KV_GET_RSP\":{\"keys\":{\"x\":null},\"st\":1}}", PROVEN),
                line(get, "{\"KV_GET_RSP\":{\"keys\":{},\"st\":1}}", BARE),
                line(get, "{\"KV_GET_RSP\":{\"keys\":{\"y\":1},\"st\":1}}", OTHERS),
                line(get, "{\"KV_GET_RSP\":{\"keys\":{\"x\":1,\"y\":1},\"st\":1}}", OTHERS),
                line(get, "{\"KV_GET_RSP\":{\"st\":26}}", BARE),
                line(get, "{\"SV_OTHER_RSP\":{\"st\":10}}", BARE),
                line(get, "{\"SV_OTHER_RSP\":{\"st\":1}}", OTHERS),
                line(contains, "{\"KV_CONTAINS_RSP\":{\"contains\":[\"x\",\"y\"],\"st\":1}}", PROVEN),
                line(contains, "{\"KV_CONTAINS_RSP\":{\"contains\":[\"y\"],\"st\":1}}", BARE),
                line(contains, "{\"KV_CONTAINS_RSP\":{\"contains\":[],\"st\":1}}", BARE),
                line(contains, "{\"KV_CONTAINS_RSP\":{\"contains\":[\"z\"],\"st\":1}}", OTHERS),
                line(B.count(), "{\"KV_COUNT_RSP\":{\"cnt\":3,\"st\":1}}", BARE),
                line(B.count(), "{\"KV_CLEAR_RSP\":{\"cnt\":3,\"st\":1}}", OTHERS));
    }

    @ParameterizedTest
    @MethodSource("answersOfA")
    void generationA(NdbMessage<?> message, String frame, AnswerCheck.Verdict verdict) {
        assertThat(message.check(Dialect.V0_4, TOKEN).of(answer(frame))).isEqualTo(verdict);
        assertThat(message.check(Dialect.V0_5, TOKEN).of(answer(frame))).isEqualTo(verdict);
    }

    @ParameterizedTest
    @MethodSource("answersOfB")
    void generationB(NdbMessage<?> message, String frame, AnswerCheck.Verdict verdict) {
        assertThat(message.check(Dialect.V0_9, null).of(answer(frame))).isEqualTo(verdict);
    }

    /** The names of keys that mean something else where they stand. */
    private static Stream<Arguments> awkwardKeys() {
        return Stream.of(
                Arguments.of("tkn", "{\"KV_RMV_RSP\":{\"tkn\":24}}", 24),
                Arguments.of("tkn", "{\"KV_RMV_RSP\":{\"tkn\":22}}", 22),
                Arguments.of("st", "{\"KV_RMV_RSP\":{" + T + ",\"st\":24}}", 24),
                Arguments.of("st", "{\"KV_RMV_RSP\":{" + T + ",\"st\":22}}", 22),
                Arguments.of("m", "{\"KV_RMV_RSP\":{" + T + ",\"m\":24}}", 24),
                Arguments.of("keys", "{\"KV_RMV_RSP\":{" + T + ",\"keys\":24}}", 24),
                Arguments.of("contains", "{\"KV_RMV_RSP\":{" + T + ",\"contains\":22}}", 22));
    }

    @ParameterizedTest
    @MethodSource("awkwardKeys")
    void aRemovedKeyMayHaveTheNameOfAMember(String key, String frame, int status) {
        NdbMessage<Map<String, Integer>> message = A.remove(List.of(key));

        assertThat(message.check(Dialect.V0_5, TOKEN).of(answer(frame))).isEqualTo(PROVEN);
        assertThat(message.read(answer(frame), Dialect.V0_5)).containsExactly(Map.entry(key, status));
    }

    @Test
    void allAwkwardKeysAtOnce() {
        List<String> keys = List.of("tkn", "st", "m", "keys", "contains", "KV_RMV_RSP", "");
        String frame = "{\"KV_RMV_RSP\":{\"tkn\":24,\"st\":22,\"m\":24,\"keys\":24,\"contains\":24,\"KV_RMV_RSP\":22,"
                + "\"\":24}}";
        NdbMessage<Map<String, Integer>> message = A.remove(keys);

        assertThat(message.check(Dialect.V0_4, TOKEN).of(answer(frame))).isEqualTo(PROVEN);
        assertThat(message.read(answer(frame), Dialect.V0_4))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("tkn", 24, "st", 22, "m", 24, "keys", 24, "contains", 24, "KV_RMV_RSP", 22, "", 24));
    }

    @Test
    void aRefusalToRemoveAKeyCalledLikeItsMembersIsOne() {
        NdbMessage<Map<String, Integer>> message = A.remove(List.of("tkn", "st", "m"));
        NdbAnswer refusal = answer("{\"KV_RMV_RSP\":{\"st\":100," + T + ",\"m\":\"Session does not exist\"}}");

        assertThat(message.check(Dialect.V0_5, TOKEN).of(refusal)).isEqualTo(BARE);
        assertThat(catchThrowable(() -> message.read(refusal, Dialect.V0_5))).hasMessageContaining("100");
    }

    @Test
    void awkwardKeysAreNothingSpecialInOtherAnswers() {
        List<String> keys = List.of("tkn", "st", "m", "keys", "contains");
        String frame = "{\"KV_GET_RSP\":{" + T
                + ",\"keys\":{\"tkn\":1,\"st\":100,\"m\":\"words\",\"keys\":{\"a\":1},\"contains\":[\"z\"]}}}";
        var message = A.get(keys);

        assertThat(message.check(Dialect.V0_5, TOKEN).of(answer(frame))).isEqualTo(PROVEN);
        assertThat(message.read(answer(frame), Dialect.V0_5)).containsOnlyKeys(keys);
        String ofB = "{\"KV_CONTAINS_RSP\":{\"contains\":[\"contains\",\"keys\",\"st\"],\"st\":1}}";
        assertThat(B.contains(keys).check(Dialect.V0_9, null).of(answer(ofB))).isEqualTo(BARE);
        assertThat(B.contains(keys).read(answer(ofB), Dialect.V0_9)).containsExactly("contains", "keys", "st");
    }

    @Test
    void ofASaveTheFirstAnswerIsNotTheLast() {
        NdbMessage<?> save = new SessionMessages(Unconnected.connection(NdbGeneration.SESSION)).save("s", List.of());
        AnswerCheck check = save.check(Dialect.V0_5, null);

        assertThat(check.of(answer("{\"SH_SAVE_RSP\":{\"name\":\"s\",\"st\":120}}")))
                .isEqualTo(INTERIM);
        assertThat(check.of(answer("{\"SH_SAVE_RSP\":{\"name\":\"s\",\"st\":121,\"duration\":1}}")))
                .isEqualTo(BARE);
        assertThat(check.of(answer("{\"SH_SAVE_RSP\":{\"name\":\"s\",\"st\":123}}")))
                .isEqualTo(BARE);
        assertThat(check.of(answer("{\"SH_LOAD_RSP\":{\"name\":\"s\",\"st\":120}}")))
                .isEqualTo(OTHERS);
    }
}
