package headroom.experiment;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Queueing theory through scenario files of jobs, one a server, see {@link CaseSuite}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobCasesTest {
    private static final String KIND = "job";
    private static final Set<String> FAMILIES = Set.of(
            "MM1",
            "MM1K",
            "MM1-transient",
            "MMc-ErlangC",
            "MGcc-ErlangB",
            "MMcM-ErlangA",
            "MG1-FCFS",
            "MDc",
            "GIMc",
            "M-PH-c",
            "MG1-PS",
            "MG1-limited-PS",
            "MG1-vacation",
            "MMc-breakdowns",
            "MMc-setup",
            "MtGinf",
            "MtMct",
            "MtMct-abandon",
            "MtMct-loss");

    /** Its 140,000 jobs at once are dealt to a hundred cells, see QueueingCasesTest. */
    private static final Set<String> ELSEWHERE = QueueingCase.all("queueing").stream()
            .filter(each -> each.shared().equals("MTGI-02"))
            .flatMap(each -> each.metrics().stream().map(m -> each.shared() + " " + m.name()))
            .collect(Collectors.toSet());

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
