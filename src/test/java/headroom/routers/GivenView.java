package headroom.routers;

import headroom.serving.ReplicaView;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Replicas whose every reading is given, all by replica.
 *
 * @param replicaOf the replica of each ticket
 * @param places the replicas, each once
 */
record GivenView(
        int[] replicaOf,
        int[] places,
        double[] loads,
        int[] requestCounts,
        double[] kvLoads,
        int[] deployments,
        int home,
        long turn)
        implements ReplicaView {

    /** Replicas of these tickets at these loads, all else alike. */
    static GivenView of(int[] replicaOf, double[] loads) {
        int n = loads.length;
        return new GivenView(
                replicaOf,
                Arrays.stream(replicaOf).distinct().toArray(),
                loads,
                new int[n],
                new double[n],
                new int[n],
                -1,
                0);
    }

    /** Up to nine of twelve replicas, with few different readings, so that many are alike. */
    static GivenView drawn(SplittableRandom random) {
        int all = 12;
        int[] places = random.ints(1 + random.nextInt(9), 0, all).distinct().toArray();
        int[] tickets = Arrays.stream(places)
                .flatMap(replica ->
                        Arrays.stream(new int[1 + random.nextInt(4)]).map(ticket -> replica))
                .toArray();
        double[] loads = random.doubles(all).map(x -> Math.rint(4 * x) / 4).toArray();
        double[] kvLoads = random.doubles(all).map(x -> Math.rint(3 * x) / 3).toArray();
        return new GivenView(
                tickets,
                places,
                loads,
                random.ints(all, 0, 4).toArray(),
                kvLoads,
                random.ints(all, 0, 3).toArray(),
                random.nextBoolean() ? -1 : places[random.nextInt(places.length)],
                random.nextInt(100));
    }

    @Override
    public int tickets() {
        return replicaOf.length;
    }

    @Override
    public int replica(int ticket) {
        return replicaOf[ticket];
    }

    @Override
    public int replicas() {
        return places.length;
    }

    @Override
    public int serving(int place) {
        return places[place];
    }

    @Override
    public double load(int replica) {
        return loads[replica];
    }

    @Override
    public int requests(int replica) {
        return requestCounts[replica];
    }

    @Override
    public double kvLoad(int replica) {
        return kvLoads[replica];
    }

    @Override
    public int deployment(int replica) {
        return deployments[replica];
    }

    @Override
    public int promptTokens() {
        return 1;
    }
}
