package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.ControlView.Measure;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** The search against all paths there are, and the forecast against numbers worked out by hand. */
final class PredictiveTest {
    private static final double HOUR = 3600;
    private static final int[] MOVES = {0, -1, 1, -2, 2};

    private static Goal goal(boolean rises, double min, double max, double rate) {
        return new Goal(Measure.UTILISATION, 0.8, 1, min, max, rate, rises);
    }

    /** Hours that were all alike. */
    private static Seen flat(Goal goal, int hours, double utilisation, double current) {
        double[] measured = new double[hours];
        Arrays.fill(measured, utilisation);
        Seen seen = new Seen(goal, current, HOUR, measured);
        seen.capacity = new double[hours];
        Arrays.fill(seen.capacity, 100);
        seen.values = new double[hours];
        Arrays.fill(seen.values, 1);
        seen.ordered = new double[64];
        Arrays.fill(seen.ordered, 1000);
        return seen;
    }

    private static double next(Seen seen, Goal goal, int ahead, double response) {
        return new Predictive(goal, ahead, response).next(seen);
    }

    /** Every path written out: the first step must be one from which the least cost is reached. */
    @Test
    void theFirstStepIsThatOfTheBestOfAllPaths() {
        FastStream random = new Streams(7, 0).of("paths");
        int tight = 0;
        for (int i = 0; i < 400; i++) {
            boolean rises = i % 2 == 0;
            Goal goal = goal(rises, 0.4, 1.7, 0.05 + 0.6 * random.nextDouble());
            double response = 0.2 + random.nextDouble();
            double current = 0.4 + 1.3 * random.nextDouble();
            Seen seen = flat(goal, 48, 0.2, current);
            double[] demand = new double[4];
            for (int k = 0; k < demand.length; k++) {
                demand[k] = 0.3 + random.nextDouble();
                // the same hour of both days, so that nothing grows
                seen.measured[k] = demand[k];
                seen.measured[24 + k] = demand[k];
            }
            double sign = rises ? -response : response;
            double step = Math.pow(1 + goal.maxChangePerHour(), 0.5);
            double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
            double[][] byMove = new double[5][];
            for (int m = 0; m < 5; m++) {
                byMove[m] = new Paths(goal, demand, sign, current, step).least(MOVES[m], 0);
                least = lesser(least, byMove[m]);
            }
            double chosen = next(seen, goal, demand.length, response);
            boolean found = false;
            for (int m = 0; m < 5; m++) {
                double value = goal.clip(current * Math.pow(step, MOVES[m]));
                boolean best = Math.abs(byMove[m][0] - least[0]) < 1e-12
                        && Math.abs(byMove[m][1] - least[1]) < 1e-9;
                found |= best && Math.abs(value - chosen) < 1e-12;
            }
            assertThat(found).as("case %s", i).isTrue();
            tight += least[0] > 0 ? 1 : 0;
        }
        assertThat(tight).as("cases over the target").isBetween(40, 360);
    }

    private static double[] lesser(double[] a, double[] b) {
        boolean same = Math.abs(a[0] - b[0]) < 1e-12;
        return (same ? b[1] < a[1] : b[0] < a[0]) ? b : a;
    }

    /** All paths from a value, one after the other. */
    private record Paths(Goal goal, double[] demand, double response, double current, double step) {

        /** Excess and unease of the best that goes to a place in a step. */
        double[] least(int place, int k) {
            double value = goal.clip(current * Math.pow(step, place));
            double excess = Math.max(0, demand[k] * Math.pow(value, response) - goal.target());
            double best = goal.rises() ? goal.min() : goal.max();
            double[] rest = {0, 0};
            if (k + 1 < demand.length) {
                rest = new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
                for (int move : MOVES) {
                    rest = lesser(rest, least(place + move, k + 1));
                }
            }
            return new double[] {excess + rest[0], Math.abs(Math.log(value / best)) + rest[1]};
        }
    }

    /** Plenty of room: caps rise and the multiplier falls at the whole rate, up to the bound. */
    @Test
    void withRoomToSpareItIsGenerous() {
        Goal caps = goal(false, 0.2, 2, 0.1);
        assertThat(next(flat(caps, 48, 0.2, 1), caps, 12, 0.5)).isCloseTo(1.1, within(1e-12));
        assertThat(next(flat(caps, 48, 0.2, 1.95), caps, 12, 0.5)).isEqualTo(2);
        Goal multiplier = goal(true, 1, 3, 0.1);
        double eased = next(flat(multiplier, 48, 0.2, 2), multiplier, 12, 0.5);
        assertThat(eased).isCloseTo(2 / 1.1, within(1e-12));
    }

    /** A load of 0.9 at value 1 and response 1: 0.8 is kept at 0.8889 or less. */
    @Test
    void aLoadAboveTheTargetTightensOnlyAsFarAsNeeded() {
        Goal caps = goal(false, 0.2, 2, 0.21);
        double value = next(flat(caps, 48, 0.9, 1), caps, 6, 1);
        // steps of 10 %: 1/1.1 is still above, 1/1.21 is not
        assertThat(value).isCloseTo(1 / 1.21, within(1e-12));
        Seen tighter = flat(caps, 48, 0.9, 1);
        Arrays.fill(tighter.values, 2);
        assertThat(next(tighter, caps, 6, 1)).as("0.45 at value 1").isCloseTo(1.21, within(1e-9));
    }

    /** Twice the capacity from the third hour on: it tightens until then, not after. */
    @Test
    void capacityThatIsOrderedCountsFromItsHourOn() {
        Goal caps = goal(false, 0.2, 2, 0.1);
        Seen seen = flat(caps, 48, 1.5, 1.0);
        assertThat(next(seen, caps, 24, 1)).isLessThan(1);
        Arrays.fill(seen.ordered, 1, 64, 2000);
        assertThat(next(seen, caps, 24, 1)).as("0.75 from now on").isGreaterThan(1);
        Arrays.fill(seen.ordered, 1, 3, 1000);
        assertThat(next(seen, caps, 24, 1)).as("two hours to get through").isLessThan(1);
        seen.staleHours = 2;
        assertThat(next(seen, caps, 24, 1)).as("measured two hours ago").isGreaterThan(1);
    }

    /** Load grew by half from day to day: 0.6 today are 0.9 tomorrow. */
    @Test
    void growthFromSeasonToSeasonGoesOn() {
        Goal caps = goal(false, 0.2, 2, 0.21);
        Seen seen = flat(caps, 48, 0.6, 1);
        assertThat(next(seen, caps, 6, 1)).isGreaterThan(1);
        Arrays.fill(seen.measured, 0, 24, 0.4);
        assertThat(next(seen, caps, 6, 1)).isCloseTo(1 / 1.21, within(1e-12));
    }

    /** With eight days known it looks at the same hour of last week, not of yesterday. */
    @Test
    void aWeekIsTheSeasonOnceItIsKnown() {
        Goal caps = goal(false, 0.2, 2, 0.21);
        Seen seen = flat(caps, 192, 0.4, 1);
        Arrays.fill(seen.measured, 168, 174, 1.0);
        Arrays.fill(seen.measured, 0, 6, 1.0);
        assertThat(next(seen, caps, 6, 1)).as("yesterday's peak is past").isGreaterThan(1);
        Arrays.fill(seen.measured, 24, 30, 1.0);
        assertThat(next(seen, caps, 6, 1)).as("last week's comes again").isLessThan(1);
    }

    @Test
    void withoutTwoDaysOrCapacityTheValueStays() {
        Goal caps = goal(false, 0.2, 2, 0.1);
        assertThat(next(flat(caps, 47, 0.2, 0.7), caps, 24, 1)).isEqualTo(0.7);
        Seen none = flat(caps, 48, 0.2, 0.7);
        none.capacity[47] = 0;
        assertThat(next(none, caps, 24, 1)).isEqualTo(0.7);
    }

    /** Hours that nobody measured ask for nothing and do not poison the growth. */
    @Test
    void unknownHoursAreLeftOut() {
        Goal caps = goal(false, 0.2, 2, 0.21);
        Seen seen = flat(caps, 48, 0.9, 1);
        Arrays.fill(seen.measured, 3, 20, Double.NaN);
        assertThat(next(seen, caps, 6, 1)).isCloseTo(1 / 1.21, within(1e-12));
    }
}
