package headroom.experiment;

import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.scenario.PrecisionSection.WarmUpSection;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.stat.Mser;
import headroom.summary.Merged;
import headroom.summary.Summaries;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The warm-up of a scenario, found before it is run: MSER-5 on an hourly series of it, averaged
 * hour by hour over pilot replications (Welch), see {@link Mser}.
 *
 * <p>The pilots begin without any warm-up and draw from streams of their own, so that what is found
 * depends neither on the warm-up given, which stays the least, nor on what the run itself draws.
 * Pilots are kept where replications are, under numbers far above theirs.
 *
 * @param scenario the scenario with the warm-up that was found
 * @param mser where the pilots cut; empty where the warm-up is as it was given
 */
record WarmUp(Scenario scenario, Optional<Mser> mser) {
    /** The first pilot: far above any replication of a run. */
    private static final int PILOTS_FROM = 1_000_000;

    private static final double HOUR_SECONDS = 3600;

    /** Of a scenario; one that does not ask for it stays as it is. */
    static WarmUp of(Scenario scenario, Path folder, int threads, Archive archive) {
        return scenario.warmUpFrom()
                .map(section -> of(scenario, found(scenario, section, folder, threads, archive)))
                .orElseGet(() -> given(scenario));
    }

    /** The warm-up as the scenario gives it. */
    static WarmUp given(Scenario scenario) {
        return new WarmUp(scenario, Optional.empty());
    }

    private static Mser found(
            Scenario scenario, WarmUpSection section, Path folder, int threads, Archive archive) {
        Simulation simulation = Simulation.cold(with(scenario, 0), folder);
        List<Reading> pilots = simulation.readings(
                new Experiment.Range(PILOTS_FROM, PILOTS_FROM + section.pilots()),
                threads,
                archive);
        List<Series> columns = Merged.course(pilots).columns();
        double[] hours = columns.get(index(columns, section)).values();
        if (DoubleStream.of(hours).anyMatch(Double::isNaN)) {
            throw new Refusal("warmUpFrom", section.series() + " has hours without a value");
        }
        return Mser.of(hours);
    }

    private static WarmUp of(Scenario scenario, Mser mser) {
        double seconds = Math.max(scenario.warmUpSeconds(), foundSeconds(mser));
        return new WarmUp(with(scenario, seconds), Optional.of(mser));
    }

    /** The same for another scenario, where pilots were run that asked for what it asks for. */
    Optional<WarmUp> shared(Scenario other) {
        return mser.filter(found -> other.warmUpFrom().equals(scenario.warmUpFrom()))
                .map(found -> of(other, found));
    }

    private static double foundSeconds(Mser mser) {
        return mser.observations() * HOUR_SECONDS;
    }

    /** What was found, as numbers of the run, and what was given where that is more. */
    List<Measurement> told() {
        if (mser.isEmpty()) {
            return List.of();
        }
        WarmUpSection section = scenario.warmUpFrom().orElseThrow();
        double foundSeconds = foundSeconds(mser.get());
        List<Measurement> told = new ArrayList<>();
        told.add(row(section, "found", "s", foundSeconds));
        if (scenario.warmUpSeconds() > foundSeconds) {
            told.add(row(section, "given", "s", scenario.warmUpSeconds()));
        }
        told.add(row(section, "undecided", "1", mser.get().isUndecided() ? 1 : 0));
        return told;
    }

    /** Which of the series is meant, told as one is told which number. */
    private static int index(List<Series> columns, WarmUpSection section) {
        try {
            MetricKey key = hourly(columns).key(section.selector());
            return columns.stream().map(each -> asNumber(each).key()).toList().indexOf(key);
        } catch (MetricException e) {
            throw new Refusal("warmUpFrom", e);
        }
    }

    /** Series as numbers that can be asked for. */
    static Catalogue hourly(List<Series> columns) {
        return Catalogue.of(columns.stream().map(WarmUp::asNumber).toList());
    }

    private static Measurement asNumber(Series series) {
        return new Measurement(
                series.name(),
                series.labels(),
                "hourly",
                series.unit(),
                Double.NaN,
                Double.NaN,
                Summaries.LEVEL,
                0);
    }

    /** The same scenario but for its warm-up, by way of its text, which says all of it. */
    private static Scenario with(Scenario scenario, double seconds) {
        Map<String, String> warmUp = new TreeMap<>(Map.of("warmUp", seconds + " s"));
        ScenarioFile.Parsed parsed =
                ScenarioFile.parse(scenario.name(), ResolvedYaml.write(scenario), warmUp);
        return parsed.scenario()
                .orElseThrow(() -> new Refusal(
                        "warmUpFrom", "what was found does not fit\n" + parsed.render()));
    }

    private static Measurement row(
            WarmUpSection section, String statistic, String unit, double value) {
        return new Measurement(
                "warmUp",
                new TreeMap<>(Column.labels("series", section.series())),
                statistic,
                unit,
                value,
                Double.NaN,
                Summaries.LEVEL,
                section.pilots());
    }
}
