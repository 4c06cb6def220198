package headroom.demandfit;

import headroom.arrivals.Modulation;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.workload.TraceFormat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Demand fitted to a trace: a section of a scenario, and how like the trace what it generates is.
 *
 * <p>First the closed form gives the modulation; then demand is generated and its dispersion
 * compared, and what the closed form missed is asked for on top, unless the trace is long. What is reported comes from
 * replications of another seed.
 */
public final class DemandFit {
    /** Requests generated in one replication at most; beyond, a share of the cells is taken. */
    private static final double REQUESTS = 2.5e6;

    private static final double ALL_REQUESTS = 4e6;
    private static final int FEWEST = 3;
    private static final int MOST = 300;
    private static final int CORRECTIONS = 2;
    /** With so many of the longest window the closed form needs no correction. */
    private static final int ENOUGH_WINDOWS = 100;

    private static final double DAY_SECONDS = 86_400;

    private final Recording recording;
    private final DemandYaml yaml;
    private final Modulation modulation;
    private final GoodnessOfFit goodness;
    private final int cells;

    /** The formats of traces that can be fitted. */
    public enum Format {
        /** Azure LLM inference traces. */
        AZURE,
        /** Mooncake traces. */
        MOONCAKE,
        /** Vidur request traces. */
        VIDUR,
        /** A folder of ServeGen: rates of clients, no requests. */
        SERVEGEN
    }

    /**
     * What is fitted.
     *
     * @param trace file, or folder for ServeGen
     * @param format of it
     * @param model whose clients are taken, of a ServeGen folder
     */
    public record Source(Path trace, Format format, String model) {}

    private DemandFit(Recording recording, long seed, int replications, Consumer<String> progress) {
        this.recording = recording;
        DispersionFit fit = new DispersionFit(recording);
        yaml = new DemandYaml(recording, fit.baseRatePerSecond());
        double requests = recording.ratePerSecond() * recording.lengthSeconds();
        cells = (int) Math.max(1, Math.rint(requests / REQUESTS));
        int enough = (int) Math.rint(ALL_REQUESTS * cells / requests);
        int runs = replications > 0 ? replications : Math.max(FEWEST, Math.min(MOST, enough));
        double[] targets = recording.indices().clone();
        Modulation fitted = fit.fit(targets);
        List<Double> windows = recording.windowSeconds();
        double longest = windows.get(windows.size() - 1);
        boolean exact = Dispersion.windows(recording.lengthSeconds(), longest) >= ENOUGH_WINDOWS;
        int rounds = exact ? 0 : CORRECTIONS;
        for (int round = 0; round < rounds; round++) {
            progress.accept("correction " + (round + 1) + " of " + rounds);
            correct(targets, Likeness.of(recording, plan(fitted, seed + 1, runs)));
            fitted = fit.fit(targets);
        }
        modulation = fitted;
        progress.accept("goodness of fit over " + runs + " replications");
        Likeness likeness = Likeness.of(recording, plan(fitted, seed, runs));
        goodness = new GoodnessOfFit(recording, likeness, runs, cells);
    }

    /**
     * Fits demand to a trace.
     *
     * @param seed of everything random
     * @param replications to compare with the trace; 0: as many as say something
     */
    public static DemandFit to(
            Source source, long seed, int replications, Consumer<String> progress)
            throws IOException {
        Recording recording = source.format() == Format.SERVEGEN
                ? ClientRates.read(source.trace(), source.model())
                : RequestTrace.read(
                        source.trace(), TraceFormat.valueOf(source.format().name()), seed);
        return new DemandFit(recording, seed, replications, progress);
    }

    private Likeness.Plan plan(Modulation fitted, long seed, int runs) {
        String text = yaml.scenario(yaml.demand(fitted), cells, recording.lengthSeconds());
        Scenario scenario = ScenarioFile.parse("calibrated.yaml", text).orThrow();
        return new Likeness.Plan(scenario, seed, runs);
    }

    /** Asks for more where too little came out, by at most a factor of two a round. */
    private void correct(double[] targets, Likeness likeness) {
        for (int i = 0; i < targets.length; i++) {
            double wanted = recording.indices()[i] - 1;
            double came = likeness.index(i).mean() - 1;
            if (wanted > 0 && came > 0) {
                double factor = Math.max(0.5, Math.min(2, wanted / came));
                targets[i] = 1 + (targets[i] - 1) * factor;
            }
        }
    }

    /** The section, with the goodness of fit as comments above it. */
    public String demand() {
        return commented() + yaml.demand(modulation);
    }

    /** A small scenario that runs, of at most a day. */
    public String scenario() {
        double horizon = Math.min(recording.lengthSeconds(), DAY_SECONDS);
        return commented() + yaml.scenario(yaml.demand(modulation), cells, horizon);
    }

    /** The goodness of fit, as lines. */
    public List<String> table() {
        return goodness.lines();
    }

    GoodnessOfFit goodness() {
        return goodness;
    }

    Modulation modulation() {
        return modulation;
    }

    private String commented() {
        return goodness.lines().stream()
                .map(line -> line.isEmpty() ? "#" : "# " + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
