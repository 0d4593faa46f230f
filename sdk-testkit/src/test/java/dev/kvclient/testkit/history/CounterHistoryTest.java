package dev.kvclient.testkit.history;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.Outcome;
import org.junit.jupiter.api.Test;

class CounterHistoryTest {
    private final Script h = new Script();

    @Test
    void acceptsWhatIsCountedOnce() {
        h.foundNothing();
        h.added(1, 1);
        h.added(2, 3);
        h.found("3");
        h.isLegal();
    }

    @Test
    void acceptsAdditionsOfTwoThreadsInEitherOrder() {
        OpenOperation one = h.add(1);
        OpenOperation two = h.add(2);
        one.acknowledged(Seen.sum(3));
        two.acknowledged(Seen.sum(2));
        h.found("3");
        h.isLegal();
    }

    @Test
    void acceptsAnUnknownOneThatDidNotCount() {
        h.add(5).failed(Outcome.UNKNOWN, 1);
        h.added(1, 1);
        h.isLegal();
    }

    @Test
    void acceptsAnUnknownOneThatCountsLate() {
        h.add(5).failed(Outcome.UNKNOWN, 1);
        h.added(1, 1);
        h.found("6");
        h.isLegal();
    }

    @Test
    void acceptsAnUnknownOneAsOftenAsItWasSent() {
        h.add(5).failed(Outcome.UNKNOWN, 2);
        h.found("10");
        h.isLegal();
    }

    @Test
    void findsAnUnknownOneThatCountsMoreOften() {
        h.add(5).failed(Outcome.UNKNOWN, 2);
        h.found("15");
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsALostOne() {
        h.added(1, 1);
        h.add(2).acknowledged();
        h.found("1");
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsALostCounter() {
        h.added(1, 1);
        h.foundNothing();
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsADoubledOne() {
        h.added(1, 1);
        h.added(1, 3);
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsOneThatCountsAfterItWasRefused() {
        h.add(1).failed(Outcome.REJECTED, 1);
        h.found("1");
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsAnAnswerThatTwoWereGiven() {
        OpenOperation one = h.add(1);
        OpenOperation two = h.add(1);
        one.acknowledged(Seen.sum(1));
        two.acknowledged(Seen.sum(1));
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void acceptsUnknownOnesThatFillWhatIsBetween() {
        h.add(100).failed(Outcome.UNKNOWN, 1);
        h.add(30).failed(Outcome.UNKNOWN, 2);
        h.added(7, 67);
        h.added(7, 174);
        h.isLegal();
    }

    @Test
    void acceptsACertainOneThatDidNotTellItsSum() {
        h.add(30).failed(Outcome.APPLIED, 1);
        h.added(7, 37);
        h.isLegal();
    }

    @Test
    void findsADoubledOneBesideUnknownOnes() {
        h.add(100).failed(Outcome.UNKNOWN, 1);
        h.added(7, 7);
        h.added(8, 22);
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsAnUnknownOneThatCountsInTwoPlaces() {
        h.add(100).failed(Outcome.UNKNOWN, 1);
        h.add(50).failed(Outcome.UNKNOWN, 3);
        h.add(7).acknowledged(Seen.sum(107));
        h.add(8).acknowledged(Seen.sum(215));
        // Of the fifties two would do, but not for both.
        h.isLegal();
        h.add(9).acknowledged(Seen.sum(324));
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsOneThatCountedBeforeItWasCalled() {
        h.add(1_000).failed(Outcome.UNKNOWN, 1);
        h.added(7, 107);
        h.add(100).failed(Outcome.UNKNOWN, 1);
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsASumWithinAShare() {
        OpenOperation add = h.add(10);
        h.add(4).failed(Outcome.UNKNOWN, 1);
        OpenOperation read = h.read();
        read.acknowledged(Seen.sum(4));
        add.acknowledged(Seen.sum(10));
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsASumThatGoesDown() {
        h.add(5).failed(Outcome.UNKNOWN, 1);
        h.found("5");
        h.found("0");
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsSwappedOnes() {
        OpenOperation one = h.add(1);
        Script.place(one);
        OpenOperation two = h.add(2);
        Script.place(two);
        two.acknowledged(Seen.sum(2));
        one.acknowledged(Seen.sum(3));
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void findsAnAnswerThatIsNoSum() {
        h.added(1, 1);
        h.found("x");
        h.isNot(Violation.Kind.FOREIGN);
    }

    @Test
    void refusesADeletedCounter() {
        h.added(1, 1);
        h.deleted();

        assertThatThrownBy(() -> HistoryChecker.check(h.history)).isInstanceOf(IllegalArgumentException.class);
    }
}
