package headroom.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The clock of the replicas against a look at all of them. */
class ReplicaClockTest {
    @Test
    void theEarliestLeavesFirstAndOfEqualsTheLowestIndex() {
        SplittableRandom random = new SplittableRandom(1);
        for (int replicas : new int[] {1, 2, 15, 16, 17, 33, 250}) {
            ReplicaClock clock = new ReplicaClock();
            double[] seconds = new double[0];
            for (int i = 0; i < 5_000; i++) {
                if (clock.size() < replicas && random.nextInt(8) == 0) {
                    clock.add();
                    seconds = Arrays.copyOf(seconds, clock.size());
                    seconds[clock.size() - 1] = Double.POSITIVE_INFINITY;
                }
                if (clock.size() > 0) {
                    int r = random.nextInt(clock.size());
                    seconds[r] = draw(random);
                    clock.set(r, seconds[r]);
                    assertEquals(first(seconds), clock.nextReplica(), "of " + clock.size());
                    assertEquals(seconds[first(seconds)], clock.nextSeconds());
                }
            }
        }
    }

    /** Few values, so that many are equal, and the smallest steps between doubles. */
    private static double draw(SplittableRandom random) {
        double whole = random.nextInt(4);
        return switch (random.nextInt(4)) {
            case 0 -> Math.nextUp(whole);
            case 1 -> random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : 1e300 * whole;
            default -> whole;
        };
    }

    private static int first(double[] seconds) {
        int first = 0;
        for (int r = 1; r < seconds.length; r++) {
            first = seconds[r] < seconds[first] ? r : first;
        }
        return first;
    }

    @Test
    void nothingHappensBeforeTheBeginningOrAtNoTime() {
        ReplicaClock clock = new ReplicaClock();
        assertEquals(Double.POSITIVE_INFINITY, clock.nextSeconds());
        clock.add();
        assertThrows(IllegalArgumentException.class, () -> clock.set(0, -1e-9));
        assertThrows(IllegalArgumentException.class, () -> clock.set(0, Double.NaN));
    }
}
