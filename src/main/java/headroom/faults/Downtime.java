package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.plant.Scope;
import headroom.plant.Topology;

/**
 * How long faults keep something down that stands on nodes side by side, in the mean.
 *
 * <pre>
 * down per time up [1] = sum over classes of h c s w (D + l)
 * </pre>
 *
 * <p>h failures of a component [1/s], mean over the run; c components that it stands on, at least
 * one [1]; s failures that come with one, itself among them [1]; w probability that one on which it
 * stands hits it [1]; D mean time from the failure until the component is back [s]; l what it needs
 * then until it works [s]. It is up 1/(1 + that) of the time. Domain: rare faults, two at once
 * count as one after the other; crews and spares that never run out; the mean machine, lemon or
 * not. Source: Barlow and Proschan 1965, "Mathematical Theory of Reliability", chapter 3.
 */
public final class Downtime {
    private static final int POINTS = 1000;

    private Downtime() {}

    /**
     * Time down for each time up.
     *
     * @param nodes on which it stands [1], may be part of one
     * @param loadSeconds what it needs once they are back [s]
     * @param horizonSeconds length of the run [s]
     */
    public static double perUp(
            FaultPlan plan, double nodes, double loadSeconds, double horizonSeconds) {
        double sum = 0;
        for (FaultClass each : plan.classes()) {
            int size = plan.topology().nodesPer(each.scope());
            double components = Math.max(1, nodes / size);
            double inOne = Math.max(1, Math.min(nodes, size));
            double hit = 1 - StrictMath.pow(1 - each.hitShare(), inOne);
            sum += rate(each, plan, horizonSeconds)
                    * components
                    * together(each, plan.topology())
                    * hit
                    * (downSeconds(each, plan) + loadSeconds);
        }
        return sum;
    }

    private static double rate(FaultClass type, FaultPlan plan, double horizonSeconds) {
        FaultPlan.Lemons lemons = plan.lemons();
        boolean isMean = type.scope() != Scope.NODE || lemons.keepMean();
        double worse = isMean ? 1 : 1 + lemons.share() * (lemons.multiple() - 1);
        if (type.onset() instanceof Onset.Constant constant) {
            return constant.ratePerSecond() * worse;
        } else if (type.onset() instanceof Onset.Ageing ageing) {
            double end = (ageing.startAgeSeconds() + horizonSeconds) / ageing.scaleSeconds();
            double start = ageing.startAgeSeconds() / ageing.scaleSeconds();
            double all =
                    StrictMath.pow(end, ageing.shape()) - StrictMath.pow(start, ageing.shape());
            return all / horizonSeconds * worse;
        } else if (type.onset() instanceof Onset.Renewal renewal) {
            return 1 / renewal.lifeSeconds().mean();
        }
        Onset.Recorded recorded = (Onset.Recorded) type.onset();
        return recorded.outages().size() / horizonSeconds / plan.topology().nodes();
    }

    private static double together(FaultClass type, Topology topology) {
        FaultClass.Spread spread = type.spread();
        if (spread == null) {
            return 1;
        }
        int others = topology.nodesPer(spread.within()) / topology.nodesPer(type.scope()) - 1;
        double further = 0;
        for (int i = 0; i < POINTS; i++) {
            double drawn = Math.ceil(spread.further().quantile((i + 0.5) / POINTS));
            further += Math.min(drawn, others) / POINTS;
        }
        return 1 + spread.probability() * further;
    }

    private static double downSeconds(FaultClass type, FaultPlan plan) {
        Remedy remedy = type.remedy();
        boolean isMachine = type.scope() == Scope.NODE || type.hitShare() < 1;
        double repair = remedy.repairSeconds().mean();
        if (isMachine && plan.upkeep().spares() > 0 && plan.upkeep().setupSeconds() != null) {
            repair = Math.min(repair, plan.upkeep().setupSeconds().mean());
        }
        return remedy.detectionSeconds().mean()
                + remedy.restartShare() * remedy.restartSeconds().mean()
                + (1 - remedy.restartShare()) * repair;
    }
}
