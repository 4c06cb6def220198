package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The words of the answer: right where something changed, honest where nothing did. */
class VerdictTest {
    private static final Phase NORMAL = new Phase("normal", 0, 10);
    private static final Phase SPIKE = new Phase("spike", 10, 20);
    private static final Phase AFTER = new Phase("after", 20, 30);

    @Test
    void anAdditionThatRelievesIsToldWithBothErrors() {
        assertThat(Verdict.of(Runs.withAddition()))
                .startsWith(
                        "Before the addition, in the spike, caps stood at 0.42 ± 0.03 of nominal"
                                + " and the peak-hour multiplier at 2.60 ± 0.10; after it caps rose"
                                + " to 1.90 ± 0.06 and the multiplier fell to 1.02 ± 0.02.")
                .contains("The p99 time to first token fell from 38 ± 4 s in the spike to"
                        + " 4.0 ± 0.3 s after the addition.")
                .contains("The highest power at memphis was 297.6 ± 0.8 MW; its limit is 300 MW.");
    }

    @Test
    void withoutAnAdditionNothingIsSaidAboutAfterIt() {
        List<String> verdict = Verdict.of(Runs.withoutAddition());

        assertThat(verdict.get(0))
                .isEqualTo("No capacity was added within this run: in normal demand caps stood at"
                        + " 1.000 ± 0.004 of nominal and the peak-hour multiplier at 1.00 ± 0; in"
                        + " the spike caps fell to 0.42 ± 0.03 and the multiplier rose to"
                        + " 2.60 ± 0.10.");
        assertThat(verdict).noneMatch(sentence -> sentence.contains("after"));
    }

    @Test
    void aDifferenceWithinTheErrorIsNotCalledAChange() {
        List<String> verdict = verdict(
                List.of(SPIKE, AFTER),
                Runs.number("caps.scale mean", "phase=spike", "1", 0.5, 0.06),
                Runs.number("caps.scale mean", "phase=after", "1", 0.6, 0.05),
                Runs.number("ttft p99", "phase=spike", "s", 5, 1),
                Runs.number("ttft p99", "phase=after", "s", 4, 0.5));

        assertThat(verdict.get(0)).contains("after it caps did not move beyond the error, to 0.60");
        assertThat(verdict.get(1)).endsWith("that is no difference beyond the error.");
    }

    @Test
    void aDifferenceJustBeyondTheErrorIsAChange() {
        assertThat(verdict(
                                List.of(SPIKE, AFTER),
                                Runs.number("caps.scale mean", "phase=spike", "1", 0.5, 0.06),
                                Runs.number("caps.scale mean", "phase=after", "1", 0.62, 0.05))
                        .get(0))
                .contains("after it caps rose to 0.62 ± 0.05");
    }

    /** No error is known, and the last of many digits differs. */
    @Test
    void whatReadsTheSameIsNotCalledAChange() {
        List<String> verdict = verdict(
                List.of(SPIKE, AFTER),
                Runs.number("caps.scale mean", "phase=spike", "1", 0.5),
                Runs.number("caps.scale mean", "phase=after", "1", 0.500001),
                Runs.number("ttft p99", "phase=spike", "s", 0.06360001),
                Runs.number("ttft p99", "phase=after", "s", 0.06360017));

        assertThat(verdict.get(0)).contains("after it caps stayed at 0.500");
        assertThat(verdict.get(1))
                .isEqualTo("The p99 time to first token was 63.6 ms after the addition as in the"
                        + " spike.");
    }

    @Test
    void capsOfGroupsAreNamed() {
        assertThat(verdict(
                                List.of(SPIKE, AFTER),
                                Runs.number("caps.scale mean", "phase=spike,tier=team", "1", 0.5),
                                Runs.number("caps.scale mean", "phase=spike,tier=free", "1", 0.3),
                                Runs.number("caps.scale mean", "phase=after,tier=team", "1", 2),
                                Runs.number("caps.scale mean", "phase=after,tier=free", "1", 1))
                        .get(0))
                .isEqualTo(
                        "Before the addition, in the spike, caps of free stood at 0.300 of nominal"
                                + " and caps of team at 0.500 of nominal; after it caps of free"
                                + " rose to 1.00 and caps of team rose to 2.00.");
    }

    @Test
    void unknownErrorsAndMissingLimitsAreSaid() {
        List<String> verdict =
                verdict(List.of(NORMAL, SPIKE), Runs.number("ttft p99", "phase=spike", "s", 0.25));

        assertThat(verdict)
                .containsExactly(
                        "No capacity was added within this run.",
                        "The p99 time to first token was 250 ms in the spike.",
                        "No number has a known error, so a difference may be chance: simulate more"
                                + " cells or replications.");
    }

    @Test
    void aNumberWithoutObservationsIsNotCompared() {
        List<String> verdict = verdict(
                List.of(SPIKE, AFTER),
                Runs.number("ttft p99", "phase=spike", "s", Double.NaN),
                Runs.number("ttft p99", "phase=after", "s", 4, 0.5));

        assertThat(verdict)
                .contains("The p99 time to first token was unobserved in the spike and 4.0 ± 0.5 s"
                        + " after the addition.");
    }

    @Test
    void aRunWithoutPhasesSpeaksOfTheWholeRun() {
        List<String> verdict = verdict(
                List.of(),
                Runs.number("caps.scale mean", "", "1", 0.8, 0.02),
                Runs.number("ttft p99", "", "s", 3, 0.2));

        assertThat(verdict)
                .startsWith(
                        "Over the whole run caps stood at 0.80 ± 0.02 of nominal.",
                        "The p99 time to first token was 3.0 ± 0.2 s over the whole run.");
        assertThat(Verdict.of(Runs.empty()))
                .containsExactly("The run has no measurements, so it answers nothing.");
    }

    @Test
    void limitsThatNobodyMetOrMovedAreNotMentioned() {
        List<Phase> run = List.of(new Phase("run", 0, 10));
        Measurement caps = Runs.number("caps.scale mean", "phase=run", "1", 1, 0);
        Measurement capped =
                Runs.number("requests mean", "phase=run,outcome=capped", "1/s", 0.1, 0);
        Measurement ttft = Runs.number("ttft p99", "phase=run", "s", 3, 0.2);

        assertThat(verdict(run, caps, ttft))
                .startsWith("The p99 time to first token was 3.0 ± 0.2 s over the run.")
                .noneMatch(sentence -> sentence.contains("cap"));
        assertThat(labels(run, caps, ttft)).containsExactly("Time to first token, p99");
        assertThat(verdict(run, caps, capped, ttft)).noneMatch(each -> each.contains("caps stood"));
        assertThat(labels(run, caps, capped, ttft))
                .containsExactlyInAnyOrder("Refused by a cap", "Time to first token, p99");
        Measurement moved = Runs.number("caps.scale mean", "phase=run", "1", 0.9, 0);
        assertThat(verdict(run, moved, ttft).get(0)).contains("over the run caps stood at 0.90");
        assertThat(labels(run, moved, ttft)).contains("Usage caps");
    }

    @Test
    void whoMeetsALimitThatNothingMovesComesFirst() {
        List<Phase> run = List.of(new Phase("run", 0, 10));
        Measurement caps = Runs.number("caps.scale mean", "phase=run", "1", 1, 0);
        Measurement met = Runs.number("capped.users share", "phase=run", "share", 0.1, 0.01);
        Measurement bound = Runs.number(
                "bound.users share", "phase=run,tier=pro,limit=weekly", "share", 0.1, 0.01);
        Measurement ttft = Runs.number("ttft p99", "phase=run", "s", 3, 0.2);

        assertThat(verdict(run, caps, met, bound, ttft))
                .startsWith(
                        "Over the run the weekly limit binds pro (10.0 ± 1.0 % of users).",
                        "The p99 time to first token was 3.0 ± 0.2 s over the run.",
                        "The share of users who met a limit was 10.0 ± 1.0 % over the run.");
    }

    @Test
    void whatStaysTheSameIsSaidOnce() {
        List<Phase> phases = List.of(new Phase("normal", 0, 10), new Phase("later", 20, 30));
        Measurement none = Runs.number(
                "requests mean", "phase=normal,outcome=overloaded", "1/s", 0, Double.NaN);
        Measurement later = Runs.number(
                "requests mean", "phase=later,outcome=overloaded", "1/s", 0, Double.NaN);

        assertThat(verdict(phases, none, later))
                .containsExactly(
                        "The rate of requests shed when overloaded was 0 /s later as in normal"
                                + " demand.",
                        "No number has a known error, so a difference may be chance: simulate more"
                                + " cells or replications.");
    }

    @Test
    void sentencesWithoutAnErrorSaySo() {
        List<Phase> run = List.of(new Phase("run", 0, 10));
        Measurement ttft = Runs.number("ttft p99", "phase=run", "s", 3, Double.NaN);
        Measurement known = Runs.number("e2e p99", "phase=run", "s", 3, 0.1);

        assertThat(verdict(run, ttft, known).get(1))
                .startsWith("No number here has a known error, so a difference may be chance");
    }

    @Test
    void aFleetThatScalesIsToldInOneSentence() {
        String main = "phase=run,pool=main,model=";
        assertThat(verdict(
                        List.of(new Phase("run", 0, 10)),
                        Runs.number("replicas.serving min", main + "thinker", "1", 8.24, 3),
                        Runs.number("replicas.serving max", main + "thinker", "1", 15.6, 6),
                        Runs.number("replicas.serving min", main + "talker", "1", 5, 0),
                        Runs.number("replicas.serving max", main + "talker", "1", 5, 0),
                        Runs.number("failures total", "phase=run,pool=main", "1", 13, 2),
                        Runs.number(
                                "gpu.hours total", "phase=run,pool=main,state=free", "GPU-h", 720)))
                .startsWith(
                        "By the hour, replicas of talker stood at 5 and of thinker between 8 and"
                                + " 16; 13 ± 2 replicas failed and 720 GPU-hours were free.");
    }

    @Test
    void aRouterThatKnowsLengthsIsComparedAndSaidWhereItIsNotBetter() {
        List<String> verdict = verdict(
                List.of(NORMAL, SPIKE),
                Runs.number("ttft p99", "phase=normal", "s", 2.5, 0.2),
                Runs.number("ttft p99", "phase=spike", "s", 9, 0.2),
                Runs.number("ttft.clairvoyant p99", "phase=normal", "s", 2.4, 0.1),
                Runs.number("ttft.clairvoyant p99", "phase=spike", "s", 7.6, 0.2),
                Runs.number("ttft.alone p99", "phase=spike", "s", 1.5, 0.2));

        assertThat(verdict)
                .contains(
                        "Behind a router that knows output lengths the p99 time to first token"
                                + " would be 2.40 ± 0.10 s in normal demand and 7.6 ± 0.2 s in the"
                                + " spike.",
                        "In normal demand that is not better beyond the error: such a router is"
                                + " greedy, not a proven bound.",
                        "With every request alone on its replica the p99 time to first token would"
                                + " be 1.5 ± 0.2 s in the spike.");
    }

    @Test
    void powerAboveItsLimitIsSaid() {
        assertThat(verdict(
                        List.of(SPIKE),
                        Runs.number("power max", "phase=spike,site=memphis", "MW", 301, 0.8),
                        Runs.number("power.above total", "phase=spike,site=memphis", "s", 90, 5)))
                .contains("The highest power at memphis was 301.0 ± 0.8 MW, above its limit of"
                        + " 300 MW; it was above for 90.0 s.");
    }

    @Test
    void whatPowerDoesToClocksIsSaidWhereItBinds() {
        List<String> verdict = verdict(
                List.of(NORMAL, SPIKE),
                Runs.number("power max", "phase=spike,site=memphis", "MW", 297.6, 0.8),
                Runs.number("clock mean", "phase=normal,site=memphis", "1", 1, 0),
                Runs.number("clock min", "phase=normal,site=memphis", "1", 1, 0),
                Runs.number("clock mean", "phase=spike,site=memphis", "1", 0.8, 0.01),
                Runs.number("clock min", "phase=spike,site=memphis", "1", 0.75, 0.02));
        assertThat(verdict)
                .contains("Power bound at memphis: to keep the limit its clocks stood at"
                        + " 0.800 ± 0.010 of full in the spike; in the lowest hour at 0.75 ±"
                        + " 0.02.");
    }

    /** A spike within what follows an addition is told, and against normal demand. */
    @Test
    void aSpikeAfterTheAdditionIsHeldAgainstNormalDemand() {
        List<Phase> phases =
                List.of(NORMAL, new Phase("spike", 24, 28), new Phase("after", 20, 30));
        List<String> verdict = verdict(
                phases,
                Runs.number("caps.scale mean", "phase=normal", "1", 1.5, 0.01),
                Runs.number("caps.scale mean", "phase=spike", "1", 0.5, 0.06),
                Runs.number("caps.scale mean", "phase=after", "1", 1.4, 0.05),
                Runs.number("ttft p99", "phase=normal", "s", 4, 0.1),
                Runs.number("ttft p99", "phase=spike", "s", 9, 1),
                Runs.number("ttft p99", "phase=after", "s", 4, 0.5));
        assertThat(verdict.get(0))
                .isEqualTo("In normal demand caps stood at 1.500 ± 0.010 of nominal; in the spike"
                        + " caps fell to 0.50 ± 0.06.");
        assertThat(verdict.get(1))
                .isEqualTo("The p99 time to first token rose from 4.00 ± 0.10 s in normal demand to"
                        + " 9.0 ± 1.0 s in the spike.");
        assertThat(BeforeAfter.heading(phases.get(1), phases)).isEqualTo("spike");
        assertThat(BeforeAfter.heading(SPIKE, List.of(NORMAL, SPIKE, AFTER)))
                .isEqualTo("spike, before addition");
    }

    /** Phases of a scenario's own say nothing of an addition, and nothing is said of one. */
    @Test
    void phasesOfOnesOwnAreToldByTheirNames() {
        List<String> verdict = verdict(
                List.of(new Phase("stage-1", 0, 10), new Phase("stage-2", 10, 20)),
                Runs.number("caps.scale mean", "phase=stage-1", "1", 1.5, 0.01),
                Runs.number("caps.scale mean", "phase=stage-2", "1", 0.5, 0.06));
        assertThat(verdict.get(0))
                .isEqualTo("In the phase stage-1 caps stood at 1.500 ± 0.010 of nominal; in the"
                        + " phase stage-2 caps fell to 0.50 ± 0.06.");
        List<String> three = verdict(
                List.of(new Phase("a", 0, 10), new Phase("b", 10, 20), new Phase("c", 20, 30)),
                Runs.number("caps.scale mean", "phase=a", "1", 1.5, 0.01),
                Runs.number("caps.scale mean", "phase=b", "1", 0.5, 0.06),
                Runs.number("caps.scale mean", "phase=c", "1", 1.4, 0.06),
                Runs.number("ttft p99", "phase=a", "s", 4, 0.1),
                Runs.number("ttft p99", "phase=b", "s", 9, 1),
                Runs.number("ttft p99", "phase=c", "s", 4, 0.1),
                Runs.number("requests mean", "phase=a,outcome=overloaded", "1/s", 0, 0),
                Runs.number("requests mean", "phase=b,outcome=overloaded", "1/s", 0, 0),
                Runs.number("requests mean", "phase=c,outcome=overloaded", "1/s", 0, 0));
        assertThat(three)
                .contains("The rate of requests shed when overloaded was 0 ± 0 /s in every phase.");
        assertThat(three.get(0))
                .isEqualTo("In the phase a caps stood at 1.500 ± 0.010 of nominal; in the phase b"
                        + " caps fell to 0.50 ± 0.06; in the phase c caps rose to 1.40 ± 0.06.");
        assertThat(three.get(1))
                .isEqualTo("The p99 time to first token was 4.00 ± 0.10 s in the phase a, 9.0 ± 1.0"
                        + " s in the phase b and 4.00 ± 0.10 s in the phase c.");
    }

    @Test
    void aLeaseIsToldFromBeforeItToAfterIt() {
        assertThat(verdict(
                        List.of(
                                new Phase("normal", 0, 10),
                                new Phase("after", 10, 20),
                                new Phase("ended", 20, 30)),
                        Runs.number("ttft p99", "phase=normal", "s", 17, 2),
                        Runs.number("ttft p99", "phase=after", "s", 9, 1),
                        Runs.number("ttft p99", "phase=ended", "s", 20, 3)))
                .contains("The p99 time to first token was 17 ± 2 s in normal demand, 9.0 ± 1.0 s"
                        + " after the addition and 20 ± 3 s after the lease.");
    }

    @Test
    void whoMetALimitInTimesOfDifferentLengthIsNotARise() {
        Measurement normal = Runs.number("capped.users share", "phase=normal", "share", 0.09, 0.01);
        Measurement spike = Runs.number("capped.users share", "phase=spike", "share", 0.05, 0.01);
        assertThat(verdict(List.of(NORMAL, SPIKE), normal, spike))
                .anyMatch(each -> each.startsWith("The share of users who met a limit fell"));
        List<Phase> uneven =
                List.of(new Phase("normal", 0, 140_400), new Phase("spike", 140_400, 158_400));
        assertThat(verdict(uneven, normal, spike))
                .contains(
                        "The share of users who met a limit was 9.0 ± 1.0 % in normal demand (39 h)"
                                + " and 5.0 ± 1.0 % in the spike (5 h); the longer the time, the"
                                + " more do.");
        // a user counts once a week: phases of two weeks and of one say the same of users
        List<Phase> months = List.of(
                new Phase("normal", 0, 1_209_600), new Phase("spike", 1_209_600, 1_814_400));
        assertThat(verdict(months, normal, spike))
                .anyMatch(each -> each.startsWith("The share of users who met a limit fell"))
                .noneMatch(each -> each.contains("the longer the time"));
        List<Phase> week =
                List.of(new Phase("normal", 0, 1_209_600), new Phase("spike", 0, 18_000));
        assertThat(verdict(week, normal, spike))
                .anyMatch(each -> each.contains("in normal demand (168 h) and"));
    }

    private static List<String> labels(List<Phase> phases, Measurement... summary) {
        TimeSeries none = new TimeSeries(Runs.START, 3600, List.of());
        RunResult run = Runs.run("x", phases, List.of(summary), none);
        return BeforeAfter.of(run).rows().stream().map(BeforeAfter.Row::label).toList();
    }

    @Test
    void whatJobsLostToPowerIsSaid() {
        List<Phase> run = List.of(new Phase("run", 0, 10));
        Measurement jobs = Runs.number("jobs.number mean", "phase=run,station=all", "1", 3, 0.1);
        Measurement lost = Runs.number(
                "jobs.lost total", "phase=run,station=all,cause=power", "GPU-h", 1200, 100);
        Measurement restarts = Runs.number(
                "jobs.lost total", "phase=run,station=all,cause=restart", "GPU-h", 7, 1);

        assertThat(verdict(run, jobs, restarts, lost))
                .anyMatch(sentence -> sentence.startsWith("At all there were 3.00 ± 0.10 jobs")
                        && sentence.contains(
                                "; 1,200 ± 100 GPU-h were lost because power was short"));
        Measurement swamped = Runs.number("jobs.number mean", "phase=run,station=all", "1", 3, 33);
        Measurement busy =
                Runs.number("jobs.utilisation mean", "phase=run,station=all", "1", 0.6, 1.1);
        assertThat(verdict(run, swamped, busy))
                .contains("At all there were about 3.00 jobs on average; about 60.0 % of the GPUs"
                        + " or servers were in use (about: too few replications for an interval).");
        assertThat(verdict(run, jobs, restarts))
                .anyMatch(sentence -> sentence.startsWith("At all there were"))
                .noneMatch(sentence -> sentence.contains("power"));
    }

    private static List<String> verdict(List<Phase> phases, Measurement... summary) {
        TimeSeries none = new TimeSeries(Runs.START, 3600, List.of());
        RunResult run = Runs.run("x", phases, List.of(summary), none);
        return Verdict.of(run);
    }
}
