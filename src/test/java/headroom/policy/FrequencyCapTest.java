package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.control.PowerView;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power policy decision by decision, and in a loop where slow work takes longer. */
final class FrequencyCapTest {
    /** The clock is found by halving to within this. */
    private static final double STEP = 2e-6;

    /** A site: idle, memory-bound and compute-bound power of all its GPUs, and its policy. */
    private record Site(double idle, double memory, double compute, double limit, Cap cap) {
        static Site random(FastStream random) {
            double idle = 20 + 80 * random.nextDouble();
            double memory = 100 * random.nextDouble();
            double compute = 150 * random.nextDouble();
            double full = idle + memory + compute;
            double limit = full * (0.4 + 0.9 * random.nextDouble());
            double margin = random.nextInt(0, 2) * 0.03;
            double hysteresis = random.nextInt(0, 2) * 0.05;
            Cap cap = new Cap(margin, hysteresis, 0.3 + 0.5 * random.nextDouble());
            return new Site(idle, memory, compute, limit, cap);
        }

        /** Power at a clock with the phases that were measured at another. */
        double watts(double clock, double phasesAt) {
            return idle + (memory + compute / phasesAt) * clock * clock * clock;
        }

        /** Power at a clock once the work has stretched with it. */
        double settled(double clock) {
            return watts(clock, clock);
        }

        double goal() {
            return limit * (1 - cap.margin);
        }
    }

    private record Cap(double margin, double hysteresis, double minClock) {
        FrequencyCap policy() {
            return new FrequencyCap(margin, hysteresis, minClock);
        }
    }

    /** Clock in force while measured, clock ordered, and the share that noise adds to the load. */
    private record Meters(Site site, double inForce, double clock, double load)
            implements PowerView {
        @Override
        public double limitWatts() {
            return site.limit;
        }

        @Override
        public double facilityWatts() {
            return facilityWattsAt(inForce);
        }

        @Override
        public double facilityWattsAt(double share) {
            assertThat(share).isBetween(site.cap.minClock, 1.0);
            return site.idle + load * (site.watts(share, inForce) - site.idle);
        }
    }

    @Test
    void everyDecisionIsTheHighestClockAllowed() {
        FastStream random = new Streams(16, 0).of("decisions");
        int[] kinds = new int[4];
        for (int i = 0; i < 200_000; i++) {
            Site site = Site.random(random);
            double min = site.cap.minClock;
            double clock = random.nextInt(0, 2) == 0 ? 1 : min + (1 - min) * random.nextDouble();
            Meters meters = new Meters(site, clock, clock, 1);
            kinds[check(site, meters, site.cap.policy().clock(meters))]++;
        }
        for (int kind = 0; kind < kinds.length; kind++) {
            assertThat(kinds[kind]).as("decisions of kind %d", kind).isGreaterThan(1000);
        }
    }

    /** Checks one decision; 0 lowered, 1 lowered to the least clock, 2 raised, 3 kept. */
    private static int check(Site site, Meters meters, double decided) {
        double min = site.cap.minClock;
        double power = meters.facilityWatts();
        double raiseGoal = site.goal() * (1 - site.cap.hysteresis);
        assertThat(decided).isBetween(min, 1.0);
        if (power > site.goal()) {
            assertThat(decided).isLessThanOrEqualTo(meters.clock);
            if (decided == min) {
                assertThat(meters.facilityWattsAt(above(min))).isGreaterThan(site.goal());
                return 1;
            }
            assertThat(meters.facilityWattsAt(decided)).isLessThanOrEqualTo(site.goal());
            assertThat(meters.facilityWattsAt(above(decided))).isGreaterThan(site.goal());
            return 0;
        }
        assertThat(decided).isGreaterThanOrEqualTo(meters.clock);
        assertThat(meters.facilityWattsAt(decided)).isLessThanOrEqualTo(site.goal());
        boolean room = meters.clock < 1 && meters.facilityWattsAt(above(meters.clock)) < raiseGoal;
        if (decided > meters.clock) {
            assertThat(meters.facilityWattsAt(decided)).isLessThanOrEqualTo(raiseGoal);
        }
        if (decided < 1 && room) {
            assertThat(meters.facilityWattsAt(above(decided))).isGreaterThan(raiseGoal);
        }
        return decided > meters.clock ? 2 : 3;
    }

    /** A little more clock; full clock at most. */
    private static double above(double clock) {
        return Math.min(1, clock + STEP);
    }

    /** At the goal itself nothing is lowered, above it something is. */
    @Test
    void theGoalIsStillAllowed() {
        Site site = new Site(50, 25, 25, 100, new Cap(0, 0.05, 0.5));
        assertThat(site.cap.policy().clock(new Meters(site, 1, 1, 1))).isEqualTo(1);
        double more = site.cap.policy().clock(new Meters(site, 1, 1, 1.01));
        assertThat(more).isBetween(0.99, 0.999);
        Site exact = new Site(50, 200, 0, 75, new Cap(0, 0.05, 0.25));
        assertThat(exact.cap.policy().clock(new Meters(exact, 0.5, 0.5, 1))).isEqualTo(0.5);
        // 75 W of 80 W, goal for a raise 76 W: (26/25)^(1/3) of the clock in force
        Site room = new Site(50, 200, 0, 80, new Cap(0, 0.05, 0.25));
        assertThat(room.cap.policy().clock(new Meters(room, 0.5, 0.5, 1)))
                .isBetween(0.506578, 0.506581);
        // 77 W: between the two goals
        Site between = new Site(52, 200, 0, 80, new Cap(0, 0.05, 0.25));
        assertThat(between.cap.policy().clock(new Meters(between, 0.5, 0.5, 1))).isEqualTo(0.5);
    }

    /** A lower clock already ordered and on its way is not taken back, nor lowered once more. */
    @Test
    void anOrderOnItsWayStands() {
        Site site = new Site(50, 50, 50, 120, new Cap(0.02, 0.05, 0.4));
        double ordered = site.cap.policy().clock(new Meters(site, 1, 1, 1));
        assertThat(ordered).isBetween(0.87, 0.89);
        double again = site.cap.policy().clock(new Meters(site, 1, ordered, 1));
        assertThat(again).isEqualTo(ordered);
        assertThat(site.cap.policy().clock(new Meters(site, 1, 0.5, 1))).isEqualTo(0.5);
    }

    /** Constant load, orders that take so many epochs, any clock to begin with. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void theLoopSettlesAndNeverFlaps(int delayEpochs) {
        FastStream random = new Streams(17, delayEpochs).of("loops");
        int bound = 0;
        for (int i = 0; i < 2000; i++) {
            Site site = Site.random(random);
            double min = site.cap.minClock;
            Loop loop = new Loop(site, min + (1 - min) * random.nextDouble(), delayEpochs);
            loop.run(150 * (delayEpochs + 1), null);
            assertThat(loop.turns).as("changes of direction: %s", site).isLessThanOrEqualTo(1);
            double before = loop.ordered;
            loop.run(20 * (delayEpochs + 1), null);
            assertThat(loop.ordered).as("settled: %s", site).isEqualTo(before);
            double power = site.settled(loop.inForce);
            if (loop.inForce > min + STEP) {
                assertThat(power).isLessThanOrEqualTo(site.goal());
            }
            if (loop.inForce < 1) {
                // no clock is given away: a little more would pass the goal of a raise
                double raised = site.watts(above(loop.inForce), loop.inForce);
                assertThat(raised).isGreaterThan(site.goal() * (1 - site.cap.hysteresis));
                bound++;
            }
        }
        assertThat(bound).isGreaterThan(500);
    }

    /** A load that trembles by less than the hysteresis does not move a clock that has settled. */
    @Test
    void noiseWithinTheHysteresisMovesNothing() {
        for (int i = 0; i < 200; i++) {
            FastStream random = new Streams(18, i).of("noise");
            Site site = new Site(40, 60, 80, 110 + 50 * random.nextDouble(), new Cap(0, 0.05, 0.4));
            Loop loop = new Loop(site, 1, 1);
            loop.run(2000, random);
            double settled = loop.ordered;
            int turns = loop.turns;
            loop.run(100, null);
            assertThat(loop.ordered).isEqualTo(settled);
            assertThat(turns).isLessThanOrEqualTo(1);
        }
    }

    /** Epochs of a site whose compute-bound work takes 1/clock as long. */
    private static final class Loop {
        private final Site site;
        private final FrequencyCap policy;
        private final int delayEpochs;
        private double inForce;
        private double ordered;
        private int since;
        private int turns;
        private double direction;

        Loop(Site site, double clock, int delayEpochs) {
            this.site = site;
            this.policy = site.cap.policy();
            this.delayEpochs = delayEpochs;
            inForce = clock;
            ordered = clock;
        }

        void run(int epochs, FastStream noise) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                if (since++ >= delayEpochs) {
                    inForce = ordered;
                }
                double load = noise == null ? 1 : 1 + 0.02 * (noise.nextDouble() - 0.5);
                double wanted = policy.clock(new Meters(site, inForce, ordered, load));
                if (wanted != ordered) {
                    double change = Math.signum(wanted - ordered);
                    turns += direction * change < 0 ? 1 : 0;
                    direction = change;
                    ordered = wanted;
                    since = 0;
                }
            }
        }
    }
}
