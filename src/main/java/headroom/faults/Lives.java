package headroom.faults;

import headroom.kernel.EntityClock;
import headroom.kernel.FastStream;
import headroom.kernel.Rank;
import headroom.variates.Law;

/**
 * Failures of components that are as good as new after each repair: the ends of their lives on a
 * clock by component. A life that ends begins the next at once; a repair that ends later
 * begins it anew. O(log n) a failure, O(n) at the start; lives of lemons are shorter by their
 * multiple.
 */
final class Lives implements Onsets {
    private final Law lifeSeconds;
    private final Machines machines;
    private final boolean ofMachines;
    private final FastStream random;
    /** By component: the end of its life. */
    private final EntityClock ends = new EntityClock();

    /** Of machines, or of groups if their number is above 0. */
    Lives(Law lifeSeconds, Machines machines, int groups, FastStream random) {
        this.lifeSeconds = lifeSeconds;
        this.machines = machines;
        this.ofMachines = groups == 0;
        this.random = random;
        int components = ofMachines ? machines.count() : groups;
        for (int component = 0; component < components; component++) {
            ends.start(component, life(component), Rank.FAIL);
        }
    }

    @Override
    public double nextSeconds() {
        return ends.nextSeconds();
    }

    @Override
    public int fire() {
        double now = ends.nextSeconds();
        int component = ends.poll();
        ends.start(component, now + life(component), Rank.FAIL);
        return component;
    }

    @Override
    public void renew(int component, double nowSeconds) {
        ends.stop(component);
        ends.start(component, nowSeconds + life(component), Rank.FAIL);
    }

    private double life(int component) {
        double life = lifeSeconds.draw(random);
        if (!ofMachines) {
            return life;
        }
        double multiple = machines.isLemon(component) ? machines.lemonMultiple() : 1;
        return life / (machines.goodFactor() * multiple);
    }
}
