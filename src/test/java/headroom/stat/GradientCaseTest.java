package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.stat.ControlVariates.Control;
import headroom.variates.FastLog;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Validation case GRAD-01: how the mean response time W = 1 / (mu - lambda) of M/M/1 changes with
 * either rate, by central differences of runs on the same random numbers. The difference test is at
 * 1e-6, the equivalence margin 5 % with the bias of the central difference in it: d^2 / ((mu -
 * lambda)^2 - d^2) for rates d apart on either side, 0.16 %.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GradientCaseTest {
    private static final Path SHARED = Path.of("../shared/validation/cases.json");
    private static final double LAMBDA = 0.8;
    private static final double MU = 1;
    private static final double D = 0.008;
    private static final double ALPHA = 1e-6;
    private static final double MARGIN = 0.05;
    private static final int REPLICATIONS = 64;
    private static final int ARRIVALS = 400_000;

    private static final Map<String, Double> EXACT =
            new TreeMap<>(Map.of("dW_dlam", 25.000000000000014, "dW_dmu", -25.000000000000014));

    /** Mean responses at lambda - d, lambda + d, mu - d, mu + d, then mean gap and service. */
    private final double[][] runs = new double[6][REPLICATIONS];

    @BeforeAll
    void run() {
        for (int r = 0; r < REPLICATIONS; r++) {
            double[] one = replication(new Streams(1, r), true);
            for (int i = 0; i < one.length; i++) {
                runs[i][r] = one[i];
            }
        }
    }

    /** The four systems side by side, on the same numbers or each on its own. */
    private static double[] replication(Streams streams, boolean common) {
        double[] lambda = {LAMBDA - D, LAMBDA + D, LAMBDA, LAMBDA};
        double[] mu = {MU, MU, MU - D, MU + D};
        double[] sums = new double[6];
        for (int system = 0; system < 4; system++) {
            Streams own = common ? streams : streams.child("system-" + system);
            FastStream gaps = own.of("gaps");
            FastStream services = own.of("services");
            double rho = lambda[system] / mu[system];
            double u = own.of("start").nextDouble();
            double wait = u < rho ? -Math.log(u / rho) / (mu[system] - lambda[system]) : 0;
            for (int i = 0; i < ARRIVALS; i++) {
                double service = -FastLog.of(services.nextDouble());
                double gap = -FastLog.of(gaps.nextDouble());
                double response = wait + service / mu[system];
                sums[system] += response / ARRIVALS;
                wait = Math.max(0, response - gap / lambda[system]);
                if (system == 0) {
                    sums[4] += gap / ARRIVALS;
                    sums[5] += service / ARRIVALS;
                }
            }
        }
        return sums;
    }

    private ControlVariates derivative(int low) {
        double[] slopes = new double[REPLICATIONS];
        for (int r = 0; r < REPLICATIONS; r++) {
            slopes[r] = (runs[low + 1][r] - runs[low][r]) / (2 * D);
        }
        List<Control> controls = List.of(new Control(runs[4], 1), new Control(runs[5], 1));
        return ControlVariates.of(slopes, controls, 1 - ALPHA);
    }

    private void passes(String metric, int low) {
        ControlVariates slope = derivative(low);
        Estimate estimate = slope.estimate();
        double exact = EXACT.get(metric);
        double apart = MU - LAMBDA;
        double bias = Math.abs(exact) * D * D / (apart * apart - D * D);
        double off = Math.abs(estimate.value() - exact);
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %.3f +- %.3f at 1 - 1e-6, exact %.0f; variance reduction by controls %.2f,"
                        + " by common random numbers %.0f",
                metric,
                estimate.value(),
                estimate.halfWidth(),
                exact,
                slope.varianceReduction(),
                PairedDifference.of(runs[low + 1], runs[low], 0.95).varianceRatio()));
        assertThat(off).as(metric).isLessThan(estimate.halfWidth() + bias);
        assertThat(off + estimate.halfWidth())
                .as(metric + ", equivalence")
                .isLessThan(MARGIN * Math.abs(exact));
    }

    @Test
    void byTheRateOfArrivals() {
        passes("dW_dlam", 0);
    }

    @Test
    void byTheRateOfService() {
        passes("dW_dmu", 2);
    }

    /** What the same runs say when each system has random numbers of its own. */
    @Test
    void commonRandomNumbersAreWhatMakesItPossible() {
        double[] low = new double[8];
        double[] high = new double[8];
        for (int r = 0; r < low.length; r++) {
            double[] one = replication(new Streams(2, r), false);
            low[r] = one[0];
            high[r] = one[1];
        }
        double independent = PairedDifference.of(high, low, 0.95).varianceRatio();
        double common = PairedDifference.of(runs[1], runs[0], 0.95).varianceRatio();
        assertThat(independent).isLessThan(5);
        assertThat(common).isGreaterThan(20);
    }

    @Test
    void theFiguresAreThoseOfTheSharedData() {
        Assumptions.assumeTrue(Files.exists(SHARED), "skipped: no " + SHARED);
        Map<String, Double> shared = new TreeMap<>();
        for (JsonNode one : JsonMapper.shared().readTree(SHARED.toFile()).get("cases")) {
            if (one.get("id").asString().equals("GRAD-01")) {
                one.get("metrics")
                        .forEach(metric -> shared.put(
                                metric.get("name").asString(),
                                Double.valueOf(metric.get("value").asString())));
            }
        }
        assertThat(shared).isEqualTo(EXACT);
    }
}
