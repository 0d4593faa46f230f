package dev.kvclient.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianLiesInTheMiddleWhateverTheOrder() {
        assertThat(Spread.of(5, 1, 9, 3, 7)).isEqualTo(new Spread(5, 3, 7));
        assertThat(Spread.of(4, 2).median()).isEqualTo(3);
        assertThat(Spread.of(8)).isEqualTo(new Spread(8, 8, 8));
    }

    @Test
    void theMeanStandsForWhatComesInCoarseSteps() {
        assertThat(Spread.ofCoarse(0, 0, 0, 10)).isEqualTo(new Spread(2.5, 0, 2.5));
    }

    @Test
    void ratiosAreThoseOfPairs() {
        // Each round is twice as fast, however slow the machine was: the ratio of the medians would say so by luck
        // only.
        double[] of = {20, 200, 2_000, 2};
        double[] to = {10, 100, 1_000, 1};

        assertThat(Spread.ofRatios(of, to)).isEqualTo(new Spread(2, 2, 2));
    }

    @Test
    void theMedianOfRatiosIsNotTheRatioOfMedians() {
        assertThat(Spread.ofRatios(new double[] {1, 2, 9}, new double[] {1, 4, 3})
                        .median())
                .isEqualTo(1);
    }

    @Test
    void differencesAreThoseOfPairs() {
        assertThat(Spread.ofDifferences(new double[] {13, 103}, new double[] {10, 100}))
                .isEqualTo(new Spread(3, 3, 3));
    }

    @Test
    void halfAPairIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.ofRatios(new double[2], new double[1]));
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void aQuantileMayLieBetweenTwoFigures() {
        double[] sorted = {0, 10, 20, 30};

        assertThat(Spread.quantile(sorted, 0)).isZero();
        assertThat(Spread.quantile(sorted, 0.5)).isCloseTo(15, within(1e-9));
        assertThat(Spread.quantile(sorted, 1)).isEqualTo(30);
    }

    @Test
    void aPercentileIsOneOfTheTimesThatCount() {
        long[] sorted = new long[200];
        for (int i = 0; i < 100; i++) {
            sorted[i] = i + 1L;
        }

        assertThat(Spread.percentile(sorted, 100, 0.5)).isEqualTo(50);
        assertThat(Spread.percentile(sorted, 100, 0.99)).isEqualTo(99);
        assertThat(Spread.percentile(sorted, 1, 0.99)).isEqualTo(1);
    }
}
