package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.testkit.vectors.Vector;
import dev.kvclient.testkit.vectors.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The in-process Kuzzle answers as the recorded one did. */
class KuzzleVectorsTest {

    @Test
    void answersAsRecorded() throws IOException {
        Map<String, String> leftOut = leftOut();
        List<String> wrong = new ArrayList<>();
        int passed = 0;
        try (Replay replay = new Replay()) {
            for (Vector vector : Vectors.kuzzle()) {
                String difference = replay.differs(vector);
                String reason = leftOut.remove(vector.id());
                if (difference == null && reason != null) {
                    wrong.add(vector.id() + " is listed as left out (" + reason + "), but passes");
                } else if (difference != null && reason == null) {
                    wrong.add(vector.id() + "\n" + difference);
                } else if (difference == null) {
                    passed++;
                }
            }
        }
        leftOut.forEach((id, reason) -> wrong.add(id + " is listed as left out, but is not in the recording"));
        assertThat(wrong).isEmpty();
        assertThat(passed).isEqualTo(476);
    }

    /** Reads lines of the form {@code id ...}, under headings of the form {@code reason: ...}. */
    private static Map<String, String> leftOut() throws IOException {
        Map<String, String> reasons = new HashMap<>();
        try (InputStream in = KuzzleVectorsTest.class.getResourceAsStream("kuzzle-left-out.txt")) {
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
