package headroom.response;

import headroom.page.Figures;

/**
 * What is read off each point of a capacity response, in the phase in which all of the addition is
 * there.
 */
public enum Measure {
    /** Mean factor on usage caps that the controller holds [1]. */
    CAP_SCALE("capScale", "usage caps", "×", Course.RISES),
    /** Lowest factor on usage caps from the first GPU that arrives to the end [1]. */
    LOWEST_CAP("lowestCapScale", "usage caps, lowest hour", "×", Course.RISES),
    /** Mean multiplier on usage within peak hours [1]. */
    MULTIPLIER("peakMultiplier", "peak-hour multiplier", "×", Course.FALLS),
    /** Hours of a week in which the multiplier is above 1 [h]. */
    PEAK_HOURS("peakHoursPerWeek", "hours a week with the multiplier above 1", "h", Course.FALLS),
    /** 99th percentile of the time to first token [s]. */
    TTFT("ttftP99", "time to first token, p99", "s", Course.FALLS),
    /** Requests that limits or overload turned away, of those offered [1]. */
    REFUSED("refusedShare", "requests refused", "%", Course.FALLS),
    /** Requests that waited for the reset of a limit, of those offered [1]. */
    DEFERRED("deferredShare", "requests put off to a reset", "%", Course.FALLS),
    /** Mean power of all sites [MW]. */
    POWER("power", "power of all sites, mean", "MW", Course.RISES),
    /** Full price of the addition and energy of all sites [$/month]. */
    COST("cost", "price of the addition and energy", "$/month", Course.RISES);

    /** Which way theory sends a number as capacity grows. */
    public enum Course {
        RISES(1),
        FALLS(-1);

        private final int sign;

        Course(int sign) {
            this.sign = sign;
        }

        /** 1 up, -1 down. */
        public int sign() {
            return sign;
        }
    }

    private final String key;
    private final String title;
    private final String unit;
    private final Course course;

    Measure(String key, String title, String unit, Course course) {
        this.key = key;
        this.title = title;
        this.unit = unit;
        this.course = course;
    }

    /** Its name in files for machines. */
    public String key() {
        return key;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /**
     * A unit that reads well, and the factor that brings numbers into it.
     *
     * @param largest the largest number there is
     */
    Figures.Scale scale(double largest) {
        return switch (this) {
            case REFUSED, DEFERRED -> new Figures.Scale(100, unit);
            case POWER -> largest < 1 ? new Figures.Scale(1000, "kW") : new Figures.Scale(1, unit);
            case COST -> Figures.Scale.of(unit, largest);
            default -> new Figures.Scale(1, unit);
        };
    }

    /** Which way theory sends it. */
    public Course course() {
        return course;
    }
}
