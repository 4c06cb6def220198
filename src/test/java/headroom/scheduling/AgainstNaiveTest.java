package headroom.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.gangs.Orders.Preemption;
import headroom.gangs.SchedulingPolicy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Every policy against {@link Naive}: all starts, pools and ends are the same. */
final class AgainstNaiveTest {
    private static final int TRACES = 150;

    @Test
    void orderOfArrival() {
        compare(NaiveJob.Law.FCFS, "", FirstComeFirstServed::new, n -> {});
    }

    @Test
    void skipping() {
        compare(NaiveJob.Law.FIRST_FIT, "", FirstFit::new, n -> {});
        compare(NaiveJob.Law.BEST_FIT, "", BestFit::new, n -> {});
    }

    @Test
    void easyBackfill() {
        compare(NaiveJob.Law.EASY, "", EasyBackfill::new, n -> {});
    }

    @Test
    void conservativeBackfill() {
        compare(NaiveJob.Law.CONSERVATIVE, "", ConservativeBackfill::new, n -> {});
    }

    @Test
    void ranks() {
        compare(NaiveJob.Law.PRIORITY, "", () -> new PriorityFirst(null), n -> {});
        compare(NaiveJob.Law.SIZE, "", () -> new ShortestFirst(null), n -> {});
        compare(NaiveJob.Law.DEADLINE, "", () -> new DeadlineFirst(null), n -> {});
        for (Preemption how : Preemption.values()) {
            String name = name(how);
            compare(NaiveJob.Law.PRIORITY, name, () -> new PriorityFirst(how), n -> {});
            compare(NaiveJob.Law.SIZE, name, () -> new ShortestFirst(how), n -> {});
            compare(NaiveJob.Law.REMAINING, name, () -> new ShortestRemainingFirst(how), n -> {});
            compare(NaiveJob.Law.DEADLINE, name, () -> new DeadlineFirst(how), n -> {});
        }
    }

    @Test
    void leastAttained() {
        compare(
                NaiveJob.Law.ATTAINED,
                "resume",
                () -> new LeastAttainedFirst(8, Preemption.RESUME),
                n -> n.quantum = 8);
    }

    @Test
    void turns() {
        compare(
                NaiveJob.Law.TURNS,
                "resume",
                () -> new RoundRobin(3, Preemption.RESUME),
                n -> n.quantum = 3);
        compare(
                NaiveJob.Law.TURNS,
                "checkpoint",
                () -> new RoundRobin(3, Preemption.CHECKPOINT),
                n -> n.quantum = 3);
    }

    @Test
    void fairShare() {
        compare(NaiveJob.Law.SHARE, "", () -> new FairShare(20, 5, new double[] {1, 3}), n -> {
            n.halfLife = 20;
            n.period = 5;
            n.share = new double[] {1, 3};
        });
    }

    @Test
    void quotas() {
        for (Preemption how : Preemption.values()) {
            compare(
                    NaiveJob.Law.QUOTAS,
                    name(how),
                    () -> new Quotas(new int[] {4, 6}, true, how),
                    n -> n.quota = new int[] {4, 6});
        }
        compare(NaiveJob.Law.QUOTAS, "", () -> new Quotas(new int[] {4, 6}, false, null), n -> {
            n.quota = new int[] {4, 6};
            n.lends = false;
        });
    }

    @Test
    void serverFilling() {
        compare(
                NaiveJob.Law.FILLING,
                "resume",
                () -> new ServerFilling(Preemption.RESUME),
                n -> {});
    }

    @Test
    void trunkReservation() {
        for (boolean refuses : new boolean[] {false, true}) {
            compare(NaiveJob.Law.TRUNK, "", () -> new TrunkReservation(2, 1, refuses), n -> {
                n.reserve = 2;
                n.refuses = refuses;
            });
        }
    }

    private static String name(Preemption how) {
        return how.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void compare(
            NaiveJob.Law law, String how, Supplier<SchedulingPolicy> policy, Consumer<Naive> set) {
        int passed = 0;
        for (int seed = 0; seed < TRACES; seed++) {
            Random random = new Random(seed * 31L + law.ordinal());
            Watched.Site site = site(law, !how.isEmpty(), random);
            List<Watched.Job> jobs = jobs(law, site, random);
            Watched watched = Watched.run(policy.get(), site, jobs);
            Naive naive = new Naive(law, how, site, watched.jobs());
            set.accept(naive);
            naive.run();
            assertThat(watched.jobs()).hasSameSizeAs(jobs);
            for (NaiveJob n : naive.all) {
                String which = law + " " + how + " seed " + seed + " job " + n.id + " of "
                        + watched.jobs();
                assertThat(n.of.starts).as(which).isEqualTo(n.starts);
                assertThat(n.of.pools).as(which).isEqualTo(n.pools);
                assertThat((Double) n.of.end).as(which).isEqualTo(Double.valueOf(n.end));
                assertThat(n.state).as(which).isIn('d', 'x');
                passed += n.starts.size();
            }
        }
        assertThat(passed).isGreaterThan(TRACES);
    }

    /** Two kinds of jobs on one pool, or where the law is for several on two pools. */
    private static Watched.Site site(NaiveJob.Law law, boolean preempts, Random random) {
        boolean one =
                law == NaiveJob.Law.FILLING || law == NaiveJob.Law.ATTAINED || random.nextBoolean();
        Watched.Kind low = new Watched.Kind(0, 0, 60, 2);
        Watched.Kind high = new Watched.Kind(1, 1, 30, 0);
        return one
                ? new Watched.Site(new int[] {8}, new double[] {1}, low, high)
                : new Watched.Site(new int[] {4, 8}, new double[] {preempts ? 1 : 2, 1}, low, high);
    }

    private static List<Watched.Job> jobs(NaiveJob.Law law, Watched.Site site, Random random) {
        boolean binary = law == NaiveJob.Law.FILLING || law == NaiveJob.Law.ATTAINED;
        int most = law == NaiveJob.Law.TRUNK ? 6 : 8;
        double[] factors = {1, 1, 2, 0.5};
        List<Watched.Job> jobs = new ArrayList<>();
        int count = 2 + random.nextInt(14);
        int span = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            int gang = binary ? 1 << random.nextInt(4) : 1 + random.nextInt(most);
            // A quota of 4 or 6 GPUs is all that may be used where nobody lends.
            gang = law == NaiveJob.Law.QUOTAS ? 1 + random.nextInt(4) : gang;
            jobs.add(new Watched.Job(
                    random.nextInt(span),
                    gang,
                    4 * (1 + random.nextInt(6)),
                    factors[random.nextInt(factors.length)],
                    random.nextInt(2)));
        }
        return jobs;
    }
}
