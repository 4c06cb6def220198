package headroom.experiment;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Queueing theory through scenario files of serving, see {@link CaseSuite}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueueingCasesTest {
    private static final String KIND = "queueing";
    private static final Set<String> FAMILIES = Set.of(
            "state-dependent-PS",
            "JSQ",
            "power-of-d",
            "batch-service",
            "GPU-dynamic-batching",
            "retrial",
            "finite-source",
            "MMPP-M-c",
            "MX-M-1",
            "token-bucket");

    /** What no number of a run tells; TickBucketTheoryTest holds the meter itself to it. */
    private static final Set<String> ELSEWHERE = Set.of("TB-05 mean_tokens_just_after_tick");

    private final CaseSuite suite = new CaseSuite(KIND, FAMILIES, ELSEWHERE);

    static List<QueueingCase> cases() {
        return CaseSuite.cases(KIND);
    }

    @ParameterizedTest
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
