package headroom.search;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.search.Sample.Sampler;
import headroom.stat.ControlVariates.Control;
import headroom.study.Laboratory;
import headroom.study.StudyException;
import headroom.study.Trial;
import headroom.theory.Theory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs the values of a grid in a laboratory, and finds numbers whose means are known to control by.
 *
 * <p>Where it is known how the number of jobs at a station moves, the number constrained is rid of
 * what chance did to it ({@link Chances}); that changes no mean, whatever the start. Else a control
 * is a number of the same station and phase whose exact mean theory tells, is the same at every
 * value sought where theory tells it, and is not what is constrained: the load that arrived is
 * known whatever serves it, and a replication that happened to get more of it than its mean is
 * corrected for that. That mean is one of the long run: a start that the warm-up has not removed
 * biases it.
 */
public final class LaboratorySampler implements Sampler {
    private final Laboratory laboratory;
    private final SearchGrid grid;
    private final List<MetricKey> keys;
    private final Map<Integer, Trial> trials = new TreeMap<>();
    private final Map<Integer, List<Measurement>> theories = new TreeMap<>();
    private final List<List<MetricKey>> controls = new ArrayList<>();

    /**
     * A sampler of what is constrained.
     *
     * @param keys the number of each constraint
     * @throws StudyException if the scenario is not valid at an end of the range
     */
    public LaboratorySampler(Laboratory laboratory, SearchGrid grid, List<MetricKey> keys)
            throws IOException, StudyException {
        this.laboratory = laboratory;
        this.grid = grid;
        this.keys = List.copyOf(keys);
        for (int position : List.of(0, (grid.size() - 1) / 2, grid.size() - 1)) {
            theory(position);
        }
        for (MetricKey key : keys) {
            controls.add(controls(key));
        }
    }

    /** The numbers that control a constraint. */
    public List<MetricKey> controlsOf(int constraint) {
        return List.copyOf(controls.get(constraint));
    }

    /** The scenario at a value. */
    public Trial trial(int position) throws IOException, StudyException {
        Trial known = trials.get(position);
        if (known == null) {
            Trial plain = laboratory.trial(Map.of(grid.path(), grid.text(position)));
            known = new Trial(plain.changes(), plain.simulation().following(), List.of());
            trials.put(position, known);
        }
        return known;
    }

    /** What theory says of each constraint at a value; empty where it is silent on one of them. */
    public Optional<List<Measurement>> exact(int position) throws IOException, StudyException {
        List<Measurement> found = new ArrayList<>();
        for (MetricKey key : keys) {
            theory(position).stream()
                    .filter(each -> simulated(each).equals(key))
                    .findFirst()
                    .ifPresent(found::add);
        }
        return found.size() == keys.size() ? Optional.of(found) : Optional.empty();
    }

    private List<Measurement> theory(int position) throws IOException, StudyException {
        List<Measurement> known = theories.get(position);
        if (known == null) {
            known = trial(position).simulation().theory();
            theories.put(position, known);
        }
        return known;
    }

    /** The number of a run that a number of theory is the mean of. */
    private static MetricKey simulated(Measurement theory) {
        String name = theory.name();
        TreeMap<String, String> labels = new TreeMap<>(theory.labels());
        labels.remove(Theory.MODEL);
        int end = name.length() - Theory.SUFFIX.length();
        return new MetricKey(name.substring(0, end), labels, theory.statistic());
    }

    private List<MetricKey> controls(MetricKey of) {
        List<MetricKey> found = new ArrayList<>();
        for (List<Measurement> theory : theories.values()) {
            for (Measurement each : theory) {
                MetricKey key = simulated(each);
                boolean apart =
                        !key.labels().equals(of.labels()) || !key.statistic().equals("mean");
                if (!apart && !key.name().equals(of.name()) && !found.contains(key)) {
                    found.add(key);
                }
            }
        }
        found.removeIf(key -> means(key).size() != 1 || keys.contains(key));
        return found;
    }

    /** The different means that theory tells of a number over the range. */
    private TreeSet<Double> means(MetricKey key) {
        TreeSet<Double> means = new TreeSet<>();
        int times = 0;
        for (List<Measurement> theory : theories.values()) {
            for (Measurement each : theory) {
                if (simulated(each).equals(key)) {
                    means.add(each.value());
                    times++;
                }
            }
        }
        // told once only, it is not known to be the same everywhere
        return times < 2 ? new TreeSet<>() : means;
    }

    @Override
    public Sample sample(int position, int replications) throws IOException, StudyException {
        return samples(List.of(position), replications).get(0);
    }

    @Override
    public List<Sample> samples(List<Integer> positions, int replications)
            throws IOException, StudyException {
        List<Trial> wanted = new ArrayList<>();
        for (int position : positions) {
            wanted.add(trial(position));
        }
        List<Trial> extended = laboratory.extended(wanted, replications);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < extended.size(); i++) {
            trials.put(positions.get(i), extended.get(i));
            samples.add(sample(positions.get(i), extended.get(i), replications));
        }
        return samples;
    }

    private Sample sample(int position, Trial trial, int replications)
            throws IOException, StudyException {
        List<double[]> plain = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        List<List<Control>> all = new ArrayList<>();
        TreeMap<String, Sample.Check> checks = new TreeMap<>();
        for (int k = 0; k < keys.size(); k++) {
            Chances chances = Chances.of(trial.readings().subList(0, replications), keys.get(k));
            double[] simulated = Arrays.copyOf(trial.values(keys.get(k)), replications);
            chances.checks().forEach(each -> checks.putIfAbsent(each.what(), each));
            plain.add(simulated);
            values.add(chances.isAll() ? chances.corrected(simulated) : simulated);
            List<Control> own = new ArrayList<>(chances.isAll() ? List.of() : chances.controls());
            if (exact(position).isPresent() && !chances.isAll()) {
                for (MetricKey key : controls.get(k)) {
                    double[] of = Arrays.copyOf(trial.values(key), replications);
                    own.add(new Control(of, means(key).first()));
                }
            }
            all.add(own);
        }
        double requests = trial.readings().stream()
                .limit(replications)
                .mapToDouble(each -> each.requests() + jobs(trial, each))
                .sum();
        return new Sample(
                position,
                values,
                all,
                requests,
                new Sample.Chance(plain, List.copyOf(checks.values())));
    }

    /** Jobs of a replication, as many as came to stations in a second of its first phase. */
    private static double jobs(Trial trial, Reading reading) {
        Set<String> stations = new TreeSet<>();
        double ratePerSecond = 0;
        for (Measurement each : reading.summary()) {
            String station = each.labels().get("station");
            boolean all = each.name().equals("jobs.arrived") && each.labels().size() == 2;
            if (all && station != null && stations.add(station)) {
                ratePerSecond += each.value();
            }
        }
        return ratePerSecond * trial.simulation().scenario().horizonSeconds();
    }
}
