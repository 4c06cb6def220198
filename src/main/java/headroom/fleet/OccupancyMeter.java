package headroom.fleet;

import headroom.serving.Replica;

import java.util.Arrays;
import java.util.List;

/** Keeps the {@link Occupancy} of one cell's replicas from an instant on. */
public final class OccupancyMeter {
    private static final int NONE = -1;

    private final Occupancy occupancy;
    private final FleetUse atStart;
    private final FleetUse atEnd;
    private boolean on;
    /** Deployment of the replica at each place; NONE where there is none. */
    private int[] deploymentOf = new int[0];
    /** Requests at each replica, those in service included, and those that wait. */
    private int[] requests = new int[0];

    private int[] waiting = new int[0];
    private double[] sinceSeconds = new double[0];
    private int inCell;
    private double cellSinceSeconds;

    OccupancyMeter(int deployments, List<Double> instantsSeconds) {
        occupancy = new Occupancy(deployments, instantsSeconds);
        atStart = new FleetUse(deployments);
        atEnd = new FleetUse(deployments);
    }

    /** A replica at a place where there was none, idle. */
    void add(int r, int deployment, double timeSeconds) {
        int before = deploymentOf.length;
        if (r >= before) {
            int room = Math.max(r + 1, 2 * before);
            deploymentOf = Arrays.copyOf(deploymentOf, room);
            Arrays.fill(deploymentOf, before, room, NONE);
            requests = Arrays.copyOf(requests, room);
            waiting = Arrays.copyOf(waiting, room);
            sinceSeconds = Arrays.copyOf(sinceSeconds, room);
        }
        deploymentOf[r] = deployment;
        sinceSeconds[r] = timeSeconds;
    }

    /** The replica at a place is there no more, nor what it held. */
    void remove(int r, double timeSeconds) {
        hold(r, 0, 0, timeSeconds);
        spend(r, timeSeconds);
        deploymentOf[r] = NONE;
    }

    /** The requests at a replica may have changed at this instant. */
    void see(int r, Replica replica, double timeSeconds) {
        int nowWaiting = replica.waiting();
        int nowHere = nowWaiting + replica.inService();
        if (nowHere == requests[r] && nowWaiting == waiting[r]) {
            return;
        }
        hold(r, nowHere, nowWaiting, timeSeconds);
    }

    private void hold(int r, int nowHere, int nowWaiting, double timeSeconds) {
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

    /** What is at each replica now is what was there at an instant. */
    public void count(int instant) {
        for (int r = 0; r < deploymentOf.length; r++) {
            if (deploymentOf[r] != NONE) {
                occupancy.instants().get(instant).see(deploymentOf[r], requests[r], waiting[r]);
            }
        }
    }

    /** From here on time counts. */
    public void start(double timeSeconds, Fleet fleet) {
        settle(timeSeconds);
        on = true;
        fleet.settle(timeSeconds, atStart);
    }

    /** Nothing counts any more; what was seen until now. */
    public Occupancy end(double timeSeconds, Fleet fleet) {
        settle(timeSeconds);
        if (on) {
            fleet.settle(timeSeconds, atEnd);
            occupancy.count(atStart, atEnd);
        }
        on = false;
        return occupancy;
    }

    private void settle(double timeSeconds) {
        for (int r = 0; r < deploymentOf.length; r++) {
            if (deploymentOf[r] != NONE) {
                spend(r, timeSeconds);
            }
        }
        watch(timeSeconds);
    }
}
