package headroom.plant;

/**
 * A place with one electrical supply.
 *
 * @param name as in scenarios
 * @param powerLimitWatts most the whole facility may draw [W]; infinite when there is no limit
 * @param pue power usage effectiveness: facility power over IT power [1], at least 1. Taken as
 *     constant: cooling that follows the weather is not part of it
 */
public record Site(String name, double powerLimitWatts, double pue) {

    public Site {
        if (!(powerLimitWatts > 0)) {
            throw new IllegalArgumentException(
                    name + ": powerLimitWatts = " + powerLimitWatts + ", must be above 0");
        }
        if (!(pue >= 1 && pue <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + ": pue = " + pue + ", must be at least 1");
        }
    }

    /** What the facility draws for this much IT power [W]. */
    public double facilityWatts(double itWatts) {
        return pue * itWatts;
    }

    /** Most IT power that stays within the limit [W]. */
    public double itLimitWatts() {
        return powerLimitWatts / pue;
    }
}
