package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * The validation cases of output analysis, OA-01 to OA-06, and that the figures stated here are
 * those of the shared data. The mean of OA-05 stands in CoverageTest.
 */
class OutputAnalysisCasesTest {
    private static final Path SHARED = Path.of("../shared/validation/cases.json");

    /** A figure of a case: its exact value, the tolerance stated there, and what is computed. */
    private enum Figure {
        OA_01_TRUNCATION_BATCHES("OA-01 truncation_batches", 21, 0, () -> mser().truncated()),
        OA_01_TRUNCATION_OBSERVATIONS(
                "OA-01 truncation_observations", 105, 0, () -> mser().observations()),
        OA_01_STATISTIC(
                "OA-01 MSER_statistic_min", 0.000944762910017106, 1e-9, () -> mser().statistic()),
        OA_03_LOW("OA-03 l", 184, 0, () -> ranks().low()),
        OA_03_HIGH("OA-03 u", 197, 0, () -> ranks().high()),
        OA_03_COVERAGE("OA-03 exact_coverage", 0.9671521638567256, 1e-9, () -> ranks().coverage()),
        OA_05_ASYMPTOTIC(
                "OA-05 asymptotic_variance_of_mean_times_n",
                100,
                1e-9,
                () -> Autoregressive.ofCase().asymptoticVariance()),
        OA_05_MARGINAL(
                "OA-05 marginal_variance", 5.263157894736843, 1e-9, () -> Autoregressive.ofCase()
                        .variance()),
        OA_06_RINOTT(
                "OA-06 rinott_h",
                3.203176555810525,
                1e-9,
                () -> RankingConstants.rinott(4, 20, 0.95)),
        OA_06_ETA(
                "OA-06 KN_eta",
                0.21524767079863405,
                1e-9,
                () -> RankingConstants.kimNelsonEta(4, 20, 0.95)),
        OA_06_H2(
                "OA-06 KN_h2",
                8.179411490348095,
                1e-9,
                () -> RankingConstants.kimNelsonH2(4, 20, 0.95));

        private final String name;
        private final double exact;
        private final double relative;
        private final DoubleSupplier ours;

        Figure(String name, double exact, double relative, DoubleSupplier ours) {
            this.name = name;
            this.exact = exact;
            this.relative = relative;
            this.ours = ours;
        }

        /** x_i = 10 + 8 exp(-i / 40) + sin(0.7 i) + 0.5 cos(2.3 i), 1,000 of them. */
        private static Mser mser() {
            double[] series = new double[1_000];
            for (int i = 0; i < series.length; i++) {
                series[i] = 10
                        + 8 * StrictMath.exp(-i / 40.0)
                        + StrictMath.sin(0.7 * i)
                        + 0.5 * StrictMath.cos(2.3 * i);
            }
            return Mser.of(series);
        }

        private static QuantileInterval.Ranks ranks() {
            return QuantileInterval.Ranks.of(200, 0.95, 0.95);
        }
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void theFigureIsReached(Figure figure) {
        assertThat(figure.ours.getAsDouble())
                .as(figure.name)
                .isCloseTo(figure.exact, within(figure.relative * figure.exact));
    }

    @Test
    void theFiguresAreThoseOfTheSharedData() {
        Assumptions.assumeTrue(Files.exists(SHARED), "skipped: no " + SHARED);
        Map<String, Double> shared = new TreeMap<>();
        for (JsonNode one : JsonMapper.shared().readTree(SHARED.toFile()).get("cases")) {
            if (one.get("family").asString().equals("output-analysis")) {
                for (JsonNode metric : one.get("metrics")) {
                    shared.put(
                            one.get("id").asString() + " " + metric.get("name").asString(),
                            Double.valueOf(metric.get("value").asString()));
                }
            }
        }
        Map<String, Double> stated = new TreeMap<>();
        for (Figure figure : Figure.values()) {
            stated.put(figure.name, figure.exact);
        }
        stated.put("OA-05 mean", Autoregressive.ofCase().mean());
        assertThat(stated).isEqualTo(shared);
    }
}
