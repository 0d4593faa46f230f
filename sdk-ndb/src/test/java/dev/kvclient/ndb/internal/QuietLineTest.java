package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Ack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that are answered only if they fail, with a server that is played. */
class QuietLineTest {
    private static final Duration GATHER = Duration.ofMillis(5);
    private static final String COUNTED = "{\"KV_COUNT_RSP\":{\"st\":1,\"cnt\":1,\"tkn\":$}}";
    private static final String GONE = "_RSP\":{\"st\":100,\"tkn\":$,\"m\":\"Session does not exist\"}}";

    private final PlayedLine line = new PlayedLine(Dialect.V0_5, true, 8);

    private TestAttempt<Ack> set(String key) {
        return line.send(line.more().setQuiet(Map.of(key, Json.value("1"))));
    }

    private TestAttempt<Set<String>> add(String... keys) {
        var values = new LinkedHashMap<String, StoredValue.Json>();
        for (String key : keys) {
            values.put(key, Json.value("1"));
        }
        return line.send(line.more().addQuiet(values));
    }

    private void barrier() {
        line.time().advance(GATHER);
        assertThat(line.channel().last()).startsWith("{\"KV_COUNT\":{\"tkn\":18446744073709551615");
    }

    @Test
    void silenceIsSuccessOnceACountBehindItIsAnswered() {
        TestAttempt<Ack> first = set("x");
        TestAttempt<Ack> second = set("y");
        barrier();

        assertThat(first.isOpen()).isTrue();
        line.answer(COUNTED);
        assertThat(first.value()).isEqualTo(Ack.DONE);
        assertThat(second.value()).isEqualTo(Ack.DONE);
        assertThat(line.frames()).hasSize(3);
        line.time().advance(Duration.ofSeconds(1));
        assertThat(line.frames()).as("nothing is left to settle").hasSize(3);
    }

    @Test
    void aLaterCommandInTheSessionSettlesToo() {
        TestAttempt<Ack> quiet = set("x");
        line.set("y");
        line.answer("{\"KV_SET_RSP\":{\"tkn\":$,\"keys\":{\"y\":20}}}");

        assertThat(quiet.value()).isEqualTo(Ack.DONE);
        assertThat(line.frames()).hasSize(2);
    }

    @Test
    void anEarlierCommandOrOneOfAnotherSessionDoesNot() {
        line.set("before");
        TestAttempt<Ack> quiet = set("x");
        line.answer("{\"KV_SET_RSP\":{\"tkn\":$,\"keys\":{\"before\":20}}}");
        line.send(new NdbKeyMessages(line.connection(), NdbToken.of(5)).get(List.of("x")));
        line.answer("{\"KV_GET_RSP\":{\"tkn\":5,\"keys\":{\"x\":null}}}");

        assertThat(quiet.isOpen()).isTrue();
    }

    @Test
    void theOnlyOneThatARefusalFitsIsRefused() {
        TestAttempt<Ack> set = set("x");
        TestAttempt<Set<String>> added = add("y");
        line.answer("{\"KV_ADDQ" + GONE);

        assertThat(added.failure()).isInstanceOf(KvNotFoundException.class);
        assertThat(added.failure().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(set.isOpen()).isTrue();
        barrier();
        line.answer(COUNTED);
        assertThat(set.value()).isEqualTo(Ack.DONE);
    }

    @Test
    void keysThatAreThereAreTold() {
        TestAttempt<Set<String>> first = add("x", "y");
        TestAttempt<Set<String>> second = add("z");
        line.answer("{\"KV_ADDQ_RSP\":{\"tkn\":$,\"keys\":{\"y\":23}}}");
        barrier();
        line.answer(COUNTED);

        assertThat(first.value()).containsExactly("y");
        assertThat(second.value()).isEmpty();
    }

    @Test
    void keysThatFailSinglyFailTheRequest() {
        TestAttempt<Ack> quiet = set("x");
        line.answer("{\"KV_SETQ_RSP\":{\"tkn\":$,\"keys\":{\"x\":1000}}}");

        assertThat(quiet.failure()).isInstanceOf(KvServerException.class);
    }

    @Test
    void ifAllAreRefusedEachIs() {
        List<TestAttempt<Ack>> quiet = List.of(set("x"), set("y"), set("z"));
        for (int i = 0; i < 3; i++) {
            line.answer("{\"KV_SETQ" + GONE);
        }
        assertThat(line.channel().dropped()).isEmpty();
        barrier();
        line.answer("{\"KV_COUNT" + GONE);

        for (TestAttempt<Ack> each : quiet) {
            assertThat(each.failure()).isInstanceOf(KvNotFoundException.class);
            assertThat(each.failure().outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(each.ends()).isEqualTo(1);
        }
    }

    @Test
    void ifSomeAreRefusedAndNothingTellsWhichAllAreUnknown() {
        List<TestAttempt<Ack>> quiet = List.of(set("x"), set("y"), set("z"));
        TestAttempt<Set<String>> added = add("a");
        line.answer("{\"KV_SETQ" + GONE);
        line.answer("{\"KV_SETQ" + GONE);
        barrier();
        line.answer(COUNTED);

        for (TestAttempt<Ack> each : quiet) {
            assertThat(each.failure()).isInstanceOf(KvNotFoundException.class);
            assertThat(each.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(added.value()).isEmpty();
        assertThat(line.channel().dropped()).isEmpty();
    }

    /** The answer to the first count is held back for a while: what comes behind it is of those behind it. */
    private void playTwoBarriers(int refusedBefore, int refusedAfter) {
        barrier();
        TestAttempt<Ack> fourth = set("d");
        TestAttempt<Ack> fifth = set("e");
        late = List.of(fourth, fifth);
        barrier();
        for (int i = 0; i < refusedBefore; i++) {
            line.answer("{\"KV_SETQ" + GONE);
        }
        line.answer(COUNTED);
        for (int i = 0; i < refusedAfter; i++) {
            line.answer("{\"KV_SETQ" + GONE);
        }
        line.answer(COUNTED);
        line.answerMark();
    }

    private List<TestAttempt<Ack>> late = List.of();

    @Test
    void refusalsBelongToThoseBetweenTheAnswersAroundThem() {
        List<TestAttempt<Ack>> early = List.of(set("a"), set("b"), set("c"));
        playTwoBarriers(3, 2);

        assertThat(early)
                .allSatisfy(each -> assertThat(each.failure().outcome()).isEqualTo(Outcome.REJECTED));
        assertThat(late).allSatisfy(each -> assertThat(each.failure().outcome()).isEqualTo(Outcome.REJECTED));
        assertThat(line.channel().dropped()).isEmpty();
    }

    @Test
    void whatIsRefusedLaterSaysNothingOfWhatWasBefore() {
        List<TestAttempt<Ack>> early = List.of(set("a"), set("b"), set("c"));
        playTwoBarriers(0, 2);

        assertThat(early).allSatisfy(each -> assertThat(each.value()).isEqualTo(Ack.DONE));
        assertThat(late).allSatisfy(each -> assertThat(each.failure().outcome()).isEqualTo(Outcome.REJECTED));
    }

    @Test
    void whatIsRefusedBeforeSaysNothingOfWhatComesLater() {
        List<TestAttempt<Ack>> early = List.of(set("a"), set("b"), set("c"));
        playTwoBarriers(3, 0);

        assertThat(early)
                .allSatisfy(each -> assertThat(each.failure().outcome()).isEqualTo(Outcome.REJECTED));
        assertThat(late).allSatisfy(each -> assertThat(each.value()).isEqualTo(Ack.DONE));
    }

    @Test
    void theOnlyOneBehindAnAnswerIsTheOneThatIsRefused() {
        TestAttempt<Ack> first = set("a");
        barrier();
        TestAttempt<Ack> second = set("b");
        line.set("other");
        line.answer(COUNTED);
        line.answer("{\"KV_SETQ" + GONE);

        assertThat(second.failure().outcome()).isEqualTo(Outcome.REJECTED);
        line.answer("{\"KV_SET_RSP\":{\"tkn\":$,\"keys\":{\"other\":20}}}");
        line.answerMark();
        assertThat(first.value()).isEqualTo(Ack.DONE);
    }

    @Test
    void ofTwoAddsOfOneKeyNobodyIsToldTheWrongOne() {
        TestAttempt<Set<String>> first = add("x");
        TestAttempt<Set<String>> second = add("x", "y");
        line.answer("{\"KV_ADDQ_RSP\":{\"tkn\":$,\"keys\":{\"x\":23}}}");
        barrier();
        line.answer(COUNTED);

        for (TestAttempt<Set<String>> each : List.of(first, second)) {
            assertThat(each.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void ofOneThatOnlyFitsTheSecondTheFirstHasSucceeded() {
        TestAttempt<Set<String>> first = add("x");
        TestAttempt<Set<String>> second = add("x", "y");
        line.answer("{\"KV_ADDQ_RSP\":{\"tkn\":$,\"keys\":{\"x\":23,\"y\":23}}}");
        barrier();
        line.answer(COUNTED);

        assertThat(second.value()).containsExactlyInAnyOrder("x", "y");
        assertThat(first.value()).isEmpty();
    }

    @Test
    void aRefusalWithoutANameIsNobodysWhileSomeAreSilent() {
        TestAttempt<Long> counted = line.send(line.keys().count());
        TestAttempt<Ack> quiet = set("x");
        line.answer("{\"ERR\":{\"st\":3,\"m\":\"\"}}");

        assertThat(line.channel().dropped()).containsInstanceOf(KvProtocolException.class);
        line.lose(2);
        assertThat(counted.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(quiet.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aRefusalForNobodyDropsTheChannel() {
        set("x");
        line.answer("{\"KV_ADDQ" + GONE);

        assertThat(line.channel().dropped()).containsInstanceOf(KvProtocolException.class);
    }

    @Test
    void aLossLeavesThemUnknownAndNotToBeSentAgain() {
        TestAttempt<Ack> sent = set("x");
        TestAttempt<Set<String>> unsent = add("y");
        barrier();
        line.lose(1);

        assertThat(sent.failure()).isInstanceOf(KvConnectionException.class);
        assertThat(sent.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(sent.failure().retryable()).isFalse();
        assertThat(unsent.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(unsent.failure().retryable()).isTrue();
    }

    @Test
    void manyAreSettledWithoutWaitingAndOnlyAsOftenAsNeeded() {
        List<TestAttempt<Ack>> quiet =
                IntStream.range(0, 100).mapToObj(i -> set("k" + i)).toList();

        // 64 have a place; a count comes behind each 32.
        assertThat(line.frames()).hasSize(64 + 2);
        assertThat(quiet).filteredOn(TestAttempt::isSent).hasSize(64);
        line.answer(COUNTED);
        line.answer(COUNTED);
        line.answerMark();
        assertThat(quiet).filteredOn(attempt -> !attempt.isOpen()).hasSize(64);
        assertThat(quiet).filteredOn(TestAttempt::isSent).hasSize(100);
        line.answer(COUNTED);
        line.time().advance(GATHER);
        line.answer(COUNTED);
        assertThat(quiet).allSatisfy(attempt -> assertThat(attempt.value()).isEqualTo(Ack.DONE));
        assertThat(line.channel().dropped()).isEmpty();
    }

    @Test
    void whoHasGoneIsNotMixedUpWithWhoComesAfter() {
        TestAttempt<Set<String>> gone = add("x");
        gone.withdraw();
        TestAttempt<Set<String>> next = add("x");
        line.answer("{\"KV_ADDQ_RSP\":{\"tkn\":$,\"keys\":{\"x\":23}}}");
        barrier();
        line.answer(COUNTED);

        KvException undecided = next.failure();
        assertThat(undecided.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void onAStrictLineTheCountWaitsForItsTurn() {
        PlayedLine strict = new PlayedLine(Dialect.V0_4, false, 1);
        strict.set("a");
        TestAttempt<Ack> quiet = strict.send(strict.more().setQuiet(Map.of("x", Json.value("1"))));
        strict.time().advance(GATHER);

        assertThat(strict.frames()).noneMatch(frame -> frame.contains("KV_COUNT"));
        strict.answer("{\"KV_SET_RSP\":{\"tkn\":$,\"keys\":{\"a\":20}}}");
        assertThat(strict.channel().last()).startsWith("{\"KV_COUNT\"");
        strict.answer(COUNTED);
        assertThat(quiet.value()).isEqualTo(Ack.DONE);
    }
}
