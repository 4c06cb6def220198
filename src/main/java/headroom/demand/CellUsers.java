package headroom.demand;

import java.util.Arrays;

/**
 * The whole users of a tier that live in one cell: as many in each, those of its regions and what
 * is left when the largest organisations, which have a part in every cell, are taken off.
 */
public final class CellUsers {
    private CellUsers() {}

    /** By region, at least one in each; of a tier without regions all of them. */
    public static int[] byRegion(TierSection t, int cells) {
        double users = (double) (t.users() - largest(t)) / cells;
        if (t.regions().isEmpty()) {
            return new int[] {Math.max(1, (int) Math.rint(users))};
        }
        int[] here = new int[t.regions().size()];
        double share = 0;
        for (int i = 0; i < here.length; i++) {
            // rounded at the edges between regions, so that all together round only once
            double before = Math.rint(users * share);
            share += t.regions().get(i).share();
            here[i] = Math.max(1, (int) (Math.rint(users * share) - before));
        }
        return here;
    }

    /** All of them. */
    public static int inOne(TierSection t, int cells) {
        return Arrays.stream(byRegion(t, cells)).sum();
    }

    /** Users of all cells, the largest organisations once each. */
    public static long inAll(TierSection t, int cells) {
        return (long) inOne(t, cells) * cells + largest(t);
    }

    private static int largest(TierSection t) {
        return t.largest().map(l -> l.shares().size()).orElse(0);
    }
}
