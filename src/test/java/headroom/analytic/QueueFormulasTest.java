package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** The formulas of one server, of several servers and of gangs, each against another route. */
final class QueueFormulasTest {
    private static final double EXACT = 1e-12;

    @Test
    void orderOfArrival() {
        SingleServer fixed = new SingleServer(0.8, TimeLaw.deterministic(1.0));
        assertThat(fixed.meanWaitSeconds()).isEqualTo(2.0, within(EXACT));
        assertThat(fixed.meanPresent()).isEqualTo(2.4, within(EXACT));
        assertThat(fixed.waitDeviationSeconds()).isEqualTo(2.309401076758503, within(EXACT));
        // M/M/1: the wait is 0 or exponential, E[W^2] = 2 rho / (mu - lambda)^2
        SingleServer memoryless = new SingleServer(0.5, TimeLaw.exponential(1.0));
        assertThat(memoryless.meanWaitSeconds()).isEqualTo(1.0, within(EXACT));
        assertThat(memoryless.waitDeviationSeconds()).isEqualTo(Math.sqrt(3.0), within(EXACT));
        assertThat(memoryless.meanWaitWithVacationsSeconds(TimeLaw.deterministic(3.0)))
                .isEqualTo(2.5, within(EXACT));
    }

    @Test
    void sharingDoesNotSeeTheLaw() {
        SingleServer fixed = new SingleServer(0.8, TimeLaw.deterministic(1.0));
        SingleServer mixed = new SingleServer(0.8, TimeLaw.hyperexponential(1.0, 9.0));
        assertThat(fixed.sharedMeanPresent()).isEqualTo(4.0, within(EXACT));
        assertThat(mixed.sharedMeanPresent()).isEqualTo(4.0, within(EXACT));
        assertThat(mixed.sharedSojournSeconds(2.0)).isEqualTo(10.0, within(EXACT));
        assertThat(mixed.sharedPresentAtLeast(10)).isEqualTo(0.1073741824, within(EXACT));
        assertThat(new SingleServer(0.8, TimeLaw.exponential(1.0)).sharedSojournVariance())
                .isEqualTo(175.0 / 3.0, within(1e-10));
        assertThatThrownBy(mixed::sharedSojournVariance).hasMessageContaining("exponential");
    }

    @Test
    void shorterFirstHelpsMoreTheMoreItPreempts() {
        SingleServer queue = new SingleServer(0.9, TimeLaw.exponential(1.0));
        double remaining = queue.shortestRemainingSojournSeconds();
        double preemptive = queue.preemptiveShortestSojournSeconds();
        double shortest = queue.shortestFirstSojournSeconds();
        assertThat(remaining).isEqualTo(3.552125099626788, within(1e-11));
        assertThat(preemptive).isEqualTo(4.051773203338513, within(1e-11));
        assertThat(shortest).isEqualTo(4.196912589664108, within(1e-11));
        assertThat(shortest).isLessThan(queue.meanSojournSeconds());
        // almost no load: nobody meets anybody
        SingleServer light = new SingleServer(1e-9, TimeLaw.lognormal(2.0, 3.0));
        assertThat(light.shortestRemainingSojournSeconds()).isEqualTo(2.0, within(1e-7));
        assertThat(light.preemptiveShortestSojournSeconds()).isEqualTo(2.0, within(1e-7));
        SingleServer fixed = new SingleServer(0.5, TimeLaw.deterministic(1.0));
        assertThatThrownBy(fixed::shortestFirstSojournSeconds).hasMessageContaining("same");
    }

    @Test
    void prioritiesConserveTheWork() {
        SingleServer.Stream first = new SingleServer.Stream(0.3, TimeLaw.deterministic(1.0));
        SingleServer.Stream second =
                new SingleServer.Stream(0.25, TimeLaw.hyperexponential(2.0, 4.0));
        double high = SingleServer.priorityWaitSeconds(0, first, second);
        double low = SingleServer.priorityWaitSeconds(1, first, second);
        double highNow = SingleServer.priorityWaitSeconds(1, second, first);
        double lowNow = SingleServer.priorityWaitSeconds(0, second, first);
        assertThat(high).isEqualTo(53.0 / 14.0, within(EXACT));
        assertThat(0.3 * high + 0.5 * low).isEqualTo(0.3 * highNow + 0.5 * lowNow, within(1e-11));
        // whoever preempts all sees nobody else
        assertThat(SingleServer.preemptiveSojournSeconds(0, first, second))
                .isEqualTo(
                        new SingleServer(0.3, TimeLaw.deterministic(1.0)).meanSojournSeconds(),
                        within(EXACT));
        SingleServer.Stream[] four = {first, second, first, second};
        assertThatThrownBy(() -> SingleServer.priorityWaitSeconds(0, four))
                .hasMessageContaining("not stable");
    }

    @Test
    void prioritiesOfManyServers() {
        assertThat(ErlangC.priorityWaitSeconds(5, 1.0, 1, 2.0, 2.0))
                .isEqualTo(0.9235209235209237, within(EXACT));
        SingleServer.Stream stream = new SingleServer.Stream(0.3, TimeLaw.exponential(1.0));
        assertThat(ErlangC.priorityWaitSeconds(1, 1.0, 1, 0.3, 0.3))
                .isEqualTo(SingleServer.priorityWaitSeconds(1, stream, stream), within(EXACT));
        double sojourn = SingleServer.preemptiveSojournSeconds(1, stream, stream);
        assertThat(ErlangC.preemptiveMeanPresent(1, 1.0, 1, 0.3, 0.3))
                .isEqualTo(0.3 * sojourn, within(EXACT));
        assertThat(ErlangC.preemptiveMeanPresent(8, 1.0, 0, 4.0, 2.5))
                .isEqualTo(new ErlangC(8, 4.0, 1.0).meanPresent(), within(EXACT));
    }

    @Test
    void groupsOfArrivals() {
        assertThat(SingleServer.meanPresentOfGroups(0.5, new double[] {1.0}, 1.0))
                .isEqualTo(1.0, within(EXACT));
        double[] sizes = {0.5, 0, 0, 0.3, 0, 0, 0, 0.2};
        assertThat(SingleServer.meanPresentOfGroups(0.2, sizes, 1.0))
                .isEqualTo(6.294117647058824, within(EXACT));
    }

    @Test
    void theFirstCustomers() {
        double[] waits = SingleServer.firstWaitsSeconds(1.0, 0.9, 400);
        assertThat(waits[0]).isZero();
        // the second waits only if the first is still there: mean service * lambda / (lambda + mu)
        assertThat(waits[1]).isEqualTo(0.9 * 0.9 / 1.9, within(1e-15));
        assertThat(waits[399]).isEqualTo(7.6766458590182705, within(1e-12));
        double[] many = SingleServer.firstWaitsSeconds(0.5, 1.0, 2000);
        assertThat(many[1999]).isEqualTo(new ErlangC(1, 0.5, 1.0).meanWaitSeconds(), within(1e-9));
        assertThat(SingleServer.reachesBeforeEmpty(0.8, 1.0, 60))
                .isEqualTo(3.8312447235301885e-07, within(1e-20));
        assertThat(SingleServer.reachesBeforeEmpty(1.0, 1.0, 4)).isEqualTo(0.25);
    }

    @Test
    void fixedServiceOfOneServerIsPollaczek() {
        ManyServers.FixedService one = new ManyServers.FixedService(1, 0.8, 1.0);
        assertThat(one.meanWaitSeconds()).isEqualTo(2.0, within(1e-11));
        assertThat(one.waitProbability()).isEqualTo(0.8, within(EXACT));
        // Erlang: (1 - rho) sum over k of exp(-lambda (k - t)) (lambda (k - t))^k / k!
        double x = 2.5;
        double sum = 0;
        double factorial = 1;
        for (int k = 0; k <= 2; k++) {
            factorial *= Math.max(k, 1);
            double left = 0.8 * (k - x);
            sum += StrictMath.exp(-left) * StrictMath.pow(left, k) / factorial;
        }
        assertThat(one.waitAtMost(x)).isEqualTo(0.2 * sum, within(1e-11));
        ManyServers.FixedService ten = new ManyServers.FixedService(10, 8.0, 1.0);
        assertThat(ten.meanQueue()).isEqualTo(0.8786223177008372, within(1e-11));
        assertThat(ten.waitAtMost(0.0)).isEqualTo(1 - ten.waitProbability(), within(EXACT));
        assertThatThrownBy(() -> new ManyServers.FixedService(2, 2, 1)).hasMessageContaining("2.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30})
    void exponentialGapsAreErlangC(int servers) {
        double rate = 0.9 * servers;
        ErlangC queue = new ErlangC(servers, rate, 1.0);
        ManyServers.RenewalArrivals same =
                new ManyServers.RenewalArrivals(servers, TimeLaw.exponential(1 / rate), 1.0);
        assertThat(same.waitProbability()).isEqualTo(queue.waitProbability(), within(1e-9));
        assertThat(same.meanWaitSeconds()).isEqualTo(queue.meanWaitSeconds(), within(1e-8));
        assertThat(same.sigma()).isEqualTo(0.9, within(EXACT));
    }

    @Test
    void evenGapsWaitLessThanRandomOnes() {
        ManyServers.RenewalArrivals even =
                new ManyServers.RenewalArrivals(10, TimeLaw.deterministic(1 / 9.0), 1.0);
        assertThat(even.waitProbability()).isEqualTo(0.5219619308853661, within(1e-11));
        assertThat(even.meanWaitSeconds()).isEqualTo(0.2703063071383017, within(1e-11));
        TimeLaw uniform = TimeLaw.uniform(0.0, 2 / 9.0);
        assertThat(new ManyServers.RenewalArrivals(10, uniform, 1.0).meanWaitSeconds())
                .isBetween(even.meanWaitSeconds(), new ErlangC(10, 9.0, 1.0).meanWaitSeconds());
        assertThatThrownBy(() -> new ManyServers.RenewalArrivals(31, uniform, 1.0))
                .hasMessageContaining("31");
    }

    @Test
    void gangsOfOneAreErlangC() {
        List<ManyServers.Gang> single = List.of(new ManyServers.Gang(1, 1.0, 1.0));
        ManyServers.Gangs queue = ManyServers.Gangs.stable(5, 4.0, single);
        assertThat(queue.meanPresent())
                .isEqualTo(new ErlangC(5, 4.0, 1.0).meanPresent(), within(1e-10));
        assertThat(queue.meanHeldIdle()).isZero();
        assertThat(ManyServers.Gangs.saturated(5, single).throughputPerSecond())
                .isEqualTo(5.0, within(EXACT));
        List<ManyServers.Gang> whole = List.of(new ManyServers.Gang(4, 1.0, 2.0));
        assertThat(ManyServers.Gangs.stable(5, 0.3, whole).meanPresent())
                .isEqualTo(new ErlangC(1, 0.3, 2.0).meanPresent(), within(1e-10));
        assertThatThrownBy(() -> ManyServers.Gangs.stable(5, 0.5, whole))
                .hasMessageContaining("not stable");
        assertThatThrownBy(() -> ManyServers.Gangs.saturated(3, whole)).hasMessageContaining("3");
    }

    @Test
    void gangsOfOneOrAll() {
        List<ManyServers.Gang> classes =
                List.of(new ManyServers.Gang(1, 0.5, 1.0), new ManyServers.Gang(2, 0.5, 1.0));
        ManyServers.Gangs queue = ManyServers.Gangs.stable(2, 0.6, classes);
        assertThat(queue.meanPresent()).isEqualTo(1.2024014444445466, within(1e-11));
        assertThat(queue.meanHeldIdle()).isEqualTo(0.0824551825395428, within(1e-12));
        assertThat(queue.throughputPerSecond()).isEqualTo(0.6, within(EXACT));
        assertThat(ManyServers.Gangs.saturated(2, classes).throughputPerSecond())
                .isEqualTo(8.0 / 7.0, within(EXACT));
    }
}
