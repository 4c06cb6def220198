package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

/** What {@code headroom check} says, writes and returns. */
class CheckCommandTest {
    private static final String FILE = "scenarios/sixty-four-servers.yaml";

    @TempDir
    private Path folder;

    private Printed printed = new Printed(0, "", "");

    private int check(String... arguments) {
        List<String> all = new ArrayList<>(List.of("check", "--quiet"));
        // a fifth of it is enough to tell verdicts apart
        all.addAll(List.of("--set", "horizon=11 s"));
        all.addAll(Arrays.asList(arguments));
        printed = Printed.by(all.toArray(new String[0]));
        return printed.code();
    }

    @Test
    void allPass() {
        assertThat(check(FILE, "--replications", "5")).isZero();
        assertThat(printed.out())
                .contains("✓ p99(ttft) < 80 ms", "95 % [", "5 replications", "3 pass, 0 fail")
                .doesNotContain("\u001b");
    }

    @Test
    void oneFails() {
        int code = check(FILE, "--replications", "5", "--set", "slo[0].expect=p99(ttft) < 30 ms");
        assertThat(code).isEqualTo(1);
        assertThat(printed.out())
                .contains("✗ p99(ttft) < 30 ms", "override slo[0].expect", "2 pass, 1 fail");
    }

    @Test
    void inconclusiveIsItsOwnVerdict() throws IOException {
        assertThat(check(FILE)).isEqualTo(1);
        assertThat(printed.out())
                .contains("? p99(ttft) < 80 ms", FILE + ":50:14", "try --replications 10")
                .contains("0 pass, 0 fail, 3 inconclusive");
        assertThat(check(FILE, "--inconclusive", "pass")).isZero();
    }

    @Test
    void replicationsAreAddedUntilAllIsDecided() {
        assertThat(check(FILE, "--until-decided", "8")).isZero();
        assertThat(printed.out()).contains("8 replications\n", "3 pass");
    }

    @Test
    void aPrecisionAskedForIsReachedFirst() {
        String asked = "precision={metric: p99(ttft), halfWidth: 0.01 %, pilot: 3, most: 5}";
        assertThat(check(FILE, "--set", asked)).isZero();
        assertThat(printed.out()).contains("5 replications\n", "3 pass");
        assertThat(check(FILE, "--set", asked, "--replications", "8")).isZero();
        assertThat(printed.out()).contains("8 replications\n");
    }

    /** What is there is taken, what is damaged or missing is run again, to the same words. */
    @Test
    void whatIsKeptIsNotRunAgain() throws IOException {
        Path kept = folder.resolve("kept/here");
        String[] asked = {FILE, "--replications", "5", "--keep", kept.toString()};
        assertThat(check(asked)).isZero();
        String said = printed.out();
        List<Path> files = readings(kept);
        assertThat(files).hasSize(5);
        byte[] damaged = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), Arrays.copyOf(damaged, damaged.length - 1));
        Files.delete(files.get(1));
        FileTime before = FileTime.fromMillis(0);
        Files.setLastModifiedTime(files.get(2), before);
        assertThat(check(asked)).isZero();
        assertThat(printed.out()).isEqualTo(said);
        assertThat(readings(kept)).isEqualTo(files);
        assertThat(files.get(0)).hasBinaryContent(damaged);
        assertThat(Files.getLastModifiedTime(files.get(2))).isEqualTo(before);
        Files.writeString(folder.resolve("file"), "");
        assertThat(check(FILE, "--keep", folder.resolve("file").toString())).isEqualTo(4);
        assertThat(printed.error())
                .contains(folder.resolve("file") + ": a file; a folder is needed")
                .doesNotContain("Exception", "--run-id");
    }

    private static List<Path> readings(Path kept) throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.sorted().toList();
        }
    }

    @Test
    void verdictsTogetherAreSurerOneByOne() {
        assertThat(check(FILE, "--replications", "6", "--family")).isZero();
        assertThat(printed.out()).contains("98.3 % [");
    }

    @Test
    void unknownNumbersAreToldAtOnceInAllFilesAndNothingIsRun() throws IOException {
        String text = Files.readString(Path.of(FILE));
        Path one = folder.resolve("one.yaml");
        Path two = folder.resolve("two.yaml");
        Files.writeString(
                one, text.replace("p99(ttft) <", "p99(tfft) <").replace("p99(tpot)", "p98(tpot)"));
        Files.writeString(two, text.replace("=overloaded)", "=overlaoded)"));
        assertThat(check(folder + "/*.yaml", FILE)).isEqualTo(3);
        assertThat(printed.error())
                .contains("one.yaml:50:14: error: expect: unknown metric 'tfft'")
                .contains("did you mean 'ttft'?", "one.yaml:51:14", "did you mean 'p90'?")
                .contains("two.yaml:52:14", "did you mean 'overloaded'?");
        assertThat(printed.out()).isEmpty();
        assertThat(Headroom.execute("validate", one.toString())).isEqualTo(3);
    }

    @Test
    void wrongUse() {
        assertThat(check(FILE, "--set", "slo=null")).isEqualTo(2);
        assertThat(printed.error()).contains("no file has slo entries");
        assertThat(check(FILE, "--replications", "-1")).isEqualTo(2);
        assertThat(check("scenarios/nothing*.yaml")).isEqualTo(4);
        assertThat(printed.error()).contains("scenarios/nothing*.yaml: no such file");
        assertThat(check(FILE, "--junit", folder.toString())).isEqualTo(4);
    }

    @Test
    void jUnitXmlForBuildServers() throws Exception {
        Path file = folder.resolve("deep/slo.xml");
        String why = "p99(ttft) < 30 ms";
        int code = check(
                FILE,
                "--replications",
                "5",
                "--set",
                "slo[0].expect=" + why,
                "--junit",
                file.toString());
        assertThat(code).isEqualTo(1);
        Element root = parsed(file);
        assertThat(root.getAttribute("tests")).isEqualTo("3");
        assertThat(root.getAttribute("failures")).isEqualTo("1");
        NodeList cases = root.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(3);
        Element second = (Element) cases.item(1);
        assertThat(second.getAttribute("classname")).isEqualTo("slo.sixty-four-servers");
        assertThat(second.getAttribute("name")).isEqualTo("p99(tpot) < 15 ms");
        assertThat(second.getAttribute("line")).isEqualTo("51");
        assertThat(second.getAttribute("file")).isEqualTo(FILE);
        NodeList failures = root.getElementsByTagName("failure");
        assertThat(failures.getLength()).isEqualTo(1);
        Element failure = (Element) failures.item(0);
        assertThat(failure.getAttribute("message")).contains(why, "95 % [", "margin -");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo(why);

        assertThat(check(FILE, "--inconclusive", "pass", "--junit", file.toString()))
                .isZero();
        assertThat(parsed(file).getElementsByTagName("skipped").getLength()).isEqualTo(3);
        assertThat(check(FILE, "--junit", file.toString())).isEqualTo(1);
        assertThat(parsed(file).getElementsByTagName("failure").getLength()).isEqualTo(3);
    }

    /** Build servers keep one of the cases of equal names, and lose the others. */
    @Test
    void noTwoCasesHaveOneName() throws Exception {
        String text = Files.readString(Path.of(FILE));
        Path one = Files.createDirectories(folder.resolve("a.b")).resolve("one.yaml");
        Files.writeString(one, text);
        Path two = Files.writeString(folder.resolve("two.yaml"), text);
        Path file = folder.resolve("slo.xml");
        String twice =
                "[{expect: p99(ttft) < 80 ms}, {expect: p99(ttft) < 80 ms, confidence: 99 %},"
                        + " {expect: p99(ttft) < 80 ms, why: again}, {expect: p99(tpot) < 15 ms}]";
        assertThat(check(
                        one.toString(),
                        two.toString(),
                        "--replications",
                        "5",
                        "--set",
                        "slo=" + twice,
                        "--junit",
                        file.toString()))
                .isZero();
        NodeList cases = parsed(file).getElementsByTagName("testcase");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element each = (Element) cases.item(i);
            names.add(each.getAttribute("classname") + ": " + each.getAttribute("name"));
        }
        String type = "slo.sixty-four-servers (" + folder.resolve("two") + "): ";
        assertThat(names)
                .hasSize(8)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.lastIndexOf('.') == 3)
                .endsWith(
                        type + "p99(ttft) < 80 ms with 95 % confidence",
                        type + "p99(ttft) < 80 ms with 99 % confidence",
                        type + "p99(ttft) < 80 ms with 95 % confidence (2)",
                        type + "p99(tpot) < 15 ms");
    }

    @Test
    void aFileIsRunOnceHoweverItIsWritten() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Path mine = Files.copy(Path.of(FILE), folder.resolve("mine.yaml"));
        Path link = Files.createSymbolicLink(other.resolve("link.yaml"), mine);
        assertThat(FilePatterns.expand(List.of(
                        mine.toString(),
                        other + "/../mine.yaml",
                        folder + "/./mi*.yaml",
                        link.toString(),
                        folder + "/none.yaml")))
                .containsExactly(mine, link, folder.resolve("none.yaml"));
        assertThat(FilePatterns.expand(List.of(FILE, "./" + FILE))).hasSize(1);
    }

    @Test
    void aReportThatCannotBeWrittenIsToldBeforeTheRun() {
        assumeTrue(Files.isDirectory(Path.of("/proc")));
        assertThat(check(FILE, "--junit", "/proc/slo.xml")).isEqualTo(4);
        assertThat(printed.error()).isEqualToIgnoringNewLines("/proc/slo.xml: cannot be written");
        assertThat(printed.out()).isEmpty();
    }

    @Test
    void noReportOfAnEarlierCheckIsLeftByOneThatFails() throws Exception {
        Path file = Files.writeString(folder.resolve("slo.xml"), "<testsuites/>");
        assertThat(check(
                        FILE, "--set", "slo[0].expect=p99(tfft) < 1 s", "--junit", file.toString()))
                .isEqualTo(3);
        assertThat(file).doesNotExist();
    }

    @Test
    void batchesAreNotCalledCells() {
        String[] asked = {
            "scenarios/queueing/mmc.yaml",
            "--set",
            "horizon=12 h",
            "--replications",
            "1",
            "--set",
            "batches=11",
            "--set",
            "slo=[{expect: mean(jobs.wait) < 10 min}]"
        };
        check(asked);
        assertThat(printed.out()).contains("11 batches of one replication").doesNotContain("cells");
        asked[8] = "slo=[{expect: mean(jobs.wait) < 1.08 s}]";
        check(asked);
        assertThat(printed.out())
                .contains("the batches of one replication do not decide; try a longer horizon");
    }

    private int checkOfServers(int servers) {
        return check(
                "scenarios/queueing/mmc.yaml",
                "--set",
                "horizon=40000 s",
                "--set",
                "slo=[{expect: mean(jobs.wait) < 10 min}]",
                "--set",
                "jobs.stations.desk.servers=" + servers);
    }

    @Test
    void aLineThatOnlyGrowsIsTold() {
        assertThat(checkOfServers(2)).isEqualTo(1);
        assertThat(printed.out()).contains("At desk more jobs came than left (16.");
        assertThat(checkOfServers(3)).isZero();
        assertThat(printed.out()).doesNotContain("more jobs came");
    }

    private static Element parsed(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    @Test
    void json() {
        assertThat(check(FILE, "--replications", "5", "--json")).isZero();
        JsonNode slo =
                JsonMapper.builder().build().readTree(printed.out()).get(0).get("slo");
        assertThat(slo.size()).isEqualTo(3);
        assertThat(slo.get(0).get("verdict").asString()).isEqualTo("pass");
        assertThat(slo.get(0).get("bound").asDouble()).isEqualTo(0.08);
        assertThat(slo.get(0).get("low").asDouble()).isLessThan(0.08);
        assertThat(slo.get(0).get("unit").asString()).isEqualTo("s");
    }
}
