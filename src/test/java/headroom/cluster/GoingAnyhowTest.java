package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultPlan;
import headroom.floor.FloorPlan;
import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StationCounts;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever goes and whenever, each GPU is held once, and nothing is held where all is dark. */
final class GoingAnyhowTest {
    private static final double END = 20_000;

    /** Down for 1000 s twice, from whole seconds on. */
    private static ClusterSpec.Outage[] outages(FastStream random) {
        double first = 3000 + Math.floor(3000 * random.nextDouble());
        double next = 12_000 + Math.floor(3000 * random.nextDouble());
        return new ClusterSpec.Outage[] {
            new ClusterSpec.Outage(first, first + 1000), new ClusterSpec.Outage(next, next + 1000)
        };
    }

    private static boolean isDown(double now, ClusterSpec.Outage... outages) {
        boolean down = false;
        for (ClusterSpec.Outage each : outages) {
            down |= now >= each.fromSeconds() && now < each.untilSeconds();
        }
        return down;
    }

    private static void assertHeldOnce(Lent lent, double mostGpus) {
        HourFacts.PoolStates s = lent.pools.book.drain().get(0);
        double held = s.servingSeconds() + s.loadingSeconds() + s.drainingSeconds();
        JobCounts counts = lent.counts();
        StationCounts station = counts.stations.get(0);
        double busy = station.streams.stream().mapToDouble(c -> c.heldSeconds).sum();
        assertThat(lent.busySeconds).isCloseTo(busy, within(1e-6));
        assertThat(busy).isLessThanOrEqualTo(s.lentSeconds()).isGreaterThan(0.2 * s.lentSeconds());
        double all = held + s.failedSeconds() + s.lentSeconds() + s.freeSeconds();
        // who drains or writes a checkpoint does so on GPUs that are no longer there
        assertThat(all).isBetween(mostGpus - 1e-6, mostGpus + 320 * 95);
        assertThat(station.streams).anyMatch(each -> each.closeup.interrupted > 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1", "4, 4, 0, 2", "4, 2, 1, 3", "8, 2, 2, 4", "16, 1, 0, 5"})
    void plainPools(int cells, int sampled, int which, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        Puppet a = new Puppet(32);
        Puppet b = new Puppet(64);
        JobsSpec jobs = Lent.jobs(Lent.mixed());
        ClusterSpec.Loan loan = Lent.loan(0.25, Lent.policy(which), 60, true, true, false);
        ClusterSpec.Outage[] dark = outages(random);
        double end = 8000 + Math.floor(3000 * random.nextDouble());
        Lent lent = new Lent(
                Lent.pools(cells, sampled, 8, a, b)
                        .with(new ClusterSpec.Addition(1000, 0, 0, 320, end))
                        .with(dark)
                        .with(jobs, loan),
                95);
        ReplicaBook book = lent.pools.book;
        lent.run(END, () -> {
            double now = lent.pools.agenda.nowSeconds();
            if (random.nextDouble() < 0.02) {
                a.wanted = 100 * random.nextDouble();
                b.wanted = 150 * random.nextDouble();
            }
            double serving = lent.replicas() * 8.0 * cells / sampled;
            double held = serving + book.lent(0);
            double there = book.present()[0];
            assertThat(held + book.freeGpus(0)).isEqualTo(Math.max(there, held));
            assertThat(held - there).as("at %s", now).isLessThanOrEqualTo(now < end ? 0 : 320);
            assertThat(now > end + 200 && held > there).as("at %s", now).isFalse();
            assertThat(book.lent(0) == 0).as("at %s", now).isEqualTo(isDown(now, dark));
        });
        assertHeldOnce(lent, 1600 * END + 320 * (end - 1000));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1", "4, 4, 0, 2", "4, 2, 1, 3", "8, 2, 2, 4", "16, 1, 0, 5"})
    void nodesThatFail(int cells, int sampled, int which, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        Puppet a = new Puppet(16);
        Puppet b = new Puppet(32);
        FloorPlan plan = LendingNodesTest.plan(196);
        FaultPlan faults = LendingNodesTest.faults(plan.topology(), 4);
        JobsSpec jobs = Lent.jobs(plan, faults, Lent.mixed());
        ClusterSpec.Loan loan = Lent.loan(0.25, Lent.policy(which), 60, true, true, false);
        ClusterSpec.Outage[] dark = outages(random);
        Lent lent = new Lent(Lent.pools(cells, sampled, 8, a, b).with(dark).with(jobs, loan), 95);
        ReplicaBook book = lent.pools.book;
        lent.run(END, () -> {
            double now = lent.pools.agenda.nowSeconds();
            if (random.nextDouble() < 0.02) {
                a.wanted = 80 * random.nextDouble();
                b.wanted = 120 * random.nextDouble();
            }
            double serving = lent.replicas() * 8.0 * cells / sampled;
            assertThat(serving + book.lent(0) + book.freeGpus(0) + 32).isEqualTo(1600);
            assertThat(book.lent(0) % 8).isZero();
            // those of failed nodes are with the station until they are repaired
            assertThat(book.lent(0)).as("at %s", now).satisfies(gpus -> {
                if (isDown(now, dark)) {
                    assertThat(gpus).isLessThan(200).isEqualTo(lent.lending.dueGpus(0));
                } else {
                    assertThat(gpus).isGreaterThanOrEqualTo(400 - 8);
                }
            });
        });
        assertHeldOnce(lent, 1600 * END);
    }
}
