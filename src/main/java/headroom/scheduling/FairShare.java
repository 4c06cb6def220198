package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import java.util.Arrays;

/**
 * By what groups have used lately over their shares, then in order of arrival: fair share.
 *
 * <pre>
 * rank = U(group) / share(group)
 * dU/dt = GPUs the group holds - U ln 2 / H
 * </pre>
 *
 * U is the decayed usage [GPU-s], H its half-life [s], shares are weights. U is exact at every
 * event; ranks are those of the last period [s], when the line is sorted anew. Nobody overtakes in
 * the line so ordered, and nobody who runs gives way. Domain: any gangs and pools, shares above 0;
 * groups without a share have 1. Source: Slurm, multifactor priority plugin, PriorityDecayHalfLife
 * and PriorityCalcPeriod, with fair share as the only factor.
 */
public final class FairShare implements SchedulingPolicy {
    private final double halfLifeSeconds;
    private final double periodSeconds;
    private final double[] shares;
    private final InOrder order = new InOrder(null);
    /** By group. */
    private double[] usage = new double[16];

    private double[] ranks = new double[16];
    private double[] heldGpus = new double[16];
    private double settledSeconds;
    private double nextSeconds;

    /** Half-life and period [s], weights by group. */
    public FairShare(double halfLifeSeconds, double periodSeconds, double[] shares) {
        this.halfLifeSeconds = halfLifeSeconds;
        this.periodSeconds = periodSeconds;
        this.shares = shares.clone();
    }

    @Override
    public double key(StationView station, int job) {
        reserve(station.group(job));
        return ranks[station.group(job)];
    }

    @Override
    public void decide(StationView station, Orders orders) {
        settle(station.nowSeconds());
        if (station.nowSeconds() >= nextSeconds) {
            for (int g = 0; g < usage.length; g++) {
                ranks[g] = usage[g] / (g < shares.length ? shares[g] : 1);
            }
            double periods = Math.floor(station.nowSeconds() / periodSeconds);
            nextSeconds = (periods + 1) * periodSeconds;
            // a quotient may round down across a whole number
            if (nextSeconds <= station.nowSeconds()) {
                nextSeconds = (periods + 2) * periodSeconds;
            }
            orders.sort();
        }
        order.serve(station, orders, this::key, this::key);
        Arrays.fill(heldGpus, 0);
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            reserve(station.group(job));
            heldGpus[station.group(job)] += station.held(job);
        }
        if (station.head() != StationView.NONE) {
            orders.wakeAt(nextSeconds);
        }
    }

    private void settle(double nowSeconds) {
        if (nowSeconds == settledSeconds) {
            return;
        }
        double kept = StrictMath.pow(0.5, (nowSeconds - settledSeconds) / halfLifeSeconds);
        double level = halfLifeSeconds / StrictMath.log(2) * (1 - kept);
        for (int g = 0; g < usage.length; g++) {
            usage[g] = usage[g] * kept + heldGpus[g] * level;
        }
        settledSeconds = nowSeconds;
    }

    private void reserve(int group) {
        if (group >= usage.length) {
            int to = Math.max(group + 1, 2 * usage.length);
            usage = Arrays.copyOf(usage, to);
            ranks = Arrays.copyOf(ranks, to);
            heldGpus = Arrays.copyOf(heldGpus, to);
        }
    }
}
