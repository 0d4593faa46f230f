package dev.kvclient.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueHistoryTest {
    private final Script h = new Script();

    @Nested
    class Legal {
        @Test
        void nothing() {
            h.isLegal();
        }

        @Test
        void oneAfterTheOther() {
            h.foundNothing();
            h.written("a");
            h.found("a");
            h.written("b");
            h.found("b");
            h.foundSomething();
            h.deleted();
            h.foundNothing();
            h.isLegal();
        }

        @Test
        void aReadUnderAWriteSeesTheOldOrTheNew() {
            h.written("a");
            OpenOperation read = h.read();
            OpenOperation other = h.read();
            OpenOperation write = h.write("b");
            other.acknowledged(Seen.value("b"));
            write.acknowledged();
            read.acknowledged(Seen.value("a"));
            h.isLegal();
        }

        @Test
        void writesOfTwoThreadsInEitherOrder() {
            OpenOperation a = h.write("a");
            OpenOperation b = h.write("b");
            a.acknowledged();
            b.acknowledged();
            h.found("a");
            h.isLegal();
        }

        @Test
        void aLateUnknownWriteAfterALaterAcknowledgedOne() {
            h.unknown("a");
            h.written("b");
            h.found("b");
            h.found("a");
            h.isLegal();
        }

        @Test
        void anUnknownWriteThatNeverHappened() {
            h.written("a");
            h.unknown("b");
            h.found("a");
            h.isLegal();
        }

        @Test
        void aLateUnknownDelete() {
            h.delete().failed(Outcome.UNKNOWN, 1);
            h.written("a");
            h.found("a");
            h.foundNothing();
            h.isLegal();
        }

        @Test
        void aWriteThatWasSentAgainComesBack() {
            OpenOperation again = h.write("a");
            again.sentSoOften(2);
            again.acknowledged();
            h.written("b");
            h.found("b");
            h.found("a");
            h.isLegal();
        }

        @Test
        void refusedAndUnsentWritesThatDoNotAppear() {
            h.written("a");
            h.write("b").failed(Outcome.REJECTED, 1);
            h.write("c").failed(Outcome.NOT_SENT, 0);
            h.found("a");
            h.isLegal();
        }

        @Test
        void conditions() {
            h.write("a").acknowledged(Seen.absent());
            h.write("b").conditionFailed(Seen.present());
            h.write("c").acknowledged(Seen.present());
            h.delete().acknowledged(Seen.present());
            h.write("d").conditionFailed(Seen.absent());
            h.foundNothing();
            h.isLegal();
        }

        @Test
        void whatWasComparedAndSet() {
            h.written("a");
            h.write("b").acknowledged(Seen.value("a"));
            h.write("c").acknowledged(Seen.value("b"));
            h.found("c");
            h.isLegal();
        }

        @Test
        void whatAnotherClientHasInItsLanes() {
            OpenOperation first = h.history.write("one", Script.KEY, "a");
            first.placed();
            OpenOperation second = h.history.write("two", Script.KEY, "b");
            second.acknowledged();
            first.acknowledged();
            h.history.read("two", Script.KEY).acknowledged(Seen.value("a"));
            h.isLegal();
        }
    }

    @Nested
    class Lost {
        @Test
        void theFirstWrite() {
            h.written("a");
            h.foundNothing();
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aLaterWrite() {
            h.written("a");
            h.written("b");
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteWhoseAnswerWasUnreadable() {
            h.written("a");
            h.write("b").failed(Outcome.APPLIED, 1);
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteThatWasSentAgain() {
            h.written("a");
            OpenOperation again = h.write("b");
            again.sentSoOften(3);
            again.acknowledged();
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aDelete() {
            h.written("a");
            h.deleted();
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aDeleteByPresence() {
            h.written("a");
            h.deleted();
            h.foundSomething();
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteByACondition() {
            h.written("a");
            h.write("b").acknowledged(Seen.absent());
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aConditionThatHeld() {
            h.write("a").conditionFailed(Seen.present());
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteBetweenWhatWasComparedAndSet() {
            h.written("a");
            h.written("b");
            h.write("c").acknowledged(Seen.value("a"));
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void oneOfTwoThatWereComparedWithTheSame() {
            h.written("a");
            h.write("b").acknowledged(Seen.value("a"));
            h.write("c").acknowledged(Seen.value("a"));
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void anUnknownWriteThatWasSeen() {
            h.unknown("a");
            h.found("a");
            h.foundNothing();
            h.isNot(Violation.Kind.ORDER);
        }
    }

    @Nested
    class Doubled {
        @Test
        void aWrite() {
            h.written("a");
            h.written("b");
            h.found("b");
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteAcrossADelete() {
            h.written("a");
            h.deleted();
            h.foundNothing();
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aDelete() {
            h.deleted();
            h.written("a");
            h.found("a");
            h.foundNothing();
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void anUnknownWriteThatWasSentOnce() {
            h.unknown("a");
            h.found("a");
            h.written("b");
            h.found("b");
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteOfTwoThreads() {
            OpenOperation a = h.write("a");
            OpenOperation b = h.write("b");
            h.found("a");
            h.found("b");
            h.found("a");
            a.acknowledged();
            b.acknowledged();
            h.isNot(Violation.Kind.ORDER);
        }
    }

    @Nested
    class Swapped {
        @Test
        void writesThatWereCalledOneRightAfterTheOther() {
            OpenOperation a = h.write("a");
            Script.place(a);
            OpenOperation b = h.write("b");
            Script.place(b);
            b.acknowledged();
            a.acknowledged();
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aReadThatWasCalledRightAfterItsWrite() {
            h.written("a");
            OpenOperation write = h.write("b");
            Script.place(write);
            OpenOperation read = h.read();
            Script.place(read);
            read.acknowledged(Seen.value("a"));
            write.acknowledged();
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void seenInOneOrderAndThenInTheOther() {
            OpenOperation a = h.write("a");
            Script.place(a);
            OpenOperation b = h.write("b");
            h.found("b");
            h.found("a");
            a.acknowledged();
            b.acknowledged();
            h.isNot(Violation.Kind.ORDER);
        }

        @Test
        void aWriteAndADelete() {
            OpenOperation write = h.write("a");
            Script.place(write);
            OpenOperation delete = h.delete();
            Script.place(delete);
            delete.acknowledged();
            write.acknowledged();
            h.found("a");
            h.isNot(Violation.Kind.ORDER);
        }
    }

    @Test
    void findsWhatIsUnsettled() {
        h.written("a");
        h.write("b").placed();
        h.isNot(Violation.Kind.UNSETTLED);
    }

    @Test
    void findsAForeignAnswer() {
        h.written("a");
        h.history.write(Script.CLIENT, "other", "x").acknowledged();
        h.found("x");
        h.isNot(Violation.Kind.FOREIGN);
    }

    @Test
    void findsAnInventedValue() {
        h.found("x");
        h.isNot(Violation.Kind.NEVER_WRITTEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "REJECTED"})
    void findsARefusedWriteThatAppears(Outcome outcome) {
        h.write("a").failed(outcome, 1);
        h.found("a");
        h.isNot(Violation.Kind.REFUSED_APPEARED);
    }

    @Test
    void findsAWriteThatAppearsAlthoughItsConditionDidNotHold() {
        h.written("a");
        h.write("b").conditionFailed(Seen.present());
        h.found("b");
        h.isNot(Violation.Kind.REFUSED_APPEARED);
    }

    @Test
    void findsAnAnswerFromTheFuture() {
        h.found("a");
        h.written("a");
        h.isNot(Violation.Kind.TOO_EARLY);
    }

    @Test
    void refusesAValueThatIsWrittenTwice() {
        h.written("a");
        h.history.write(Script.CLIENT, "other", "a").acknowledged();

        assertThatThrownBy(() -> HistoryChecker.check(h.history)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOperationEndsOnce() {
        OpenOperation write = h.write("a");
        write.acknowledged();

        assertThatThrownBy(write::acknowledged).isInstanceOf(IllegalStateException.class);
        assertThat(h.history.open()).isZero();
    }

    @Test
    void takesTheOutcomeOfAnException() {
        h.write("a").failed(new CompletionException(new KvTimeoutException(Failure.of(Outcome.NOT_SENT, "late"))), 4);
        h.write("b").failed(new CancellationException(), 4);

        assertThat(h.history.operations()).extracting(Operation::end).containsExactly(End.NOT_SENT, End.UNKNOWN);
        assertThat(h.history.operations()).extracting(Operation::attempts).containsExactly(1, 4);
    }

    @Test
    void saysWhichOperationsCannotBe() {
        h.written("a");
        h.written("b");
        h.found("a");

        assertThat(HistoryChecker.check(h.history))
                .singleElement()
                .extracting(Violation::toString)
                .asString()
                .contains("write 'a' to k [1, 2] ACKNOWLEDGED, by kv")
                .contains("write 'b' to k")
                .contains("read k [5, 6] ACKNOWLEDGED, saw 'a'");
    }
}
