package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.spi.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answer goes to which request, and what becomes of the others, with a server that is played. */
class AnswerLineTest {
    private static final Duration TENTH = Duration.ofMillis(100);

    private final PlayedLine b = new PlayedLine(Dialect.V0_9, true, 8);
    private final PlayedLine a = new PlayedLine(Dialect.V0_5, true, 8);

    private static String setAnswer(String key, int status) {
        return "{\"KV_SET_RSP\":{\"tkn\":$,\"keys\":{\"" + key + "\":" + status + "}}}";
    }

    private static String count(long count) {
        return "{\"KV_COUNT_RSP\":{\"cnt\":" + count + ",\"st\":1}}";
    }

    @Test
    void theOnlyRequestHasTheOnlyAnswer() {
        TestAttempt<Long> counted = b.send(b.keys().count());
        b.answer(count(3));

        assertThat(counted.value()).isEqualTo(3);
        assertThat(b.frames()).containsExactly("{\"KV_COUNT\":{}}");
    }

    @Test
    void anAnswerThatNamesItsKeyIsGivenAtOnce() {
        TestAttempt<?> first = b.send(b.keys().get(List.of("x")));
        TestAttempt<?> second = b.send(b.keys().get(List.of("y")));
        b.answer("{\"KV_GET_RSP\":{\"keys\":{\"x\":1},\"st\":1}}");

        assertThat(first.ends()).isEqualTo(1);
        assertThat(second.isOpen()).isTrue();
        assertThat(b.frames()).hasSize(2);
    }

    @Test
    void anAnswerThatNamesNothingIsHeldUntilAMarkComesBack() {
        TestAttempt<Long> first = b.send(b.keys().count());
        TestAttempt<Long> second = b.send(b.keys().count());
        TestAttempt<Long> third = b.send(b.keys().count());
        b.answer(count(1));

        assertThat(first.isOpen()).isTrue();
        b.answer(count(2));
        assertThat(b.frames()).as("one mark, not two").hasSize(4);
        TestAttempt<Long> later = b.send(b.keys().count());
        b.answer(count(3));
        b.answerMarkOfFrame(4);

        assertThat(List.of(first.value(), second.value(), third.value())).containsExactly(1L, 2L, 3L);
        assertThat(later.isOpen()).isTrue();
        b.answer(count(4));
        assertThat(later.value()).isEqualTo(4);
    }

    @Test
    void aMarkUnderWayIsAwaitedToo() {
        TestAttempt<Long> first = b.send(b.keys().count());
        TestAttempt<Long> second = b.send(b.keys().count());
        b.answer(count(1));
        b.answer(count(2));

        // The mark is still under way, and unanswered.
        assertThat(first.isOpen()).isTrue();
        b.answerMark();
        assertThat(List.of(first.value(), second.value())).containsExactly(1L, 2L);
    }

    @Test
    void aLostAnswerIsFoundByTheMarkAndNobodyGetsAnothers() {
        TestAttempt<Long> first = b.send(b.keys().count());
        TestAttempt<Long> second = b.send(b.keys().count());
        TestAttempt<Long> third = b.send(b.keys().count());
        b.answer(count(2));
        b.answer(count(3));
        b.answerMark();

        assertThat(b.channel().dropped()).containsInstanceOf(KvProtocolException.class);
        b.lose(4);
        for (TestAttempt<Long> each : List.of(first, second, third)) {
            assertThat(each.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(each.failure().retryable()).isTrue();
            assertThat(each.ends()).isEqualTo(1);
        }
    }

    @Test
    void theAnswerOfAnotherKeyDropsTheChannel() {
        TestAttempt<?> first = b.send(b.keys().get(List.of("x")));
        TestAttempt<?> second = b.send(b.keys().get(List.of("y")));
        b.answer("{\"KV_GET_RSP\":{\"keys\":{\"y\":1},\"st\":1}}");

        assertThat(b.channel().dropped().orElseThrow()).isInstanceOf(KvProtocolException.class);
        assertThat(b.channel().dropped().orElseThrow().getMessage()).doesNotContain("\"y\"");
        b.lose(1);
        assertThat(first.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(second.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "{}",
                "{\"KV_GET_RSP\":1}",
                "{\"KV_GET_RSP\":{\"keys\":{\"k\":",
                "{\"KV_COUNT_RSP\":{\"st\":1}}{}",
                "{\"KV_COUNT_RSP\":{\"st\":99999999999}}",
                "{\"KV_COUNT_RSP\":{},\"KV_COUNT_RSP\":{}}",
                "{\"KV_KEYS_RSP\":{\"st\":1}}",
                "{\"KV_COUNT\":{\"st\":1}}"
            })
    void whatIsNoAnswerDropsTheChannel(String frame) {
        TestAttempt<Long> counted = b.send(b.keys().count());
        b.answer(frame);

        assertThat(b.channel().dropped()).containsInstanceOf(KvProtocolException.class);
        b.lose(1);
        assertThat(counted.failure()).isInstanceOf(KvProtocolException.class);
        assertThat(counted.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anAnswerThatNobodyWaitsForDropsTheChannel() {
        b.answer(count(1));

        assertThat(b.channel().dropped()).containsInstanceOf(KvProtocolException.class);
    }

    @Test
    void anotherSessionsAnswerDropsTheChannel() {
        a.send(a.keys().count());
        a.answer("{\"KV_COUNT_RSP\":{\"st\":1,\"cnt\":1,\"tkn\":5}}");

        assertThat(a.channel().dropped()).containsInstanceOf(KvProtocolException.class);
    }

    @Test
    void ofSeveralKeysThoseThatAreMissingAreNotCertain() {
        TestAttempt<Set<String>> both = b.send(b.keys().contains(List.of("x", "y")));
        TestAttempt<Set<String>> others = b.send(b.keys().contains(List.of("x", "z")));
        // It may be that of the second: then nothing was said of y.
        b.answer("{\"KV_CONTAINS_RSP\":{\"contains\":[\"x\"],\"st\":1}}");

        assertThat(both.isOpen()).isTrue();
        b.answerMark();
        assertThat(b.channel().dropped()).isPresent();
        b.lose(3);
        assertThat(both.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(others.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void ofTwoWritesOfOneKeyTheFirstAnswerIsNotCertain() {
        TestAttempt<Map<String, Integer>> first = a.add("k");
        TestAttempt<Map<String, Integer>> second = a.add("k");
        // It is the second one's: the first has added the key, and its answer was lost.
        a.answer("{\"KV_ADD_RSP\":{\"tkn\":$,\"keys\":{\"k\":23}}}");

        assertThat(first.isOpen()).isTrue();
        a.answerMark();
        assertThat(a.channel().dropped()).isPresent();
        a.lose(3);
        assertThat(first.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(second.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aWriteOfAnotherKeyIsCertainAtOnce() {
        TestAttempt<Map<String, Integer>> first = a.set("x");
        a.set("y");
        a.answer(setAnswer("x", 20));

        assertThat(first.value()).containsEntry("x", 20);
    }

    @Test
    void aPlainSuccessOfGenerationBIsTrueWhoseverItIs() {
        TestAttempt<Map<String, Integer>> first = b.set("x");
        TestAttempt<Map<String, Integer>> second = b.set("y");
        b.answer("{\"KV_SET_RSP\":{\"st\":1}}");

        assertThat(first.value()).isEmpty();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void aRefusalIsHeldUntilItIsCertain() {
        TestAttempt<Map<String, Integer>> first = a.set("x");
        TestAttempt<Map<String, Integer>> second = a.set("y");
        a.answer("{\"KV_SET_RSP\":{\"st\":100,\"tkn\":$,\"m\":\"Session does not exist\"}}");
        a.answer(setAnswer("y", 20));

        assertThat(first.isOpen()).isTrue();
        a.answerMark();
        assertThat(first.failure()).isInstanceOf(KvNotFoundException.class);
        assertThat(second.value()).containsEntry("y", 20);
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5", "V0_9"})
    void withoutMarksNobodyIsLetInUntilWhatIsHeldIsCertain(Dialect dialect) {
        PlayedLine line = new PlayedLine(dialect, false, 3);
        TestAttempt<Long> counted = line.send(line.keys().count());
        TestAttempt<?> other = line.send(line.keys().get(List.of("x")));
        line.answer("{\"KV_COUNT_RSP\":{\"st\":1,\"cnt\":7}}");
        assertThat(counted.isOpen()).isTrue();

        TestAttempt<?> later = line.send(line.keys().get(List.of("y")));

        assertThat(later.isSent()).isFalse();
        line.answer("{\"KV_GET_RSP\":{\"keys\":{\"x\":1}}}");
        assertThat(counted.value()).isEqualTo(7);
        assertThat(other.ends()).isEqualTo(1);
        assertThat(later.isSent()).isTrue();
        TestAttempt<?> third = line.send(line.keys().get(List.of("z")));
        assertThat(third.isSent()).as("as many as before").isTrue();
    }

    @Test
    void aPlaceIsGivenBackHoweverARequestEnds() {
        PlayedLine line = new PlayedLine(Dialect.V0_9, true, 1);
        TestAttempt<?> tooLong = line.set("x".repeat(9_000));
        assertThat(tooLong.failure()).isInstanceOf(KvTooLargeException.class);
        assertThat(tooLong.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
        TestAttempt<?> noUnicode = line.set("\ud800");
        assertThat(noUnicode.failure()).isInstanceOf(KvRequestException.class);
        TestAttempt<Long> first = line.send(line.keys().count());
        TestAttempt<Long> goneBefore = line.send(line.keys().count());
        TestAttempt<Long> waiting = line.send(line.keys().count());

        goneBefore.withdraw();
        assertThat(goneBefore.ends()).isEqualTo(1);
        assertThat(waiting.isSent()).isFalse();
        line.answer(count(1));

        assertThat(first.value()).isEqualTo(1);
        assertThat(waiting.isSent()).isTrue();
        assertThat(line.frames()).hasSize(2);
        line.answer(count(2));
        assertThat(waiting.value()).isEqualTo(2);
    }

    @Test
    void aWithdrawnRequestIsNotSentWhenItsTurnComes() {
        PlayedLine line = new PlayedLine(Dialect.V0_9, true, 1);
        TestAttempt<Long> attempt = new TestAttempt<>();
        attempt.withdraw();
        line.line().submit(line.keys().count(), null, attempt);

        assertThat(attempt.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(line.frames()).isEmpty();
        assertThat(line.send(line.keys().count()).isSent()).isTrue();
    }

    @Test
    void aCallerThatHasGoneLeavesItsPlaceInTheOrder() {
        TestAttempt<Long> gone = b.send(b.keys().count());
        TestAttempt<Long> next = b.send(b.keys().count());
        gone.withdraw();
        b.answer(count(1));
        b.answer(count(2));
        b.answerMark();

        assertThat(next.value()).isEqualTo(2);
    }

    @Test
    void whoWaitsForAPlaceWhenTheChannelIsLostWasNotSent() {
        PlayedLine line = new PlayedLine(Dialect.V0_9, true, 1);
        TestAttempt<Long> sent = line.send(line.keys().count());
        TestAttempt<Long> waiting = line.send(line.keys().count());
        TestAttempt<Long> behind = line.send(line.keys().count());
        line.lose(1);

        assertThat(sent.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        for (TestAttempt<Long> each : List.of(waiting, behind)) {
            assertThat(each.failure()).isInstanceOf(KvConnectionException.class);
            assertThat(each.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(each.failure().retryable()).isTrue();
            assertThat(each.ends()).isEqualTo(1);
        }
    }

    @Test
    void onlyPlainCommandsAboutKeysMayBeSentAgain() {
        TestAttempt<?> added = a.add("k");
        TestAttempt<?> updated = a.send(a.more().update("k", "$.a", Json.value("1")));
        TestAttempt<?> cleared = a.send(a.keys().clear());
        TestAttempt<?> unsent = a.send(a.more().update("x", "$.a", Json.value("1")));
        a.lose(3);

        assertThat(added.failure().retryable())
                .as("the engine knows that an add is no set")
                .isTrue();
        assertThat(updated.failure().retryable()).isFalse();
        assertThat(updated.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(cleared.failure().retryable()).isTrue();
        assertThat(unsent.failure().retryable()).isTrue();
        assertThat(unsent.failure().outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aSaveIsAnsweredTwice() {
        PlayedLine line = new PlayedLine(Dialect.V0_5, false, 1);
        TestAttempt<NdbSaved> saved =
                line.send(new SessionMessages(line.connection()).save("s", List.of(PlayedLine.TOKEN)));
        line.answer("{\"SH_SAVE_RSP\":{\"name\":\"s\",\"st\":120}}");

        assertThat(saved.isOpen()).isTrue();
        line.answer("{\"SH_SAVE_RSP\":{\"name\":\"s\",\"st\":121,\"duration\":38}}");
        assertThat(saved.value().duration()).isEqualTo(Duration.ofMillis(38));
    }

    @Test
    void theOldestIsGivenTheAnswerTimeout() {
        TestAttempt<?> asked = b.send(b.keys().get(List.of("k")));
        b.time().advance(PlayedLine.ANSWER_TIMEOUT);
        b.look();
        assertThat(b.channel().dropped()).isEmpty();
        b.time().advance(TENTH);
        b.look();

        assertThat(b.channel().dropped()).containsInstanceOf(KvConnectionException.class);
        b.lose(1);
        assertThat(asked.failure().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(asked.failure().retryable()).isTrue();
    }

    @Test
    void theTimeIsThatOfTheOldestAndNotOfOthers() {
        b.send(b.keys().get(List.of("x")));
        b.time().advance(Duration.ofSeconds(9));
        b.send(b.keys().get(List.of("y")));
        b.time().advance(Duration.ofSeconds(2));
        b.answer("{\"KV_GET_RSP\":{\"keys\":{\"x\":1},\"st\":1}}");
        b.look();

        assertThat(b.channel().dropped()).isEmpty();
    }

    @Test
    void aServerThatStandsStillIsGivenTime() {
        b.send(b.keys().get(List.of("k")));
        b.time().advance(Duration.ofSeconds(30));
        long now = b.time().nanoTime();
        b.line().look(now, PlayedLine.ANSWER_TIMEOUT, now);

        assertThat(b.channel().dropped()).isEmpty();
        assertThat(b.frames()).as("no mark either").hasSize(1);
    }

    @Test
    void aSaveHasAPatienceOfItsOwnFromItsLastSign() {
        PlayedLine line = new PlayedLine(Dialect.V0_5, false, 1);
        line.send(new SessionMessages(line.connection()).save("s", List.of()));
        line.time().advance(Duration.ofMinutes(4));
        line.look();
        assertThat(line.line().isPatient()).isTrue();
        line.answer("{\"SH_SAVE_RSP\":{\"name\":\"s\",\"st\":120}}");
        line.time().advance(Duration.ofMinutes(4));
        line.look();
        assertThat(line.channel().dropped()).isEmpty();
        line.time().advance(Duration.ofMinutes(2));
        line.look();

        assertThat(line.channel().dropped()).containsInstanceOf(KvConnectionException.class);
    }

    @Test
    void aSlowAnswerMakesTheClientAskByMarksUntilOneComesBack() {
        TestAttempt<?> lost = b.send(b.keys().get(List.of("k")));
        b.time().advance(Duration.ofMillis(201));
        b.look();
        assertThat(b.markName()).isEqualTo("MARK1");
        b.look();
        assertThat(b.frames()).as("not at once again").hasSize(2);
        // The mark is lost too.
        b.time().advance(Duration.ofMillis(201));
        b.look();
        assertThat(b.markName()).isEqualTo("MARK2");
        b.answerMark();

        assertThat(b.channel().dropped()).containsInstanceOf(KvProtocolException.class);
        b.lose(3);
        assertThat(lost.failure().retryable()).isTrue();
    }

    @Test
    void aSlowAnswerThatComesAfterAllIsTaken() {
        TestAttempt<Map<String, StoredValue.Json>> slow = b.send(b.keys().get(List.of("k")));
        b.time().advance(Duration.ofMillis(201));
        b.look();
        b.answer("{\"KV_GET_RSP\":{\"keys\":{},\"st\":1}}");
        assertThat(slow.isOpen()).isTrue();
        b.answerMark();

        assertThat(slow.value()).isEmpty();
        assertThat(b.channel().dropped()).isEmpty();
    }

    /** v0.9 gives 13, v0.5 gives 10: others may do as they like, by the name of the mark. */
    @ParameterizedTest
    @ValueSource(ints = {10, 13, 1000})
    void aMarkIsKnownByItsNameWhateverItsStatus(int status) {
        TestAttempt<Long> first = b.send(b.keys().count());
        b.send(b.keys().count());
        b.answer(count(1));
        b.answer(count(2));
        b.answer("{\"" + b.markName() + "_RSP\":{\"st\":" + status + "}}");

        assertThat(first.value()).isEqualTo(1);
        assertThat(b.channel().dropped()).isEmpty();
    }

    @Test
    void anUnknownCommandMayBeAnsweredByTheNameOfAnother() {
        TestAttempt<Boolean> asked = b.send(NdbMessage.of(b.connection(), "NEW_THING", Effect.READ, answer -> true)
                .build());
        b.answer("{\"SV_OTHER_RSP\":{\"st\":10}}");

        assertThat(asked.failure()).isInstanceOf(KvNotFoundException.class);
    }

    @Test
    void aMarkIsSentAfterManyAnswersWithoutAPause() {
        PlayedLine line = new PlayedLine(Dialect.V0_9, true, 2);
        line.send(line.keys().get(List.of("k")));
        for (int i = 0; i < 63; i++) {
            line.send(line.keys().get(List.of("k")));
            line.answer("{\"KV_GET_RSP\":{\"keys\":{\"k\":1},\"st\":1}}");
        }
        assertThat(line.frames()).noneMatch(frame -> frame.contains("MARK"));
        line.send(line.keys().get(List.of("k")));
        line.answer("{\"KV_GET_RSP\":{\"keys\":{\"k\":1},\"st\":1}}");

        assertThat(line.markName()).isEqualTo("MARK1");
    }
}
