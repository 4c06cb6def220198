package headroom.faults;

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
