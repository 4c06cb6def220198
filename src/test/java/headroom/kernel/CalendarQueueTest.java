package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** The clock of a cell against a queue that sorts, over instants near and far, dense and rare. */
final class CalendarQueueTest {
    private static final int ROUNDS = 60_000;

    private record Instant(double timeSeconds, long order, int id) {}

    private final PriorityQueue<Instant> naive = new PriorityQueue<>(
            Comparator.comparingDouble(Instant::timeSeconds).thenComparingLong(Instant::order));
    private final boolean[] told = new boolean[1 << 20];
    private final CalendarQueue clock = new CalendarQueue((ids, count) -> {
        for (int i = 0; i < count; i++) {
            told[ids[i]] = true;
        }
    });
    private long order;
    private long toldOf;

    private void add(double timeSeconds) {
        int id = (int) (order % told.length);
        told[id] = false;
        clock.add(timeSeconds, id);
        naive.add(new Instant(timeSeconds, order++, id));
    }

    private double poll() {
        Instant first = naive.remove();
        assertThat(clock.nextSeconds()).isEqualTo(first.timeSeconds());
        assertThat(clock.poll()).isEqualTo(first.id());
        toldOf += told[first.id()] ? 1 : 0;
        return first.timeSeconds();
    }

    private void drain() {
        while (!naive.isEmpty()) {
            poll();
        }
        assertThat(clock.nextSeconds()).isInfinite();
    }

    /** Pauses of this mean, most of them short and some very long, quantised now and then. */
    private double pause(double mean, SplittableRandom random) {
        double u = random.nextDouble();
        double pause = -mean * Math.log(1 - random.nextDouble()) * (u < 0.02 ? 1e4 : 1);
        return u > 0.9 ? Math.rint(pause) : u > 0.85 ? 0 : pause;
    }

    private void run(int pending, double mean, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double now = 0;
        for (int i = 0; i < pending; i++) {
            add(pause(mean, random));
        }
        for (int i = 0; i < ROUNDS; i++) {
            now = poll();
            // the number pending wanders, down to none
            int more = naive.isEmpty() ? 1 : random.nextInt(3);
            for (int k = 0; k < more; k++) {
                add(now + pause(mean, random));
            }
        }
        drain();
    }

    @Test
    void orderIsThatOfTimeAndStart() {
        run(20_000, 10, 1);
        assertThat(toldOf).isGreaterThan(40_000);
    }

    @Test
    void idsUpToSixtySevenMillionMayBePending() {
        CalendarQueue large = new CalendarQueue((ids, count) -> {});
        large.add(1, (1 << 26) - 1);
        large.add(1, 1 << 24);
        assertThat(large.poll()).isEqualTo((1 << 26) - 1);
        assertThat(large.poll()).isEqualTo(1 << 24);
    }

    /** So many that the ring grows, more than once. */
    @Test
    void moreInstantsThanTheRingReachesKeepTheirOrder() {
        run(250_000, 10, 4);
    }

    @Test
    void fewAndRareInstantsKeepTheirOrder() {
        run(3, 1e6, 2);
    }

    @Test
    void manyAndDenseInstantsKeepTheirOrder() {
        run(5_000, 1e-3, 3);
    }

    @Test
    void instantsBeforeAndAfterAnIdleStretchKeepTheirOrder() {
        add(1e7);
        add(Double.POSITIVE_INFINITY);
        assertThat(clock.nextSeconds()).isEqualTo(1e7);
        for (int i = 0; i < 100; i++) {
            add(100 - i);
            add(1e7);
        }
        drain();
    }
}
