package dev.kvclient.testkit.history;

import org.junit.jupiter.api.Test;

/** A backend that loses everything when it is restarted. */
class LossTest {
    private final Script h = new Script();

    private OpenOperation loss() {
        return h.history.loss("server");
    }

    @Test
    void takesWhatWasThere() {
        h.written("a");
        h.found("a");
        loss().acknowledged();
        h.foundNothing();
        h.written("b");
        h.found("b");
        h.isLegal();
    }

    @Test
    void leavesNothingBehind() {
        h.written("a");
        loss().acknowledged();
        h.found("a");
        h.isNot(Violation.Kind.ORDER);
    }

    @Test
    void leavesWhatIsWrittenAfterwards() {
        loss().acknowledged();
        h.written("a");
        h.foundNothing();
        h.isNot(Violation.Kind.ORDER);
    }

    @Test
    void comesAtAnyMomentUntilItHasEnded() {
        OpenOperation loss = loss();
        h.written("a");
        h.found("a");
        h.foundNothing();
        h.written("b");
        loss.acknowledged();
        h.found("b");
        h.isLegal();
    }

    @Test
    void doesNotCareForPlaces() {
        OpenOperation write = h.write("a");
        write.placed();
        loss().acknowledged();
        write.acknowledged();
        h.found("a");
        h.isLegal();
    }

    @Test
    void mayBringALateWrite() {
        h.unknown("a");
        loss().acknowledged();
        h.found("a");
        h.isLegal();
    }

    @Test
    void takesWhatWasCounted() {
        h.added(5, 5);
        loss().acknowledged();
        h.added(1, 1);
        h.found("1");
        h.isLegal();
    }

    @Test
    void leavesNoCountBehind() {
        h.added(5, 5);
        loss().acknowledged();
        h.added(1, 6);
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void leavesWhatIsCountedAfterwards() {
        h.added(5, 5);
        loss().acknowledged();
        h.added(1, 1);
        h.found("0");
        h.isNot(Violation.Kind.COUNT);
    }

    @Test
    void mayTakeWhatIsCountedMeanwhile() {
        OpenOperation loss = loss();
        h.added(5, 5);
        h.added(2, 2);
        loss.acknowledged();
        h.added(1, 3);
        h.isLegal();
    }

    @Test
    void isToEndAsWell() {
        loss();
        h.isNot(Violation.Kind.UNSETTLED);
    }
}
