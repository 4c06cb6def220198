package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What limits whom in words: the limit that most users met, and who is worse off for sure. */
final class LimitWordsTest {
    private static final List<Phase> PHASES =
            List.of(new Phase("spike", 0, 10), new Phase("after", 10, 20));

    private static RunResult run(Measurement... more) {
        List<Measurement> all = new ArrayList<>(List.of(
                bound("spike", "pro", "fiveHour", 0.3, 0.02),
                bound("spike", "pro", "weekly", 0.2, 0.02),
                bound("after", "pro", "fiveHour", 0.1, 0.01),
                bound("after", "pro", "weekly", 0.121, 0.004),
                bound("after", "max", "weekly", 0.05, 0.01),
                bound("spike", "max", "weekly", 0, 0),
                Runs.number("period mean", "phase=after", "h", 168, 0),
                Runs.number(
                        "lockout mean",
                        "phase=after,tier=pro,limit=weekly",
                        "min per user-week",
                        34,
                        3)));
        all.addAll(List.of(more));
        return Runs.run("x", PHASES, all, new TimeSeries(Runs.START, 3600, List.of()));
    }

    private static Measurement bound(
            String phase, String tier, String limit, double share, double error) {
        String labels = "phase=" + phase + ",tier=" + tier + ",limit=" + limit;
        return Runs.number("bound.users share", labels, "share", share, error);
    }

    @Test
    void theLimitThatMostMetBinds() {
        assertThat(LimitWords.binding(run()))
                .containsExactly("After the addition the weekly limit binds pro (12.1 ± 0.4 % of"
                        + " users in a week) and max (5.0 ± 1.0 %).");
    }

    @Test
    void theTableHasALimitForEachTierAndPhase() {
        assertThat(LimitWords.table(run()))
                .containsExactly(
                        new LimitWords.Row(
                                "pro",
                                List.of("five-hour: 30 ± 2 %", "weekly: 12.1 ± 0.4 %; 34 ± 3 min")),
                        new LimitWords.Row("max", List.of("–", "weekly: 5.0 ± 1.0 %")));
    }

    @Test
    void worseOffIsOnlyWhatIsBeyondKnownErrors() {
        assertThat(LimitWords.worse(run(lockout("spike", 10, 2), lockout("after", 30, 4))))
                .containsExactly("After the addition worse off than in the spike: max (locked out"
                        + " 10 ± 2 to 30 ± 4 min per user-week).");
        assertThat(LimitWords.worse(run(lockout("spike", 10, 12), lockout("after", 30, 9))))
                .isEmpty();
        assertThat(LimitWords.worse(run(lockout("spike", 10, Double.NaN), lockout("after", 30, 4))))
                .isEmpty();
    }

    private static Measurement lockout(String phase, double minutes, double error) {
        String labels = "phase=" + phase + ",tier=max";
        return Runs.number("lockout mean", labels, "min per user-week", minutes, error);
    }
}
