package headroom.metrics;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.stat.Estimate;
import headroom.stat.TailBias;
import headroom.summary.Merged;

import java.util.List;
import java.util.SortedMap;

/** A number that an objective is about, to be read off each replication. */
public sealed interface Target {
    /** Its unit. */
    String unit();

    /** The number in a replication; NaN where it tells none. */
    double in(Reading reading);

    /** The values of which the number over replications is the mean. */
    default double[] in(List<Reading> readings) {
        return readings.stream().mapToDouble(this::in).toArray();
    }

    /** Whether short replications tell it too low. */
    default boolean isProneToTailBias() {
        return false;
    }

    /** The number of a replication with the error between its cells or batches, if known. */
    Estimate alone(Reading reading);

    /** Whether the error of a replication is that between its batches. */
    default boolean isBatched(Reading reading) {
        return false;
    }

    /**
     * A number of the summary.
     *
     * @param phases stretches of time that are summed up
     */
    record OfSummary(MetricKey key, String unit, List<Phase> phases) implements Target {
        public OfSummary {
            phases = List.copyOf(phases);
        }

        @Override
        public double[] in(List<Reading> readings) {
            return Merged.values(readings, key, phases);
        }

        @Override
        public double in(Reading reading) {
            return alone(reading).value();
        }

        @Override
        public boolean isProneToTailBias() {
            return TailBias.isProne(key.statistic());
        }

        @Override
        public boolean isBatched(Reading reading) {
            return reading.batched().contains(key);
        }

        @Override
        public Estimate alone(Reading reading) {
            return reading.summary().stream()
                    .filter(each -> each.is(key))
                    .findFirst()
                    .map(Measurement::estimate)
                    .orElse(unknown(Double.NaN));
        }
    }

    /**
     * The share of a run's hours in which a quantity was below, or above, a threshold. Hours in
     * which nothing was observed count neither way.
     *
     * @param name the quantity
     * @param labels whose it is
     * @param threshold the threshold in the unit of the quantity
     * @param wantsLess whether hours below it are counted, not those above
     * @param phases the stretches of time that count
     */
    record OfHours(
            String name,
            SortedMap<String, String> labels,
            double threshold,
            boolean wantsLess,
            List<Phase> phases)
            implements Target {
        public OfHours {
            phases = List.copyOf(phases);
        }

        @Override
        public String unit() {
            return "share";
        }

        @Override
        public double in(Reading reading) {
            for (Series series : reading.series().columns()) {
                if (series.name().equals(name) && series.labels().equals(labels)) {
                    return share(series.values(), reading.series().stepSeconds());
                }
            }
            return Double.NaN;
        }

        private double share(double[] values, double stepSeconds) {
            int known = 0;
            int counted = 0;
            for (int step = 0; step < values.length; step++) {
                double begin = step * stepSeconds;
                if (!Double.isNaN(values[step])
                        && phases.stream().anyMatch(phase -> phase.holds(begin))) {
                    known++;
                    counted += (wantsLess ? values[step] < threshold : values[step] > threshold)
                            ? 1
                            : 0;
                }
            }
            return (double) counted / known;
        }

        /** Hours of one run depend on each other, so that one says nothing of the error. */
        @Override
        public Estimate alone(Reading reading) {
            return unknown(in(reading));
        }
    }

    private static Estimate unknown(double value) {
        return new Estimate(value, Double.NaN, 0.95, Double.isNaN(value) ? 0 : 1);
    }
}
