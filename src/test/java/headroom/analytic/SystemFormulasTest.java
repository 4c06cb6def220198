package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.analytic.Reliability.Checkpoints;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Losses, networks, failures and times of day, each against another route. */
final class SystemFormulasTest {
    private static final double EXACT = 1e-12;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    @Test
    void lossesAreErlangBAtTheirLimits() {
        double blocking = ErlangB.blocking(20, 16.0);
        assertThat(new LossSystems.FiniteRoom(20, 20, 16.0, 1.0).blocking())
                .isEqualTo(blocking, within(EXACT));
        assertThat(new LossSystems.Reserved(20, 0, 10.0, 6.0, 1.0).secondBlocking())
                .isEqualTo(blocking, within(EXACT));
        int[] one = {1};
        assertThat(new LossSystems.MultiRate(20, one, new double[] {16.0}).blocking(1))
                .isEqualTo(blocking, within(EXACT));
        List<LossSystems.Demand> demand = List.of(new LossSystems.Demand(1, 1.0, 16.0));
        assertThat(new LossSystems.PowerLimited(100, 20.0, demand).blocking(0))
                .isEqualTo(blocking, within(EXACT));
        LossSystems.FiniteRoom full = new LossSystems.FiniteRoom(1, 10, 0.9, 1.0);
        assertThat(full.blocking()).isEqualTo(0.0508137313274124, within(EXACT));
        assertThat(full.meanSojournSeconds()).isEqualTo(4.646600672123705, within(1e-11));
        assertThat(new LossSystems.FiniteRoom(1, 10, 1.0, 1.0).blocking())
                .isEqualTo(1 / 11.0, within(EXACT));
    }

    @Test
    void jobsOfSeveralServers() {
        LossSystems.MultiRate shared =
                new LossSystems.MultiRate(20, new int[] {1, 5}, new double[] {8.0, 1.6});
        assertThat(shared.blocking(1)).isEqualTo(0.054305500948278136, within(EXACT));
        assertThat(shared.blocking(5)).isEqualTo(0.3241914290572532, within(EXACT));
        double carried = 8.0 * (1 - shared.blocking(1)) + 8.0 * (1 - shared.blocking(5));
        assertThat(shared.meanBusy()).isEqualTo(carried, within(1e-11));
        // the same with power as the only limit
        LossSystems.PowerLimited power = new LossSystems.PowerLimited(
                1000,
                20.0,
                List.of(new LossSystems.Demand(1, 1.0, 8.0), new LossSystems.Demand(1, 5.0, 1.6)));
        assertThat(power.blocking(1)).isEqualTo(shared.blocking(5), within(EXACT));
        assertThat(power.meanPowerWatts()).isEqualTo(shared.meanBusy(), within(1e-11));
        assertThat(power.powerAtLeast(16.0)).isEqualTo(shared.blocking(5), within(EXACT));
        // far from overflow at site scale
        LossSystems.MultiRate site = new LossSystems.MultiRate(
                220_000, new int[] {1, 8}, new double[] {100_000.0, 15_000.0});
        assertThat(site.blocking(8) / site.blocking(1)).isBetween(7.9, 8.1);
        assertThatThrownBy(() -> new LossSystems.MultiRate(4, new int[] {5}, new double[] {1}))
                .hasMessageContaining("5");
    }

    @Test
    void aReserveKeepsTheFirstClass() {
        LossSystems.Reserved kept = new LossSystems.Reserved(50, 5, 20.0, 28.0, 1.0);
        assertThat(kept.firstBlocking()).isEqualTo(0.001668010676417562, within(EXACT));
        assertThat(kept.secondBlocking()).isEqualTo(0.23072507479944385, within(EXACT));
        double carried = 20 * (1 - kept.firstBlocking()) + 28 * (1 - kept.secondBlocking());
        assertThat(kept.meanBusy()).isEqualTo(carried, within(1e-11));
    }

    @Test
    void powerOfPoissonNumbersOfJobs() {
        LossSystems.CompoundPower power =
                new LossSystems.CompoundPower(new int[] {1, 8, 64}, new double[] {120, 30, 2});
        assertThat(power.mean()).isEqualTo(488.0, within(1e-9));
        assertThat(power.deviation()).isEqualTo(Math.sqrt(10232.0), within(1e-9));
        assertThat(power.probability(units -> units > 600))
                .isEqualTo(0.1359560454823967, within(1e-11));
        assertThat(power.quantile(0.99)).isEqualTo(760);
    }

    @Test
    void networks() {
        // two M/M/1 in a row
        double[][] row = {{0, 1}, {0, 0}};
        Networks.Open tandem = new Networks.Open(
                new double[] {0.5, 0}, row, new double[] {1.0, 0.5}, new int[] {1, 1});
        assertThat(tandem.ratePerSecond(1)).isEqualTo(0.5, within(EXACT));
        assertThat(tandem.meanSojournSeconds()).isEqualTo(2.0 + 2.0 / 3.0, within(EXACT));
        // back with probability 1/2: twice the rate
        double[][] loop = {{0.5}};
        double[] half = {0.25};
        int[] two = {2};
        assertThat(new Networks.Open(half, loop, new double[] {3.0}, two).meanPresent(0))
                .isEqualTo(new ErlangC(2, 0.5, 3.0).meanPresent(), within(EXACT));
        // thinking users at one station, by mean values and by births and deaths
        double[][] work = {{0.5}};
        Networks.Closed closed = new Networks.Closed(new int[] {20}, work, new double[] {10.0});
        Networks.FiniteSource source = new Networks.FiniteSource(20, 1, 10.0, 0.5);
        assertThat(closed.throughputPerSecond(0))
                .isEqualTo(source.throughputPerSecond(), within(EXACT));
        assertThat(closed.meanCycleSeconds(0))
                .isEqualTo(source.meanSojournSeconds(), within(1e-11));
        // two classes that are one
        double[][] alike = {{1.0, 0.4}, {1.0, 0.4}};
        Networks.Closed both = new Networks.Closed(new int[] {6, 4}, alike, new double[2]);
        double[][] single = {{1.0, 0.4}};
        Networks.Closed ten = new Networks.Closed(new int[] {10}, single, new double[1]);
        assertThat(both.meanPresent(0)).isEqualTo(ten.meanPresent(0), within(1e-11));
        assertThat(both.throughputPerSecond(0) / 6)
                .isEqualTo(ten.throughputPerSecond(0) / 10, within(EXACT));
        assertThat(Networks.forkJoinSojournSeconds(0.5, 1.0)).isEqualTo(2.875);
        assertThat(Networks.choicesPresentAtLeast(2, 0.9, 2)).isEqualTo(0.729, within(EXACT));
        assertThat(Networks.choicesSojournSeconds(2, 0.9, 1.0))
                .isEqualTo(2.6140573773238756, within(EXACT));
    }

    @Test
    void nodesThatFail() {
        Reliability.Group own = new Reliability.Group(9, new MarkovQueue.Repairs(100, 4, 9));
        double up = 100 / 104.0;
        double all = StrictMath.pow(up, 9);
        double eight = 9 * StrictMath.pow(up, 8) * (1 - up);
        assertThat(own.availability(8)).isEqualTo(all + eight, within(EXACT));
        assertThat(own.unavailability(8)).isEqualTo(1 - all - eight, within(EXACT));
        assertThat(own.meanUp()).isEqualTo(9 * up, within(1e-11));
        // both ways out of one down: to the next failure or back to all up
        double first = 100 / 9.0;
        double second = 1 / (0.08 + 0.25);
        double expected = (first + second) / (0.08 * second);
        assertThat(own.meanTimeToFewerSeconds(8)).isEqualTo(expected, within(1e-10));
        assertThat(own.meanTimeToFewerSeconds(9)).isEqualTo(first, within(1e-12));
        Reliability.Group few = new Reliability.Group(72, new MarkovQueue.Repairs(500, 20, 4));
        assertThat(few.availability(64)).isEqualTo(0.9562913420057645, within(EXACT));
        assertThat(few.meanTimeToFewerSeconds(64)).isEqualTo(731.3525573978794, within(1e-9));
    }

    @Test
    void checkpointsAndFailures() {
        Checkpoints job = new Checkpoints(240, 1, 0.05, 0.25, 3, true);
        assertThat(job.meanCompletionSeconds()).isEqualTo(327.95007522404086, within(1e-9));
        assertThat(job.completionDeviationSeconds()).isEqualTo(9.52694527904569, within(1e-10));
        assertThat(job.meanFailures()).isEqualTo(109.31669174134696, within(1e-10));
        Checkpoints free = new Checkpoints(24, 24, 0, 0.5, 50, false);
        assertThat(free.meanCompletionSeconds()).isEqualTo(31.111757310741115, within(1e-11));
        assertThat(free.completionDeviationSeconds()).isEqualTo(12.724261932290592, within(1e-10));
        assertThat(free.meanFailures()).isEqualTo(0.6160744021928933, within(EXACT));
        // no restart: both kinds are one
        Checkpoints hit = new Checkpoints(100, 3, 0.1, 0, 20, true);
        Checkpoints spared = new Checkpoints(100, 3, 0.1, 0, 20, false);
        assertThat(hit.meanCompletionSeconds())
                .isEqualTo(spared.meanCompletionSeconds(), within(1e-10));
        assertThat(hit.completionDeviationSeconds())
                .isEqualTo(spared.completionDeviationSeconds(), within(1e-10));
        assertThat(hit.meanFailures()).isEqualTo(spared.meanFailures(), within(1e-11));
        // failures so rare that each segment simply takes its time; the last one is shorter
        assertThat(new Checkpoints(100, 3, 0.1, 1, 1e12, true).meanCompletionSeconds())
                .isEqualTo(103.4, within(1e-6));
        // rare failures lose half a segment on average and a restart
        Checkpoints rare = new Checkpoints(1000, 10, 0, 2, 1e6, false);
        assertThat((rare.meanCompletionSeconds() - 1000) / rare.meanFailures())
                .isEqualTo(5 + 2, within(1e-4));
        assertThatThrownBy(() -> new Checkpoints(1, 0, 0, 0, 1, true))
                .hasMessageContaining("positive");
    }

    @Test
    void theBestIntervalIsTheBest() {
        double best = Checkpoints.bestIntervalSeconds(0.05, 3);
        assertThat(best).isEqualTo(0.5149088541737745, within(1e-12));
        for (double other : new double[] {0.99 * best, 1.01 * best}) {
            // whole numbers of segments, so that all have the best length
            double at = new Checkpoints(1e4 * best, best, 0.05, 0.25, 3, true).goodput();
            double beside = new Checkpoints(1e4 * other, other, 0.05, 0.25, 3, true).goodput();
            assertThat(beside).isLessThan(at);
        }
        double cheap = Checkpoints.bestIntervalSeconds(1e-4, 3);
        assertThat(Checkpoints.youngIntervalSeconds(1e-4, 3) / cheap).isEqualTo(1.0, within(0.01));
        assertThat(Checkpoints.dalyIntervalSeconds(1e-4, 3) / cheap).isEqualTo(1.0, within(1e-5));
        assertThat(Checkpoints.dalyIntervalSeconds(0.05, 3) / best).isEqualTo(1.0, within(0.002));
        assertThat(Checkpoints.dalyIntervalSeconds(7, 3)).isEqualTo(3);
        assertThatThrownBy(() -> Checkpoints.bestIntervalSeconds(0, 3)).hasMessageContaining("0");
    }

    @Test
    void wavesOfArrivals() {
        TimeVarying.InfiniteServers queue =
                new TimeVarying.InfiniteServers(100, 0.5, 24, TimeLaw.exponential(1.0));
        double turn = 2 * StrictMath.PI / 24;
        double swing = 50 / Math.sqrt(1 + turn * turn);
        assertThat(queue.peakMeanPresent()).isEqualTo(100 + swing, within(1e-10));
        assertThat(queue.lagSeconds()).isEqualTo(StrictMath.atan(turn) / turn, within(EXACT));
        assertThat(queue.meanPresent(6 + queue.lagSeconds()))
                .isEqualTo(queue.peakMeanPresent(), within(1e-10));
        TimeVarying.InfiniteServers fixed =
                new TimeVarying.InfiniteServers(50, 0.8, 24, TimeLaw.deterministic(3.0));
        assertThat(fixed.lagSeconds()).isEqualTo(1.5, within(EXACT));
        TimeVarying.InfiniteServers heavy =
                new TimeVarying.InfiniteServers(200, 0.6, 24, TimeLaw.lognormal(2.0, 4.0));
        assertThat(heavy.meanPresent(9)).isEqualTo(561.2113348871364, within(1e-8));
    }

    @Test
    void forwardEquationsReachTheKnownStates() {
        // as many servers as room: infinitely many; after ten services the start is forgotten
        TimeVarying.ManyServers wide = new TimeVarying.ManyServers(120, 120, 1.0, NEVER);
        double turn = 2 * StrictMath.PI / 24;
        wide.advance(32, t -> 20 * (1 + 0.4 * StrictMath.sin(turn * t)));
        TimeVarying.InfiniteServers waves =
                new TimeVarying.InfiniteServers(20, 0.4, 24, TimeLaw.exponential(1.0));
        assertThat(wide.meanPresent()).isEqualTo(waves.meanPresent(32), within(1e-9));
        assertThat(wide.presentDeviation())
                .isEqualTo(Math.sqrt(waves.meanPresent(32)), within(1e-9));
        TimeVarying.ManyServers loss = new TimeVarying.ManyServers(10, 10, 1.0, NEVER);
        loss.advance(60, t -> 8.0);
        assertThat(loss.fullProbability()).isEqualTo(ErlangB.blocking(10, 8), within(1e-11));
        TimeVarying.ManyServers impatient = new TimeVarying.ManyServers(10, 80, 1.0, 2.0);
        impatient.advance(5, t -> 20.0);
        impatient.advance(80, t -> 11.0);
        ErlangA palm = new ErlangA(10, 11.0, 1.0, 2.0);
        assertThat(impatient.meanQueue()).isEqualTo(palm.meanQueue(), within(1e-10));
        assertThat(impatient.waitProbability()).isEqualTo(palm.waitProbability(), within(1e-11));
        assertThatThrownBy(() -> impatient.advance(1, t -> 1.0)).hasMessageContaining("back");
    }

    @Test
    void bothWaysThroughTimeAgree() {
        TimeVarying.ManyServers forward = new TimeVarying.ManyServers(1, 300, 1.0, NEVER);
        forward.advance(10, t -> 0.9);
        assertThat(forward.meanPresent()).isEqualTo(2.530695147505976, within(1e-10));
        assertThat(forward.emptyProbability()).isEqualTo(0.22726613284293196, within(1e-11));
        MarkovChain<Integer> jumps = MarkovChain.<Integer>explored(0, (n, exits) -> {
                    exits.to(n + 1, n < 300 ? 0.9 : 0.0);
                    exits.to(n - 1, n > 0 ? 1.0 : 0.0);
                })
                .after(10);
        assertThat(jumps.mean(n -> n)).isEqualTo(2.530695147505976, within(1e-12));
        // more servers from then on: the queue goes
        TimeVarying.ManyServers grown = new TimeVarying.ManyServers(1, 300, 1.0, NEVER);
        grown.advance(10, t -> 0.9);
        grown.resize(20);
        assertThat(grown.meanQueue()).isLessThan(1e-5);
        grown.advance(40, t -> 0.9);
        assertThat(grown.meanPresent()).isEqualTo(0.9, within(1e-9));
    }

    @Test
    void whoStillWaits() {
        ErlangA palm = new ErlangA(10, 11.0, 1.0, 1.0);
        assertThat(palm.waitExceeds(0)).isEqualTo(palm.waitProbability(), within(EXACT));
        assertThat(palm.waitExceeds(2 * palm.meanWaitSeconds()))
                .isEqualTo(0.18944491488229037, within(EXACT));
        // the mean is the integral of the tail
        double[] cells = TimeLaw.Cells.even(0, 30, 60);
        assertThat(TimeLaw.Cells.sum(cells, palm::waitExceeds))
                .isEqualTo(palm.meanWaitSeconds(), within(1e-11));
        ErlangC one = new ErlangC(1, 0.8, 1.0);
        assertThat(one.sojournQuantileSeconds(0.95)).isEqualTo(14.97866136776995, within(1e-11));
        assertThat(one.meanPresent()).isEqualTo(4.0, within(EXACT));
        assertThatThrownBy(() -> new ErlangC(2, 0.8, 1.0).sojournQuantileSeconds(0.95))
                .hasMessageContaining("2 servers");
    }
}
