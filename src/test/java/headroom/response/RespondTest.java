package headroom.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.experiment.Simulation;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.stat.Estimate;
import headroom.study.Laboratory;
import headroom.study.StudyException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Capacity response curves of a small scenario. */
final class RespondTest {
    /** What the study says at a point is what a run of the same values says, to the bit. */
    @Test
    void aPointIsARun() throws IOException {
        Map<String, String> values =
                Map.of("capacityScale", "2.0", "controllers.caps.max", "4.0", "replications", "3");
        Scenario scenario = ScenarioFile.read(SmallAddition.FILE, values).orThrow();
        List<Measurement> run = Simulation.of(scenario, Path.of("scenarios"))
                .run("run", 2, Simulation.Progress.NONE)
                .summary();
        Response response = SmallAddition.response();
        Point point = response.curve(1).get(2);
        assertThat(point.gpus()).isEqualTo(16);
        assertSame(run, "caps.scale", "mean", point.estimate(Measure.CAP_SCALE));
        assertSame(run, "peak.multiplier", "mean", point.estimate(Measure.MULTIPLIER));
        assertSame(run, "ttft", "p99", point.estimate(Measure.TTFT));
    }

    private static void assertSame(
            List<Measurement> run, String name, String statistic, Estimate estimate) {
        Measurement found = run.stream()
                .filter(each -> each.name().equals(name)
                        && each.statistic().equals(statistic)
                        && each.labels().equals(Map.of("phase", "after")))
                .findFirst()
                .orElseThrow();
        assertThat(estimate.value()).as(name).isEqualTo(found.value());
        assertThat(estimate.halfWidth()).as(name).isEqualTo(found.halfWidth());
    }

    @Test
    void moreCapacityIsNeverWorse() {
        Response response = SmallAddition.response();
        Monotony monotony = Monotony.of(response);
        assertThat(monotony.steps()).isGreaterThan(20);
        assertThat(monotony.against()).isEmpty();
        for (double spike : SmallAddition.SPIKES) {
            List<Point> curve = response.curve(spike);
            for (int i = 1; i < curve.size(); i++) {
                double[] before = curve.get(i - 1).values(Measure.CAP_SCALE);
                double[] now = curve.get(i).values(Measure.CAP_SCALE);
                for (int r = 0; r < now.length; r++) {
                    assertThat(now[r]).isGreaterThanOrEqualTo(before[r] - 0.02);
                }
            }
        }
    }

    /** The curve is no flat line: the same points in the wrong order are found out. */
    @Test
    void aCurveTurnedRoundGoesAgainstTheory() {
        Response response = SmallAddition.response();
        List<Point> turned = response.points().stream()
                .map(each -> {
                    List<Point> curve = response.curve(each.spike());
                    Point other = curve.get(curve.size() - 1 - curve.indexOf(each));
                    return new Point(
                            each.scale(),
                            each.spike(),
                            each.gpus(),
                            each.capacityPerSecond(),
                            other.values());
                })
                .toList();
        Response wrong = new Response(
                response.scenario(),
                response.question(),
                response.replications(),
                response.measures(),
                response.phase(),
                turned);
        assertThat(Monotony.of(wrong).against())
                .extracting(Monotony.Step::measure)
                .contains(Measure.CAP_SCALE, Measure.POWER);
    }

    @Test
    void aHigherSpikeLeavesLessCap() {
        Response response = SmallAddition.response();
        double[] none = response.curve(0).get(0).values(Measure.CAP_SCALE);
        double[] given = response.curve(1).get(0).values(Measure.CAP_SCALE);
        for (int r = 0; r < none.length; r++) {
            assertThat(given[r]).isLessThan(none[r]);
        }
    }

    /** Work served grows with caps at most in proportion: perfect control does no worse. */
    @Test
    void capsGrowAtLeastInProportionToCapacity() {
        List<Point> curve = SmallAddition.response().curve(1);
        Point half = curve.get(1);
        double proportional = Pictures.proportional(curve.get(0), half);
        Estimate caps = half.estimate(Measure.CAP_SCALE);
        assertThat(half.capacityPerSecond() / curve.get(0).capacityPerSecond())
                .isBetween(1.45, 1.55);
        assertThat(caps.high()).isGreaterThan(proportional);
    }

    @Test
    void whatAScenarioLacksIsSaidAtOnce() throws IOException {
        Scenario spike =
                ScenarioFile.read(Path.of("scenarios/spike.yaml"), Map.of()).orThrow();
        assertThatThrownBy(() -> Question.of(spike, List.of(-1.0), List.of(), 0))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("add the section additions")
                .hasMessageContaining("--capacity -1.0");
        Scenario calm = ScenarioFile.read(SmallAddition.FILE, Map.of("demand.spikes", "[]"))
                .orThrow();
        assertThatThrownBy(() -> Question.of(calm, List.of(), List.of(1.0, 2.0), 0))
                .hasMessageContaining("--spike scales spikes, and small-addition has none");
        Scenario late =
                ScenarioFile.read(SmallAddition.FILE, Map.of("horizon", "26 h")).orThrow();
        assertThatThrownBy(() -> Question.of(late, List.of(), List.of(), 0))
                .hasMessageContaining("complete too late");
    }

    @Test
    void withoutControllersTheOtherCurvesAreLeft() throws Exception {
        Scenario fixed = ScenarioFile.read(
                        SmallAddition.FILE, Map.of("controllers.caps.enabled", "false"))
                .orThrow();
        assertThat(Question.measures(fixed))
                .doesNotContain(Measure.CAP_SCALE)
                .contains(Measure.MULTIPLIER, Measure.TTFT, Measure.COST);
        assertThat(Question.of(fixed, List.of(), List.of(), 0).capLimit()).isNaN();
        assertThat(Question.of(fixed, List.of(), List.of(), 0).scales())
                .containsExactly(0.0, 0.25, 0.5, 1.0, 2.0);
    }

    /** What arrives at 0 to 2 o'clock of the second day is all there until it leaves at 7. */
    @Test
    void itIsReadWhileAllOfTheAdditionIsThere() throws Exception {
        String lease = "2026-03-03T07:00Z";
        Response response = respond(Map.of(
                "additions[0].until",
                lease,
                "phases",
                "{all: {}, full: {from: 27 h, until: 29 h}, last: {from: 30 h}}"));
        assertThat(response.phase()).isEqualTo(new Phase("full", 27 * 3600, 29 * 3600));
        assertThatThrownBy(() -> respond(Map.of("phases", "{before: {from: 12 h, until: 20 h}}")))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("is there from 26 h to 48 h")
                .hasMessageContaining("give it one in phases");
        assertThatThrownBy(
                        () -> respond(Map.of("additions[0].until", lease, "phases", "{all: {}}")))
                .hasMessageContaining("is there from 26 h to 31 h");
    }

    private static Response respond(Map<String, String> values) throws Exception {
        Laboratory laboratory = SmallAddition.laboratory(SmallAddition.FILE, values);
        Scenario scenario = laboratory.trial(Map.of()).simulation().scenario();
        Question question = Question.of(scenario, List.of(0.0), List.of(0.0), 0);
        return Respond.to(question, laboratory, 1);
    }

    /** Eight GPUs at 145 to 690 W with their hosts are some kilowatts: 0.00x MW. */
    @Test
    void powerInFilesIsInMegawatts() {
        Response response = SmallAddition.response();
        double power = response.curve(1).get(0).estimate(Measure.POWER).value();
        assertThat(power).isBetween(0.004, 0.011);
        assertThat(Sheets.csv(response)).contains(",power,MW," + power + ",");
        assertThat(Sheets.json(response, List.of())).contains("\"unit\" : \"MW\"");
    }
}
