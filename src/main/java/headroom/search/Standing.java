package headroom.search;

import headroom.metrics.Judgement;

import org.apache.commons.math3.distribution.TDistribution;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of one constraint at one value.
 *
 * @param value estimate of its number; NaN where nothing was observed
 * @param variance of the estimate; NaN where it is unknown
 * @param degrees degrees of freedom of the variance
 * @param shared the part of the variance that comes from the value it leans on; 0 if on none
 * @param replications how many were run at the value itself
 */
public record Standing(
        double value, double variance, double degrees, double shared, int replications) {

    private static final Map<List<Double>, Double> FACTORS = new ConcurrentHashMap<>();

    /** Whether a constraint holds at a value. */
    public enum Decision {
        HOLDS,
        FAILS,
        OPEN
    }

    /** Half the width of the interval; NaN where the spread is unknown. */
    public double halfWidth(double level) {
        if (!(degrees > 0) || Double.isNaN(variance)) {
            return Double.NaN;
        }
        if (variance == 0) {
            return 0;
        }
        return factor(degrees, level) * Math.sqrt(variance);
    }

    /** Quantile of Student's t; asked for again and again, and slow to invert. */
    static double factor(double degrees, double level) {
        return FACTORS.computeIfAbsent(List.of(degrees, level), each -> inverted(degrees, level));
    }

    private static double inverted(double degrees, double level) {
        // a null generator: the default one would seed itself from the wall clock
        return new TDistribution(null, degrees).inverseCumulativeProbability((1 + level) / 2);
    }

    /**
     * Whether the bound lies outside the interval of a level, and on which side.
     *
     * @param missing by how much the number may be higher than short replications tell
     */
    public Decision decide(Target target, double level, double missing) {
        if (Double.isNaN(value)) {
            return Decision.FAILS;
        }
        double half = halfWidth(level);
        boolean holds = target.relation().holds(value, target.bound());
        // without any spread there is no interval, but a sign test, see Judgement
        boolean enough = replications >= Judgement.sameNeeded(level);
        double room = target.bound() > value ? half + missing : half;
        boolean clear = half == 0 ? enough : Math.abs(value - target.bound()) > room;
        return !clear ? Decision.OPEN : holds ? Decision.HOLDS : Decision.FAILS;
    }
}
