package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Assembly;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.replicatheory.ReplicaTheory;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.theory.Theory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What theory says of replicas, printed beside what is simulated, is what the validation cases say
 * that run on replicas: every number that a row of the summary is of.
 */
final class ReplicaTheoryCasesTest {
    /** Exact values are known to so many digits, as a share of them. */
    private static final double EXACT = 1e-8;

    /** A sinusoid is a curve of 288 steps, and what cases say of it is of the smooth one. */
    private static final double OF_STEPS = 3.5e-3;

    /** Cases of which theory knows nothing: a lognormal law that is cut, servers that come late. */
    private static final Pattern UNKNOWN = Pattern.compile("MTGI-04|MTMC-04");

    /** Numbers that no row of a summary is of: of all levels, of curves, of bounds. */
    private static final Pattern NO_ROW =
            Pattern.compile("atLeast .*|peak.*|lag|ttft above .*|hour .*");

    static Stream<QueueingCase> cases() {
        return QueueingCase.all("queueing").stream();
    }

    static List<Measurement> theory(Scenario scenario) {
        Phase run = new Phase("run", scenario.warmUpSeconds(), scenario.horizonSeconds());
        return ReplicaTheory.of(scenario, List.of(run), stream -> Assembly.curve(scenario, stream));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theoryKnowsTheCase(QueueingCase each) throws IOException {
        List<Measurement> theory = theory(each.scenario(1, 1));
        boolean isKnown = !UNKNOWN.matcher(each.id()).matches();
        assertThat(!theory.isEmpty()).isEqualTo(isKnown);
        for (QueueingCase.Metric metric : each.metrics()) {
            boolean isRow = !NO_ROW.matcher(metric.how()).matches()
                    // of several servers theory knows the orbit, not how many arrivals it gets
                    && !(each.id().equals("RETR-02") && metric.name().equals("P_blocked"));
            Optional<Double> said = said(theory, metric.how());
            assertThat(said.isPresent()).as(each.id() + metric).isEqualTo(isKnown && isRow);
            boolean swings = each.file().startsWith("tide");
            // the step of 1 us after a wait, and goodput within 10 us instead of no wait at all
            double bias = each.file().equals("shaped") ? metric.bias() : 0;
            double allowed = (swings ? OF_STEPS : EXACT + bias) * metric.exact();
            if (metric.kind().equals("upper_bound")) {
                assertThat(said.orElseThrow()).isLessThan(metric.exact());
                continue;
            }
            said.ifPresent(value -> assertThat(value)
                    .as(each.id() + " " + metric.name())
                    .isCloseTo(metric.exact(), within(allowed)));
        }
    }

    @Test
    void modelsHaveTheirNames() throws IOException {
        assertThat(model("mm1")).isEqualTo("M/M/1");
        assertThat(model("retrial")).isEqualTo("M/M/1 retrial");
        assertThat(model("finite-source")).isEqualTo("M/M/10//60");
        assertThat(model("batch-arrivals")).isEqualTo("M^X/M/1");
        assertThat(model("bursty-phases")).isEqualTo("MMPP/M/1");
        assertThat(model("tide-infinite")).isEqualTo("Mt/M/∞");
        assertThat(model("tide-queue")).isEqualTo("Mt/M/25");
        assertThat(model("tide-loss")).isEqualTo("Mt/M/110/110");
        assertThat(model("tide-abandon")).isEqualTo("Mt/M/65+M");
        assertThat(model("surge-queue")).isEqualTo("Mt/M/50");
        assertThat(model("jsq")).isEqualTo("JSQ of 2 M/M/1");
        assertThat(model("power-of-d")).isEqualTo("JSQ(2) of infinitely many M/M/1");
        assertThat(model("batching-loss")).isEqualTo("M/M(n)/64/64");
        assertThat(model("batching-queue")).isEqualTo("M/M(n)/64/464");
        assertThat(model("bulk-service")).isEqualTo("M/M/1 in batches to 8");
        assertThat(model("dynamic-batching")).isEqualTo("M/D(b)/1 in batches to 8");
        assertThat(model("token-bucket")).isEqualTo("token bucket");
        assertThat(model("tick-bucket")).isEqualTo("token bucket at ticks");
        assertThat(model("shaped")).isEqualTo("token bucket with a line");
        assertThat(model("exponential-batching")).isEqualTo("M/M(b)/1 in batches to 8");
    }

    private static String model(String file) throws IOException {
        Path path = QueueingCase.FOLDER.resolve(file + ".yaml");
        List<String> models = theory(ScenarioFile.read(path, Map.of()).orThrow()).stream()
                .map(m -> m.labels().getOrDefault(Theory.MODEL, ""))
                .distinct()
                .toList();
        assertThat(models).hasSize(1);
        return models.get(0);
    }

    /** A number by the words of a case: [1-] [at T] name[:outcome] statistic [*factor]. */
    private static Optional<Double> said(List<Measurement> theory, String how) {
        String[] words = how.replace("1- ", "").split(" ");
        boolean at = words[0].equals("at");
        String instant = at ? words[1] : "";
        String[] name = words[at ? 2 : 0].split(":");
        String told = words.length > (at ? 3 : 1) ? words[at ? 3 : 1] : "";
        // a rate of requests may be told without its statistic
        boolean isMean = told.isEmpty() || told.startsWith("*") || told.equals("byArrivals");
        String statistic = isMean ? "mean" : told;
        String last = words[words.length - 1];
        double factor = last.startsWith("*") ? Double.parseDouble(last.substring(1)) : 1;
        return theory.stream()
                .filter(m -> m.name().equals(name[0] + Theory.SUFFIX))
                .filter(m -> m.statistic().equals(statistic))
                .filter(m -> m.labels().getOrDefault("at", "").equals(instant))
                .filter(m -> m.labels()
                        .getOrDefault("outcome", m.labels().getOrDefault("kind", ""))
                        .equals(name.length > 1 ? name[1] : ""))
                .map(m -> factor * (how.startsWith("1-") ? 1 - m.value() : m.value()))
                .findFirst();
    }
}
