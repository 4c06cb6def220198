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
 * <p>The closed form of the index of dispersion gives the modulation; demand is then generated from
 * the section as a scenario would, and compared.
 */
public final class DemandFit {
    /** Requests generated in one replication at most; beyond, a share of the cells is taken. */
    private static final double REQUESTS = 2.5e6;

    private static final double ALL_REQUESTS = 8e6;
    private static final int FEWEST = 3;
    private static final int MOST = 500;
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
        modulation = fit.fit(recording.indices());
        progress.accept("goodness of fit over " + runs + " replications");
        Likeness likeness = Likeness.of(recording, plan(modulation, seed, runs));
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
