package headroom.arrivals;

import headroom.kernel.Streams;
import headroom.variates.Variates;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;

/**
 * How arrivals scatter about their rate.
 *
 * <p>A tier cut into C cells has a process in each, at 1/C of its rate. Poisson processes of the
 * cells are together one of the whole. The others are not: renewal and Hawkes processes are
 * independent between cells, so that of the whole has the same ratio of variance to mean in long
 * windows, and is nearer to Poisson in short ones; phases that each cell draws for itself average
 * out, and common ones are one path in all cells, as if the whole were simulated.
 */
public sealed interface ArrivalLaw {
    /** A process from the streams of a cell; its own are called, or begin with, this name. */
    ArrivalProcess open(Rate rate, Streams streams, String name);

    /**
     * How many arrive on average, when.
     *
     * @param basePerSecond mean rate at a factor of 1 [1/s]
     * @param curve factor over time
     */
    record Rate(double basePerSecond, DemandCurve curve) {
        Rate times(double factor) {
            return new Rate(basePerSecond * factor, curve);
        }

        /** Time by this rate, with the random factors of the curve and one more. */
        OperationalTime time(Streams streams, RatePath... more) {
            if (curve.modulation().scales().isEmpty()) {
                return new OperationalTime(basePerSecond, curve, more);
            }
            RatePath[] paths = Arrays.copyOf(more, more.length + 1);
            paths[more.length] = new ModulationPath(curve.modulation(), streams);
            return new OperationalTime(basePerSecond, curve, paths);
        }
    }

    /** Without memory: the superposition of many independent clients. */
    record Poisson() implements ArrivalLaw {
        @Override
        public ArrivalProcess open(Rate rate, Streams streams, String name) {
            return poisson(rate.time(streams), streams.of(name));
        }
    }

    /** Independent gaps in operational time: few clients, bursty or even. */
    record Renewal(Gaps gaps) implements ArrivalLaw {
        @Override
        public ArrivalProcess open(Rate rate, Streams streams, String name) {
            return gaps.open(rate.time(streams), streams.of(name));
        }
    }

    /**
     * Arrivals that provoke others.
     *
     * @param branching how many one provokes at first hand on average, below 1
     * @param decaySeconds mean time until it has provoked one [s]
     */
    record Hawkes(double branching, double decaySeconds) implements ArrivalLaw {
        public Hawkes {
            if (!(branching >= 0 && branching < 1)
                    || !(decaySeconds > 0 && decaySeconds <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "branching " + branching + ", decay of " + decaySeconds + " s");
            }
        }

        @Override
        public ArrivalProcess open(Rate rate, Streams streams, String name) {
            double excitation = branching * rate.basePerSecond() * rate.curve().piece(0);
            OperationalTime own = rate.times(1 - branching).time(streams);
            return new HawkesSource(this, excitation, own, streams.of(name));
        }
    }

    /**
     * Poisson at a rate that changes with a Markov chain.
     *
     * @param common whether all cells share one path of phases
     */
    record Modulated(Phases phases, boolean common) implements ArrivalLaw {
        @Override
        public ArrivalProcess open(Rate rate, Streams streams, String name) {
            Streams origin = common ? streams.root() : streams;
            RatePath path = phases.open(origin.of(name + ".phases"));
            return poisson(rate.time(streams, path), streams.of(name));
        }
    }

    /** Several at each instant of another law, whose rate is that much lower. */
    record Batches(ArrivalLaw of, BatchSizes sizes) implements ArrivalLaw {
        @Override
        public ArrivalProcess open(Rate rate, Streams streams, String name) {
            ArrivalProcess batches = of.open(rate.times(1 / sizes.mean()), streams, name);
            return sizes.open(batches, streams.of(name + ".batches"));
        }
    }

    /** The Poisson process of rate 1 in operational time. */
    private static ArrivalProcess poisson(OperationalTime time, RandomStream random) {
        Variates gaps = new Variates(ArrivalLaw::unitGaps, random);
        return () -> time.advance(gaps.next());
    }

    private static void unitGaps(double[] values, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = PoissonSource.unitGap(random.nextDouble());
        }
    }
}
