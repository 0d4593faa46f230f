package dev.kvclient.testkit.vectors;

import java.util.List;
import java.util.OptionalInt;

/**
 * One recorded exchange with a NemesisDB: frames that were sent without waiting, and those that came. Frames stand here
 * as they were on the wire. Tokens, durations and versions in them change from run to run.
 *
 * @param id the name, unique in its recording
 * @param group the part of the recording. {@code expiry} and {@code limits} begin with a fresh server, and so does each
 *     note in {@code hazard}; the other groups are one sequence on one server
 * @param note what is shown, in words
 * @param sends the frames sent, in one go; one unless the group is {@code pipeline} or {@code save-load}
 * @param binary whether they were sent as binary frames
 * @param answers the frames that came, in the order of arrival
 * @param closeCode the code with which the connection ended, 1006 for a dropped one; empty when it stayed
 * @param afterSeconds how many whole seconds after the exchanges without such a time it took place; -1 for at once
 * @param serverDied whether the process of the server ended
 */
public record NdbVector(
        String id,
        String group,
        String note,
        List<String> sends,
        boolean binary,
        List<String> answers,
        OptionalInt closeCode,
        long afterSeconds,
        boolean serverDied) {

    /** Keeps unmodifiable copies of the frames. */
    public NdbVector {
        sends = List.copyOf(sends);
        answers = List.copyOf(answers);
    }
}
