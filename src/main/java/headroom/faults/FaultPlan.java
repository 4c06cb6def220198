package headroom.faults;

import headroom.plant.Topology;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All that fails on a site and what is done about it.
 *
 * @param topology the places of nodes
 * @param classes what fails; a cause is the number of a class here
 * @param lemons which machines are worse; they matter to classes of scope node
 * @param upkeep crews and spares
 * @param rough spells in which all classes but renewed and recorded ones fail more; null for none
 */
public record FaultPlan(
        Topology topology,
        List<FaultClass> classes,
        Lemons lemons,
        Upkeep upkeep,
        @Nullable RoughSpells rough) {
    public FaultPlan {
        classes = List.copyOf(classes);
        long names = classes.stream().map(FaultClass::name).distinct().count();
        if (names < classes.size()) {
            throw new IllegalArgumentException("two fault classes of one name");
        }
    }

    /** Classes alone: machines all alike, crews as needed, no spares, no spells. */
    public static FaultPlan of(Topology topology, FaultClass... classes) {
        return new FaultPlan(topology, List.of(classes), Lemons.NONE, Upkeep.UNLIMITED, null);
    }

    /**
     * Machines that fail more often than others, and when a machine is taken out.
     *
     * @param share share of the machines that are lemons, in [0, 1)
     * @param multiple their rate over that of good machines [1], at least 1
     * @param keepMean whether the rate of a class stays the mean over all machines, so that good ones
     *     fail less often; otherwise it is that of good machines
     * @param removeAfter failures after which a machine, lemon or not, is taken out; 0 for never
     * @param exchanged whether a good machine comes in its stead at the end of that repair; otherwise
     *     the site has one machine less
     */
    public record Lemons(
            double share, double multiple, boolean keepMean, int removeAfter, boolean exchanged) {
        /** All machines alike, none taken out. */
        public static final Lemons NONE = new Lemons(0, 1, true, 0, true);

        public Lemons {
            if (!(share >= 0 && share < 1) || !(multiple >= 1 && multiple <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "share " + share + " of lemons at " + multiple + " times the rate");
            }
            if (removeAfter < 0) {
                throw new IllegalArgumentException("taken out after " + removeAfter + " failures");
            }
        }
    }

    /**
     * What a site has to keep its nodes running.
     *
     * @param crews repairs at a time, first come first served; 0 for as many as needed
     * @param spares machines beside those in service; they do not fail while they wait
     * @param setupSeconds from detection until a spare works in the place of a failed machine [s];
     *     may be null where there are no spares
     */
    public record Upkeep(int crews, int spares, @Nullable Law setupSeconds) {
        /** Crews as needed, no spares. */
        public static final Upkeep UNLIMITED = new Upkeep(0, 0, null);

        public Upkeep {
            if (crews < 0 || spares < 0 || (spares > 0 && setupSeconds == null)) {
                throw new IllegalArgumentException(crews + " crews, " + spares + " spares"
                        + (setupSeconds == null ? " without a time to set them up" : ""));
            }
        }
    }

    /**
     * Spells in which everything on the site fails more often: a change in software, heat, a batch of
     * bad cables. Calm and rough alternate with exponential lengths; the mean hazard stays.
     *
     * @param share share of the time that is rough, in (0, 1)
     * @param multiple hazard in rough spells over that in calm ones [1], at least 1
     * @param meanSeconds mean length of a rough spell [s]
     */
    public record RoughSpells(double share, double multiple, double meanSeconds) {
        public RoughSpells {
            boolean possible = share > 0 && share < 1 && multiple >= 1 && meanSeconds > 0;
            if (!possible || !Double.isFinite(multiple + meanSeconds)) {
                throw new IllegalArgumentException("rough " + share + " of the time, " + multiple
                        + " times as bad, for " + meanSeconds + " s");
            }
        }

        /** Hazard in calm spells over its mean. */
        double calmFactor() {
            return 1 / (1 - share + share * multiple);
        }

        /** Mean length of a calm spell [s]. */
        double calmSeconds() {
            return meanSeconds * (1 - share) / share;
        }
    }
}
