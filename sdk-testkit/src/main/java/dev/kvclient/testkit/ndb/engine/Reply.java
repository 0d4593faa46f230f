package dev.kvclient.testkit.ndb.engine;

import java.util.List;

/**
 * What a command is answered with.
 *
 * @param frames the answers in their order; none for a quiet command, two for a save of generation A
 * @param ahead whether v0.4 finds it before its pool, so that it overtakes answers that are still on their way from
 *     there
 * @param successful whether the command was carried out
 */
public record Reply(List<String> frames, boolean ahead, boolean successful) {

    static Reply of(String frame) {
        return new Reply(List.of(frame), false, true);
    }

    static Reply silence() {
        return new Reply(List.of(), false, true);
    }

    static Reply ahead(String... frames) {
        return new Reply(List.of(frames), true, true);
    }

    /** An answer that says that nothing was done. */
    static Reply refused(String frame, boolean ahead) {
        return new Reply(List.of(frame), ahead, false);
    }
}
