package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.experiment.QueueingRun.Estimated;
import headroom.experiment.QueueingVerdict.Verdict;
import headroom.gangs.JobsSpec;
import headroom.gangs.JobsSpec.StationSpec;
import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.scheduling.FirstComeFirstServed;
import headroom.scheduling.PriorityFirst;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The cases of jobs notice defects: each is wrong in one thing, said by the scenario or done by a
 * policy made for it, and some number of its case must fail.
 */
final class GangDefectsTest {
    private static final double TIMES = 0.3;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one server too many | PRIO-05 | jobs.stations.desk.servers=6
            one server too few | MMC-02 | jobs.stations.desk.servers=4; \
            jobs.streams[0].rate=3.9 /s
            one GPU too many | KR-01 | jobs.stations.pool.servers=21
            one node too many | KOFN-01 | jobs.stations.nodes.servers=10
            one crew too few | KOFN-02 | jobs.stations.nodes.breakdowns.crews=3
            one node fewer is enough | KOFN-01 | jobs.stations.nodes.breakdowns.enough=7
            minutes for seconds | PRIO-01 | jobs.streams[0].rate=0.3 /min
            seconds for minutes | CKPT-03 | jobs.stations.machine.breakdowns.repair=0.5 min
            nobody is urgent | PRIO-01 | jobs.stations.desk.policy.law=fcfs
            the urgent interrupt | PRIO-03 | jobs.stations.desk.policy.preemption=resume
            the urgent do not interrupt | PRIO-07 | jobs.stations.desk.policy.preemption=none
            work lost on preemption | PRIO-02 | jobs.stations.desk.policy.preemption=restart
            the size for what is left of it | SRPT-02 | jobs.stations.server.policy.law=psjf
            in order of arrival | SRPT-01 | jobs.stations.server.policy.law=fcfs
            nobody comes back | JACK-01 | jobs.streams[0].visits.b.next[0].share=1 %
            one user too many | MVA-01 | jobs.streams[0].population=21
            one after the other for shared | MVA-03 | jobs.stations.processor.sharing=null
            who fits overtakes | MSJ-01 | jobs.stations.pair.policy.law=first-fit
            who fills the pool goes first | MSJ-04 | jobs.stations.pool.policy.law=server-filling
            room to wait | KR-01 | jobs.stations.pool.line=1
            power without limit | PCAP-01 | jobs.stations.site.power.most=1 MW
            power for one job more | PCAP-03 | jobs.stations.site.power.most=240.5 MW
            one reserved server too few | TRES-01 | jobs.stations.pool.policy.reserve=4
            nothing lost in failures | CKPT-01 | jobs.stations.machine.breakdowns.work=resume
            no time to start again | CKPT-02 | jobs.streams[training].checkpoint.restart=0 s
            checkpoints half as often | CKPT-01 | jobs.streams[training].checkpoint.interval=2 s
            a big job of 60 kW | POWER-01 | jobs.streams[big].power=60 kW
            the first part for the last | FJ-01 | jobs.streams[0].forks=[left]
            nobody overtakes | TRACE-02 | jobs.stations.pool.policy.law=fcfs
            one GPU too few | TRACE-03 | jobs.stations.pool.servers=15; \
            jobs.streams[jobs].trace.file=five-jobs.csv
            """)
    void aDefectFails(String defect, String id, String changes) throws IOException {
        QueueingCase wrong = QueueingCase.of(id);
        for (String change : changes.split("; *")) {
            String[] sides = change.split("=", 2);
            wrong = wrong.with(sides[0], sides[1]);
        }
        assertThat(verdicts(wrong, UnaryOperator.identity()))
                .as("%s", defect)
                .contains(Verdict.FAIL);
    }

    /** At the same length what is right does not fail, so that it is the defect that does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIO-02",
                "PRIO-05",
                "SRPT-02",
                "MVA-01",
                "MSJ-01",
                "KR-01",
                "KOFN-01",
                "CKPT-01",
                "CKPT-03",
                "FJ-01",
                "TRACE-03"
            })
    void withoutDefectNothingFails(String id) throws IOException {
        assertThat(verdicts(QueueingCase.of(id), UnaryOperator.identity()))
                .doesNotContain(Verdict.FAIL);
    }

    /** Means do not tell it in one queue: known starts and the tail of waits do. */
    @ParameterizedTest
    @ValueSource(strings = {"TRACE-01", "MMC-02", "MSJ-02"})
    void lastComeFirstServedFails(String id) throws IOException {
        assertThat(verdicts(QueueingCase.of(id), policy(LastComeFirstServed::new)))
                .contains(Verdict.FAIL);
    }

    /** Who is to give way, and what of his work is left, decided wrongly. */
    @Test
    void theUrgentServedLastFails() throws IOException {
        Supplier<SchedulingPolicy> wrong = () -> new Reversed(new PriorityFirst(null));
        assertThat(verdicts(QueueingCase.of("PRIO-01"), policy(wrong))).contains(Verdict.FAIL);
    }

    /** Jobs that come at one instant, the last of them first. */
    @Test
    void theWrongOrderOfTiesFails(@TempDir Path folder) throws IOException {
        List<String> lines = Files.readAllLines(QueueingCase.FOLDER.resolve("forty-jobs.csv"));
        assertThat(lines.get(8)).isEqualTo("15,2,7");
        assertThat(lines.get(9)).isEqualTo("15,16,26");
        lines.add(8, lines.remove(9));
        assertThat(replayed("TRACE-03", folder, lines)).contains(Verdict.FAIL);
    }

    /** What those who come find, in place of what there is over time. */
    @Test
    void anAverageOverArrivalsFails() throws IOException {
        DoubleAdder found = new DoubleAdder();
        LongAdder arrivals = new LongAdder();
        Supplier<SchedulingPolicy> counting = () -> new Counting(found, arrivals);
        QueueingCase each = QueueingCase.of("MVA-01");
        QueueingRun run = new QueueingRun(each.scenario(TIMES, 7), policy(counting, "disk"));
        QueueingCase.Metric metric = each.metrics().get(4);
        assertThat(metric.name()).isEqualTo("Q_3");
        Estimated right = run.read(metric.how());
        double wrong = found.sum() / arrivals.sum();
        assertThat(Math.abs(right.value() - metric.exact())).isLessThan(right.halfWidth(1e-6));
        assertThat(Math.abs(wrong - metric.exact())).isGreaterThan(right.halfWidth(1e-6));
    }

    private static List<Verdict> replayed(String id, Path folder, List<String> lines)
            throws IOException {
        Path file = Files.write(folder.resolve("jobs.csv"), lines);
        QueueingCase wrong = QueueingCase.of(id)
                .with("jobs.streams[jobs].trace.file", file.toAbsolutePath().toString());
        return verdicts(wrong, UnaryOperator.identity());
    }

    private static List<Verdict> verdicts(QueueingCase each, UnaryOperator<Plan> change)
            throws IOException {
        boolean isRandom = !each.overrides().containsKey("replications");
        QueueingRun run = new QueueingRun(each.scenario(isRandom ? TIMES : 1, 7), change);
        return each.metrics().stream()
                .map(metric -> QueueingVerdict.of(metric, run, 0.05).verdict())
                .toList();
    }

    private static UnaryOperator<Plan> policy(Supplier<SchedulingPolicy> policy) {
        return policy(policy, "");
    }

    /** Another policy at the station of that name, or at all. */
    private static UnaryOperator<Plan> policy(Supplier<SchedulingPolicy> policy, String at) {
        return plan -> {
            JobsSpec jobs = plan.cluster().jobs();
            List<StationSpec> stations = jobs.stations().stream()
                    .map(s -> at.isEmpty() || at.equals(s.name()) ? with(s, policy) : s)
                    .toList();
            return with(
                    plan,
                    new JobsSpec(stations, jobs.streams(), jobs.probes(), jobs.restartSeconds()));
        };
    }

    private static StationSpec with(StationSpec s, Supplier<SchedulingPolicy> policy) {
        return new StationSpec(
                s.name(),
                s.pools(),
                policy,
                s.places(),
                s.levels(),
                s.service(),
                s.line(),
                s.load(),
                s.away());
    }

    private static Plan with(Plan plan, JobsSpec jobs) {
        ClusterSpec c = plan.cluster();
        ClusterSpec cluster = new ClusterSpec(
                c.horizonSeconds(),
                c.warmUpSeconds(),
                c.epochSeconds(),
                c.cells(),
                c.sampledCells(),
                c.sites(),
                c.pools(),
                c.placements(),
                c.additions(),
                c.caps(),
                c.peak(),
                c.failures(),
                c.dated(),
                jobs,
                c.loans());
        return new Plan(
                plan.cell(),
                cluster,
                plan.names(),
                plan.windows(),
                plan.batches(),
                plan.seed(),
                plan.replications());
    }

    /** The last to come is the first in line. */
    private record LastComeFirstServed(SchedulingPolicy inOrder) implements SchedulingPolicy {
        LastComeFirstServed() {
            this(new FirstComeFirstServed());
        }

        @Override
        public double key(StationView station, int job) {
            return -station.order(job);
        }

        @Override
        public void decide(StationView station, Orders orders) {
            inOrder.decide(station, orders);
        }
    }

    /** Who should be last in line is first. */
    private record Reversed(SchedulingPolicy right) implements SchedulingPolicy {
        @Override
        public double key(StationView station, int job) {
            return -right.key(station, job);
        }

        @Override
        public void decide(StationView station, Orders orders) {
            right.decide(station, orders);
        }
    }

    /** Counts who is there when a job comes. */
    private record Counting(DoubleAdder found, LongAdder arrivals, SchedulingPolicy inOrder)
            implements SchedulingPolicy {
        Counting(DoubleAdder found, LongAdder arrivals) {
            this(found, arrivals, new FirstComeFirstServed());
        }

        @Override
        public boolean admits(StationView station, int job) {
            found.add(station.waiting() + station.running());
            arrivals.increment();
            return true;
        }

        @Override
        public void decide(StationView station, Orders orders) {
            inOrder.decide(station, orders);
        }
    }
}
