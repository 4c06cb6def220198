package headroom.faults;

import headroom.faults.FaultClass.Spread;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;

import java.util.Arrays;

/** Whom a failure takes with it: distinct other components of the group, all alike likely. */
final class Victims {
    private final FaultSite site;
    private final FastStream[] randoms;
    private final int[] order;
    private int[] chosen = new int[16];

    Victims(FaultSite site, Streams streams) {
        this.site = site;
        randoms = new FastStream[site.causes()];
        Arrays.setAll(randoms, cause -> streams.child(site.type(cause).name()).of("spread"));
        order = new int[site.topology().nodes()];
        Arrays.setAll(order, place -> place);
    }

    FastStream random(int cause) {
        return randoms[cause];
    }

    /** One of those drawn last, by its number among them. */
    int victim(int index) {
        return chosen[index];
    }

    /** Draws whom the failure of a component takes with it; how many. */
    int spread(int cause, int component) {
        FaultClass type = site.type(cause);
        Spread spread = type.spread();
        FastStream random = randoms[cause];
        if (spread == null || random.nextDouble() >= spread.probability()) {
            return 0;
        }
        Topology topology = site.topology();
        Scope scope = type.scope();
        int group = topology.groupOf(topology.firstNode(component, scope), spread.within());
        int first = topology.groupOf(topology.firstNode(group, spread.within()), scope);
        int last = topology.groupOf(topology.endNode(group, spread.within()) - 1, scope);
        double drawn = Math.ceil(spread.further().draw(random));
        int further = (int) Math.min(drawn, last - first);
        return choose(first, last, component, further, random);
    }

    /** Without repetition: the swaps of a shuffle of the range, undone afterwards. */
    private int choose(int first, int last, int without, int count, FastStream random) {
        if (chosen.length < count) {
            chosen = new int[Math.max(count, 2 * chosen.length)];
        }
        swap(without, last);
        int[] swapped = new int[count];
        for (int i = 0; i < count; i++) {
            swapped[i] = random.nextInt(first + i, last - 1);
            swap(first + i, swapped[i]);
            chosen[i] = order[first + i];
        }
        for (int i = count - 1; i >= 0; i--) {
            swap(first + i, swapped[i]);
        }
        swap(without, last);
        return count;
    }

    private void swap(int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }
}
