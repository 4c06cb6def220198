package headroom.joblist;

import com.google.common.collect.ImmutableMap;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;

/** Who of those that wait runs next, and who of those that run gives way. */
public record SchedulingSection(
        @Key(
                name = "law",
                def = "fcfs",
                doc = "fcfs: in order of arrival, and nobody overtakes; first-fit: so, but who fits"
                        + " may overtake; best-fit: the largest that fits; easy: who does not delay"
                        + " the first in line may overtake it; conservative: who delays nobody may"
                        + " overtake; priority: by priority; sjf, psjf: by estimated size, without"
                        + " and with preemption; srpt: by what is left of the estimate; las: by"
                        + " what a job has had; round-robin: in turns of a quantum; deadline: by"
                        + " deadline; fair-share: by what groups used lately over their shares;"
                        + " quotas: groups own GPUs, borrow, and give back; server-filling: the"
                        + " largest of the first jobs that fill the pool; reservation: some GPUs"
                        + " are kept free for high priorities; elastic: in order of arrival, and"
                        + " gangs shrink and grow; defragment: in order of arrival, and gangs"
                        + " smaller than a node move together, each at the cost of a restart, where"
                        + " that frees the nodes the first in line needs.")
        Law law,

        @Key(
                name = "preemption",
                doc = "How running jobs give way: none, resume: what they did is kept; restart: it"
                        + " is lost since the last checkpoint; checkpoint: they write one first."
                        + " Where missing: none for priority and deadline, resume for psjf, srpt,"
                        + " las, round-robin, quotas and server-filling.")
        Optional<Preemption> preemption,

        @Key(
                name = "quantum",
                unit = Quantity.DURATION,
                range = "(0 s, 366 d]",
                doc = "round-robin: how long a turn is; las: step of GPU time by which jobs are"
                        + " told apart.")
        OptionalDouble quantumSeconds,

        @Key(
                name = "halfLife",
                unit = Quantity.DURATION,
                range = "(0 s, 3660 d]",
                doc = "fair-share: time after which usage counts half.")
        OptionalDouble halfLifeSeconds,

        @Key(
                name = "period",
                unit = Quantity.DURATION,
                range = "(0 s, 366 d]",
                doc = "fair-share: how often the line is sorted anew.")
        OptionalDouble periodSeconds,

        @Key(
                name = "shares",
                range = "(0, 1 M]",
                def = "{}",
                doc = "fair-share: weights by group; 1 where missing.")
        ImmutableMap<String, Double> shares,

        @Key(
                name = "quotas",
                range = "[0, 100 M]",
                def = "{}",
                doc = "quotas: GPUs that groups own; 0 where missing.")
        ImmutableMap<String, Double> quotas,

        @Key(
                name = "borrowing",
                def = "true",
                doc = "quotas: whether groups may use what others own and leave free.")
        boolean borrowing,

        @Key(
                name = "reserve",
                range = "[0, 100 M]",
                def = "0",
                doc = "reservation: GPUs of each pool that are kept free.")
        int reserve,

        @Key(
                name = "from",
                range = "[-1 k, 1 k]",
                doc = "reservation: the priority from which jobs may use them.")
        OptionalDouble from,

        @Key(
                name = "refuses",
                def = "false",
                doc = "reservation: whether other jobs that cannot start when they come are"
                        + " refused, rather than queued.")
        boolean refuses) {

    public SchedulingSection {
        boolean isShare = law == Law.FAIR_SHARE;
        boolean isTimed = law == Law.LAS || law == Law.ROUND_ROBIN;
        boolean isReserve = law == Law.RESERVATION;
        boolean mayStay = law == Law.PRIORITY || law == Law.DEADLINE || law == Law.QUOTAS;
        boolean gives = preemption.isPresent();
        Faults faults = new Faults()
                .unless(!gives || PREEMPTING.contains(law), "preemption", no("laws that preempt"))
                .unless(
                        !gives || mayStay || preemption.get() != Preemption.NONE,
                        "preemption",
                        "of this law cannot be none")
                .unless(quantumSeconds.isPresent() || !isTimed, "quantum", "is missing")
                .unless(quantumSeconds.isEmpty() || isTimed, "quantum", no("las, round-robin"))
                .unless(halfLifeSeconds.isPresent() || !isShare, "halfLife", "is missing")
                .unless(halfLifeSeconds.isEmpty() || isShare, "halfLife", no("fair-share"))
                .unless(periodSeconds.isPresent() || !isShare, "period", "is missing")
                .unless(periodSeconds.isEmpty() || isShare, "period", no("fair-share"))
                .unless(shares.isEmpty() || isShare, "shares", no("fair-share"))
                .unless(!quotas.isEmpty() || law != Law.QUOTAS, "quotas", "is missing")
                .unless(quotas.isEmpty() || law == Law.QUOTAS, "quotas", no("quotas"))
                .unless(borrowing || law == Law.QUOTAS, "borrowing", no("quotas"))
                .unless(reserve == 0 || isReserve, "reserve", no("reservation"))
                .unless(from.isPresent() || !isReserve, "from", "is missing")
                .unless(from.isEmpty() || isReserve, "from", no("reservation"))
                .unless(!refuses || isReserve, "refuses", no("reservation"))
                .unless(isWhole(from.orElse(0)), "from", "must be a whole number");
        quotas.forEach((group, gpus) ->
                faults.unless(isWhole(gpus), "quotas." + group, "must be a whole number"));
        faults.raise();
    }

    private static final EnumSet<Law> PREEMPTING = EnumSet.of(
            Law.PRIORITY,
            Law.DEADLINE,
            Law.PSJF,
            Law.SRPT,
            Law.LAS,
            Law.ROUND_ROBIN,
            Law.QUOTAS,
            Law.SERVER_FILLING);

    /** Most GPUs that jobs of a group may have; without end but for quotas of which none lends. */
    public double mostOf(String group) {
        return law == Law.QUOTAS && !borrowing
                ? quotas.getOrDefault(group, 0.0)
                : Double.POSITIVE_INFINITY;
    }

    private static String no(String laws) {
        return "has no meaning for this law, only for " + laws;
    }

    private static boolean isWhole(double value) {
        return Math.rint(value) == value;
    }

    /** The policies there are. */
    public enum Law {
        /** In order of arrival. */
        FCFS,
        /** In order of arrival, with skipping. */
        FIRST_FIT,
        /** The largest that fits. */
        BEST_FIT,
        /** A reservation for the first that does not fit. */
        EASY,
        /** A reservation for everyone. */
        CONSERVATIVE,
        /** By priority. */
        PRIORITY,
        /** By estimated size. */
        SJF,
        /** By estimated size, with preemption. */
        PSJF,
        /** By what is left of the estimate, with preemption. */
        SRPT,
        /** By what a job has had, with preemption. */
        LAS,
        /** In turns. */
        ROUND_ROBIN,
        /** By deadline. */
        DEADLINE,
        /** By decayed usage of groups over their shares. */
        FAIR_SHARE,
        /** Groups own, borrow and give back. */
        QUOTAS,
        /** The largest of the first that fill the pool. */
        SERVER_FILLING,
        /** Trunk reservation. */
        RESERVATION,
        /** Gangs shrink and grow. */
        ELASTIC,
        /** Small gangs move together. */
        DEFRAGMENT
    }

    /** How running jobs give way. */
    public enum Preemption {
        /** They do not. */
        NONE,
        /** What they did is kept. */
        RESUME,
        /** What they did is lost since the last checkpoint. */
        RESTART,
        /** They write a checkpoint first. */
        CHECKPOINT
    }
}
