package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.function.IntFunction;

/**
 * Every kind of meter against its definition taken literally, exactly, over a million random calls
 * each: times and amounts are dyadic, so that both sides are exact, and often fall on an edge.
 */
final class MeterDefinitionsTest {
    private static final int ROUNDS = 2500;
    private static final int CALLS = 400;
    private static final int SLOTS = 3;
    /** Ticks in a second: whole nanoseconds, and a power of two. */
    private static final double TICKS = 512;

    private static final String[] CHANGES = {
        "2026-03-08T10:00:00Z", "2026-03-29T01:00:00Z", "2026-04-04T15:00:00Z",
        "2026-04-05T03:00:00Z", "2026-09-06T04:00:00Z", "2026-10-03T15:30:00Z",
        "2026-10-25T01:00:00Z", "2026-11-01T09:00:00Z"
    };

    /** A meter of some slots, and the definition of each. */
    private record Pair(Meter meter, IntFunction<NaiveMeter> naive, double spanSeconds) {}

    /** Makes a pair for a round. */
    private interface Draw {
        Pair of(FastStream random);
    }

    @Test
    void anAnchoredWindow() {
        walk("anchored", random -> {
            double length = random.nextInt(1, 20_000) / TICKS;
            double cap = random.nextInt(1, 160) / 16.0;
            return new Pair(
                    new AnchoredWindow(SLOTS, length, cap),
                    slot -> NaiveMeter.anchored(length, cap),
                    length);
        });
    }

    @Test
    void anAccountPhaseWindow() {
        walk("phased", random -> {
            int ticks = random.nextInt(1, 20_000);
            double length = ticks / TICKS;
            double cap = random.nextInt(1, 160) / 16.0;
            PhasedWindow window = new PhasedWindow(SLOTS, length, cap);
            double[] phase = new double[SLOTS];
            for (int slot = 0; slot < SLOTS; slot++) {
                phase[slot] = -random.nextInt(0, ticks - 1) / TICKS;
                window.startWith(slot, phase[slot], 0);
            }
            return new Pair(window, slot -> NaiveMeter.phased(phase[slot], length, cap), length);
        });
    }

    /**
     * From within two days before the clocks change in one of the zones; they skip midnight in
     * Santiago, and half an hour on Lord Howe.
     */
    @ParameterizedTest
    @CsvSource({
        "DAY,Europe/Berlin", "WEEK,Europe/Berlin", "MONTH,Europe/Berlin",
        "DAY,America/Los_Angeles", "WEEK,America/Los_Angeles", "MONTH,America/Los_Angeles",
        "DAY,America/Santiago", "DAY,Australia/Lord_Howe"
    })
    void aCalendarWindow(Calendar.Period period, String zone) {
        ZoneId id = ZoneId.of(zone);
        double[] days = {1, 7, 30};
        walk("calendar." + period + zone, ROUNDS / 8, random -> {
            Instant change = Instant.parse(CHANGES[random.nextInt(0, CHANGES.length - 1)]);
            Instant start = change.minusSeconds(random.nextInt(0, 2 * 86_400));
            double cap = random.nextInt(1, 160) / 16.0;
            Calendar calendar =
                    Calendar.over(period, id, start, 400 * days[period.ordinal()] * 86_400);
            return new Pair(
                    new CalendarWindow(SLOTS, calendar, cap),
                    slot -> NaiveMeter.calendar(period, id, start, cap),
                    days[period.ordinal()] * 86_400);
        });
    }

    @Test
    void aSlidingLog() {
        walk("log", random -> {
            double length = random.nextInt(1, 20_000) / TICKS;
            double cap = random.nextInt(1, 160) / 16.0;
            return new Pair(
                    new SlidingLog(SLOTS, length, CALLS, cap),
                    slot -> NaiveMeter.slidingLog(length, cap),
                    length);
        });
    }

    @Test
    void aSlidingCounter() {
        walk("counter", random -> {
            double length = Math.scalb(1.0, random.nextInt(-2, 6));
            double cap = random.nextInt(1, 160) / 16.0;
            return new Pair(
                    new SlidingCounter(SLOTS, length, cap),
                    slot -> NaiveMeter.slidingCounter(length, cap),
                    length);
        });
    }

    @Test
    void aTokenBucket() {
        walk("bucket", random -> {
            double rate = Math.scalb(1.0, random.nextInt(-3, 6));
            double burst = random.nextInt(16, 640) / 16.0;
            return new Pair(
                    new TokenBucket(SLOTS, rate, burst),
                    slot -> NaiveMeter.bucket(rate, burst),
                    burst / rate);
        });
    }

    @Test
    void aBucketRefilledAtTicks() {
        walk("ticks", random -> {
            double tick = random.nextInt(1, 2000) / TICKS;
            double gain = random.nextInt(1, 64) / 16.0;
            double burst = random.nextInt(16, 96) / 16.0;
            return new Pair(
                    new TickBucket(SLOTS, tick, gain, burst),
                    slot -> NaiveMeter.ticks(tick, gain, burst),
                    Math.max(tick, tick * burst / gain));
        });
    }

    /** A month after the start, when 1024 ticks a second are more than an int counts. */
    @Test
    void manyTicksAfterTheStart() {
        double tick = 1.0 / 1024;
        double month = 30 * 86_400;
        TickBucket bucket = new TickBucket(1, tick, 1, 4);
        bucket.charge(0, month, 4, 1);
        assertThat(bucket.admits(0, month, 1, 1)).as("empty").isFalse();
        assertThat(bucket.opensSeconds(0, month, 3, 1)).isEqualTo(month + 3 * tick);
        assertThat(bucket.admits(0, month + tick, 1, 1)).as("one is there").isTrue();
        assertThat(bucket.admits(0, month + tick, 2, 1)).as("two are not").isFalse();
        assertThat(bucket.admits(0, 2 * month, 4, 1)).as("full again").isTrue();
        SlidingCounter counter = new SlidingCounter(1, tick, 4);
        counter.charge(0, month, 5, 1);
        assertThat(counter.admits(0, month + 0.5 * tick, 1, 1)).isFalse();
        assertThat(counter.admits(0, month + tick, 1, 1))
                .as("5 of 4 still count")
                .isFalse();
        assertThat(counter.admits(0, month + 1.25 * tick, 1, 1)).as("3.75").isTrue();
        counter.charge(0, month + 1.25 * tick, 1, 1);
        assertThat(counter.usedShare(0, month + 1.5 * tick, 1)).isEqualTo(3.5 / 4);
    }

    /** With too few entries it is never laxer than its law, and exact again once it is empty. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aLogWithTooFewEntriesIsStrict(int entries) {
        FastStream random = new Streams(31, entries).of("log");
        SlidingLog log = new SlidingLog(1, 8, entries, 4);
        NaiveMeter naive = NaiveMeter.slidingLog(8, 4);
        int stricter = 0;
        double t = 0;
        for (int call = 0; call < 3000; call++) {
            t += random.nextInt(0, 9) == 0 ? 20 : random.nextInt(0, 3) * 0.5;
            boolean admits = log.admits(0, t, 0, 1);
            assertThat(admits && !naive.admits(t, 0, 1)).as("laxer").isFalse();
            stricter += !admits && naive.admits(t, 0, 1) ? 1 : 0;
            if (admits) {
                log.charge(0, t, 0.5, 1);
                naive.charge(t, 0.5, 1);
            }
        }
        assertThat(stricter).isPositive();
    }

    @Test
    void requestsAtOnce() {
        FastStream random = new Streams(32, 0).of("once");
        Concurrency meter = new Concurrency(2, 5);
        int[] underWay = new int[2];
        int refused = 0;
        for (int call = 0; call < 1_000_000; call++) {
            int slot = random.nextInt(0, 1);
            double scale = random.nextInt(1, 4) / 2.0;
            boolean admits = meter.admits(slot, call, 1, scale);
            assertThat(admits).isEqualTo(underWay[slot] < 5 * scale);
            refused += admits ? 0 : 1;
            if (random.nextInt(0, 1) == 0 && underWay[slot] > 0) {
                meter.over(slot);
                underWay[slot]--;
            } else if (admits) {
                meter.begin(slot, call, 1, scale);
                underWay[slot]++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    private static void walk(String name, Draw draw) {
        walk(name, ROUNDS, draw);
    }

    private static void walk(String name, int rounds, Draw draw) {
        long admitted = 0;
        long refused = 0;
        for (int round = 0; round < rounds; round++) {
            FastStream random = new Streams(30, round).of(name);
            Walk walk = new Walk(random, draw.of(random));
            for (int call = 0; call < CALLS; call++) {
                walk.call();
            }
            admitted += walk.admitted;
            refused += walk.refused;
        }
        assertThat(Math.min(admitted, refused))
                .as("%d admitted, %d refused", admitted, refused)
                .isGreaterThan(rounds * CALLS / 20);
    }

    /** Random calls to a meter and to its definition. */
    private static final class Walk {
        private final FastStream random;
        private final Pair pair;
        private final NaiveMeter[] naive = new NaiveMeter[SLOTS];
        private double now;
        private double opens;
        private double scale = 1;
        private boolean charged;
        private int asked;
        private long admitted;
        private long refused;

        Walk(FastStream random, Pair pair) {
            this.random = random;
            this.pair = pair;
            for (int slot = 0; slot < SLOTS; slot++) {
                naive[slot] = pair.naive.apply(slot);
            }
        }

        void call() {
            pass();
            int slot = random.nextInt(0, SLOTS - 1);
            switch (random.nextInt(0, 99)) {
                case 0 -> rescale();
                case 1 -> reset();
                default -> {
                    if (random.nextInt(0, 3) == 0) {
                        charge(slot, random.nextInt(0, 64) / 16.0);
                    } else {
                        ask(slot, random.nextInt(0, 64) / 16.0);
                    }
                }
            }
        }

        /** Often no time, often to an edge or one tick beside it. */
        private void pass() {
            double before = now;
            int ticks = 1 + (int) Math.min(1e9, pair.spanSeconds * TICKS / 20);
            switch (random.nextInt(0, 9)) {
                case 0, 1, 2, 3 -> {}
                case 4 -> now = Math.max(now, opens);
                case 5 -> now = Math.max(now, opens - 1 / TICKS);
                case 6 -> now = Math.max(now, opens + 1 / TICKS);
                default -> now += random.nextInt(0, ticks) / TICKS;
            }
            // a crossing of the sliding counter is no tick
            now = Math.ceil(now * TICKS) / TICKS;
            charged &= now == before;
        }

        private void rescale() {
            double to = Math.scalb(1.0, random.nextInt(-1, 1));
            for (NaiveMeter one : naive) {
                one.scaled(now, scale, to);
            }
            scale = to;
        }

        /** The control plane acts before anything else at an instant. */
        private void reset() {
            if (!charged) {
                pair.meter.reset(now);
                for (NaiveMeter one : naive) {
                    one.reset();
                }
            }
        }

        private void charge(int slot, double cost) {
            charged = true;
            if (cost < 1) {
                cost = 0;
                pair.meter.begin(slot, now, cost, scale);
            } else {
                pair.meter.charge(slot, now, cost, scale);
            }
            naive[slot].charge(now, cost, scale);
        }

        private void ask(int slot, double cost) {
            boolean admits = naive[slot].admits(now, cost, scale);
            assertThat(pair.meter.admits(slot, now, cost, scale))
                    .as("slot %d at %s", slot, now)
                    .isEqualTo(admits);
            double grace = asked++ % 5 / 4.0;
            assertThat(pair.meter.admitsOver(slot, now, cost, scale, grace))
                    .as("grace %s at %s", grace, now)
                    .isEqualTo(naive[slot].admitsOver(now, cost, scale, grace));
            double at = pair.meter.opensSeconds(slot, now, cost, scale);
            if (admits) {
                admitted++;
                assertThat(at).isLessThanOrEqualTo(now);
                return;
            }
            refused++;
            opens = at;
            assertThat(at).isGreaterThan(now);
            if (pair.meter instanceof SlidingCounter) {
                assertThat(naive[slot].admits(at, cost, scale)).isTrue();
                double earlier = at - Math.max(4 * Math.ulp(at), 1e-12 * pair.spanSeconds);
                assertThat(earlier <= now || !naive[slot].admits(earlier, cost, scale))
                        .isTrue();
            } else {
                assertThat(at).isEqualTo(naive[slot].opens(now, cost, scale));
            }
        }
    }
}
