package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The solver of chains against closed forms, and the models built on it at their limits. */
final class MarkovChainTest {
    private static final double EXACT = 1e-11;

    @Test
    void aChainOfTwoStates() {
        MarkovChain.Moves<Boolean> moves = (up, exits) -> exits.to(!up, up ? 2.0 : 3.0);
        MarkovChain<Boolean> chain = MarkovChain.explored(true, moves);
        assertThat(chain.stationary().probability(up -> up)).isEqualTo(0.6, within(1e-16));
        for (double t : new double[] {0.0, 0.1, 1.0, 50.0}) {
            double expected = 0.6 + 0.4 * StrictMath.exp(-5.0 * t);
            assertThat(chain.after(t).probability(up -> up)).isEqualTo(expected, within(1e-14));
        }
    }

    @Test
    void aLongChainNeitherOverflowsNorCancels() {
        // Poisson with mean 2000: the start state has a probability of exp(-2000)
        MarkovChain<Integer> chain = MarkovChain.<Integer>explored(0, (n, exits) -> {
                    exits.to(n + 1, n < 3000 ? 2000.0 : 0.0);
                    exits.to(n - 1, n);
                })
                .stationary();
        assertThat(chain.mean(n -> n)).isEqualTo(2000.0, within(1e-8));
        assertThat(chain.mean(n -> (n - 2000.0) * (n - 2000.0))).isEqualTo(2000.0, within(1e-7));
    }

    @Test
    void aCycleHasItsCirculation() {
        // not reversible: 0 -> 1 -> 2 -> 0
        double[] stay = {1.0, 2.0, 5.0};
        MarkovChain<Integer> chain = MarkovChain.<Integer>explored(
                        0, (n, exits) -> exits.to((n + 1) % 3, 1.0 / stay[n]))
                .stationary();
        assertThat(chain.probability(n -> n == 1)).isEqualTo(0.25, within(1e-16));
        assertThat(chain.probability(n -> n == 2)).isEqualTo(0.625, within(1e-16));
    }

    @Test
    void refusesAStartThatIsLeftForGood() {
        MarkovChain<Integer> left =
                MarkovChain.explored(0, (n, exits) -> exits.to(1, n == 0 ? 1.0 : 0.0));
        assertThatThrownBy(left::stationary).hasMessageContaining("not recurrent");
        assertThatThrownBy(() -> MarkovChain.explored(0, (n, exits) -> {}).mean(n -> 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> MarkovChain.<Integer>explored(0, (n, exits) -> exits.to(n + 1, 1)))
                .hasMessageContaining("states");
    }

    @Test
    void aMixtureOfOneKindIsErlangC() {
        ErlangC queue = new ErlangC(5, 4.0, 1.0);
        MarkovQueue mixed = MarkovQueue.hyperexponential(5, 4.0, 1.0, 1.0);
        assertThat(mixed.meanWaitSeconds()).isEqualTo(queue.meanWaitSeconds(), within(EXACT));
        assertThat(mixed.waitProbability()).isEqualTo(queue.waitProbability(), within(EXACT));
        double[][] switches = {{0, 0.1}, {0.4, 0}};
        MarkovQueue even = MarkovQueue.modulated(5, new double[] {4.0, 4.0}, switches, 1.0);
        assertThat(even.meanPresent()).isEqualTo(queue.meanPresent(), within(EXACT));
        // three phases of which two are alike
        double[][] three = {{0, 0.06, 0.04}, {0.4, 0, 3.0}, {0.4, 2.0, 0}};
        double two =
                MarkovQueue.modulated(5, new double[] {3.0, 6.0}, switches, 1.0).meanPresent();
        assertThat(MarkovQueue.modulated(5, new double[] {3.0, 6.0, 6.0}, three, 1.0)
                        .meanPresent())
                .isEqualTo(two, within(1e-9));
    }

    @Test
    void arrivalsInBurstsWaitMoreOftenThanTheTimeAllServersAreBusy() {
        double[][] switches = {{0, 0.02}, {0.08, 0}};
        MarkovQueue bursts = MarkovQueue.modulated(1, new double[] {0.3, 1.5}, switches, 1.0);
        assertThat(bursts.meanPresent()).isEqualTo(4.198240617745972, within(1e-10));
        assertThat(bursts.arrivalRatePerSecond()).isEqualTo(0.54, within(EXACT));
        assertThat(bursts.meanBusy()).isEqualTo(0.54, within(EXACT));
        assertThat(bursts.waitProbability()).isEqualTo(0.7090387621920081, within(EXACT));
    }

    @Test
    void limitedSharingLiesBetweenOrderOfArrivalAndSharing() {
        SingleServer queue = new SingleServer(0.7, TimeLaw.hyperexponential(1.0, 4.0));
        MarkovQueue one = MarkovQueue.limitedSharing(1, 0.7, 1.0, 4.0);
        assertThat(one.meanPresent()).isEqualTo(queue.meanPresent(), within(EXACT));
        MarkovQueue many = MarkovQueue.limitedSharing(60, 0.7, 1.0, 4.0);
        assertThat(many.meanPresent()).isEqualTo(queue.sharedMeanPresent(), within(1e-7));
        assertThat(MarkovQueue.limitedSharing(4, 0.7, 1.0, 4.0).meanPresent())
                .isBetween(queue.sharedMeanPresent(), queue.meanPresent());
        // the case of the first published value: four slots, load 0.8
        assertThat(MarkovQueue.limitedSharing(4, 0.8, 1.0, 4.0).meanPresent())
                .isEqualTo(6.341730231214601, within(EXACT));
    }

    @Test
    void breakdownsHaveAClosedFormForOneServer() {
        double rate = 0.5;
        double fail = 0.1;
        double repair = 0.5;
        MarkovQueue queue = MarkovQueue.breakdowns(
                1, rate, 1.0, new MarkovQueue.Repairs(1 / fail, 1 / repair, 1));
        double both = fail + repair;
        double present = rate * (both * both + fail) / (both * (repair - rate * both));
        assertThat(queue.meanPresent()).isEqualTo(present, within(EXACT));
        assertThat(queue.meanUnavailable()).isEqualTo(fail / both, within(EXACT));
        MarkovQueue sound =
                MarkovQueue.breakdowns(4, 2.5, 1.0, new MarkovQueue.Repairs(1e12, 1.0, 4));
        assertThat(sound.meanPresent())
                .isEqualTo(new ErlangC(4, 2.5, 1.0).meanPresent(), within(1e-9));
        MarkovQueue.Repairs one = new MarkovQueue.Repairs(20, 2, 1);
        assertThat(MarkovQueue.breakdowns(8, 5, 1.0, one).meanPresent())
                .isEqualTo(9.901814619194457, within(1e-10));
    }

    @Test
    void setupAddsItselfToTheTimeInTheSystem() {
        ErlangC queue = new ErlangC(8, 5.0, 1.0);
        MarkovQueue staggered = MarkovQueue.setup(8, 5.0, 1.0, 10.0, 1);
        assertThat(staggered.meanSojournSeconds())
                .isEqualTo(queue.meanSojournSeconds() + 10.0, within(1e-9));
        assertThat(staggered.meanBusy()).isEqualTo(5.0, within(1e-10));
        MarkovQueue parallel = MarkovQueue.setup(10, 6.0, 1.0, 10.0, 10);
        assertThat(parallel.meanSojournSeconds()).isEqualTo(2.8118826186557837, within(1e-10));
    }

    @Test
    void retrialsAreAQueueThatIsAskedRarely() {
        // E[orbit] = rho (lambda + rho nu) / ((1 - rho) nu)
        MarkovQueue one = MarkovQueue.retrial(1, 0.7, 1.0, 2.0);
        assertThat(one.meanWaiting()).isEqualTo(4.9, within(EXACT));
        assertThat(one.waitProbability()).isEqualTo(0.7, within(EXACT));
        MarkovQueue eager = MarkovQueue.retrial(5, 3.5, 1.0, 1e-9);
        assertThat(eager.meanPresent())
                .isEqualTo(new ErlangC(5, 3.5, 1.0).meanPresent(), within(1e-6));
    }

    @Test
    void groupsServedTogetherHaveAGeometricLine() {
        MarkovQueue single = MarkovQueue.groupService(1, 0.6, 1.0);
        assertThat(single.meanWaiting())
                .isEqualTo(new ErlangC(1, 0.6, 1.0).meanQueue(), within(EXACT));
        MarkovQueue eight = MarkovQueue.groupService(8, 6.0, 1.0);
        assertThat(eight.meanWaiting()).isEqualTo(14.388149846109119, within(1e-10));
        assertThat(eight.emptyProbability()).isEqualTo(0.010609558140334699, within(EXACT));
    }

    @Test
    void theShorterOfTwoLosesLittleAgainstOneLine() {
        MarkovQueue two = MarkovQueue.shorterOfTwo(1.6, 1.0);
        assertThat(two.meanPresent()).isEqualTo(4.7291785882200505, within(1e-10));
        assertThat(two.meanPresent())
                .isBetween(
                        new ErlangC(2, 1.6, 1.0).meanPresent(),
                        2 * new ErlangC(1, 0.8, 1.0).meanPresent());
        assertThat(two.meanBusy()).isEqualTo(1.6, within(EXACT));
    }

    @Test
    void refusesWhatIsNotStable() {
        MarkovQueue.Repairs repairs = new MarkovQueue.Repairs(1, 1, 4);
        double[][] never = {{0}};
        assertThatThrownBy(() -> MarkovQueue.hyperexponential(2, 2, 1, 4))
                .hasMessageContaining("2");
        assertThatThrownBy(() -> MarkovQueue.limitedSharing(4, 1, 1, 4))
                .hasMessageContaining("not");
        assertThatThrownBy(() -> MarkovQueue.breakdowns(4, 2, 1, repairs))
                .hasMessageContaining("not");
        assertThatThrownBy(() -> MarkovQueue.setup(4, 4, 1, 1, 1))
                .hasMessageContaining("not stable");
        assertThatThrownBy(() -> MarkovQueue.retrial(4, 4, 1, 1))
                .hasMessageContaining("not stable");
        assertThatThrownBy(() -> MarkovQueue.groupService(4, 4, 1)).hasMessageContaining("stable");
        assertThatThrownBy(() -> MarkovQueue.shorterOfTwo(2, 1)).hasMessageContaining("not stable");
        assertThatThrownBy(() -> MarkovQueue.modulated(2, new double[] {2.0}, never, 1))
                .hasMessageContaining("not stable");
    }
}
