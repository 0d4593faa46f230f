package dev.kvclient.testkit.ndb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.testkit.vectors.NdbVector;
import dev.kvclient.testkit.vectors.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The in-process NemesisDB answers as the recorded ones did. */
class RecordedFramesTest {

    @Test
    void answersAsV04() throws IOException {
        assertThat(replayed(NdbVersion.V0_4, Vectors.ndbV04(), "ndb-A-left-out.txt"))
                .isEqualTo(301);
    }

    @Test
    void answersAsV05() throws IOException {
        assertThat(replayed(NdbVersion.V0_5, Vectors.ndbV05(), "ndb-A-v0.5-left-out.txt"))
                .isEqualTo(300);
    }

    @Test
    void answersAsV09() throws IOException {
        assertThat(replayed(NdbVersion.V0_9, Vectors.ndbV09(), "ndb-B-left-out.txt"))
                .isEqualTo(579);
    }

    /** Returns how many exchanges went as recorded. */
    private static int replayed(NdbVersion version, List<NdbVector> vectors, String listed) throws IOException {
        Map<String, String> leftOut = leftOut(listed);
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        try (Replay replay = new Replay(version)) {
            for (NdbVector vector : vectors) {
                String difference = replay.differs(vector);
                String reason = leftOut.remove(vector.id());
                if (difference == null && reason != null) {
                    wrong.add(vector.id() + " is listed as left out (" + reason + "), but passes");
                } else if (difference != null && reason == null) {
                    wrong.add(vector.id() + " " + vector.note() + "\n" + difference);
                } else if (difference == null) {
                    passed++;
                }
            }
        }
        leftOut.forEach((id, reason) -> wrong.add(id + " is listed as left out, but is not in the recording"));
        assertThat(wrong).isEmpty();
        return passed;
    }

    /** Reads lines of the form {@code id ...}, under headings of the form {@code reason: ...}. */
    private static Map<String, String> leftOut(String name) throws IOException {
        Map<String, String> reasons = new HashMap<>();
        try (InputStream in = RecordedFramesTest.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String reason = "";
            for (String line : text.split("\n", -1)) {
                if (line.startsWith("reason: ")) {
                    reason = line.substring("reason: ".length());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    for (String id : line.strip().split(" +", -1)) {
                        reasons.put(id, reason);
                    }
                }
            }
        }
        return reasons;
    }
}
