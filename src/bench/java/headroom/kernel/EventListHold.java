package headroom.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.SplayTree;

/**
 * Hold model: nanoseconds per event of the heap and of SSJ's splay tree, in turns in one run.
 *
 * <p>Each event that happens is scheduled again after an exponential delay, so the number pending
 * stays. The pending number, the events a round and the rounds are optional arguments:
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.kernel.EventListHold -Dbench.args=27500
 * </pre>
 */
public final class EventListHold {
    private EventListHold() {}

    public static void main(String[] args) {
        int pending = args.length > 0 ? Integer.parseInt(args[0]) : 27_500;
        int events = args.length > 1 ? Integer.parseInt(args[1]) : 2_000_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 9;
        double[] heap = new double[rounds];
        double[] tree = new double[rounds];
        for (int warm = 0; warm < 3; warm++) {
            run(HeapEventList::new, pending, events);
            run(SplayTree::new, pending, events);
        }
        for (int round = 0; round < rounds; round++) {
            heap[round] = run(HeapEventList::new, pending, events);
            tree[round] = run(SplayTree::new, pending, events);
        }
        print("HeapEventList", heap);
        print("SplayTree", tree);
        System.out.printf(Locale.ROOT, "ratio of medians %.2f%n", median(tree) / median(heap));
    }

    private static double run(Supplier<EventList> list, int pending, int events) {
        Simulator simulator = new Simulator(list.get());
        FastStream stream = new Streams(1, 0).of("hold");
        double[] delays = new double[1 << 16];
        Arrays.setAll(delays, i -> -StrictMath.log(stream.nextDouble()));
        int[] left = {events};
        for (int i = 0; i < pending; i++) {
            new Hold(simulator, delays, left).schedule(delays[i & (delays.length - 1)]);
        }
        long start = System.nanoTime();
        simulator.start();
        return (System.nanoTime() - start) / (double) events;
    }

    private static void print(String name, double[] nanos) {
        double[] sorted = nanos.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-14s ns per event: median %.0f, %.0f to %.0f of %d rounds%n",
                name,
                median(nanos),
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Schedules itself again until the count is used up. */
    private static final class Hold extends Event {
        private final double[] delays;
        private final int[] left;

        Hold(Simulator simulator, double[] delays, int[] left) {
            super(simulator);
            this.delays = delays;
            this.left = left;
        }

        @Override
        public void actions() {
            if (--left[0] == 0) {
                sim.stop();
                return;
            }
            schedule(delays[left[0] & (delays.length - 1)]);
        }
    }
}
