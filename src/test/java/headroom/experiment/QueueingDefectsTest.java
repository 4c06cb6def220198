package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.QueueingVerdict.Verdict;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

/**
 * The suite of queueing cases notices defects: each scenario here is wrong in one thing, and some
 * number of its case must fail.
 *
 * <p>Not to be noticed by means in these cases: the order in which equal servers break ties, and an
 * average over arrivals in place of time, which is the same for Poisson arrivals.
 */
final class QueueingDefectsTest {
    private static final double TIMES = 0.3;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one server too many | JSQ-01 | pools.servers.gpus=3
            any server for the shorter queue | JSQ-01 | routing.policy=random
            minutes for seconds | JSQ-01 | demand.streams[0].rate=1.6 /min
            one choice too many | POD-01 | routing.choices=3
            one seat too many in a batch | BATCH-05 | deployments[0].maxSequences=9
            joining a batch under way | BATCH-05 | demand.streams[0].output=100 tokens; \
            deployments[0].stepTime.c0=20 us; deployments[0].stepTime.c1=4 us
            a batch of constant time | BATCH-06 | deployments[0].engine.prefillNoise=none
            one seat too few in a batch | BATCH-01 | deployments[0].maxSequences=7
            one request too many let in | LLM-01 | overload.maxRequestsPerReplica=65
            no room to wait | LLM-02 | overload.maxRequestsPerReplica=64
            speed without regard to the batch | LLM-03 | deployments[0].stepTime.c1=0 us
            who is blocked three times leaves | RETR-02 | demand.streams[0].retry.max=3
            half the pause | RETR-02 | demand.streams[0].retry.law=full-jitter
            doubling pauses | RETR-02 | demand.streams[0].retry.cap=60 s
            one user too few | FIN-01 | demand.tiers[0].users=59
            users who do not wait for answers | FIN-01 | demand.tiers[0].closed=false; \
            demand.tiers[0].sessionsPerUserWeek=94260
            a swing half as wide | MTGI-01 | demand.profiles.tide.sinusoid.amplitude=0.25; \
            deployments[0].tokenBudget=200 k
            a surge twice as long | MTMC-03 | demand.profiles.surge.steps[1].from=8 h
            callers ten times as patient | MTMC-05 | demand.streams[0].patience.mean=20 h
            a queue where there should be none | MTMC-06 | overload.maxRequestsPerReplica=200
            Poisson for phases | MMPP-01 | demand.streams[0].arrivals=null
            one by one for batches | MX-01 | demand.streams[0].arrivals=null
            constant for exponential | MM1-01 | demand.streams[0].output=100 k tokens
            all at once for one by one | MM1-01 | deployments[0].maxSequences=100; \
            deployments[0].stepTime.c0=0.001 us; deployments[0].stepTime.c1=1 us
            one token too many held | TB-01 | demand.streams[0].limits[0].holds=6 s
            refilled steadily for at ticks | TB-05 | demand.streams[0].limits[0].kind=bucket
            refused for waiting | TB-07 | demand.streams[0].limits[0].then=reject
            """)
    void aDefectFails(String defect, String id, String changes) throws IOException {
        QueueingCase wrong = QueueingCase.of(id).with("deployments[0].tokenBudget", "1000");
        for (String change : changes.split("; *")) {
            String[] sides = change.split("=", 2);
            wrong = wrong.with(sides[0], sides[1]);
        }
        assertThat(verdicts(wrong)).as("%s", defect).contains(Verdict.FAIL);
    }

    /** At the same length what is right does not fail, so that it is the defect that does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "JSQ-01",
                "BATCH-05",
                "BATCH-06",
                "LLM-01",
                "MM1-01",
                "RETR-02",
                "FIN-01",
                "MTMC-03",
                "MX-01",
                "TB-01",
                "TB-05"
            })
    void withoutDefectNothingFails(String id) throws IOException {
        assertThat(verdicts(QueueingCase.of(id))).doesNotContain(Verdict.FAIL);
    }

    private static List<Verdict> verdicts(QueueingCase each) throws IOException {
        QueueingRun run = new QueueingRun(each.scenario(TIMES, 7));
        return each.metrics().stream()
                .map(metric -> QueueingVerdict.of(metric, run, 0.05).verdict())
                .toList();
    }
}
