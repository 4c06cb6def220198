package headroom.study;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.metrics.Catalogue;

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

        /** Of so many replications, about these phases. */
        public Rows(int replications, List<Phase> phases) {
            this.replications = replications;
            this.phases = List.copyOf(phases);
        }

        /** What a replication says. */
        public void add(int replication, MetricKey key, String unit, double value) {
            numbers.computeIfAbsent(key, k -> {
                double[] unknown = new double[replications];
                Arrays.fill(unknown, Double.NaN);
                return unknown;
            })[replication] = value;
            units.put(key, unit);
        }

        /** The side they make. */
        public Side side(String name, long seed, double horizonSeconds) {
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
                .map(key -> new Measurement(
                        key.name(),
                        key.labels(),
                        key.statistic(),
                        units.getOrDefault(key, ""),
                        Double.NaN,
                        Double.NaN,
                        Comparison.LEVEL,
                        replications))
                .toList());
    }

    /** The same under another name. */
    public Side named(String other) {
        return new Side(other, seed, horizonSeconds, phases, replications, numbers, units);
    }
}
