package headroom.demandfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.arrivals.Modulation;
import headroom.arrivals.Modulation.Scale;
import headroom.clients.TierSpec;
import headroom.demandfit.DemandFit.Format;
import headroom.experiment.Simulation;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class DemandFitTest {
    private static final Path TRACES = Path.of("../shared/traces");

    @TempDir
    private Path folder;

    private static DemandFit fit(String trace, Format format, String model, int replications)
            throws IOException {
        Path path = TRACES.resolve(trace);
        assumeTrue(Files.exists(path), "skipped: no " + path);
        return DemandFit.to(new DemandFit.Source(path, format, model), 1, replications, x -> {});
    }

    /** The index of dispersion within 20 % at each window, quantiles of tokens within 5 %. */
    private static void assertLike(DemandFit fit, int windows) {
        assertThat(fit.goodness().dispersionErrors())
                .hasSize(windows)
                .as(String.join("\n", fit.table()))
                .satisfies(errors -> assertWithin(errors, 0.2));
        assertThat(fit.goodness().tokenErrors())
                .hasSize(12)
                .as(String.join("\n", fit.table()))
                .satisfies(errors -> assertWithin(errors, 0.05));
    }

    private static void assertWithin(double[] errors, double bound) {
        assertThat(Arrays.stream(errors).map(Math::abs).max().orElseThrow()).isLessThan(bound);
    }

    @Test
    void azure2023Conversation() throws IOException {
        String trace = "azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz";
        DemandFit fit = fit(trace, Format.AZURE, "", 400);
        assertLike(fit, 4);
        // figures of the trace as its publisher's file gives them
        assertThat(fit.table().toString()).contains("1.386", "3.868", "16.411", "100.4");
    }

    @Test
    void mooncakeConversation() throws IOException {
        DemandFit fit = fit("mooncake/conversation_trace.jsonl.gz", Format.MOONCAKE, "", 400);
        assertLike(fit, 3);
        assertThat(fit.table().toString()).contains("1 s is left out");
    }

    @Test
    void serveGenLarge() throws IOException {
        DemandFit fit = fit("servegen", Format.SERVEGEN, "m-large", 2);
        assertLike(fit, 5);
        assertThat(fit.table().toString()).contains("0.160", "0.428", "0.632", "0.853");
    }

    /** A trace of 11 hours made with known parameters, through a file, is fitted back. */
    @Test
    void aGeneratedTraceIsFittedBack() throws IOException {
        Modulation truth = new Modulation(
                List.of(new Scale(0.3, 25, "", true), new Scale(0.25, 600, "", true)));
        double length = 40_000;
        double[] lengths = TokenQuantiles.at(p -> 1 + 2_000 * p * p);
        Recording made = new Recording(
                "made",
                length,
                3,
                List.of(),
                new double[0],
                null,
                List.of(new Recording.Client("made", 1, lengths, lengths)),
                new double[0],
                lengths,
                lengths,
                new Recording.Means(1, 1),
                List.of());
        DemandYaml yaml = new DemandYaml(made, 3);
        Scenario scenario = ScenarioFile.parse("made", yaml.scenario(yaml.demand(truth), 1, length))
                .orThrow();
        Path trace = write(new DemandSample(DemandSample.streams(scenario), 5, 0), length);
        DemandFit fit = DemandFit.to(new DemandFit.Source(trace, Format.VIDUR, ""), 1, 3, x -> {});
        // one path of 11 hours has some 30 independent stretches of the slow scale
        for (double window : new double[] {10, 60, 600}) {
            double back = fit.modulation().dispersion(3, window) - 1;
            assertThat(back / (truth.dispersion(3, window) - 1)).isCloseTo(1, within(0.25));
        }
        assertThat(fit.goodness().tokenErrors()).satisfies(errors -> assertWithin(errors, 0.05));
        assertThat(fit.goodness().dispersionErrors())
                .hasSize(5)
                .satisfies(errors -> assertWithin(errors, 0.35));
        assertThat(ScenarioFile.parse("fit", fit.scenario()).scenario()).isPresent();
    }

    private Path write(DemandSample sample, double length) throws IOException {
        Path trace = folder.resolve("made.csv");
        try (BufferedWriter out = Files.newBufferedWriter(trace)) {
            out.write("arrived_at,num_prefill_tokens,num_decode_tokens\n");
            for (double t = sample.next(); t < length; t = sample.next()) {
                out.write(t + "," + sample.drawInputTokens() + "," + sample.drawOutputTokens()
                        + "\n");
            }
        }
        return trace;
    }

    /** What is compared is what runs: as many requests arrive in a run as in the sample. */
    @Test
    void theSampleIsWhatARunGets() {
        double[] lengths = TokenQuantiles.at(p -> 10 + 100 * p);
        Modulation modulation = new Modulation(List.of(new Scale(0.5, 60, "", true)));
        Recording.Client small = new Recording.Client("small", 0.3, lengths, lengths);
        Recording.Client large = new Recording.Client("large", 0.7, lengths, lengths);
        Recording made = new Recording(
                "made",
                3_600,
                2,
                List.of(),
                new double[0],
                null,
                List.of(small, large),
                new double[0],
                lengths,
                lengths,
                new Recording.Means(1, 1),
                List.of());
        DemandYaml yaml = new DemandYaml(made, 2);
        Scenario scenario = ScenarioFile.parse(
                        "made",
                        yaml.scenario(yaml.demand(modulation), 1, 3_600),
                        Map.of("seed", "9"))
                .orThrow();
        List<TierSpec> streams = DemandSample.streams(scenario);
        long sampled = 0;
        DemandSample sample = new DemandSample(streams, 9, 0);
        for (double t = sample.next(); t < 3_600; t = sample.next()) {
            sampled++;
        }
        long run = Simulation.of(scenario, Path.of(""))
                .run("x", 1, Simulation.Progress.NONE)
                .requestsSimulated();
        assertThat(sampled).isGreaterThan(5_000);
        assertThat(run).isEqualTo(sampled);
    }
}
