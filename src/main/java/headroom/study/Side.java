package headroom.study;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.metrics.Catalogue;
import headroom.summary.PerToken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the runs that are compared, as its replications told it.
 *
 * @param name what it is called
 * @param seed seed of its random streams
 * @param horizonSeconds simulated length [s]
 * @param phases stretches of time that its numbers are about; none where they are not known
 * @param replications how many there are
 * @param numbers the value of each number in each replication, NaN where one does not tell it
 * @param units units of the numbers
 */
public record Side(
        String name,
        long seed,
        double horizonSeconds,
        List<Phase> phases,
        int replications,
        Map<MetricKey, double[]> numbers,
        Map<MetricKey, String> units) {

    /** A side that is being read, row by row. */
    public static final class Rows {
        private final int replications;
        private final List<Phase> phases;
        private final Map<MetricKey, double[]> numbers = new LinkedHashMap<>();
        private final Map<MetricKey, String> units = new LinkedHashMap<>();
        private final List<List<Measurement>> summaries = new ArrayList<>();

        /** Of so many replications, about these phases. */
        public Rows(int replications, List<Phase> phases) {
            this.replications = replications;
            this.phases = List.copyOf(phases);
            for (int r = 0; r < replications; r++) {
                summaries.add(new ArrayList<>());
            }
        }

        /** What a replication says. */
        public void add(int replication, MetricKey key, String unit, double value) {
            summaries.get(replication).add(number(key, unit, value));
            numbers.computeIfAbsent(key, k -> {
                double[] unknown = new double[replications];
                Arrays.fill(unknown, Double.NaN);
                return unknown;
            })[replication] = value;
            units.put(key, unit);
        }

        /** The side they make. */
        public Side side(String name, long seed, double horizonSeconds) {
            numbers.replaceAll((key, raw) ->
                    PerToken.isOne(key) ? PerToken.values(summaries, key, phases) : raw);
            return new Side(name, seed, horizonSeconds, phases, replications, numbers, units);
        }
    }

    /** A trial. */
    public static Side of(String name, Trial trial) {
        List<Reading> readings = trial.readings();
        Rows rows = new Rows(readings.size(), trial.simulation().phases());
        for (int r = 0; r < readings.size(); r++) {
            for (Measurement each : readings.get(r).summary()) {
                rows.add(r, each.key(), each.unit(), each.value());
            }
        }
        return rows.side(
                name,
                trial.simulation().scenario().seed(),
                trial.simulation().scenario().horizonSeconds());
    }

    /** The phases of a name, from their begin to their end. */
    List<Phase> phases(String name) {
        return phases.stream().filter(each -> each.name().equals(name)).toList();
    }

    /** Its numbers, to be found by selectors. */
    public Catalogue catalogue() {
        return Catalogue.of(numbers.keySet().stream()
                .map(key -> number(key, units.getOrDefault(key, ""), Double.NaN))
                .toList());
    }

    private static Measurement number(MetricKey key, String unit, double value) {
        return new Measurement(
                key.name(),
                key.labels(),
                key.statistic(),
                unit,
                value,
                Double.NaN,
                Comparison.LEVEL,
                1);
    }

    /** The same under another name. */
    public Side named(String other) {
        return new Side(other, seed, horizonSeconds, phases, replications, numbers, units);
    }
}
