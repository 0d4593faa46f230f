package dev.kvclient.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VectorsTest {

    @Test
    void readsTheRecordingOfKuzzle() {
        List<Vector> vectors = Vectors.kuzzle();
        assertThat(vectors).hasSize(478).extracting(Vector::id).doesNotHaveDuplicates();
        assertThat(vectors).extracting(Vector::transport).containsOnly("ws", "http");
        assertThat(vectors.get(0).request())
                .isEqualTo("{\"requestId\":\"r1\",\"controller\":\"ms\",\"action\":\"flushdb\"}");
        assertThat(vectors.get(0).response())
                .startsWith("{\"action\":\"flushdb\"")
                .endsWith("\"room\":\"r1\"}");
    }

    @Test
    void keepsTheTextAsItWasWritten() {
        assertThat(Vectors.kuzzle())
                .filteredOn(vector -> vector.id().equals("ws-ms-set-value-lone-surrogate"))
                .singleElement()
                .satisfies(vector -> assertThat(vector.request()).contains("\"a\\ud800b\""))
                .satisfies(vector -> assertThat(vector.requestBytes())
                        .hasSize(vector.request().length()));
        assertThat(Vectors.kuzzle())
                .filteredOn(vector -> vector.id().equals("ws-token-expired-push"))
                .singleElement()
                .satisfies(vector ->
                        assertThat(vector.request()).startsWith("\"nothing").endsWith("\""));
    }
}
