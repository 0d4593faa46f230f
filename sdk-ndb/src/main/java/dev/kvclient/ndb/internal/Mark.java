package dev.kvclient.ndb.internal;

import dev.kvclient.spi.Effect;

/**
 * A command that no server knows, {@code {"MARK7":{}}}. It changes nothing and is refused under its own name,
 * {@code MARK7_RSP}, in its turn (seen on v0.5, with 10, and on v0.9, with 13; v0.4 does it out of turn). There is no
 * underscore in it, since v0.9 answers the unknown commands of unknown families all by the name of the first one.
 */
final class Mark {
    private static final String NAME = "MARK";

    private static final String PROBE = "ANYBODY";

    private Mark() {}

    /** A mark, whose answer tells whether it came back by its name. */
    static NdbMessage<Boolean> message(NdbConnection connection, long number) {
        String command = NAME + number;
        return NdbMessage.of(connection, command, Effect.READ, answer -> echoes(answer, command))
                .check(answer -> echoes(answer, command) ? AnswerCheck.Verdict.PROVEN : AnswerCheck.Verdict.BARE)
                .anyStatus()
                .build();
    }

    /** The same for finding out whether the server gives it back; whatever it answers is taken. */
    static NdbMessage<Boolean> probe(NdbConnection connection) {
        return NdbMessage.of(connection, PROBE, Effect.READ, answer -> echoes(answer, PROBE))
                .check(answer -> AnswerCheck.Verdict.BARE)
                .anyStatus()
                .build();
    }

    static boolean is(NdbMessage<?> message) {
        return message.operation().startsWith(NAME);
    }

    private static boolean echoes(NdbAnswer answer, String command) {
        return answer.name().equals(command + "_RSP");
    }
}
