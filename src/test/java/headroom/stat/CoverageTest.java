package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How often nominal 95 % intervals cover, over 1,000 macro-replications of M/M/1 and AR(1), against
 * the exact binomial limits at 1e-6: [913, 980] of 1,000. With {@code
 * -Dheadroom.macroReplications=10000} runs are ten times as long too, since what asymptotic
 * intervals miss falls with their length. Printed, and wrong procedures are seen to fail.
 */
class CoverageTest {
    private static final int MACRO = Integer.getInteger("headroom.macroReplications", 1_000);
    private static final int LONGER = Math.max(1, MACRO / 1_000);
    private static final double LEVEL = 0.95;
    private static final double ALPHA = 1e-6;

    /** One macro-replication: the interval of a procedure from streams of its own. */
    private interface Procedure {
        Interval of(Streams streams);
    }

    private record Interval(double low, double high) {
        static Interval of(Estimate estimate) {
            return new Interval(estimate.low(), estimate.high());
        }

        boolean covers(double truth) {
            return low <= truth && truth <= high;
        }
    }

    private static int covered(String what, double truth, Procedure procedure) {
        int covered = 0;
        double width = 0;
        for (int macro = 0; macro < MACRO; macro++) {
            Interval interval = procedure.of(new Streams(1, macro).child(what));
            covered += interval.covers(truth) ? 1 : 0;
            width += (interval.high - interval.low) / MACRO;
        }
        System.out.println(String.format(
                Locale.ROOT,
                "coverage of %s: %.1f %%, mean half-width %.2g of %.4g",
                what,
                100.0 * covered / MACRO,
                width / 2,
                truth));
        return covered;
    }

    private static void covers(String what, double truth, Procedure procedure) {
        assertThat(covered(what, truth, procedure)).as(what).isBetween(limit(ALPHA / 2), most());
    }

    private static void failsToCover(String what, double truth, Procedure procedure) {
        assertThat(covered(what, truth, procedure)).as(what).isLessThan(limit(ALPHA / 2));
    }

    /** Least count that is not below chance. */
    private static int limit(double tail) {
        return new BinomialDistribution(null, MACRO, LEVEL).inverseCumulativeProbability(tail);
    }

    private static int most() {
        return limit(1 - ALPHA / 2);
    }

    @Test
    void theMeanOfAnAutoregressiveSeriesByBatchMeans() {
        Autoregressive law = Autoregressive.ofCase();
        covers(
                "AR(1) by 20 batch means of 500",
                law.mean(),
                s -> Interval.of(
                        BatchMeans.of(law.path(s.of("x"), 10_000), 20, LEVEL).estimate()));
        failsToCover(
                "AR(1) as if independent",
                law.mean(),
                s -> Interval.of(Estimate.ofReplications(law.path(s.of("x"), 1_000), LEVEL)));
        failsToCover(
                "AR(1) by 100 batch means of 5",
                law.mean(),
                s -> Interval.of(
                        BatchMeans.of(law.path(s.of("x"), 500), 100, LEVEL).estimate()));
    }

    @Test
    void theMeanOfAnAutoregressiveSeriesByReplications() {
        Autoregressive law = Autoregressive.ofCase();
        covers("AR(1) by 10 replications of 100", law.mean(), s -> {
            double[] means = new double[10];
            for (int r = 0; r < means.length; r++) {
                means[r] = mean(law.path(s.of("x" + r), 100));
            }
            return Interval.of(Estimate.ofReplications(means, LEVEL));
        });
    }

    /** The mean of case OA-05: difference at 1e-6, equivalence at 2 %. */
    @Test
    void theMeanOfTheCaseIsReached() {
        Autoregressive law = Autoregressive.ofCase();
        double[] series = law.path(new Streams(1, 0).of("OA-05"), 2_000_000);
        Estimate at = BatchMeans.of(series, 64, 1 - ALPHA).estimate();
        assertThat(at.covers(law.mean())).as(at.toString()).isTrue();
        assertThat(Math.max(at.high() - 10, 10 - at.low())).isLessThan(0.02 * 10);
    }

    @Test
    void theMeanWaitByBatchMeans() {
        MarkovLine line = new MarkovLine(0.8, 1);
        covers(
                "M/M/1 wait by 10 batch means of 4,000",
                line.meanWait(),
                s -> Interval.of(
                        BatchMeans.of(line.waits(s, LONGER * 40_000), 10, LEVEL).estimate()));
    }

    @Test
    void theMeanWaitByReplications() {
        MarkovLine line = new MarkovLine(0.8, 1);
        covers("M/M/1 wait by 20 replications of 1,000", line.meanWait(), s -> {
            double[] means = new double[20];
            for (int r = 0; r < means.length; r++) {
                means[r] = mean(line.waits(s.child("r" + r), LONGER * 1_000));
            }
            return Interval.of(Estimate.ofReplications(means, LEVEL));
        });
    }

    /** A queue that begins empty and is not warmed up: the mean of many short runs is too low. */
    @Test
    void theMeanWaitWithoutWarmUpIsTooLow() {
        MarkovLine line = new MarkovLine(0.8, 1);
        failsToCover("M/M/1 wait from empty, no warm-up", line.meanWait(), s -> {
            double[] means = new double[100];
            for (int r = 0; r < means.length; r++) {
                means[r] = mean(line.waitsFromEmpty(s.child("r" + r), 100));
            }
            return Interval.of(Estimate.ofReplications(means, LEVEL));
        });
    }

    @Test
    void aQuantileByOrderStatisticsOfReplications() {
        MarkovLine line = new MarkovLine(0.8, 1);
        double p = 0.9;
        covers("M/M/1 p90 of the wait by order statistics", line.waitQuantile(p), s -> {
            double[] last = new double[200];
            for (int r = 0; r < last.length; r++) {
                // one wait a replication, in the stationary state: independent
                last[r] = line.waits(s.child("r" + r), 1)[0];
            }
            return of(QuantileInterval.of(last, p, LEVEL));
        });
        failsToCover(
                "M/M/1 p90 of the wait by order statistics of one run",
                line.waitQuantile(p),
                s -> of(QuantileInterval.of(line.waits(s, 1_000), p, LEVEL)));
        Autoregressive law = Autoregressive.ofCase();
        double exact = law.mean() + Math.sqrt(law.variance()) * 1.6448536269514722;
        covers("AR(1) p95 by order statistics of each hundredth", exact, s -> {
            double[] path = law.path(s.of("x"), 20_000);
            double[] apart = new double[200];
            Arrays.setAll(apart, i -> path[i * 100]);
            return of(QuantileInterval.of(apart, 0.95, LEVEL));
        });
    }

    @Test
    void aQuantileBySectioning() {
        MarkovLine line = new MarkovLine(0.8, 1);
        double p = 0.9;
        covers("M/M/1 p90 of the wait by 10 sections of 2,000", line.waitQuantile(p), s -> {
            double[] waits = line.waits(s, LONGER * 20_000);
            double[] sections = new double[10];
            int size = waits.length / sections.length;
            for (int j = 0; j < sections.length; j++) {
                // sorted in place: all together are then sorted by merging
                Arrays.sort(waits, j * size, (j + 1) * size);
                sections[j] = quantile(Arrays.copyOfRange(waits, j * size, (j + 1) * size), p);
            }
            return Interval.of(QuantileInterval.sectioning(quantile(waits, p), sections, LEVEL));
        });
    }

    /** Seconds waited per arrival, over replications as long as a random time. */
    @Test
    void aRatioOfMeans() {
        MarkovLine line = new MarkovLine(0.6, 1);
        for (boolean jackknife : new boolean[] {false, true}) {
            String how = jackknife ? "jackknife" : "delta method";
            covers("M/M/1 wait by regenerative cycles, " + how, line.meanWait(), s -> {
                double[] waited = new double[LONGER * 4_000];
                double[] arrivals = new double[LONGER * 4_000];
                line.cycles(s, waited, arrivals);
                return Interval.of(
                        jackknife
                                ? RatioEstimate.jackknife(waited, arrivals, LEVEL)
                                : RatioEstimate.delta(waited, arrivals, LEVEL));
            });
        }
        failsToCover("M/M/1 wait as the mean of the cycles' means", line.meanWait(), s -> {
            double[] waited = new double[LONGER * 4_000];
            double[] arrivals = new double[LONGER * 4_000];
            line.cycles(s, waited, arrivals);
            double[] means = new double[LONGER * 4_000];
            Arrays.setAll(means, i -> waited[i] / arrivals[i]);
            return Interval.of(Estimate.ofReplications(means, LEVEL));
        });
    }

    @Test
    void aMeanWithControlVariates() {
        MarkovLine line = new MarkovLine(0.7, 1);
        Tally reduction = new Tally();
        covers("M/M/1 wait with two control variates", line.meanWait(), s -> {
            ControlVariates cv = line.controlled(s, LONGER * 1_000, LEVEL);
            reduction.add(cv.varianceReduction());
            return Interval.of(cv.estimate());
        });
        System.out.println(String.format(
                Locale.ROOT, "variance reduction by control variates: %.2f", reduction.mean()));
        assertThat(reduction.mean()).isGreaterThan(1.5);
        failsToCover("M/M/1 wait with a control of a wrong mean", line.meanWait(), s -> {
            MarkovLine wrong = new MarkovLine(0.7, 1.02);
            return Interval.of(
                    line.controlledAs(wrong, s, LONGER * 1_000, LEVEL).estimate());
        });
    }

    /** Ten means at once: each alone at 95 % fails together, at Bonferroni's level it does not. */
    @Test
    void severalMeansAtOnce() {
        Autoregressive law = Autoregressive.ofCase();
        for (boolean corrected : new boolean[] {true, false}) {
            String what = corrected ? "10 means at once" : "10 means at once, not corrected";
            Procedure all = s -> {
                List<double[]> series = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    double[] means = new double[10];
                    for (int r = 0; r < means.length; r++) {
                        means[r] = mean(law.path(s.of("x" + i + "." + r), 10));
                    }
                    series.add(means);
                }
                List<Estimate> estimates = corrected
                        ? Multiplicity.simultaneous(series, LEVEL)
                        : series.stream()
                                .map(v -> Estimate.ofReplications(v, LEVEL))
                                .toList();
                boolean both = estimates.stream().allMatch(e -> e.covers(law.mean()));
                return both ? new Interval(0, 20) : new Interval(0, 0);
            };
            if (corrected) {
                covers(what, law.mean(), all);
            } else {
                failsToCover(what, law.mean(), all);
            }
        }
    }

    @Test
    void theLimitsAreThoseOfTheBinomial() {
        if (MACRO == 1_000) {
            assertThat(limit(ALPHA / 2)).isEqualTo(913);
            assertThat(most()).isEqualTo(980);
        }
    }

    private static Interval of(QuantileInterval interval) {
        return new Interval(interval.low(), interval.high());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(p * sorted.length) - 1];
    }
}
