package headroom.explain;

import headroom.explain.Binding.Cost;
import headroom.serving.EngineRules;
import headroom.serving.NominalCapacity;
import headroom.serving.Replica;
import headroom.serving.RequestMix;

/**
 * One replica in the long run, as a queue whose speed depends on how many it serves.
 *
 * <pre>
 * x(n) = 1/(k(n)*c0 + r + w)                  requests per second with n in service
 * k(n)                                        steps a request, by NominalCapacity
 * r, w                                        decode and prefill of one request [s], by the same
 * N    = n there, or at which k falls no more
 * p(n) = p(n-1)*a/x(min(n, N))                share of the time with n present
 *   a            arrivals at the replica [1/s]
 * </pre>
 *
 * <p>The capacity x(N) is that of {@link headroom.serving.NominalCapacity}. Domain: Poisson
 * arrivals of requests at a replica of its own, as a router deals them that looks at nothing;
 * routers that look at loads make all waits shorter. The law of n does not depend on that of the
 * lengths while the batch is shared evenly and nobody waits; waits do. Source: Kelly 1979,
 * "Reversibility and Stochastic Networks", section 3.3 (symmetric queues); Cohen 1979, "The
 * multiple phase service network with generalized processor sharing", Acta Informatica 12. Grade:
 * derived.
 */
final class ReplicaLoad {
    /** From this share of its capacity on a replica counts as full [1]. */
    private static final double ALMOST = 1 - 1e-9;
    /** Of a rate: to 1e-6 of the capacity. */
    private static final int HALVINGS = 20;

    private final Replica.Engine engine;
    private final RequestMix mix;
    private final double fit;
    /** Sequences in service at once, at most. */
    private final int most;

    private final double clock;

    /**
     * A replica without requests.
     *
     * @param clock share of full clock, in (0, 1]
     */
    ReplicaLoad(Replica.Engine engine, RequestMix mix, double clock) {
        this.engine = engine;
        this.mix = mix;
        this.clock = clock;
        fit = NominalCapacity.sequences(engine, mix);
        double spent = Math.max(1, mix.outputTokens()) / steps(Double.POSITIVE_INFINITY);
        boolean apart = engine.rules().order() == EngineRules.Order.PREFILL_FIRST;
        most = (int) Math.max(1, apart ? fit : Math.min(fit, Math.ceil(spent)));
    }

    /**
     * What a replica is like at a rate of arrivals.
     *
     * @param present requests there
     * @param waiting of those not in service
     * @param waits share of arrivals that wait
     * @param kvShare mean share of KV memory or of sequences in use, whichever is more
     * @param computeShare share of the time in compute-bound phases
     * @param memoryShare share of the time in memory-bound phases
     */
    record State(
            double present,
            double waiting,
            double waits,
            double kvShare,
            double computeShare,
            double memoryShare) {}

    int most() {
        return most;
    }

    /** Whether more sequences at once would hardly save steps: those spend the token budget. */
    boolean isShortOfBudget() {
        return steps(Double.POSITIVE_INFINITY) * fit >= Math.max(1, mix.outputTokens());
    }

    /** Whether memory, not the number of sequences, is what is short of. */
    boolean isShortOfMemory() {
        return NominalCapacity.remembered(engine, mix) < engine.limits().maxSequences();
    }

    private double steps(double n) {
        return NominalCapacity.stepsPerRequest(engine, mix.newTokens(), mix.outputTokens(), n);
    }

    private double stepSeconds(double n) {
        return steps(n) * engine.stepTime().c0Seconds();
    }

    private double readingSeconds() {
        return NominalCapacity.decodeSeconds(engine, mix);
    }

    private double computeSeconds() {
        return NominalCapacity.computeSeconds(engine, mix, clock);
    }

    private double prefillSeconds() {
        return NominalCapacity.prefillSeconds(engine, mix, clock);
    }

    /** Requests per second with so many in service. */
    double ratePerSecond(double n) {
        return 1 / (stepSeconds(n) + readingSeconds() + prefillSeconds());
    }

    /** Requests per second with as many in service as there may be. */
    double capacityPerSecond() {
        return ratePerSecond(most);
    }

    /** Share of the time of a full replica that goes to one of its costs. */
    double share(Cost cost) {
        return capacityPerSecond()
                * switch (cost) {
                    case STEPS -> stepSeconds(most);
                    case READING -> readingSeconds();
                    case PREFILL -> prefillSeconds();
                };
    }

    /** The long run at a rate of arrivals; beyond the capacity it is always full. */
    State at(double ratePerSecond) {
        double capacity = capacityPerSecond();
        if (!(ratePerSecond > 0)) {
            return new State(0, 0, 0, 0, 0, 0);
        }
        if (ratePerSecond >= ALMOST * capacity) {
            double compute = capacity * computeSeconds();
            double endless = Double.POSITIVE_INFINITY;
            return new State(endless, endless, 1, kvShare(most), compute, 1 - compute);
        }
        return new Law(ratePerSecond).state(ratePerSecond * computeSeconds());
    }

    /** Arrivals per second at which so much of it is in use, or the capacity. */
    double ratePerSecondAt(double kvShare) {
        double low = 0;
        double high = capacityPerSecond();
        boolean isLess = kvShare(most) > kvShare;
        for (int i = 0; i < HALVINGS && isLess; i++) {
            double middle = 0.5 * (low + high);
            if (at(middle).kvShare > kvShare) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Sums over the law of the number present, up to a common factor. */
    private final class Law {
        private static final double LARGE = 1e200;
        private static final double NEGLIGIBLE = 1e-20;

        /** Arrivals over departures of a full replica, below 1. */
        private final double ratio;

        private double empty = 1;
        private double all = 1;
        private double present;
        private double kv;
        /** Of those that find the replica full. */
        private double full;

        Law(double ratePerSecond) {
            ratio = ratePerSecond / capacityPerSecond();
            double weight = 1;
            for (int n = 1; n <= most; n++) {
                double step = ratePerSecond / ratePerSecond(n);
                weight *= step;
                if (weight > LARGE) {
                    scale(1 / weight);
                    weight = 1;
                }
                if (n < most) {
                    add(n, weight);
                    if (step < 1 && weight < NEGLIGIBLE * all) {
                        return;
                    }
                }
            }
            // beyond that departures are as frequent as ever: a geometric series
            full = weight / (1 - ratio);
            all += full;
            kv += full * kvShare(most);
            present += full * (most + ratio / (1 - ratio));
        }

        private void add(int n, double weight) {
            all += weight;
            present += weight * n;
            kv += weight * kvShare(n);
        }

        private void scale(double by) {
            empty *= by;
            all *= by;
            present *= by;
            kv *= by;
        }

        State state(double computeShare) {
            double busy = 1 - empty / all;
            double compute = Math.min(computeShare, busy);
            double waiting = full / all * ratio / (1 - ratio);
            return new State(present / all, waiting, full / all, kv / all, compute, busy - compute);
        }
    }

    private double kvShare(int n) {
        boolean reserved = engine.rules().memory() == EngineRules.Memory.RESERVED;
        double each = mix.heldTokens(reserved);
        double memory = n * each / engine.limits().kvCapacityTokens();
        return Math.min(1, Math.max(memory, (double) n / engine.limits().maxSequences()));
    }
}
