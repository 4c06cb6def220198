package headroom.fleet;

import headroom.serving.Replica;

import java.util.Arrays;

/** Keeps the {@link Occupancy} of one cell's replicas from an instant on. */
final class OccupancyMeter {
    private final Occupancy occupancy;
    private final FleetUse atStart;
    private final FleetUse atEnd;
    private boolean on;
    private int[] deploymentOf = new int[16];
    /** Requests at each replica, those in service included, and those that wait. */
    private int[] requests = new int[16];

    private int[] waiting = new int[16];
    private double[] sinceSeconds = new double[16];
    private int replicas;
    private int inCell;
    private double cellSinceSeconds;

    OccupancyMeter(int deployments) {
        occupancy = new Occupancy(deployments);
        atStart = new FleetUse(deployments);
        atEnd = new FleetUse(deployments);
    }

    /** One more replica, idle. */
    void add(int deployment, double timeSeconds) {
        if (replicas == requests.length) {
            deploymentOf = Arrays.copyOf(deploymentOf, replicas * 2);
            requests = Arrays.copyOf(requests, replicas * 2);
            waiting = Arrays.copyOf(waiting, replicas * 2);
            sinceSeconds = Arrays.copyOf(sinceSeconds, replicas * 2);
        }
        deploymentOf[replicas] = deployment;
        sinceSeconds[replicas++] = timeSeconds;
    }

    /** The requests at a replica may have changed at this instant. */
    void see(int r, Replica replica, double timeSeconds) {
        int nowWaiting = replica.waiting();
        int nowHere = nowWaiting + replica.inService();
        if (nowHere == requests[r] && nowWaiting == waiting[r]) {
            return;
        }
        spend(r, timeSeconds);
        int change = nowHere - requests[r];
        if (inCell == 0 || inCell + change == 0) {
            watch(timeSeconds);
        }
        inCell += change;
        requests[r] = nowHere;
        waiting[r] = nowWaiting;
    }

    private void spend(int r, double timeSeconds) {
        if (on) {
            double elapsed = timeSeconds - sinceSeconds[r];
            occupancy.spend(deploymentOf[r], requests[r], waiting[r], elapsed);
        }
        sinceSeconds[r] = timeSeconds;
    }

    private void watch(double timeSeconds) {
        if (on) {
            occupancy.watch(timeSeconds - cellSinceSeconds, inCell == 0);
        }
        cellSinceSeconds = timeSeconds;
    }

    /** From here on time counts. */
    void start(double timeSeconds, Fleet fleet) {
        settle(timeSeconds);
        on = true;
        fleet.settle(timeSeconds, atStart);
    }

    /** Nothing counts any more; what was seen until now. */
    Occupancy end(double timeSeconds, Fleet fleet) {
        settle(timeSeconds);
        on = false;
        fleet.settle(timeSeconds, atEnd);
        occupancy.count(atStart, atEnd);
        return occupancy;
    }

    private void settle(double timeSeconds) {
        for (int r = 0; r < replicas; r++) {
            spend(r, timeSeconds);
        }
        watch(timeSeconds);
    }
}
