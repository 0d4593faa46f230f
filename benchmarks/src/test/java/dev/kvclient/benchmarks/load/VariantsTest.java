package dev.kvclient.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every way to talk to a server works, alone and with others in flight, and its answers are checked. */
class VariantsTest {
    private static void work(List<Contestant> contestants, int size) throws Exception {
        Workload workload = Workload.ofSize(size);
        for (Contestant contestant : contestants) {
            contestant.use(workload);
            for (int window : new int[] {1, 16}) {
                for (Operation operation : Operation.values()) {
                    int count = Math.max(workload.count(), 100);
                    Sample sample = contestant.closedLoop(operation, window, count);
                    assertThat(sample.perSecond()).as(contestant.name()).isPositive();
                    assertThat(sample.bytes()).as(contestant.name()).isPositive();
                }
            }
            assertThat(contestant.openLoop(Operation.GET, 2_000, 100).p99Micros())
                    .isPositive();
        }
    }

    @Test
    void thoseOfNdb() throws Exception {
        try (NdbLoad ndb = new NdbLoad()) {
            work(ndb.contestants(), 32);
            work(ndb.contestants(), 65_536);
        }
    }

    @Test
    void thoseOfVersori() throws Exception {
        try (VersoriLoad versori = new VersoriLoad()) {
            work(versori.contestants(), 32);
            work(versori.contestants(), 65_536);
        }
    }

    @Test
    void optionsAreUnderstoodOrRefused() {
        LoadOptions options = LoadOptions.parse(List.of("--quick", "--only", "ndb", "--windows", "1,256"));

        assertThat(options.quick()).isTrue();
        assertThat(options.only()).containsExactly(LoadOptions.Backend.NDB);
        assertThat(options.windows()).contains(List.of(1, 256));
        for (List<String> wrong : List.of(
                List.of("--only"), List.of("--only", "x"), List.of("--sizes", "1"), List.of("--windows", "a"))) {
            assertThat(catchThrowable(() -> LoadOptions.parse(wrong))).hasMessage(LoadOptions.USAGE);
        }
    }
}
