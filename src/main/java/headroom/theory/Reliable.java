package headroom.theory;

import headroom.analytic.MarkovQueue;
import headroom.analytic.Reliability.Checkpoints;
import headroom.analytic.Reliability.Group;
import headroom.demand.LawSection;
import headroom.demand.LawSection.Family;
import headroom.faults.Checkpoint;
import headroom.gangs.GangSpec.Interval;
import headroom.joblist.BreakdownsSection;
import headroom.joblist.CheckpointSection;
import headroom.theory.Stop.Visitors;

import java.util.Optional;

/** Servers that break, whatever they do; and a job that saves its state on one of them. */
final class Reliable {
    /** Servers down at once up to which the time to so many is solved quickly. */
    private static final int MOST_DOWN = 1000;

    private Reliable() {}

    /** Alike servers that break at random and are repaired, busy or idle. */
    static Optional<Finding> up(Stop stop) {
        BreakdownsSection b = stop.station().breakdowns().orElse(null);
        if (b == null || stop.keys().contains("servers") || stop.isEndless()) {
            return Optional.empty();
        }
        Optional<Double> life = Stop.exponential(b.life());
        Optional<Double> repair = Stop.exponential(b.repair());
        if (life.isEmpty() || repair.isEmpty()) {
            return Optional.empty();
        }
        int crews = (int) Math.min(b.crews(), stop.count());
        Group exact =
                new Group(stop.count(), new MarkovQueue.Repairs(life.get(), repair.get(), crews));
        Finding found = new Finding("machine repair").number("jobs.up", exact.meanUp());
        boolean few = b.enough() > 0 && stop.count() - b.enough() <= MOST_DOWN;
        return Optional.of(
                few
                        ? found.time("jobs.until.too.few", exact.meanTimeToFewerSeconds(b.enough()))
                        : found);
    }

    /**
     * One job after the other of the same work on a server that breaks and loses what is not
     * saved; what a failure costs is either its repair or the restart of the job.
     */
    static Optional<Finding> saved(Stop stop) {
        Visitors v = stop.visitors().get(0);
        boolean alone = stop.isOne()
                && stop.visitors().size() == 1
                && v.stream().population() == 1
                && v.size().family() == Family.FIXED;
        BreakdownsSection b = stop.station().breakdowns().orElseThrow();
        CheckpointSection c = v.stream().checkpoint().orElseThrow();
        Optional<Double> life = Stop.exponential(b.life());
        boolean known = b.work() == BreakdownsSection.Work.RESTART
                && c.law() == Interval.FIXED
                && c.last()
                && life.isPresent();
        Checkpoint costs = c.spec().costs();
        double restart = costs.restartSeconds() + costs.restoreSeconds();
        Optional<Double> repair = fixed(b.repair());
        if (!alone || !known || repair.isEmpty() || restart > 0 && repair.get() > 0) {
            return Optional.empty();
        }
        Checkpoints exact = new Checkpoints(
                v.meanSeconds(),
                costs.intervalSeconds(),
                costs.writeSeconds(),
                restart + repair.get(),
                life.get(),
                repair.get() == 0);
        double seconds = exact.meanCompletionSeconds();
        return Optional.of(new Finding("job with checkpoints")
                .with("jobs.interrupted", "mean", "1/s", exact.meanFailures() / seconds, "")
                .time("jobs.sojourn", seconds)
                .with("jobs.sojourn", "sd", "s", exact.completionDeviationSeconds(), ""));
    }

    private static Optional<Double> fixed(LawSection law) {
        return law.family() == Family.FIXED
                ? Optional.of(law.mean().orElseThrow())
                : Optional.empty();
    }
}
