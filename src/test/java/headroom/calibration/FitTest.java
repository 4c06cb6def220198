package headroom.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import headroom.calibration.ClosedLoop.Latency;
import headroom.calibration.ClosedLoop.Setting;

import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The fit finds efficiencies that are known, and the shipped ones are those it finds. */
class FitTest {
    private static final Path MEASURED = Path.of("../shared/serving/silicon_points.csv.gz");
    private static final String HEADER = "id,backend,backend_version,model_path,system,precision,"
            + "mode,isl,osl,batch_size,tp_size,attention_dp_size,moe_tp_size,moe_ep_size,"
            + "silicon_ttft_ms,silicon_tpot_ms\n";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("points.csv"), text);
    }

    private static String row(String model, int isl, int osl, int batch, int tp) {
        return String.format(
                Locale.ROOT,
                "r_c%d,vllm,1,%s,h200_sxm,fp8,agg,%d,%d,%d,%d,1,%d,1",
                batch,
                model,
                isl,
                osl,
                batch,
                tp,
                tp);
    }

    private static Setting timed(Point p, double ttftSeconds, double tpotSeconds) {
        return Setting.of(new Point(
                p.id(),
                p.shape(),
                p.silicon(),
                p.engine(),
                p.weights(),
                p.layout(),
                p.load(),
                ttftSeconds,
                tpotSeconds));
    }

    /** A grid of dense and expert models, timed by given efficiencies through the same law. */
    private List<Point> grid() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        double time = 1;
        for (String model : List.of("meta-llama/Llama-3.1-70B", "MiniMaxAI/MiniMax-M2.5")) {
            for (int tp = 2; tp <= 8; tp *= 2) {
                for (int batch = 1; batch <= 128; batch *= 4) {
                    for (int isl : new int[] {512, 2048, 8192}) {
                        for (int osl : new int[] {128, 2048}) {
                            time *= 1.01;
                            text.append(row(model, isl, osl, batch, tp))
                                    .append("," + time + "," + time + "\n");
                        }
                    }
                }
            }
        }
        return PointsFile.read(file(text.toString())).points();
    }

    @Test
    void findsEfficienciesThatAreKnown() throws IOException {
        List<Setting> settings = grid().stream().map(Setting::of).toList();
        Parameters parameters = new Parameters(List.of("vllm"));
        double[] truth = parameters.start();
        for (int i = 0; i < truth.length; i++) {
            truth[i] += i % 2 == 0 ? 0.3 : -0.3;
        }
        SharedFit known = SharedFit.with(parameters, truth);
        List<Setting> timed = new ArrayList<>();
        for (Setting s : settings) {
            Latency l = known.latency(s);
            timed.add(timed(s.point(), l.ttftSeconds(), l.tpotSeconds()));
        }
        SharedFit found = SharedFit.of(parameters, timed, 50);
        for (Setting s : timed) {
            assertThat(found.latency(s).tpotSeconds())
                    .isCloseTo(s.point().tpotSeconds(), Percentage.withPercentage(1));
            assertThat(found.latency(s).ttftSeconds())
                    .isCloseTo(s.point().ttftSeconds(), Percentage.withPercentage(1));
        }
        // what the grid tells apart; the rest shows only in sums
        for (String name : List.of(
                "memory all", "kvMemory all", "prefill all", "attention all", "burst vllm")) {
            int i = parameters.index(name);
            assertThat(parameters.value(found.values(), i))
                    .as(name)
                    .isCloseTo(parameters.value(truth, i), Percentage.withPercentage(1));
        }
    }

    @Test
    void oneDeploymentThatIsFasterGetsAFactor() throws IOException {
        List<Setting> settings = grid().stream().map(Setting::of).toList();
        Parameters parameters = new Parameters(List.of("vllm"));
        SharedFit shared = SharedFit.with(parameters, parameters.start());
        List<Setting> timed = new ArrayList<>();
        for (Setting s : settings) {
            Latency l = shared.latency(s);
            boolean fast = s.point().shape().equals("minimax-m2-5");
            timed.add(timed(s.point(), l.ttftSeconds(), l.tpotSeconds() * (fast ? 0.6 : 1)));
        }
        Factors factors = Factors.of(shared, timed);
        for (Setting s : timed) {
            assertThat(factors.latency(s).tpotSeconds())
                    .isCloseTo(s.point().tpotSeconds(), Percentage.withPercentage(12));
        }
        assertThat(factors.csv()).hasSize(3);
        Factors none = Factors.none(shared);
        assertThat(none.latency(timed.get(0))).isEqualTo(shared.latency(timed.get(0)));
    }

    @Test
    void whatIsLeftOutIsNotSeen() throws IOException {
        List<Setting> settings = grid().stream().map(Setting::of).toList();
        List<Setting> slower = new ArrayList<>();
        for (Setting s : settings) {
            boolean left = s.point().shape().equals("minimax-m2-5");
            slower.add(timed(
                    s.point(), s.point().ttftSeconds(), s.point().tpotSeconds() * (left ? 3 : 1)));
        }
        Parameters parameters = new Parameters(List.of("vllm"));
        Latency[] before = new CrossValidation(parameters, settings).byModels();
        Latency[] after = new CrossValidation(parameters, slower).byModels();
        for (int i = 0; i < before.length; i++) {
            if (settings.get(i).point().shape().equals("minimax-m2-5")) {
                assertThat(after[i]).isEqualTo(before[i]);
            } else {
                assertThat(after[i]).isNotEqualTo(before[i]);
            }
        }
    }

    @Test
    void whatAConstantOfAModelWouldMend() throws IOException {
        List<Point> points = grid();
        Latency[] predicted = points.stream()
                .map(p -> {
                    double off = p.shape().equals("minimax-m2-5") ? 3 : 0.5;
                    return new Latency(off * p.ttftSeconds(), off * p.tpotSeconds());
                })
                .toArray(Latency[]::new);
        FitReport report = new FitReport(
                new PointsFile.Content(points, List.of(), new TreeMap<>()),
                new FitReport.Predictions(predicted, predicted, predicted, predicted, predicted));
        assertThat(report.markdown(new Fit.Plan(2, 1)))
                .contains("| model | 2 | 0.0 % / 0.0 % | 0.0 % / 0.0 % |")
                // 7/6, between 1/3 and 2, makes 3.5 and 0.583 of them
                .contains("| engine and version | 1 | 145.8 % / 250.0 % | 145.8 % / 250.0 % |");
    }

    /** What docs/step-time.md promises for a model nobody measured, rounded up. */
    @Test
    void leftOutModelsAreWithinWhatIsPromised() throws IOException {
        assumeThat(MEASURED).as("measured points").exists();
        List<Point> points = PointsFile.read(MEASURED).points();
        List<Setting> settings = points.stream().map(Setting::of).toList();
        Parameters parameters = new Parameters(List.of("sglang", "trtllm", "vllm"));
        Latency[] predicted = new CrossValidation(parameters, settings).byModels();
        double[] ttft = new double[predicted.length];
        double[] tpot = new double[predicted.length];
        for (int i = 0; i < predicted.length; i++) {
            ttft[i] = Math.abs(predicted[i].ttftSeconds() / points.get(i).ttftSeconds() - 1);
            tpot[i] = Math.abs(predicted[i].tpotSeconds() / points.get(i).tpotSeconds() - 1);
        }
        assertThat(StatUtils.percentile(ttft, 50)).isLessThan(0.33);
        assertThat(StatUtils.percentile(tpot, 50)).isLessThan(0.135);
    }

    /** What is fitted by mean values holds on the replica that the simulator runs. */
    @Test
    void meanValuesAgreeWithTheReplica() throws IOException {
        Parameters parameters = new Parameters(List.of("vllm"));
        Factors plain = Factors.none(SharedFit.with(parameters, parameters.start()));
        for (Point p : grid()) {
            Setting s = Setting.of(p);
            if (p.load().outputTokens() < 1000 || s.places() < 2 * p.load().concurrency()) {
                continue;
            }
            Latency mean = plain.latency(s);
            Latency replica = ReplicaLoop.latency(s, plain, 1);
            assertThat(replica.tpotSeconds())
                    .as(p.toString())
                    .isCloseTo(
                            mean.tpotSeconds(),
                            // alone, nothing is between a request's steps
                            Percentage.withPercentage(p.load().concurrency() == 1 ? 0.5 : 4));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "agg,1024,128,8,2,1,2,1,10,x; silicon_tpot_ms is 'x'; a positive number is needed",
                "agg,1024,128,8,2,1,2,1,0,5; silicon_ttft_ms is '0'",
                "agg,many,128,8,2,1,2,1,10,5; isl is 'many'; a whole number is needed",
                "disagg,1024,128,8,2,1,2,1,10,5; no closed-loop run",
            })
    void whatCannotBeRead(String cells, String message) throws IOException {
        String text = HEADER + "a,vllm,1,meta-llama/Llama-3.1-70B,h200_sxm,fp8," + cells + "\n";
        Path points = file(text);
        assertThatThrownBy(() -> PointsFile.read(points))
                .isInstanceOf(PointsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void layoutsCountedTwiceAndRepetitions() throws IOException {
        String deepseek = "sglang,1,deepseek-ai/DeepSeek-R1,b200_sxm,fp8,agg,1024,128,";
        String text = HEADER
                + "a," + deepseek + "32,64,1,8,8,100,10\n"
                + "b," + deepseek + "32,8,1,1,8,100.01,10\n"
                + "c," + deepseek + "4,1,64,8,8,100,10\n"
                + "d," + deepseek + "32,72,1,72,1,100,10\n"
                + "e," + deepseek + "32,1,1,1,1,100,10\n";
        PointsFile.Content content = PointsFile.read(file(text));
        assertThat(content.points()).extracting(Point::id).containsExactly("a", "c");
        Point copied = content.points().get(1);
        assertThat(copied.layout().data()).isEqualTo(8);
        assertThat(copied.load().concurrency()).isEqualTo(256);
        assertThat(content.leftOut().values()).containsExactly(1, 1, 1);
    }

    @Test
    void theMeasuredFileIsReadWhole() throws IOException {
        assumeThat(MEASURED).as("measured points").exists();
        PointsFile.Content content = PointsFile.read(MEASURED);
        int leftOut =
                content.leftOut().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(content.points().size() + content.pairs().size() + leftOut).isEqualTo(2593);
        assertThat(content.leftOut())
                .containsEntry(
                        "prefill and decode on separate workers whose number is not told", 546);
        // the names of these runs tell how many requests were in flight
        assertThat(content.pairs())
                .filteredOn(p -> p.id().matches(".*_c[0-9]+_.*"))
                .hasSizeGreaterThan(100)
                .allSatisfy(p -> assertThat(p.id()).contains("_c" + p.load().concurrency() + "_"));
    }

    @Test
    void theShippedEfficienciesAreThoseOfTheFit() throws IOException {
        assumeThat(MEASURED).as("measured points").exists();
        Fit fit = Fit.to(PointsFile.read(MEASURED));
        Path shipped = Path.of("src/main/resources/headroom/analytic/efficiencies.csv");
        assertThat(shipped).content().isEqualTo(fit.efficienciesCsv());
    }
}
