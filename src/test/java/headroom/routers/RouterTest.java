package headroom.routers;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.serving.Router;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** Routers, choice by choice: what they draw, what they compare, and who wins a tie. */
final class RouterTest {
    /** Tickets of four replicas of sizes 1, 3, 2 and 1, not in order of their ids. */
    private static final int[] TICKETS = {2, 0, 1, 1, 3, 1, 2};

    private static final double LEAST = 0x1.0p-53;

    /** Every load out of three for every replica, every pair of tickets. */
    @Test
    void powerOfTwoTakesTheLessLoadedAndTheFirstDrawnOnATie() {
        double[] loads = new double[4];
        for (int code = 0; code < 81; code++) {
            fill(loads, code);
            for (int a = 0; a < TICKETS.length; a++) {
                for (int b = 0; b < TICKETS.length; b++) {
                    Script random = new Script(ticket(a), ticket(b));
                    int first = TICKETS[a];
                    int second = TICKETS[b];
                    int expected = loads[first] <= loads[second] ? first : second;
                    int chosen = new PowerOfTwo().route(GivenView.of(TICKETS, loads), random);
                    assertThat(chosen).isEqualTo(expected);
                    assertThat(random.values).as("two draws").isEmpty();
                }
            }
        }
    }

    @Test
    void leastLoadedTakesTheLeastAndItsFirstTicketOnATie() {
        double[] loads = new double[4];
        for (int code = 0; code < 81; code++) {
            fill(loads, code);
            double least = Arrays.stream(loads).min().orElseThrow();
            int expected = Arrays.stream(TICKETS)
                    .filter(replica -> loads[replica] == least)
                    .findFirst()
                    .orElseThrow();
            int chosen = new LeastLoaded().route(GivenView.of(TICKETS, loads), new Script());
            assertThat(chosen).isEqualTo(expected);
        }
    }

    @Test
    void randomDrawsATicketWhateverTheLoad() {
        GivenView view = GivenView.of(TICKETS, new double[] {9, 0, 5, 1});
        for (int a = 0; a < TICKETS.length; a++) {
            Script random = new Script(ticket(a));
            assertThat(new RandomRouter().route(view, random)).isEqualTo(TICKETS[a]);
            assertThat(random.values).isEmpty();
        }
    }

    /** The smallest and the largest uniform draw the first and the last ticket. */
    @Test
    void extremeDrawsStayWithinTheTickets() {
        for (int count : new int[] {1, 2, 3, 7, 1000, 999_983, 1 << 20}) {
            int[] own = new int[count];
            Arrays.setAll(own, i -> i);
            GivenView view = GivenView.of(own, new double[count]);
            for (Router router : new Router[] {new RandomRouter(), new PowerOfTwo()}) {
                assertThat(router.route(view, new Script(LEAST, LEAST))).isZero();
                Script last = new Script(1 - LEAST, 1 - LEAST);
                assertThat(router.route(view, last)).isEqualTo(count - 1);
            }
        }
    }

    /** Equal loads: a replica is drawn as often as it holds tickets, by each uniform evenly. */
    @Test
    void drawsAreByCapacity() {
        int grid = 7 * 16;
        int[] random = new int[4];
        int[] two = new int[4];
        GivenView view = GivenView.of(TICKETS, new double[4]);
        for (int i = 0; i < grid; i++) {
            double u = (i + 0.5) / grid;
            random[new RandomRouter().route(view, new Script(u))]++;
            for (int j = 0; j < grid; j++) {
                two[new PowerOfTwo().route(view, new Script(u, (j + 0.5) / grid))]++;
            }
        }
        assertThat(random).containsExactly(16, 48, 32, 16);
        assertThat(two).containsExactly(16 * grid, 48 * grid, 32 * grid, 16 * grid);
    }

    private static double ticket(int ticket) {
        return (ticket + 0.5) / TICKETS.length;
    }

    private static void fill(double[] loads, int code) {
        for (int i = 0; i < loads.length; i++) {
            loads[i] = code % 3;
            code /= 3;
        }
    }
}
