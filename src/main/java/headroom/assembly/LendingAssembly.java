package headroom.assembly;

import headroom.cluster.ClusterSpec;
import headroom.control.LendingPolicy;
import headroom.gangs.LeaseTerms;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.joblist.StationSection;
import headroom.policy.LendAfterQuiet;
import headroom.policy.LendFree;
import headroom.policy.LendWithReserve;
import headroom.scenario.Scenario;
import headroom.supply.LendingSection;
import headroom.supply.PoolSection;

import java.util.ArrayList;
import java.util.List;

/** The pools whose GPUs jobs hold: for good what no deployment has a share of. */
final class LendingAssembly {
    private LendingAssembly() {}

    static List<ClusterSpec.Loan> loans(Scenario scenario) {
        List<ClusterSpec.Loan> loans = new ArrayList<>();
        scenario.jobs().ifPresent(jobs -> {
            int station = 0;
            for (StationSection each : jobs.stations().values()) {
                for (int floor = 0; floor < each.pools().size(); floor++) {
                    loans.add(loan(scenario, jobs, each.pools().get(floor), station, floor));
                }
                station++;
            }
        });
        return loans;
    }

    private static ClusterSpec.Loan loan(
            Scenario scenario, JobsSection jobs, String pool, int station, int floor) {
        // where nothing is asked back but what goes for good, that is known long before
        double grace = scenario.pool(pool)
                .lending()
                .map(LendingSection::graceSeconds)
                .orElse(Double.POSITIVE_INFINITY);
        List<Boolean> yields =
                jobs.streams().stream().map(JobStreamSection::yields).toList();
        return new ClusterSpec.Loan(
                List.copyOf(scenario.pools().keySet()).indexOf(pool),
                station,
                floor,
                share(scenario.pool(pool), scenario.takenShare(pool)),
                scenario.pool(pool).lending().map(LendingAssembly::policy).orElse(null),
                new LeaseTerms(grace, yields));
    }

    /** Whether others than jobs may have GPUs of a pool. */
    static boolean isShared(Scenario scenario, String pool) {
        return scenario.pool(pool).lending().isPresent()
                || scenario.deployments().stream().anyMatch(d -> d.pool().equals(pool));
    }

    /** What jobs have for good; spare nodes are nobody's. */
    private static double share(PoolSection pool, double taken) {
        return pool.nodes().isPresent()
                ? (double) pool.forJobs(taken) / pool.gpus()
                : Math.max(0, 1 - taken);
    }

    private static LendingPolicy policy(LendingSection s) {
        return switch (s.law()) {
            case FREE -> new LendFree();
            case RESERVE -> new LendWithReserve(s.reserve());
            case QUIET -> new LendAfterQuiet(s.reserve(), s.quietSeconds(), s.delaySeconds());
        };
    }
}
