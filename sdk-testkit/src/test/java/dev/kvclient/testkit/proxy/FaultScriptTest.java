package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.atIndex;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultScriptTest {
    private static final NetworkFault RESET = NetworkFault.cut(Cut.RST);
    private static final NetworkFault REFUSAL = NetworkFault.refuse();

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static FaultScript mixed(long seed) {
        return FaultScript.seeded(seed)
                .calm(ms(10), ms(50))
                .oneOf(
                        FaultChoice.of(6, RESET),
                        FaultChoice.of(3, REFUSAL).lasting(ms(5), ms(20)),
                        FaultChoice.drawn(
                                        1,
                                        random -> NetworkFault.cutAfter(
                                                Direction.TO_CLIENT, random.nextInt(500), Cut.FIN))
                                .lasting(ms(100), ms(100)));
    }

    @Test
    void theSameSeedGivesTheSameSteps() {
        FaultScript script = mixed(42).repeat(200);
        assertThat(script.steps()).hasSize(200).isEqualTo(script.steps());
        assertThat(mixed(42).repeat(200).steps()).isEqualTo(script.steps());
        assertThat(mixed(42).repeat(200)).hasToString(script.toString());
        assertThat(mixed(43).repeat(200).steps()).isNotEqualTo(script.steps());
    }

    @Test
    void printsItsSteps() {
        // The same in every version of Java, or else a seed from a report is worth nothing.
        assertThat(mixed(42).repeat(4)).hasToString("""
                FaultScript[seed 42, 4 steps, 0.203 s]
                  at 0.039 s: refuse, for 0.005 s
                  at 0.092 s: refuse, for 0.015 s
                  at 0.154 s: refuse, for 0.011 s
                  at 0.203 s: cut all, RST""");
        assertThat(FaultScript.of(List.of(
                        new FaultStep(ms(1_050), ms(10), NetworkFault.stall(Direction.BOTH)),
                        new FaultStep(ms(0), ms(0), RESET))))
                .hasToString("""
                        FaultScript[2 steps, 1.060 s]
                          at 1.050 s: stall both ways, for 0.010 s
                          at 0.000 s: cut all, RST""");
    }

    @Test
    void drawsByWeightAndWithinTheRanges() {
        List<FaultStep> steps = mixed(1).repeat(10_000).steps();
        Map<NetworkFault.Kind, Long> counts = steps.stream()
                .collect(Collectors.groupingBy(step -> step.fault().kind(), Collectors.counting()));
        assertThat(counts.get(NetworkFault.Kind.CUT)).isBetween(5_700L, 6_300L);
        assertThat(counts.get(NetworkFault.Kind.REFUSE)).isBetween(2_800L, 3_200L);
        assertThat(counts.get(NetworkFault.Kind.CUT_AFTER)).isBetween(850L, 1_150L);
        assertThat(steps.stream().filter(step -> step.fault().equals(REFUSAL)).map(FaultStep::lasting))
                .allMatch(lasting -> lasting.compareTo(ms(5)) >= 0 && lasting.compareTo(ms(20)) <= 0)
                .contains(ms(5), ms(20));
        Duration before = Duration.ZERO;
        for (FaultStep step : steps) {
            assertThat(step.at().minus(before)).isBetween(ms(10), ms(50));
            before = step.end();
        }
    }

    @Test
    void repeatsForATimeAndCutsOffWhatIsOver() {
        FaultScript script = FaultScript.seeded(1)
                .calm(ms(10), ms(10))
                .then(REFUSAL, ms(20), ms(20))
                .then(RESET)
                .repeatFor(ms(50));
        assertThat(script.steps())
                .containsExactly(
                        new FaultStep(ms(10), ms(20), REFUSAL),
                        new FaultStep(ms(30), ms(0), RESET),
                        new FaultStep(ms(40), ms(10), REFUSAL));
        assertThat(script.duration()).isEqualTo(ms(50));
        assertThat(script.calm(ms(5), ms(5)).then(RESET).steps())
                .contains(new FaultStep(ms(55), ms(0), RESET), atIndex(3));
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> FaultScript.seeded(1).then(RESET).repeatFor(ms(1)).steps())
                .withMessage("to be repeated for a time, a script must take some");
    }

    @Test
    void aScriptIsNotChangedByWhatIsMadeOfIt() {
        FaultScript base = FaultScript.seeded(1).then(RESET);
        FaultScript more = base.then(REFUSAL, ms(1), ms(1));
        assertThat(base.steps()).hasSize(1);
        assertThat(more.steps()).hasSize(2);
        assertThat(base.repeat(0).steps()).isEmpty();
    }

    @Test
    void aListOfStepsIsAScript() {
        List<FaultStep> steps = mixed(7).repeat(20).steps();
        assertThat(FaultScript.of(steps).steps()).isEqualTo(steps);
    }

    @Test
    void numbersAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultScript.seeded(1).calm(ms(2), ms(1)))
                .withMessage("the longest time is shorter than the shortest");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultScript.seeded(1).calm(ms(-2), ms(1)))
                .withMessage("a time must not be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultScript.seeded(1).repeatFor(ms(-1)))
                .withMessage("a time must not be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultScript.seeded(1).oneOf())
                .withMessage("nothing to choose from");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaultChoice.of(0, RESET))
                .withMessage("weight must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultStep(ms(-1), ms(0), RESET))
                .withMessage("times must not be negative");
    }
}
