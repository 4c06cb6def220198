package headroom.assembly;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.joblist.SchedulingSection;
import headroom.scheduling.BestFit;
import headroom.scheduling.ConservativeBackfill;
import headroom.scheduling.DeadlineFirst;
import headroom.scheduling.Defragmenting;
import headroom.scheduling.EasyBackfill;
import headroom.scheduling.ElasticShare;
import headroom.scheduling.FairShare;
import headroom.scheduling.FirstComeFirstServed;
import headroom.scheduling.FirstFit;
import headroom.scheduling.LeastAttainedFirst;
import headroom.scheduling.PriorityFirst;
import headroom.scheduling.Quotas;
import headroom.scheduling.RoundRobin;
import headroom.scheduling.ServerFilling;
import headroom.scheduling.ShortestFirst;
import headroom.scheduling.ShortestRemainingFirst;
import headroom.scheduling.TrunkReservation;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From what a file says of a policy to the policy of each replication. */
final class SchedulingAssembly {
    private SchedulingAssembly() {}

    /** The policy of a station; groups of jobs are known by their place in the list. */
    static Supplier<SchedulingPolicy> policy(SchedulingSection section, List<String> groups) {
        Orders.Preemption how = preemption(section.preemption(), Orders.Preemption.RESUME);
        return switch (section.law()) {
            case FCFS -> FirstComeFirstServed::new;
            case FIRST_FIT -> FirstFit::new;
            case BEST_FIT -> BestFit::new;
            case EASY -> EasyBackfill::new;
            case CONSERVATIVE -> ConservativeBackfill::new;
            case PRIORITY -> () -> new PriorityFirst(preemption(section.preemption(), null));
            case DEADLINE -> () -> new DeadlineFirst(preemption(section.preemption(), null));
            case SJF -> () -> new ShortestFirst(null);
            case PSJF -> () -> new ShortestFirst(how);
            case SRPT -> () -> new ShortestRemainingFirst(how);
            case LAS -> leastAttained(section, how);
            case ROUND_ROBIN -> roundRobin(section, how);
            case FAIR_SHARE -> fairShare(section, groups);
            case QUOTAS -> quotas(section, groups, how);
            case SERVER_FILLING -> () -> new ServerFilling(requireNonNull(how));
            case RESERVATION -> reservation(section);
            case ELASTIC -> ElasticShare::new;
            case DEFRAGMENT -> Defragmenting::new;
        };
    }

    private static Orders.@Nullable Preemption preemption(
            Optional<SchedulingSection.Preemption> given, Orders.@Nullable Preemption missing) {
        if (given.isEmpty()) {
            return missing;
        }
        return switch (given.get()) {
            case NONE -> null;
            case RESUME -> Orders.Preemption.RESUME;
            case RESTART -> Orders.Preemption.RESTART;
            case CHECKPOINT -> Orders.Preemption.CHECKPOINT;
        };
    }

    private static Supplier<SchedulingPolicy> leastAttained(
            SchedulingSection section, Orders.@Nullable Preemption how) {
        double quantum = section.quantumSeconds().orElseThrow();
        return () -> new LeastAttainedFirst(quantum, how);
    }

    private static Supplier<SchedulingPolicy> roundRobin(
            SchedulingSection section, Orders.@Nullable Preemption how) {
        double quantum = section.quantumSeconds().orElseThrow();
        return () -> new RoundRobin(quantum, how);
    }

    private static Supplier<SchedulingPolicy> fairShare(
            SchedulingSection section, List<String> groups) {
        double halfLife = section.halfLifeSeconds().orElseThrow();
        double period = section.periodSeconds().orElseThrow();
        double[] shares = byGroup(section.shares(), groups, 1);
        return () -> new FairShare(halfLife, period, shares);
    }

    private static Supplier<SchedulingPolicy> quotas(
            SchedulingSection section, List<String> groups, Orders.@Nullable Preemption how) {
        int[] gpus = Arrays.stream(byGroup(section.quotas(), groups, 0))
                .mapToInt(of -> (int) of)
                .toArray();
        return () -> new Quotas(gpus, section.borrowing(), how);
    }

    private static Supplier<SchedulingPolicy> reservation(SchedulingSection section) {
        int from = (int) section.from().orElseThrow();
        return () -> new TrunkReservation(section.reserve(), from, section.refuses());
    }

    private static double[] byGroup(
            ImmutableMap<String, Double> values, List<String> groups, double missing) {
        return groups.stream()
                .mapToDouble(group -> values.getOrDefault(group, missing))
                .toArray();
    }
}
