package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.scenario.ScenarioFile.Parsed;
import headroom.supply.DeploymentSection;
import headroom.supply.EngineSection;
import headroom.supply.RoutingSection;
import headroom.yaml.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is read from good files, and what is said about bad ones, where. */
class ScenarioFileTest {
    private static final double DAY = 86_400;

    @Test
    void readsEveryKey() throws IOException {
        Parsed parsed = ScenarioFile.parse("every-key", Shipped.everyKey());
        assertThat(parsed.render()).isEmpty();
        Scenario s = parsed.orThrow();
        assertThat(s.title()).isEqualTo("Every key: \"quoted\" and 1 \u20ac");
        assertThat(s.start()).hasToString("2026-04-27T00:00:00Z");
        assertThat(s.sampledCells()).isEqualTo(4);
        assertThat(s.seed()).isEqualTo(20_260_506);
        assertThat(s.gpu("H100").decodePowerWatts()).isEqualTo(480);
        assertThat(s.additions().get(0).atSeconds()).isEqualTo(9 * DAY);
        assertThat(s.additions().get(1).atSeconds()).isEqualTo(9.5 * DAY);
        assertThat(s.contract().orElseThrow().energyDollarsPerJoule()).isEqualTo(0.07 / 3.6e6);
        assertThat(s.deployments().get(0).stepTime().c4Seconds()).isEqualTo(5e-11);
        DeploymentSection prefill = s.deployments().get(2);
        assertThat(prefill.role()).isEqualTo(EngineSection.Role.PREFILL);
        assertThat(prefill.engine().memory()).isEqualTo(EngineSection.Memory.PAGED);
        assertThat(prefill.kvBytesPerToken()).hasValue(327_680);
        assertThat(prefill.linkBytesPerSecond()).isEqualTo(5e10);
        assertThat(s.overload().maxRequestsPerReplica()).isEqualTo(300);
        assertThat(s.routing().policy()).isEqualTo(RoutingSection.Policy.SESSION_AFFINITY);
        TierSection pro = s.demand().tiers().get(0);
        assertThat(pro.mix().keySet()).containsExactly("coding", "chat");
        assertThat(pro.profileShiftSeconds()).isEqualTo(-7200);
        assertThat(pro.rateLimits().requestsPerSecond()).hasValue(4000 / 60.0);
        assertThat(pro.returnDelay().max()).isEmpty();
        assertThat(pro.timeoutSeconds()).hasValue(600);
        assertThat(pro.priority()).isEqualTo(2);
        WorkloadSection coding = s.demand().workload("coding");
        assertThat(coding.steps().orElseThrow().isConstant()).isTrue();
        assertThat(coding.newTokens().median()).hasValue(857);
        assertThat(coding.think().p90()).hasValue(1260);
        assertThat(s.demand().replay().orElseThrow().repeat()).isTrue();
        ControllerSection.PeakHoursSection peak = s.peakHours().orElseThrow();
        assertThat(peak.fromSeconds()).isEqualTo(5.5 * 3600);
        assertThat(peak.toSeconds()).isEqualTo(DAY);
        assertThat(peak.days())
                .containsExactly(ControllerSection.Day.MON, ControllerSection.Day.SAT);
        assertThat(s.controllers().caps().orElseThrow().target().orElseThrow().value())
                .isEqualTo(8);
        assertThat(s.controllers()
                        .peakMultiplier()
                        .orElseThrow()
                        .target()
                        .orElseThrow()
                        .value())
                .isEqualTo(0.85);
    }

    @Test
    void fillsInDefaults() throws IOException {
        Scenario s = ScenarioFile.parse("required", Shipped.requiredKeys()).orThrow();
        assertThat(s.warmUpSeconds()).isZero();
        assertThat(s.epochSeconds()).isEqualTo(10);
        assertThat(s.sampledCells()).isEqualTo(1);
        assertThat(s.site("s").powerPolicy().actuationDelaySeconds()).isEqualTo(40);
        assertThat(s.gpu("g").clockExponent()).isEqualTo(3);
        assertThat(s.overload().maxQueuePerReplica()).isEqualTo(64);
        TierSection tier = s.demand().tiers().get(0);
        assertThat(tier.timeoutSeconds()).isEmpty();
        assertThat(tier.priority()).isZero();
        assertThat(s.deployments().get(0).role()).isEqualTo(EngineSection.Role.WHOLE);
        assertThat(s.deployments().get(0).engine().memory())
                .isEqualTo(EngineSection.Memory.RESERVED);
        assertThat(tier.atLimit().waitShare()).isEqualTo(1);
        assertThat(tier.retry().maxRetries()).isEqualTo(2);
        assertThat(tier.profile()).isEqualTo("flat");
        assertThat(tier.returnDelay().largest()).isZero();
        assertThat(s.peakHours()).isEmpty();
        assertThat(s.controllers().caps()).isEmpty();
        assertThat(s.demand().workload("w").cacheLifetimeSeconds()).isEqualTo(300);
    }

    @Test
    void jobsNeedNothingElse() throws IOException {
        String text = """
                name: alone
                title: Jobs alone
                start: 2026-01-01
                horizon: 1 d
                seed: 0
                jobs:
                  stations: {desk: {servers: unlimited}}
                  streams: [{name: all, at: desk, rate: 1 /s, size: 1 s}]
                """;
        Scenario s = ScenarioFile.parse("alone", text).orThrow();
        assertThat(s.cells()).isEqualTo(1);
        assertThat(s.deployments()).isEmpty();
        assertThat(s.jobs().orElseThrow().streams().get(0).gangs()).hasSize(1);
        assertThat(ScenarioFile.parse("none", text.substring(0, text.indexOf("jobs:")))
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "missing key 'cells'",
                        "missing key 'models'",
                        "missing key 'gpus'",
                        "missing key 'sites'",
                        "missing key 'pools'",
                        "missing key 'deployments'",
                        "missing key 'demand'");
    }

    /** In the changed text '@' stands before the place where the error belongs. */
    @ParameterizedTest
    @CsvFileSource(
            resources = "errors.psv",
            delimiter = '|',
            numLinesToSkip = 1,
            maxCharsPerColumn = 1000)
    void tellsEachErrorAtItsPlace(String from, String to, String message) throws IOException {
        String text = Shipped.everyKey();
        assertThat(text).contains(from);
        String marked = text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        int at = marked.indexOf('@');
        String before = marked.substring(0, at);
        String changed = before + marked.substring(at + 1);
        List<Problem> problems = ScenarioFile.parse("f", changed).problems();
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        assertThat(problems).as(problems.toString()).hasSize(1);
        Problem problem = problems.get(0);
        assertThat(problem.message()).contains(message);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(column);
        assertThat(problem.sourceLine()).isEqualTo(changed.split("\n", -1)[line - 1]);
    }

    @Test
    void tellsAllErrorsOfAFileAtOnce() throws IOException {
        String text = Shipped.everyKey()
                .replace("horizon: 14 d", "horizon: 14")
                .replace("pue: 1.2", "pue: 0.2")
                .replace("pool: old\n    share: 75 %", "pool: odl\n    share: 75 MW")
                .replace("policy: session-affinity", "policy: lest-loaded")
                .replace("kind: chat", "kind: chat\n      kind: coding")
                .replace("seed: ", "sead: ")
                .replace("users: 900 k", "users: &x 900 k")
                .replace("spikeScale: 1.5", "spikeScale: 1.5\n  spikeSkale: 2");
        List<Problem> problems = ScenarioFile.parse("f", text).problems();
        assertThat(problems).extracting(Problem::severity).containsOnly(Problem.Severity.ERROR);
        assertThat(problems).hasSize(9).extracting(Problem::line).isSorted();
        assertThat(problems.toString())
                .contains(
                        "did you mean 'seed'?", "did you mean 'old'?", "did you mean 'spikeScale'?")
                .doesNotContain("missing key");
    }

    @Test
    void namesMissingKeysWhereTheirSectionStands() {
        List<Problem> problems = ScenarioFile.parse(
                        "f", "name: x\ndemand:\n  tiers:\n    - name: t\n")
                .problems();
        assertThat(problems)
                .extracting(p -> p.line() + ":" + p.column() + " " + p.message())
                .contains(
                        "1:1 missing key 'horizon'",
                        "4:7 missing key 'users' in demand.tiers[0]",
                        "4:7 missing key 'mix' in demand.tiers[0]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '' | 1 | 1 | the text is empty
                    '# nothing' | 1 | 1 | the text is empty
                    just text | 1 | 1 | a scenario is a section
                    '- a' | 1 | 1 | a scenario is a section
                    'a: [1, 2' | 1 | 9 | not YAML: expected ',' or ']'
                    'a: b: c' | 1 | 5 | mapping values are not allowed here
                    '\ta: b' | 1 | 1 | cannot start any token
                    'a: "\\U99999999"' | 1 | 2 | not YAML
                    '%YAML 9.9' | 1 | 1 | not YAML
                    """)
    void refusesWhatIsNoScenario(String text, int line, int column, String message) {
        Problem problem =
                ScenarioFile.parse("f", text.replace("\\t", "\t")).problems().get(0);
        assertThat(problem.message()).contains(message);
        assertThat(List.of(problem.line(), problem.column())).isEqualTo(List.of(line, column));
    }

    @Test
    void refusesBombsAndSecondDocuments() throws IOException {
        String deep = "name: " + "[".repeat(10_000);
        assertThat(first(deep).message()).contains("nested deeper than 20 levels");
        assertThat(first("a: " + "x".repeat(1 << 20)).message()).contains("characters");
        assertThat(ScenarioFile.parse("f", "name: &a [1]\ntitle: *a").render())
                .contains("f:1:7: error: anchors", "f:2:8: error: aliases");
        assertThat(first("name: x\n---\nname: y").message()).contains("a second document begins");
        assertThat(first("a: b\u0000c\n").message()).contains("U+0000");
        String many = "a: [" + "1,".repeat(250_000) + "1]";
        assertThat(first(many).message()).contains("more than 200000 values");
    }

    private static Problem first(String text) {
        return ScenarioFile.parse("f", text).problems().get(0);
    }

    @Test
    void readsFilesWithMarksAndOtherLineEnds(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("marked.yaml");
        String text = "\uFEFF" + Shipped.requiredKeys().replace("\n", "\r\n");
        Files.writeString(file, text);
        assertThat(ScenarioFile.read(file).orThrow())
                .isEqualTo(ScenarioFile.parse("f", Shipped.requiredKeys()).orThrow());
        Files.writeString(file, text.replace("horizon: 1 d", "horizon: 1 x"));
        assertThat(ScenarioFile.read(file).problems().get(0).line()).isEqualTo(4);
    }

    /** Line feed, carriage return, and both end one line each. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void countsLinesByAnyLineEnd(String end) {
        Problem control = first("a: b" + end + end + "c:\u0000" + end);
        assertThat(control.render()).startsWith("f:3:3: error: character U+0000");
        String syntax =
                ScenarioFile.parse("f", "a: b" + end + end + "c: d: e" + end).render();
        assertThat(syntax).contains("f:3:5: error: not YAML").contains("c: d: e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: 1\nb: {c: 1\nd: 2\n' | a flow mapping that begins on line 2",
                "'a: 1\nb: \"c\nd: 2\n' | a quoted scalar that begins on line 2",
                "'a: 1\nb: [1, 2\n\n\n' | a flow sequence that begins on line 2"
            })
    void whatIsNotClosedIsTold(String text, String where) {
        String told = ScenarioFile.parse("f", text).problems().toString();
        assertThat(told).contains("while ").contains(where);
    }

    /** What is not YAML is left out, and nothing is said about what leans on it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pools: {main: {site: s, gpu: H100, gpus: 8} | 4
            pools: {main: {site: s, gpu: H100, gpus: 8}}} | 3
            pools: {main: {site: s, gpu: "H100, gpus: 8}} | 6
            pools: {main: site: s} | 3
            pools | 4
            """)
    void aMistakeOfYamlHidesNoOther(String pools, int line) {
        String text = "horizn: 1 d\nsites: {}\n" + pools + "\nadditions:"
                + "\n  - {at: 1 d, pool: main, gpu: 8}\n";
        List<String> told = ScenarioFile.parse("f", text).problems().stream()
                .filter(each -> !each.message().startsWith("missing key"))
                .map(each -> each.line() + " " + each.message().split("'")[0])
                .toList();
        assertThat(told).hasSize(3).contains("1 unknown key ", "5 unknown key ");
        assertThat(told.toString()).contains(line + " not YAML").doesNotContain("pool:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "gpus", "sites", "pools", "deployments", "demand"})
    void whatCannotBeReadIsNotMissing(String key) throws IOException {
        String text = Shipped.requiredKeys().replace("\n" + key + ":", "\n" + key + ": }");
        assertThat(ScenarioFile.parse("f", text).problems()).singleElement();
    }

    @Test
    void tellsBytesThatAreNoText(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "name: x\ntitle: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ScenarioFile.read(file).render())
                .isEqualTo(file + ":2:11: error: byte 0xE9 is not UTF-8\n"
                        + "  2 | title: caf\n                ^\n    save the file as UTF-8\n");
        assertThatThrownBy(() -> ScenarioFile.read(folder.resolve("none")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void findsTheTraceBesideTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("replay.yaml");
        Files.writeString(file, Shipped.everyKey());
        Parsed parsed = ScenarioFile.read(file);
        assertThat(parsed.scenario()).isPresent();
        assertThat(parsed.render())
                .contains("warning: trace: there is no file", "outageFile: there is no file");
        Path trace = ScenarioFile.tracePath(file, "traces/some.csv.gz");
        Files.createDirectories(trace.getParent());
        Files.writeString(trace, "");
        Files.writeString(ScenarioFile.tracePath(file, "traces/jobs.swf.gz"), "");
        Files.writeString(ScenarioFile.tracePath(file, "outages.csv"), "");
        assertThat(ScenarioFile.read(file).problems()).isEmpty();
    }

    @Test
    void throwsAllProblemsWhereAScenarioIsDemanded() {
        assertThatThrownBy(() -> ScenarioFile.parse("f", "name: -X").orThrow())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("f:1:7: error: name", "missing key 'demand'");
    }
}
