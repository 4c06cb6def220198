package headroom.stat;

/**
 * The difference of two systems run on the same random numbers, replication by replication.
 *
 * <pre>
 * d_i = a_i - b_i,  half-width = t(n - 1) s(d) / sqrt(n)
 * variance ratio = (s^2(a) + s^2(b)) / s^2(d)  <=  (s^2(a) + s^2(b)) / (s(a) - s(b))^2
 * p = P(|T(n - 1)| >= |mean d| sqrt(n) / s(d))
 *   a_i, b_i  what replication i of either system says
 *   n         replications that both have
 * </pre>
 *
 * <p>The variance ratio says how many times as many replications independent random numbers would
 * have needed for the same half-width: above 1 where common random numbers help. Its bound is what
 * the most perfect sharing could reach, a correlation of 1: 5 at most where one system varies twice
 * as much as the other, and hardly more than 1 where one hardly varies. Pairs of which one is NaN,
 * because there was nothing to observe, are left out.
 *
 * <p>Domain: differences near to normal, or many. Source: Law (2015), Simulation Modeling and
 * Analysis, sections 10.2.1 (paired t) and 11.2 (common random numbers).
 *
 * @param difference mean of a minus b
 * @param varianceRatio variance with independent random numbers over that with common ones;
 *     infinite where all differences are the same and the systems vary, NaN where neither varies
 * @param varianceRatioAtMost what the variance ratio would be with a correlation of 1; infinite
 *     where both vary alike, NaN where neither varies
 * @param correlation of the pairs; NaN where one of the systems does not vary
 * @param p probability of a difference at least so far from 0 if there were none; NaN below two
 *     pairs
 */
public record PairedDifference(
        Estimate difference,
        double varianceRatio,
        double varianceRatioAtMost,
        double correlation,
        double p) {
    /** Units in the last place by which a share of the same count may be off, on either side. */
    private static final int ROUNDINGS = 8;

    /** Two standard deviations that differ by less of their sum are alike. */
    private static final double ALIKE = 1e-10;

    /** Of two systems, whose replications of the same index ran on the same random numbers. */
    public static PairedDifference of(double[] a, double[] b, double level) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " against " + b.length + " replications");
        }
        Tally ofA = new Tally();
        Tally ofB = new Tally();
        double[] differences = new double[a.length];
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
            if (!Double.isNaN(differences[i])) {
                ofA.add(a[i]);
                ofB.add(b[i]);
                size = Math.max(size, Math.max(Math.abs(a[i]), Math.abs(b[i])));
            }
        }
        equalBeyondRounding(differences, size);
        Estimate difference = Known.ofReplications(differences, level);
        Tally ofD = new Tally();
        for (double each : differences) {
            if (!Double.isNaN(each)) {
                ofD.add(each);
            }
        }
        double product = ofA.standardDeviation() * ofB.standardDeviation();
        double gap = ofA.standardDeviation() - ofB.standardDeviation();
        if (Math.abs(gap) < ALIKE * (ofA.standardDeviation() + ofB.standardDeviation())) {
            gap = 0;
        }
        double independent = ofA.variance() + ofB.variance();
        return new PairedDifference(
                difference,
                independent == 0 ? Double.NaN : independent / ofD.variance(),
                independent == 0 ? Double.NaN : independent / (gap * gap),
                product == 0 ? Double.NaN : (independent - ofD.variance()) / (2 * product),
                p(ofD, independent));
    }

    /** Makes differences equal that differ by no more than values of a size are rounded by. */
    private static void equalBeyondRounding(double[] differences, double size) {
        double first = Double.NaN;
        double off = 0;
        for (double each : differences) {
            first = Double.isNaN(first) ? each : first;
            off = Double.isNaN(each) ? off : Math.max(off, Math.abs(each - first));
        }
        if (off <= ROUNDINGS * Math.ulp(size)) {
            for (int i = 0; i < differences.length; i++) {
                differences[i] = Double.isNaN(differences[i]) ? Double.NaN : first;
            }
        }
    }

    private static double p(Tally differences, double independent) {
        long n = differences.count();
        double spread = differences.standardDeviation();
        if (n < 2) {
            return Double.NaN;
        }
        if (spread == 0) {
            // what is fixed on both sides differs for certain; one equal difference may be chance
            double sign = Math.min(1, 2 * StrictMath.pow(0.5, n));
            return differences.mean() == 0 ? 1 : independent == 0 ? 0 : sign;
        }
        return Student.twoSided(differences.mean() * Math.sqrt(n) / spread, n - 1);
    }
}
