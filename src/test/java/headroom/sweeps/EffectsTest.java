package headroom.sweeps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.charts.CurveChart;
import headroom.experiment.Simulation;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.measure.TimeSeries;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Shown;
import headroom.study.StudyException;
import headroom.study.Trial;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/** Effects of variables on made-up numbers that are known functions of them. */
final class EffectsTest {
    private static final Path FILE = Path.of("scenarios/queueing/mmc.yaml");
    private static final MetricKey Y = new MetricKey("y", new TreeMap<>(), "mean");

    /** A sweep of a function of the point and the replication. */
    private static Sweep sweep(
            String design, ToDoubleBiFunction<Map<String, String>, Integer> y, String... vary)
            throws IOException, StudyException {
        Scenario scenario = ScenarioFile.read(FILE).orThrow();
        Simulation simulation = Simulation.of(scenario, FILE.getParent());
        List<Variation> variations = new ArrayList<>();
        for (String text : vary) {
            variations.add(Variation.parse(text));
        }
        Design of = Design.parse(design);
        List<Trial> trials = new ArrayList<>();
        List<Map<String, String>> points = of.points(variations, 1);
        for (Map<String, String> point : points) {
            List<Reading> readings = new ArrayList<>();
            for (int r = 0; r < 4; r++) {
                Measurement m = new Measurement(
                        "y", new TreeMap<>(), "mean", "s", y.applyAsDouble(point, r), 0, 0.95, 1);
                TimeSeries none = new TimeSeries(scenario.start(), 3600, List.of());
                readings.add(new Reading(r, List.of(m), List.of(), none, 0));
            }
            trials.add(new Trial(point, simulation, readings));
        }
        List<Shown> shown = List.of(new Shown("y", Y, "s"));
        return new Sweep(new SweepPlan(scenario, variations, of, points, shown, 4, 0), trials);
    }

    private static double of(Map<String, String> point, String path, double otherwise) {
        String text = point.getOrDefault(path, Double.toString(otherwise));
        return Double.parseDouble(text.replace(" MW", ""));
    }

    @Test
    void swingsOfALinearFunction() throws IOException, StudyException {
        // 3 + 2 a - 5 b at a = 1, b = 1, with noise that all points share
        Sweep sweep = sweep(
                "one-at-a-time",
                (point, r) -> 3 + 2 * of(point, "a", 1) - 5 * of(point, "b", 1) + r * r,
                "a=0 MW:3 MW",
                "b=0:3:1");
        List<Swings.Swing> swings = Swings.of(sweep, 0);
        assertThat(swings).extracting(s -> s.variation().path()).containsExactly("b", "a");
        double[] b = {5, 0, -5, -10};
        double[] a = {-2, 4};
        for (int v = 0; v < b.length; v++) {
            Swings.Move move = swings.get(0).moves().get(v);
            assertThat(move.value()).isEqualTo(Integer.toString(v));
            assertThat(move.change().value()).isEqualTo(b[v]);
            assertThat(move.change().halfWidth()).isZero();
        }
        for (int v = 0; v < a.length; v++) {
            assertThat(swings.get(1).moves().get(v).change().value()).isEqualTo(a[v]);
        }
        assertThat(sweep.number(0, 0).halfWidth()).isGreaterThan(1);
        assertThat(sweep.sharing(0)).isInfinite();
    }

    @Test
    void noiseOfTheDifferenceIsItsInterval() throws IOException, StudyException {
        // differences 1, 2, 3, 4: mean 2.5, s = sqrt(5/3), t(3, 0.975) = 3.182446305
        Sweep sweep =
                sweep("one-at-a-time", (point, r) -> of(point, "a", 0) * (r + 1) + 100 * r, "a=1");
        Swings.Move move = Swings.of(sweep, 0).get(0).moves().get(0);
        assertThat(move.change().value()).isEqualTo(2.5);
        assertThat(move.change().halfWidth())
                .isCloseTo(3.182446305 * Math.sqrt(5.0 / 3) / 2, within(1e-8));
    }

    @Test
    void aPlaneFindsALinearFunction() throws IOException, StudyException {
        // noise of the slope of a over replications: -1.5, -0.5, 0.5, 1.5
        ToDoubleBiFunction<Map<String, String>, Integer> y = (point, r) -> 3
                + (2 + (r - 1.5)) * of(point, "a", 0)
                - 5 * Math.log(of(point, "b", 0))
                + (point.get("c").equals("fast") ? 7 : 0)
                + 40 * r;
        for (String design : List.of("grid", "lhs:24")) {
            Sweep sweep = sweep(design, y, "a=0:4:1", "b=log:1:100:5", "c=slow,fast");
            Regression plane = Regression.of(sweep, 0).orElseThrow();
            assertThat(plane.determination()).isCloseTo(1, within(1e-9));
            assertThat(plane.effects())
                    .extracting(e -> e.variation().path())
                    .containsExactly("b", "a", "c");
            Regression.Effect b = plane.effects().get(0);
            assertThat(b.from() + " " + b.to()).isEqualTo("1 100");
            assertThat(b.change().value()).isCloseTo(-5 * Math.log(100), within(1e-8));
            assertThat(b.change().halfWidth()).isCloseTo(0, within(1e-8));
            Regression.Effect a = plane.effects().get(1);
            assertThat(a.change().value()).isCloseTo(8, within(1e-8));
            // 4 x the interval of slopes with s = sqrt(5/3)
            assertThat(a.change().halfWidth())
                    .isCloseTo(4 * 3.182446305 * Math.sqrt(5.0 / 3) / 2, within(1e-6));
            Regression.Effect c = plane.effects().get(2);
            assertThat(c.from() + " " + c.to()).isEqualTo("slow fast");
            assertThat(c.change().value()).isCloseTo(7, within(1e-8));
            // orthogonal columns of a grid: squares of standardised effects add up to R^2
            if (design.equals("grid")) {
                assertThat(plane.effects().stream()
                                .mapToDouble(e -> e.standardised() * e.standardised())
                                .sum())
                        .isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void aCurveIsNoPlane() throws IOException, StudyException {
        Sweep sweep = sweep("grid", (p, r) -> Math.pow(of(p, "a", 0), 2), "a=-3:3:1", "b=1,2,3");
        assertThat(Regression.of(sweep, 0).orElseThrow().determination())
                .isCloseTo(0, within(1e-9));
    }

    @Test
    void noPlaneWithoutEnoughPointsOrWithoutAnyChange() throws IOException, StudyException {
        assertThat(Regression.of(sweep("grid", (p, r) -> of(p, "a", 0), "a=1,2"), 0))
                .isEmpty();
        assertThat(Regression.of(sweep("grid", (p, r) -> r, "a=1:9:1"), 0)).isEmpty();
        assertThat(Regression.of(sweep("grid", (p, r) -> Double.NaN, "a=1:9:1"), 0))
                .isEmpty();
    }

    @Test
    void whatSharedNumbersAreWorth() throws IOException, StudyException {
        // y = 10 z + e, e independent between points: var 100 + 1 each, of differences 2
        double[] z = {1, -1, 1, -1};
        double[][] e = {{1, 1, -1, -1}, {1, -1, -1, 1}};
        Sweep sweep = sweep("grid", (p, r) -> 10 * z[r] + e[(int) of(p, "a", 0)][r], "a=0,1");
        assertThat(sweep.neighbours()).hasSize(1);
        assertThat(sweep.sharing(0)).isCloseTo(101, within(1e-9));
    }

    @Test
    void neighboursDifferByOneStep() throws IOException, StudyException {
        assertThat(sweep("grid", (p, r) -> r, "a=1,2,3", "b=1,2").neighbours()).hasSize(7);
        assertThat(sweep("one-at-a-time", (p, r) -> r, "a=1,2,3", "b=1,2").neighbours())
                .hasSize(5);
    }

    /** What a symmetric interval has below 0 is not drawn of a share; of other numbers it is. */
    @Test
    void aShareIsNotDrawnBelowNought() throws IOException, StudyException {
        // 0, 0, 0, 4 %: mean 1 %, s = 2 %, half-width 3.182446305 * 2 / sqrt(4) = 3.182 %
        Sweep sweep =
                sweep("grid", (point, r) -> of(point, "a", 0) / 2 + (r == 3 ? 0.04 : 0), "a=0,1");
        SweepPlan plan = sweep.plan();
        for (String unit : List.of("share", "m")) {
            SweepPlan told = new SweepPlan(
                    plan.base(),
                    plan.variations(),
                    plan.design(),
                    plan.points(),
                    List.of(new Shown("y", Y, unit)),
                    plan.replications(),
                    0);
            Sweep again = new Sweep(told, sweep.trials());
            CurveChart chart = (CurveChart)
                    new SweepCharts(again, new SweepTables(again)).of(0).get("y-by-a");
            List<CurveChart.Point> points = chart.curves().get(0).points();
            double percent = unit.equals("share") ? 100 : 1;
            double low = unit.equals("share") ? 0 : 0.01 - 0.03182446305;
            assertThat(points.get(0).low()).isCloseTo(low, within(1e-9));
            assertThat(points.get(1).low())
                    .isCloseTo(percent * (0.51 - 0.03182446305), within(1e-8));
        }
    }
}
