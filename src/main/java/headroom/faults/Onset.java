package headroom.faults;

import headroom.variates.Law;

import java.util.List;

/**
 * When the components of a fault class fail.
 *
 * <p>Cost a failure, for n components: {@link Constant} and {@link Ageing} are superposed, O(1) and
 * one pending time; {@link Renewal} keeps one time a component in a heap of its own, O(log n), and
 * shows the earliest; {@link Recorded} steps through a list.
 */
public sealed interface Onset {
    /**
     * Exponential times to failure: hazard of each component constant [1/s].
     *
     * <p>Rates of node failures: 6.50e-3 and 2.34e-3 a node-day (Meta RSC-1 and RSC-2, arXiv
     * 2410.21680, measured), 3.79e-3 (Llama 3, table 5: 419 in 54 days on 2,048 nodes, measured).
     */
    record Constant(double ratePerSecond) implements Onset {
        public Constant {
            requirePositive("rate", ratePerSecond, ratePerSecond >= 0);
        }
    }

    /**
     * Weibull hazard, as bad as old: a repair leaves the age as it is (minimal repair).
     *
     * <pre>
     * hazard of a component at time t:   (k / s) ((a + t) / s)^(k - 1)     [1/s]
     * </pre>
     *
     * k is the shape [1], s the scale [s], a the age of all components at the start [s]. Failures
     * of a component are a Poisson process of that rate (Barlow and Hunter 1960), so those of all
     * are one of n times it. Shape below 1: early failures fade; above 1: wear.
     */
    record Ageing(double scaleSeconds, double shape, double startAgeSeconds) implements Onset {
        public Ageing {
            requirePositive("scale", scaleSeconds, scaleSeconds > 0);
            requirePositive("shape", shape, shape > 0);
            requirePositive("age", startAgeSeconds, startAgeSeconds >= 0);
        }
    }

    /**
     * Lives of any law, as good as new: each repair of this class begins a new life, and so does
     * the start of the run. Age is time on the calendar; a component whose life ends while it is
     * out of service for another cause is renewed there and then, without a failure.
     */
    record Renewal(Law lifeSeconds) implements Onset {}

    /** Outages of nodes as recorded; they end as recorded, without crews, spares or detection. */
    record Recorded(List<Outage> outages) implements Onset {
        public Recorded {
            outages = List.copyOf(outages);
            for (int i = 1; i < outages.size(); i++) {
                if (outages.get(i).startSeconds() < outages.get(i - 1).startSeconds()) {
                    throw new IllegalArgumentException("outage " + i + " begins before the last");
                }
            }
        }
    }

    /**
     * One node out of service from a time to another [s].
     *
     * @param node number of the node
     * @param startSeconds when it fails [s], from 0
     * @param endSeconds when it is back [s], not before it fails
     */
    record Outage(int node, double startSeconds, double endSeconds) {
        public Outage {
            if (node < 0 || !(startSeconds >= 0 && endSeconds >= startSeconds)) {
                throw new IllegalArgumentException("outage of node " + node + " from "
                        + startSeconds + " s to " + endSeconds + " s");
            }
        }
    }

    private static void requirePositive(String what, double value, boolean holds) {
        if (!holds || !Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " " + value);
        }
    }
}
