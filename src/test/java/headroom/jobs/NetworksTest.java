package headroom.jobs;

import static headroom.jobs.Study.at;
import static headroom.jobs.Study.only;
import static headroom.jobs.Study.sum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.jobbook.Probes;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** Sharing, networks and populations, against closed forms. */
class NetworksTest {
    private static final int MANY = Integer.MAX_VALUE;
    private static final Law UNIT = Plain.exponential(1);

    private static Law twoPhases(double share, double first, double second) {
        return Plain.law(
                1,
                4,
                u -> u < share
                        ? -StrictMath.log(1 - u / share) / first
                        : -StrictMath.log((1 - u) / (1 - share)) / second);
    }

    @Test
    void sharingIsInsensitive() {
        for (Law size : List.of(
                Plain.fixed(1),
                UNIT,
                twoPhases(0.8872983346207417, 1.7745966692414834, 0.2254033307585166))) {
            JobsSpec.StreamSpec stream = Plain.poisson("jobs", 0.8, size);
            Probes sizes = new Probes(
                    new double[0], 1, new double[0], new int[0], new double[] {1.9, 2.1});
            JobsSpec spec = Study.probed(
                    Study.serves("s", JobsSpec.Sharing.servers(1, MANY)), stream, sizes);
            Study study = new Study(spec, 500, 30_000);
            study.number(0, 4, 0.2)
                    .agrees(
                            "ten and more",
                            0.1073741824,
                            0.5,
                            run -> Arrays.stream(at(run, 0).levelSeconds, 10, 101)
                                            .sum()
                                    / 30_000);
            if (size == UNIT) {
                study.agrees(
                                "given twice the mean",
                                10,
                                0.2,
                                run -> only(run).closeup.sojournBySize.get(1).mean())
                        .agrees("variance", 175.0 / 3, 0.8, run -> only(run)
                                .sojourn
                                .variance());
            }
        }
    }

    @Test
    void aLimitedNumberShares() {
        Law size = twoPhases(0.8872983346207417, 1.7745966692414834, 0.2254033307585166);
        JobsSpec.StreamSpec stream = Plain.poisson("jobs", 0.8, size);
        Study four = new Study(
                Study.spec(Study.serves("s", JobsSpec.Sharing.servers(1, 4)), stream), 500, 40_000);
        four.number(0, 6.341730231214601, 0.25)
                .agrees("line", 3.9450272183223705, 0.4, run -> only(run).waitingSeconds / 40_000)
                .agrees(
                        "all slots",
                        0.432431871500466,
                        0.15,
                        run -> Arrays.stream(at(run, 0).levelSeconds, 4, 101).sum() / 40_000);
        // one at a time is first come first served, job by job
        Study one = new Study(
                Study.spec(Study.serves("s", JobsSpec.Sharing.servers(1, 1)), stream), 0, 5_000);
        Study fcfs = new Study(Study.spec(Study.servers("s", 1), stream), 0, 5_000);
        fcfs.agrees("the same", one.mean(run -> only(run).sojourn.mean()), 0.5, run -> only(run)
                .sojourn
                .mean());
        assertThat(fcfs.mean(run -> only(run).sojourn.mean()))
                .isCloseTo(one.mean(run -> only(run).sojourn.mean()), within(1e-9));
    }

    @Test
    void anOpenNetworkHasAProductForm() {
        int[] all = {0, 1, 2};
        List<JobsSpec.Visit> visits = List.of(
                Study.visit(UNIT, all, 0, 0.6, 0.2),
                Study.visit(Plain.exponential(1.25), all, 0.1, 0, 0.5),
                Study.visit(Plain.exponential(1 / 1.2), all, 0, 0.2, 0));
        JobsSpec.StreamSpec first = Study.stream("a", 0.4, visits, JobsSpec.Conduct.PLAIN);
        JobsSpec.StreamSpec plain = Study.stream("b", 0.1, visits, JobsSpec.Conduct.PLAIN);
        JobsSpec.StreamSpec third = new JobsSpec.StreamSpec(
                "b", plain.arrivals(), plain.gangs(), 2, visits, plain.traits());
        JobsSpec spec = new JobsSpec(
                List.of(Study.servers("1", 1), Study.servers("2", 1), Study.servers("3", 1)),
                List.of(first, third));
        Study study = new Study(spec, 200, 20_000);
        study.number(0, 0.7637130801687766, 0.06)
                .number(1, 0.7026476578411405, 0.06)
                .number(2, 0.4145516074450087, 0.06)
                .agrees(
                        "throughput",
                        0.4330143540669857,
                        0.03,
                        run -> sum(run, 0, stream -> stream.completed) / 20_000)
                .agrees(
                        "in all",
                        1.8809123454549257,
                        0.05,
                        run -> run.present.stream()
                                        .mapToDouble(p -> p.valueSeconds)
                                        .sum()
                                / 20_000)
                .agrees(
                        "life",
                        3.7618246909098514,
                        0.05,
                        run -> run.lives.stream()
                                        .mapToDouble(life -> life.sum())
                                        .sum()
                                / run.lives.stream()
                                        .mapToDouble(life -> life.count())
                                        .sum());
    }

    @Test
    void aPopulationCirculates() {
        List<JobsSpec.Visit> visits = List.of(
                Study.visit(Plain.exponential(10), new int[] {1}, 1),
                Study.visit(Plain.exponential(0.5), new int[] {2}, 1),
                Study.visit(Plain.exponential(0.3), new int[] {3}, 1),
                Study.visit(Plain.exponential(0.8), new int[0]));
        JobsSpec spec = new JobsSpec(
                List.of(
                        Study.serves("think", new JobsSpec.Delay()),
                        Study.servers("1", 1),
                        Study.servers("2", 1),
                        Study.servers("3", 1)),
                List.of(Study.coming("jobs", Plain.fixed(1), visits, Coming.closed(20))));
        Study study = new Study(spec, 200, 10_000);
        study.number(1, 1.396113255755666, 0.1)
                .number(2, 0.5521102700769792, 0.06)
                .number(3, 6.078659232045356, 0.1)
                .agrees(
                        "throughput",
                        1.1973117242121998,
                        0.02,
                        run -> run.lives.get(0).count() / 10_000.0)
                .agrees(
                        "response",
                        6.704087662015907,
                        0.1,
                        run -> sum(run, 1, s -> s.sojourn.mean())
                                + sum(run, 2, s -> s.sojourn.mean())
                                + sum(run, 3, s -> s.sojourn.mean()));
        JobsSpec finite = new JobsSpec(
                List.of(Study.serves("think", new JobsSpec.Delay()), Study.servers("s", 10)),
                List.of(Study.coming(
                        "users",
                        Plain.fixed(1),
                        List.of(
                                Study.visit(Plain.exponential(5), new int[] {1}, 1),
                                Study.visit(UNIT, new int[0])),
                        Coming.closed(60))));
        new Study(finite, 100, 1_500)
                .number(1, 13.254950104666001, 0.05)
                .agrees(
                        "throughput",
                        9.349009979066796,
                        0.02,
                        run -> sum(run, 1, s -> s.completed) / 1_500)
                .agrees(
                        "response",
                        1.4177918447348892,
                        0.05,
                        run -> sum(run, 1, s -> s.sojourn.mean()));
    }

    @Test
    void twoPopulationsShare() {
        int[] on = {1};
        List<JobsSpec.Visit> one =
                List.of(Study.visit(UNIT, on, 1), Study.visit(Plain.exponential(0.5), new int[0]));
        List<JobsSpec.Visit> two = List.of(
                Study.visit(Plain.exponential(0.4), on, 1),
                Study.visit(Plain.exponential(1.2), new int[0]));
        JobsSpec spec = new JobsSpec(
                List.of(
                        Study.serves("1", JobsSpec.Sharing.servers(1, MANY)),
                        Study.serves("2", JobsSpec.Sharing.servers(1, MANY))),
                List.of(
                        Study.coming("a", Plain.fixed(1), one, Coming.closed(6)),
                        Study.coming("b", Plain.fixed(1), two, Coming.closed(4))));
        new Study(spec, 100, 10_000)
                .number(0, 4.9095239563421105, 0.08)
                .agrees(
                        "first",
                        0.7536412406733675,
                        0.05,
                        run -> run.lives.get(0).count() / 10_000.0)
                .agrees(
                        "second",
                        0.48478448541653824,
                        0.05,
                        run -> run.lives.get(1).count() / 10_000.0);
    }

    @Test
    void aForkedJobEndsWithItsLastPart() {
        List<JobsSpec.Visit> visits = List.of(Plain.visit(UNIT), Plain.visit(UNIT));
        JobsSpec.StreamSpec plain = Study.stream("jobs", 0.5, visits, JobsSpec.Conduct.PLAIN);
        JobsSpec.StreamSpec forked = new JobsSpec.StreamSpec(
                "jobs",
                plain.arrivals(),
                plain.gangs(),
                0,
                visits,
                plain.traits(),
                new Coming(0, 0, false, new double[0], new int[] {0, 1}),
                JobsSpec.Conduct.PLAIN);
        JobsSpec spec = new JobsSpec(
                List.of(Study.servers("1", 1), Study.servers("2", 1)), List.of(forked));
        new Study(spec, 200, 30_000)
                .agrees("time", 2.875, 0.05, run -> run.lives.get(0).mean())
                .agrees(
                        "unfinished",
                        1.4375,
                        0.06,
                        run -> run.present.get(0).valueSeconds / 30_000);
    }

    @Test
    void aSaturatedStreamNeverLetsTheLineRunDry() {
        // 8 servers, jobs of 1 and of 8
        JobsSpec.StreamSpec mix = Study.coming(
                "mix",
                Plain.fixed(1),
                List.of(Plain.visit(UNIT)),
                new Coming(0, 3, true, new double[] {0, 0.8, 0.2}, new int[0]));
        JobsSpec.StreamSpec small =
                Study.coming("small", Plain.fixed(1), List.of(Plain.visit(UNIT)), Coming.closed(0));
        JobsSpec.StreamSpec big =
                Study.coming("big", Plain.fixed(8), List.of(Plain.visit(UNIT)), Coming.closed(0));
        JobsSpec spec = Study.spec(Study.servers("s", 8), mix, never(small), never(big));
        new Study(spec, 100, 10_000)
                .agrees(
                        "throughput",
                        1.8960147777341965,
                        0.03,
                        run -> sum(run, 0, s -> s.completed) / 10_000)
                .agrees(
                        "busy",
                        8 * 0.5688044333202588,
                        0.03,
                        run -> sum(run, 0, s -> s.heldSeconds) / 10_000)
                .agrees("line", 3, 1e-6, run -> sum(run, 0, s -> s.waitingSeconds) / 10_000);
    }

    private static JobsSpec.StreamSpec never(JobsSpec.StreamSpec stream) {
        return new JobsSpec.StreamSpec(
                stream.name(),
                streams -> () -> Double.POSITIVE_INFINITY,
                stream.gangs(),
                0,
                stream.visits(),
                stream.traits());
    }
}
