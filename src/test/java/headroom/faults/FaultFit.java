package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.faults.FaultClass.Spread;
import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.RoughSpells;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.variates.Lognormal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Correlated faults fitted to a record by moments.
 *
 * <pre>
 * batches      faults within ten minutes of each other; B of them, a share p of more than one,
 *              1 + K faults on average in those: geometric with E[X^2] / E[X] = J
 * in a window  I(w) = J + 2 r v (T - T^2 (1 - e^(-w/T)) / w),  r faults a day
 * spells       T and v from I(1 d) and I(7 d); of the two-state rates with these, the one whose
 *              v is half of the greatest possible: rough s = 1 / (1 + 2 v) of the time
 * repair       lognormal of the mean and the median
 * rate         batches over the node-days in service
 * </pre>
 */
record FaultFit(
        double ratePerNodeDay,
        double spreadShare,
        double meanFurther,
        double memoryDays,
        double variation,
        double repairMeanDays,
        double repairMedianDays) {

    static FaultFit of(FaultRecord record) {
        int[] batches = record.batches();
        double many = Arrays.stream(batches).filter(size -> size > 1).count();
        double further = (record.startDays().length - batches.length) / many;
        double share = many / batches.length;
        double ratio = batchRatio(share, further);
        double perDay = record.perDay();
        double day = record.dispersion(1) - ratio;
        double week = record.dispersion(7) - ratio;
        double memory = memory(week / day);
        double nodeDays = record.nodes() * record.lengthDays() * (1 - record.downShare());
        return new FaultFit(
                batches.length / nodeDays,
                share,
                further,
                memory,
                day / (2 * perDay * shape(1, memory)),
                record.meanDownDays(),
                record.medianDownDays());
    }

    /** E[X^2] / E[X] of batches of 1, or with that probability of 1 + a geometric number. */
    private static double batchRatio(double share, double further) {
        double square = 1 - share + share * (1 + 2 * further + further * (2 * further - 1));
        return square / (1 + share * further);
    }

    double batchRatio() {
        return batchRatio(spreadShare, meanFurther);
    }

    private static double shape(double window, double memory) {
        return memory - memory * memory * -StrictMath.expm1(-window / memory) / window;
    }

    /** The memory at which a week has so many times the excess of a day. */
    private static double memory(double times) {
        // shape(7, T) / shape(1, T) rises with T from 1 to 7
        double low = 0.01;
        double high = 100;
        for (int i = 0; i < 100; i++) {
            double middle = Math.sqrt(low * high);
            if (shape(7, middle) / shape(1, middle) < times) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    /** I(w) as the formula has it. */
    double dispersion(double windowDays, double perDay) {
        return batchRatio() + 2 * perDay * variation * shape(windowDays, memoryDays);
    }

    RoughSpells spells() {
        double share = 1 / (1 + 2 * variation);
        double a = Math.sqrt(variation / (share * (1 - share)));
        double multiple = (1 + a * (1 - share)) / (1 - a * share);
        return new RoughSpells(share, multiple, memoryDays / (1 - share) * Times.DAY);
    }

    Spread spread() {
        double scale = -1 / StrictMath.log1p(-1 / meanFurther);
        return new Spread(spreadShare, Scope.SITE, Times.exponential(scale));
    }

    /** A site that fails like this, with the correlations asked for and the same mean. */
    FaultPlan plan(int nodes, boolean together, boolean spells) {
        double primary = ratePerNodeDay * (together ? 1 : 1 + spreadShare * meanFurther);
        Lognormal repair =
                Lognormal.ofMedianAndMean(repairMedianDays * Times.DAY, repairMeanDays * Times.DAY);
        FaultClass type = new FaultClass(
                "recorded",
                Scope.NODE,
                new Onset.Constant(primary / Times.DAY),
                1,
                together ? spread() : null,
                new Remedy(Times.NONE, 0, Times.NONE, repair, false));
        return new FaultPlan(
                Topology.flat(nodes, 8),
                List.of(type),
                Lemons.NONE,
                Upkeep.UNLIMITED,
                spells ? spells() : null);
    }

    /** What a plan brings in so many days, in one replication; faults begin after the lead. */
    static FaultRecord simulate(FaultPlan plan, int leadDays, int days, int replication) {
        Recorder recorder = new Recorder(plan.topology().nodes(), leadDays, days);
        Faults faults = new Faults(plan, recorder, new Streams(8, replication));
        faults.runUntil((leadDays + days) * Times.DAY);
        while (recorder.open > 0) {
            faults.fire();
        }
        recorder.rows.sort(Comparator.comparingDouble(row -> row[0]));
        return new FaultRecord(
                recorder.rows.stream().mapToDouble(row -> row[0]).toArray(),
                recorder.rows.stream().mapToDouble(row -> row[1]).toArray(),
                plan.topology().nodes(),
                days);
    }

    private static final class Recorder implements FaultListener {
        final List<double[]> rows = new ArrayList<>();
        final int days;
        final int lead;
        private final double @Nullable [][] current;
        int open;

        Recorder(int nodes, int lead, int days) {
            this.current = new double[nodes][];
            this.lead = lead;
            this.days = days;
        }

        @Override
        public void nodeFailed(int node, int cause, double timeSeconds) {
            double day = timeSeconds / Times.DAY - lead;
            if (day >= 0 && day < days) {
                current[node] = new double[] {day, 0};
                open++;
            }
        }

        @Override
        public void nodeDetected(int node, int cause, double timeSeconds) {}

        @Override
        public void nodeBack(int node, double timeSeconds) {
            double[] row = current[node];
            if (row != null) {
                row[1] = timeSeconds / Times.DAY - lead - row[0];
                rows.add(row);
                current[node] = null;
                open--;
            }
        }
    }
}
