package headroom.jobs;

import static headroom.jobs.Study.at;
import static headroom.jobs.Study.only;

import headroom.faults.Checkpoint;
import headroom.gangs.Coming;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.jobbook.Probes;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Loss, patience, retrial, and servers that come and go, against closed forms. */
class ComingAndGoingTest {
    private static final int MANY = Integer.MAX_VALUE;
    private static final JobsSpec.Conduct PLAIN = JobsSpec.Conduct.PLAIN;
    private static final Law UNIT = Plain.exponential(1);

    private static JobsSpec.StreamSpec poisson(double rate, JobsSpec.Conduct conduct) {
        return Study.stream("jobs", rate, List.of(Plain.visit(UNIT)), conduct);
    }

    @Test
    void theImpatientLeaveTheLine() {
        // Erlang A with 10 servers, 11 arrivals and patience 1
        double wait = 0.3369581745117443;
        JobsSpec spec = Study.probed(
                Study.servers("s", 10),
                poisson(11, new JobsSpec.Conduct(UNIT, null, 0, null, 0)),
                new Probes(new double[0], 1, new double[] {wait}, new int[0], new double[0]));
        Study study = new Study(spec, 20, 6000);
        study.agrees(
                        "waits",
                        0.6594893575343389,
                        0.05,
                        run -> (double) (only(run).waited + only(run).closeup.abandoned)
                                / only(run).arrived)
                .agrees(
                        "abandons",
                        0.16847908725587216,
                        0.06,
                        run -> (double) only(run).closeup.abandoned / only(run).arrived)
                .agrees(
                        "line",
                        1.8532699598145939,
                        0.06,
                        run -> only(run).waitingSeconds / study.seconds())
                .agrees(
                        "wait of all",
                        0.16847908725587216,
                        0.06,
                        run -> (only(run).wait.sum()
                                        + only(run).closeup.abandonedWait.sum())
                                / only(run).arrived)
                .agrees(
                        "long waits",
                        0.18944491488229037,
                        0.06,
                        run -> (double) (only(run).closeup.waitsOver[0]
                                        + only(run).closeup.abandonedOver[0])
                                / only(run).arrived);
    }

    @Test
    void endsAfterTheDeadlineAreLate() {
        // M/M/1 at rates 0.5 and 1: the time there is exponential with mean 2
        JobsSpec.Conduct hurried = new JobsSpec.Conduct(null, null, 0, Plain.fixed(2), 0);
        new Study(Study.spec(Study.servers("s", 1), poisson(0.5, hurried)), 50, 20_000)
                .agrees(
                        "late",
                        StrictMath.exp(-1),
                        0.06,
                        run -> (double) only(run).closeup.late / only(run).completed);
    }

    @Test
    void theRefusedTryAgain() {
        Study one = new Study(
                Study.spec(
                        Study.servers("s", 1, 1, MANY, new JobsSpec.Always()),
                        poisson(
                                0.7,
                                new JobsSpec.Conduct(null, Plain.exponential(2), MANY, null, 0))),
                300,
                30_000);
        one.agrees("orbit", 4.9, 0.3, run -> only(run).closeup.orbit.valueSeconds / 30_000)
                .agrees(
                        "blocked",
                        0.7,
                        0.05,
                        run -> (double) only(run).closeup.blocked / only(run).arrived)
                .agrees("time", 8, 0.3, run -> only(run).sojourn.mean());
        Study five = new Study(
                Study.spec(
                        Study.servers("s", 5, MANY, 0, new JobsSpec.Always()),
                        poisson(
                                3.5,
                                new JobsSpec.Conduct(null, Plain.exponential(2.5), MANY, null, 0))),
                100,
                8_000);
        five.agrees(
                        "orbit",
                        4.17210354559675,
                        0.15,
                        run -> only(run).closeup.orbit.valueSeconds / 8_000)
                .agrees(
                        "blocked",
                        0.2823339147804885,
                        0.1,
                        run -> (double) only(run).closeup.blocked / only(run).arrived)
                .agrees("busy", 3.5, 0.05, run -> only(run).heldSeconds / 8_000);
    }

    @Test
    void serversBreakBusyOrIdle() {
        Study one =
                new Study(Study.spec(breaking(1, 0.1, 0.5, 1), poisson(0.5, PLAIN)), 200, 30_000);
        one.number(0, 1.9166666666666665, 0.2)
                .agrees("up", 5.0 / 6, 0.03, run -> at(run, 0).up.valueSeconds / 30_000);
        Study four =
                new Study(Study.spec(breaking(4, 0.05, 0.25, 4), poisson(2.5, PLAIN)), 200, 20_000);
        four.number(0, 5.264629593714895, 0.15)
                .agrees("up", 10.0 / 3, 0.03, run -> at(run, 0).up.valueSeconds / 20_000)
                .agrees(
                        "waits",
                        0.5836554693068519,
                        0.08,
                        run -> (double) only(run).waited / only(run).started);
        Study crew =
                new Study(Study.spec(breaking(8, 0.05, 0.5, 1), poisson(5, PLAIN)), 200, 10_000);
        crew.number(0, 9.901814619194457, 0.25)
                .agrees("up", 6.61681567112633, 0.04, run -> at(run, 0).up.valueSeconds / 10_000)
                .agrees(
                        "waits",
                        0.48049714131563576,
                        0.15,
                        run -> (double) only(run).waited / only(run).started);
    }

    private static JobsSpec.StationSpec breaking(
            int servers, double failures, double repairs, int crews) {
        return Study.servers(
                "s",
                servers,
                MANY,
                MANY,
                new JobsSpec.Breakdowns(
                        Plain.exponential(1 / failures),
                        Plain.exponential(1 / repairs),
                        crews,
                        Orders.Preemption.RESUME,
                        0));
    }

    @Test
    void enoughNodesAreUp() {
        // 9 nodes, 8 needed, 100 h of life, 4 h of repair
        JobsSpec.StationSpec nodes = Study.servers(
                "s",
                9,
                MANY,
                MANY,
                new JobsSpec.Breakdowns(
                        Plain.exponential(100),
                        Plain.exponential(4),
                        9,
                        Orders.Preemption.RESUME,
                        8));
        Study study = new Study(Study.spec(nodes, poisson(1e-9, PLAIN)), 100, 60_000);
        study.agrees(
                        "available",
                        0.9555179603872099,
                        0.01,
                        run -> (at(run, 0).up.levelSeconds[8] + at(run, 0).up.levelSeconds[9])
                                / 60_000)
                .agrees("up", 8.653846153846153, 0.01, run -> at(run, 0).up.valueSeconds / 60_000)
                .agrees("until too few", 58.333333333333314, 0.1, run -> at(run, 0)
                        .untilTooFew
                        .mean());
    }

    @Test
    void serversThatAreOffTakeTimeToComeBack() {
        Study one = new Study(Study.spec(setup(1, 0.2, 1), poisson(0.7, PLAIN)), 300, 25_000);
        one.number(0, 5.833333333333334, 0.12)
                .agrees(
                        "in setup",
                        0.2333333333333333,
                        0.1,
                        run -> at(run, 0).inSetup.valueSeconds / 25_000)
                .agrees("busy", 0.7, 0.05, run -> only(run).heldSeconds / 25_000);
        Study staggered = new Study(Study.spec(setup(8, 0.1, 1), poisson(5, PLAIN)), 300, 20_000);
        staggered
                .number(0, 55.27877751110142, 0.1)
                .agrees(
                        "in setup",
                        0.8164053856257315,
                        0.05,
                        run -> at(run, 0).inSetup.valueSeconds / 20_000);
        Study parallel =
                new Study(Study.spec(setup(10, 0.1, MANY), poisson(6, PLAIN)), 300, 10_000);
        parallel.number(0, 16.871295711934703, 0.08)
                .agrees(
                        "in setup",
                        3.192664836183514,
                        0.05,
                        run -> at(run, 0).inSetup.valueSeconds / 10_000)
                .agrees("busy", 6, 0.03, run -> only(run).heldSeconds / 10_000);
    }

    private static JobsSpec.StationSpec setup(int servers, double rate, int most) {
        return Study.servers(
                "s", servers, MANY, MANY, new JobsSpec.Setup(Plain.exponential(1 / rate), most));
    }

    @Test
    void aServerOnVacationIsWaitedFor() {
        JobsSpec.StationSpec station =
                Study.servers("s", 1, MANY, MANY, new JobsSpec.Vacations(Plain.exponential(2)));
        Study study = new Study(Study.spec(station, poisson(0.7, PLAIN)), 300, 30_000);
        study.number(0, 3.7333333333333325, 0.15)
                .agrees("wait", 13.0 / 3, 0.15, run -> only(run).wait.mean());
    }

    @Test
    void savedWorkOutlivesFailures() {
        // 240 h, a checkpoint of 0.05 h every hour, failures every 3 h also in 0.25 h of restart
        Checkpoint saves = new Checkpoint(1, 0.05, 0, 0.25, true);
        Study again = new Study(checkpointed(240, saves, 3, 0), 10, 40_000);
        again.agrees("time", 327.95007522404086, 0.02, run -> only(run).sojourn.mean())
                .agrees(
                        "failures",
                        109.31669174134696,
                        0.03,
                        run -> (double) only(run).closeup.interrupted / only(run).completed)
                .agrees(
                        "goodput",
                        0.7318187069664268,
                        0.01,
                        run -> 240.0 * only(run).completed / 40_000);
        // the restart is free of failures: as a repair
        Checkpoint once = new Checkpoint(24, 0, 0, 0, true);
        Study whole = new Study(checkpointed(24, once, 50, 0.5), 10, 20_000);
        whole.agrees("time", 31.111757310741115, 0.08, run -> only(run).sojourn.mean())
                .agrees(
                        "failures",
                        0.6160744021928933,
                        0.2,
                        run -> (double) only(run).closeup.interrupted / only(run).completed);
    }

    private static JobsSpec checkpointed(
            double work, Checkpoint saves, double life, double repair) {
        JobsSpec.StationSpec station = Study.servers(
                "s",
                1,
                MANY,
                MANY,
                new JobsSpec.Breakdowns(
                        Plain.exponential(life),
                        Plain.fixed(repair),
                        1,
                        Orders.Preemption.RESTART,
                        0));
        JobsSpec.StreamSpec plain = Study.coming(
                "jobs", Plain.fixed(1), List.of(Plain.visit(Plain.fixed(work))), Coming.closed(1));
        return Study.spec(
                station,
                plain.with(new GangSpec(
                        new GangSpec.CheckpointSpec(saves, GangSpec.Interval.FIXED, 0),
                        GangSpec.Elastic.FIXED,
                        1)));
    }
}
