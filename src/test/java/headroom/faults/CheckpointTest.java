package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

/** The closed form of a run against one that takes it moment by moment. */
class CheckpointTest {
    private static final double HOUR = 3600;

    /** A run in which the job works or writes for one tick after the other. */
    private static final class Literal {
        final double done;
        final double saved;
        final double writing;
        final double duration;

        Literal(Checkpoint law, double work, double elapsed, double tick) {
            double worked = 0;
            double kept = 0;
            double wrote = 0;
            double clock = 0;
            double written = 0;
            double[] seen = new double[3];
            while (kept < work) {
                boolean segmentDone = worked - kept == law.intervalSeconds() || worked == work;
                boolean skip = worked == work && !law.lastSaved();
                if (segmentDone && (skip || written == law.writeSeconds())) {
                    kept = worked;
                    written = 0;
                } else {
                    clock += tick;
                    worked += segmentDone ? 0 : tick;
                    written += segmentDone ? tick : 0;
                    wrote += segmentDone ? tick : 0;
                }
                if (clock <= elapsed) {
                    seen = new double[] {worked, kept, wrote};
                }
            }
            done = seen[0];
            saved = seen[1];
            writing = seen[2];
            duration = clock;
        }
    }

    @Test
    void aRunIsWhatItIsTakenMomentByMoment() {
        FastStream random = new Streams(1, 0).of("checkpoints");
        double tick = 0x1p-4;
        int last = 0;
        int beyond = 0;
        int midWrite = 0;
        for (int i = 0; i < 10_000; i++) {
            double tau = random.nextInt(1, 20) * tick;
            double write = random.nextInt(0, 6) * tick;
            double work = random.nextInt(0, 120) * tick;
            boolean lastSaved = random.nextInt(0, 1) == 1;
            Checkpoint law = new Checkpoint(tau, write, 1, 2, lastSaved);
            double duration = law.durationSeconds(work);
            double elapsed = random.nextInt(0, (int) (1.1 * duration / tick) + 1) * tick;
            Literal literal = new Literal(law, work, elapsed, tick);
            String of = law + " work " + work + " elapsed " + elapsed;
            assertThat(duration).as(of).isEqualTo(literal.duration);
            assertThat(law.doneSeconds(work, elapsed)).as(of).isEqualTo(literal.done);
            assertThat(law.savedSeconds(work, elapsed)).as(of).isEqualTo(literal.saved);
            assertThat(law.lostSeconds(work, elapsed))
                    .as(of)
                    .isEqualTo(literal.done - literal.saved);
            assertThat(law.writingSeconds(work, elapsed)).as(of).isEqualTo(literal.writing);
            last += elapsed == duration ? 1 : 0;
            beyond += elapsed > duration ? 1 : 0;
            midWrite += literal.writing % Math.max(write, tick) > 0 ? 1 : 0;
        }
        assertThat(last).isGreaterThan(60);
        assertThat(beyond).isGreaterThan(500);
        assertThat(midWrite).isGreaterThan(500);
    }

    @Test
    void withoutCheckpointsNothingIsSavedBeforeTheEnd() {
        Checkpoint never = new Checkpoint(Double.POSITIVE_INFINITY, 5, 0, 0, false);
        assertThat(never.durationSeconds(100)).isEqualTo(100);
        assertThat(never.doneSeconds(100, 99)).isEqualTo(99);
        assertThat(never.savedSeconds(100, 99)).isZero();
        assertThat(never.lostSeconds(100, 99)).isEqualTo(99);
        assertThat(never.savedSeconds(100, 100)).isEqualTo(100);
        assertThat(never.writingSeconds(100, 100)).isZero();
    }

    /** Intervals that are no binary fractions: nothing is counted before its writing ended. */
    @Test
    void roundingNeverSavesTooEarly() {
        Checkpoint law = new Checkpoint(0.1, 0.2, 0, 0, true);
        double cycle = 0.1 + 0.2;
        for (int n = 1; n < 10_000; n++) {
            assertThat(law.savedSeconds(2000, n * cycle)).isEqualTo(n * 0.1);
            assertThat(law.savedSeconds(2000, Math.nextDown(n * cycle))).isEqualTo((n - 1) * 0.1);
        }
    }

    @Test
    void intervalsOfYoungAndDaly() {
        assertThat(Checkpoint.youngSeconds(50, 10_000)).isEqualTo(1000);
        // Daly 2006, eq. 37, by hand: 1000 (1 + 0.05 / 3 + 0.0025 / 9) - 50
        assertThat(Checkpoint.dalySeconds(50, 10_000)).isEqualTo(966.944444444, within(1e-8));
        assertThat(Checkpoint.dalySeconds(300, 100)).isEqualTo(100);
        assertThat(Checkpoint.transferSeconds(4e12, 2e11)).isEqualTo(20);
        assertThat(Checkpoint.gangMttfSeconds(2048, 6.5e-3 / 86_400) / HOUR)
                .isEqualTo(1.8, within(0.05));
        assertThat(Checkpoint.gangMttfSeconds(16_384, 6.5e-3 / 86_400) / HOUR)
                .isEqualTo(0.23, within(0.005));
    }

    /**
     * Share of useful work of a long run by the interval, E = work / (e^(R/M) M (e^((tau+w)/M) - 1)
     * / tau) (Daly 2006, failures may hit a restart): the best of many by brute force.
     */
    @Test
    void dalysIntervalIsTheBestWithinTenPerCent() {
        for (double mttf : new double[] {3.09 * HOUR, 1.8 * HOUR}) {
            for (double write : new double[] {10, 30, 60, 120, 300}) {
                double best = 0;
                double bestGoodput = 0;
                for (double tau = 10; tau < 4 * HOUR; tau *= 1.001) {
                    double goodput = goodput(tau, write, 600, mttf);
                    if (goodput > bestGoodput) {
                        bestGoodput = goodput;
                        best = tau;
                    }
                }
                double daly = Checkpoint.dalySeconds(write, mttf);
                assertThat(daly / best).isEqualTo(1, within(0.1));
                assertThat(goodput(daly, write, 600, mttf) / bestGoodput)
                        .isEqualTo(1, within(1e-3));
            }
        }
    }

    private static double goodput(double tau, double write, double restart, double mttf) {
        return tau
                / (StrictMath.exp(restart / mttf) * mttf)
                / StrictMath.expm1((tau + write) / mttf);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Checkpoint(0, 1, 1, 1, true))
                .hasMessage("checkpoints every 0.0 s");
        assertThatThrownBy(() -> new Checkpoint(1, -1, 1, 1, true))
                .hasMessage("checkpoints that cost -1.0 s, 1.0 s and 1.0 s");
        assertThatThrownBy(() -> new Checkpoint(1, 1, 1, Double.NaN, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
