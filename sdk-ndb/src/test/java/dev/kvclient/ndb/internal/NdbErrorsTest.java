package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbError;
import dev.kvclient.ndb.NdbGeneration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table from statuses to exceptions, of both generations. */
class NdbErrorsTest {
    private static KvException of(NdbGeneration generation, int status) {
        String frame = "{\"KV_GET_RSP\":{\"st\":" + status + ",\"tkn\":18446744073709551615,\"m\":\"words\"}}";
        try {
            return NdbErrors.of(generation, NdbAnswer.parse(frame.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<? extends KvException> type(String word) {
        return switch (word) {
            case "request" -> KvRequestException.class;
            case "missing" -> KvNotFoundException.class;
            case "conflict" -> KvConflictException.class;
            default -> KvServerException.class;
        };
    }

    private static void check(NdbGeneration generation, int status, String name, String type, String outcome) {
        KvException e = of(generation, status);

        assertThat(e).isExactlyInstanceOf(type(type));
        assertThat(e.outcome()).isEqualTo(Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
        assertThat(e.retryable()).isFalse();
        assertThat(e.status()).hasValue(status);
        assertThat(e.backend()).contains("ndb");
        assertThat(e.backendCode()).contains(name);
        assertThat(e).hasMessageContaining(status + " " + name);
        assertThat(e.toString()).doesNotContain("words", "18446744073709551615");
        NdbError kept = e.nativeError(NdbError.class).orElseThrow();
        assertThat(kept.generation()).isEqualTo(generation);
        assertThat(kept.status()).isEqualTo(status);
        assertThat(kept.response()).isEqualTo("KV_GET_RSP");
        assertThat(kept.message()).isEqualTo("words");
        assertThat(kept.toString()).doesNotContain("words", "18446744073709551615");
    }

    @ParameterizedTest
    @CsvSource({
        "2, OpCodeInvalid, request, rejected",
        "3, JsonInvalid, request, rejected",
        "4, PathInvalid, request, rejected",
        "5, NoPath, request, rejected",
        "10, CommandNotExist, missing, rejected",
        "11, CommandMultiple, request, rejected",
        "12, CommandType, request, rejected",
        "13, CommandSyntax, request, rejected",
        "14, CommandDisabled, request, rejected",
        "22, KeyNotExist, missing, rejected",
        "23, KeyExists, conflict, rejected",
        "26, ParamMissing, request, rejected",
        "27, KeyTypeInvalid, request, rejected",
        "40, ValueMissing, request, rejected",
        "41, ValueTypeInvalid, request, rejected",
        "42, ValueSize, request, rejected",
        "100, SessionNotExist, missing, rejected",
        "101, SessionTokenInvalid, request, rejected",
        "102, SessionOpenFail, missing, rejected",
        "103, SessionNewFail, conflict, rejected",
        "122, SaveDirWriteFail, server, rejected",
        "123, SaveError, server, unknown",
        "142, LoadError, missing, rejected",
        "143, LoadDuplicate, conflict, rejected",
        "1000, Unknown, server, unknown"
    })
    void ofGenerationA(int status, String name, String type, String outcome) {
        check(NdbGeneration.SESSION, status, name, type, outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "2, OpCodeInvalid, request, rejected",
        "3, JsonInvalid, request, rejected",
        "10, CommandNotExist, missing, rejected",
        "13, CommandSyntax, request, rejected",
        "14, CommandDisabled, request, rejected",
        "22, NotExist, missing, rejected",
        "26, ParamMissing, request, rejected",
        "40, ValueMissing, request, rejected",
        "41, ValueTypeInvalid, request, rejected",
        "42, ValueSize, request, rejected",
        "121, SaveDirWriteFail, server, rejected",
        "122, SaveError, server, unknown",
        "142, LoadError, missing, rejected",
        "160, Duplicate, conflict, rejected",
        "161, Bounds, request, rejected",
        "1000, Unknown, server, unknown"
    })
    void ofGenerationB(int status, String name, String type, String outcome) {
        check(NdbGeneration.STATUS, status, name, type, outcome);
    }

    /** 11 and 12 are listed for B and never used; the rest are successes, and no refusals. */
    @Test
    void anyOtherNumberIsAFailureOfTheServerOfWhichNothingIsKnown() {
        Set<Integer> ofA =
                Set.of(2, 3, 4, 5, 10, 11, 12, 13, 14, 22, 23, 26, 27, 40, 41, 42, 100, 101, 102, 103, 122, 123, 142);
        Set<Integer> ofB = Set.of(2, 3, 10, 13, 14, 22, 26, 40, 41, 42, 121, 122, 142, 160, 161);
        assertUnknownExcept(NdbGeneration.SESSION, status -> ofA.contains(status) || status == 143);
        assertUnknownExcept(NdbGeneration.STATUS, ofB::contains);
    }

    private static void assertUnknownExcept(NdbGeneration generation, Function<Integer, Boolean> listed) {
        for (int status = -1; status < 1_000; status++) {
            if (!listed.apply(status) && status != 0) {
                check(generation, status, "?", "server", "unknown");
            }
        }
    }
}
