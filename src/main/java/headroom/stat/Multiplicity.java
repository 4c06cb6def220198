package headroom.stat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several statements that shall all hold together, at one probability of any error.
 *
 * <pre>
 * Bonferroni: each interval at level 1 - (1 - level) / m; p' = min(1, m p)
 * Holm:       p sorted, p'_(i) = max over j <= i of min(1, (m - j + 1) p_(j))
 *   m  statements
 * </pre>
 *
 * <p>Domain: any dependence between the statements. Holm's tests reject all that Bonferroni's do
 * and more, but have no simple intervals; intervals are Bonferroni's.
 *
 * <p>Source: Law (2015), Simulation Modeling and Analysis, section 9.7; Holm (1979), A simple
 * sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6(2), 65-70.
 */
public final class Multiplicity {
    private Multiplicity() {}

    /** Level of each of m intervals that all cover together with at least this probability. */
    public static double eachLevel(double level, int m) {
        Student.requireLevel(level);
        if (m < 1) {
            throw new IllegalArgumentException(m + " statements");
        }
        return 1 - (1 - level) / m;
    }

    /** Mean of each series over its replications, all covered together at the level. */
    public static List<Estimate> simultaneous(List<double[]> series, double level) {
        List<Estimate> all = new ArrayList<>();
        for (double[] values : series) {
            all.add(Known.ofReplications(values, eachLevel(level, series.size())));
        }
        return all;
    }

    /** p values by Bonferroni, in the order given; NaN stays and counts as a statement. */
    public static double[] bonferroni(double... p) {
        return Arrays.stream(p).map(each -> Math.min(1, p.length * each)).toArray();
    }

    /**
     * p values by Holm, in the order given: to be compared with 1 - level. NaN stays NaN and counts
     * as a statement.
     */
    public static double[] holm(double... p) {
        // NaN sorts last
        List<Integer> order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
        double[] adjusted = new double[p.length];
        double greatest = 0;
        for (int i = 0; i < p.length; i++) {
            double here = p[order.get(i)];
            greatest = Math.max(greatest, Math.min(1, (p.length - i) * here));
            adjusted[order.get(i)] = Double.isNaN(here) ? here : greatest;
        }
        return adjusted;
    }
}
