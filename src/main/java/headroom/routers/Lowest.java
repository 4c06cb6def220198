package headroom.routers;

import headroom.serving.ReplicaView;

import umontreal.ssj.rng.RandomStream;

/** The replica with the lowest reading of all; one of them drawn at random on a tie. */
final class Lowest {
    private Lowest() {}

    /** What is compared. */
    @FunctionalInterface
    interface Reading {
        /** The reading of a replica. */
        double of(ReplicaView view, int replica);
    }

    /** Takes one draw, tie or not: what comes next in the stream depends on no load. */
    static int of(ReplicaView view, RandomStream random, Reading reading) {
        double u = random.nextDouble();
        double lowest = Double.POSITIVE_INFINITY;
        int ties = 0;
        int last = view.serving(0);
        for (int i = 0; i < view.replicas(); i++) {
            int replica = view.serving(i);
            double value = reading.of(view, replica);
            if (value < lowest) {
                lowest = value;
                ties = 1;
                last = replica;
            } else if (value == lowest) {
                ties++;
            }
        }
        int skip = (int) (u * ties);
        for (int i = 0; skip > 0; i++) {
            int replica = view.serving(i);
            if (replica != last && reading.of(view, replica) == lowest) {
                last = replica;
                skip--;
            }
        }
        return last;
    }
}
