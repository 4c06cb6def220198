package headroom.jobbook;

import headroom.stat.Tally;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happened to the jobs of one stream at one station besides coming, waiting and ending: those
 * who gave up, came again, were cut short, and waits and times told apart.
 */
public final class Closeup {
    /** Jobs refused at their first try, and tries after a refusal. */
    public long blocked;

    public long retried;
    /** Left the line because they lost patience. */
    public long abandoned;
    /** Ended after their deadline. */
    public long late;
    /** Cut short by a failure. */
    public long interrupted;
    /** There when all started anew. */
    public long dropped;
    /** Jobs between two tries. */
    public final Gauge orbit = new Gauge(0);
    /** GPU-seconds of work lost to failures, and to giving way. */
    public double failureLossSeconds;

    public double preemptionLossSeconds;
    /** Of these losses, what was done before each phase that is told apart; time at it. */
    public final double[] earlierGpuSeconds;

    public final double[] earlierSeconds;
    /** GPU-seconds spent writing checkpoints, and getting going again. */
    public double writingSeconds;

    public double restartSeconds;
    /** GPU-seconds in which nothing got done because power was short. */
    public double powerLossSeconds;
    /** Time in line of those who abandoned [s]. */
    public final Tally abandonedWait = new Tally();
    /** Waits longer than each probed one: of those who started, and who abandoned. */
    public final long[] waitsOver;

    public final long[] abandonedOver;
    /** Time at the station by class of size, one more for the largest [s]; and over the size. */
    public final List<Tally> sojournBySize = new ArrayList<>();

    public final Tally slowdown = new Tally();

    private final Probes probes;

    /** Nothing yet. */
    public Closeup(Probes probes) {
        this.probes = probes;
        waitsOver = new long[probes.waitsSeconds().length];
        abandonedOver = new long[waitsOver.length];
        earlierGpuSeconds = new double[probes.phasesSeconds().length];
        earlierSeconds = new double[earlierGpuSeconds.length];
        int sizes = probes.sizesSeconds().length;
        for (int i = 0; i <= sizes && sizes > 0; i++) {
            sojournBySize.add(new Tally());
        }
    }

    /** A job that waited so long started. */
    void started(double waitedSeconds) {
        count(waitedSeconds, waitsOver);
    }

    /** A job that waited so long left. */
    public void abandoned(double waitedSeconds) {
        abandoned++;
        abandonedWait.add(waitedSeconds);
        count(waitedSeconds, abandonedOver);
    }

    /** A job of that size ended. */
    public void completed(double sizeSeconds, double sojournSeconds) {
        if (sojournBySize.isEmpty()) {
            return;
        }
        int size = 0;
        while (size < probes.sizesSeconds().length && sizeSeconds >= probes.sizesSeconds()[size]) {
            size++;
        }
        sojournBySize.get(size).add(sojournSeconds);
        if (sizeSeconds > 0) {
            slowdown.add(sojournSeconds / sizeSeconds);
        }
    }

    private void count(double waitedSeconds, long[] over) {
        for (int i = 0; i < over.length && waitedSeconds > probes.waitsSeconds()[i]; i++) {
            over[i]++;
        }
    }

    /** Moves all that was counted to another. */
    void drain(double nowSeconds, Closeup into) {
        orbit.drain(nowSeconds, into.orbit);
        into.add(this);
        blocked = 0;
        retried = 0;
        abandoned = 0;
        late = 0;
        interrupted = 0;
        dropped = 0;
        failureLossSeconds = 0;
        preemptionLossSeconds = 0;
        writingSeconds = 0;
        restartSeconds = 0;
        powerLossSeconds = 0;
        abandonedWait.reset();
        Arrays.fill(waitsOver, 0);
        Arrays.fill(earlierGpuSeconds, 0);
        Arrays.fill(earlierSeconds, 0);
        Arrays.fill(abandonedOver, 0);
        sojournBySize.forEach(Tally::reset);
        slowdown.reset();
    }

    /** Adds what another counted. */
    void add(Closeup other) {
        blocked += other.blocked;
        retried += other.retried;
        abandoned += other.abandoned;
        late += other.late;
        interrupted += other.interrupted;
        dropped += other.dropped;
        orbit.add(other.orbit);
        failureLossSeconds += other.failureLossSeconds;
        preemptionLossSeconds += other.preemptionLossSeconds;
        writingSeconds += other.writingSeconds;
        restartSeconds += other.restartSeconds;
        powerLossSeconds += other.powerLossSeconds;
        abandonedWait.merge(other.abandonedWait);
        for (int i = 0; i < waitsOver.length; i++) {
            waitsOver[i] += other.waitsOver[i];
            abandonedOver[i] += other.abandonedOver[i];
        }
        for (int i = 0; i < earlierSeconds.length; i++) {
            earlierGpuSeconds[i] += other.earlierGpuSeconds[i];
            earlierSeconds[i] += other.earlierSeconds[i];
        }
        for (int i = 0; i < sojournBySize.size(); i++) {
            sojournBySize.get(i).merge(other.sojournBySize.get(i));
        }
        slowdown.merge(other.slowdown);
    }
}
