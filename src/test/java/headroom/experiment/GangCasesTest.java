package headroom.experiment;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Queueing theory through scenario files of jobs of several classes, stations or servers, see
 * {@link CaseSuite}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GangCasesTest {
    private static final String KIND = "gang";
    private static final Set<String> FAMILIES = Set.of(
            "priority-MM1",
            "priority-MMc",
            "priority-MG1",
            "MG1-size-based",
            "Jackson-open",
            "closed-MVA",
            "multiserver-job",
            "Kaufman-Roberts",
            "power-cap-loss",
            "trunk-reservation",
            "checkpoint-restart",
            "k-of-n-availability",
            "MGinf-power",
            "fork-join",
            "deterministic-trace");

    /** No run gives it; ValidationCasesTest holds the closed form to it. */
    private static final Set<String> ELSEWHERE =
            Set.of("CKPT-01 optimal_tau", "CKPT-02 optimal_tau");

    private final CaseSuite suite = new CaseSuite(KIND, FAMILIES, ELSEWHERE);

    static List<QueueingCase> cases() {
        return CaseSuite.cases(KIND);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void theScenarioGivesWhatTheorySays(QueueingCase each) throws IOException {
        suite.run(each);
    }

    @Test
    void everyMetricOfTheSharedCasesIsThere() {
        suite.compareWithShared();
    }

    @AfterAll
    void writeTable() throws IOException {
        suite.writeTable();
    }
}
