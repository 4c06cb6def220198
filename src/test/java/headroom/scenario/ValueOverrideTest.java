package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.demand.DemandSection;
import headroom.yaml.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Values given beside the file. */
class ValueOverrideTest {
    private static Scenario read(Map<String, String> overrides) throws IOException {
        return ScenarioFile.parse("f", Shipped.everyKey(), overrides).orThrow();
    }

    @Test
    void replacesSingleValues() throws IOException {
        Scenario base = read(Map.of());
        Scenario changed = read(Map.of(
                "demand.spikes[0].height", "2",
                "demand.tiers[max-5x].users", "1 M",
                "controllers.caps.enabled", "true",
                "sites.memphis.powerLimit", "250 MW",
                "models.small.credits.input", "0.2",
                "models.third",
                        "{credits: {input: 1, output: 1}, price: {input: $0/token,"
                                + " cachedInput: $0/token, output: $0/token}}"));
        assertThat(changed.demand().spikes().get(0).height()).isEqualTo(2);
        assertThat(changed.demand().spikes().get(1))
                .isEqualTo(base.demand().spikes().get(1));
        assertThat(changed.demand().tiers().get(1).users()).isEqualTo(1_000_000);
        assertThat(changed.demand().tiers().get(0))
                .isEqualTo(base.demand().tiers().get(0));
        assertThat(changed.controllers().caps().orElseThrow().enabled()).isTrue();
        assertThat(changed.site("memphis").powerLimitWatts()).isEqualTo(250e6);
        assertThat(changed.models().keySet()).containsExactly("large", "small", "third");
        assertThat(changed.models().get("large")).isEqualTo(base.models().get("large"));
    }

    @Test
    void addsAndTakesAway() throws IOException {
        Scenario changed = read(Map.of(
                "sites.memphis.powerPolicy", "null",
                "demand.spikes[dip]", "~",
                "demand.tiers[1].meters.weekly", "7 credits",
                "contract", "null",
                "additions", "[]"));
        assertThat(changed.site("memphis").powerPolicy().margin()).isEqualTo(0.02);
        assertThat(changed.demand().spikes())
                .extracting(DemandSection.SpikeSection::name)
                .containsExactly("launch");
        assertThat(changed.demand().tiers().get(1).meters().weeklyCredits()).hasValue(7);
        assertThat(changed.contract()).isEmpty();
        assertThat(changed.additions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    demand.spikes[0].height | two | height: expects a number
                    demand.spikes[0].hight | 2 | unknown key 'hight' in demand.spikes[0]
                    demand.spikes[7].height | 2 | no element [7] in a list of 2
                    demand.spikes[lunch].height | 2 | no element [lunch] in a list of 2
                    demand[0] | 2 | there is no list to take [0] of
                    additions[0].gpus[0] | 2 | there is no list to take [0] of
                    horizon.days | 2 | there is no section with a key 'days'
                    horizon | 2 | has no unit
                    horizon | [1 | not YAML
                    horizon | '' | the text is empty
                    a b | 2 | is no path
                    .a | 2 | is no path
                    a..b | 2 | is no path
                    [0] | 2 | is no path
                    '' | 2 | is no path
                    nothing | 2 | unknown key 'nothing'
                    """)
    void tellsErrorsUnderThePath(String path, String value, String message) throws IOException {
        List<Problem> problems =
                ScenarioFile.parse("f", Shipped.everyKey(), Map.of(path, value)).problems();
        assertThat(problems).as(problems.toString()).hasSize(1);
        assertThat(problems.get(0).message()).contains(message);
        assertThat(problems.get(0).render()).startsWith("override " + path + ": error: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    demand.spikes[lunch].height | [launch]
                    occupancyAt[9] | elements count from 0
                    demand.tiers.pro.users | in brackets; there is [pro], [max-5x]
                    deployments.old.share | in brackets; elements count from 0
                    """)
    void tellsWhichElementsThereAre(String path, String hint) throws IOException {
        List<Problem> problems =
                ScenarioFile.parse("f", Shipped.everyKey(), Map.of(path, "2")).problems();
        assertThat(problems).as(problems.toString()).hasSize(1);
        assertThat(problems.get(0).hint()).contains(hint);
    }

    /** A name that is not there is no new section, unless it is given whole. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    pools.Old.gpus | 5 | 'Old' in pools | 'old'?; a new one is given whole
                    pools.yonder.gpus | 5 | 'yonder' in pools | known: old, fresh
                    demand.workloads.chatt.think | 5 s | 'chatt' in demand.workloads | 'chat'?
                    jobs.stations.dask.servers | 5 | 'dask' in jobs.stations | 'desk'?
                    jobs.streams[0].visits.roam.size | 5 s | in jobs.streams[0].visits | 'room'?
                    sites.memfis.powerPolicy.margin | 5 % | 'memfis' in sites | 'memphis'?
                    sites.memfis | null | 'memfis' in sites | 'memphis'?
                    sites.s.pue | 1 | 's' in sites | whole: sites.s={...}
                    contrct | null | there is no 'contrct' | 'contract'?
                    demand.spike | ~ | 'spike' in demand | 'spikes'?
                    """)
    void aNameThatIsNotThereIsToldAsThat(String path, String value, String message, String hint)
            throws IOException {
        List<Problem> problems =
                ScenarioFile.parse("f", Shipped.everyKey(), Map.of(path, value)).problems();
        assertThat(problems).as(problems.toString()).hasSize(1);
        assertThat(problems.get(0).message()).startsWith("there is no ").endsWith(message);
        assertThat(problems.get(0).hint()).contains(hint);
    }

    @Test
    void whatMayBeThereCanBeTakenAwayWhereItIsNot() throws IOException {
        String text = Shipped.requiredKeys();
        assertThat(ScenarioFile.parse("f", text, Map.of("contract", "null")).problems())
                .isEmpty();
        assertThat(ScenarioFile.parse("f", text, Map.of("demand.workloads.w.think", "60 s"))
                        .problems())
                .isEmpty();
    }

    @Test
    void aListThatIsNotThereIsToldOnce() throws IOException {
        Path file = Path.of("scenarios/queueing/mmc.yaml");
        assertThat(ScenarioFile.read(file, Map.of("additions[0].gpus", "2")).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("no element [0] in a list of 0");
                    assertThat(problem.hint()).contains("give the whole list");
                });
    }

    @Test
    void refusesEndlessPaths() throws IOException {
        String path = "a" + ".a".repeat(100_000);
        assertThat(ScenarioFile.parse("f", Shipped.everyKey(), Map.of(path, "1"))
                        .render())
                .contains("is no path");
    }

    @Test
    void comesAfterTheFileInTheOrderOfProblems() throws IOException {
        String text = Shipped.everyKey().replace("horizon: 14 d", "horizon: 14");
        List<Problem> problems =
                ScenarioFile.parse("f", text, Map.of("cells", "none")).problems();
        assertThat(problems).extracting(Problem::file).containsExactly("f", "override cells");
    }
}
