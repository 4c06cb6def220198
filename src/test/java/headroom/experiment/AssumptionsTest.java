package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

final class AssumptionsTest {
    @Test
    void findsGradedValuesWithTheirPath() {
        String text = """
                sites:
                  memphis: {powerLimit: 300 MW, pue: 1.2} # pue assumed
                demand:
                  growth: 35 %/month # fitted to revenue
                  tiers:
                    - name: pro
                      users: 6 M # assumed
                      price: $20/month # published
                    - {name: api, users: 3} # assumed
                epoch: 10 s
                # users are assumed
                """;
        assertThat(Assumptions.in(text))
                .containsExactly(
                        "sites.memphis {powerLimit: 300 MW, pue: 1.2} (pue assumed)",
                        "demand.growth 35 %/month (fitted to revenue)",
                        "demand.tiers[pro].users 6 M (assumed)");
    }

    @Test
    void itemsWithoutANameAreToldByTheirPlace() {
        String text = """
                deployments:
                  - {model: a, pool: p}
                  - model: b
                    loadTime: 3 min # assumed
                  - model: b
                    loadTime: 3 min # assumed
                additions:
                  - at: 1 h # assumed
                """;
        assertThat(Assumptions.in(text))
                .containsExactly(
                        "deployments[1].loadTime 3 min (assumed)",
                        "deployments[2].loadTime 3 min (assumed)",
                        "additions[0].at 1 h (assumed)");
    }

    @Test
    void theMainScenarioOwnsUpToManyOfThem() throws IOException {
        String text = Files.readString(Scenarios.FOLDER.resolve("colossus-1.yaml"));
        assertThat(Assumptions.in(text)).hasSizeGreaterThan(40);
    }
}
