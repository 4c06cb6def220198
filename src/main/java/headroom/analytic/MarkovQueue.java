package headroom.analytic;

import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What a queue with exponential times does in the long run, from its {@link MarkovChain}.
 *
 * <p>Each factory writes down the moves of one model; the number present is cut off where less than
 * 1e-15 of the time is spent. Sources are with the factories. Grade: exact theory, numeric
 * evaluation with a relative error of about 1e-12.
 *
 * @param arrivalRatePerSecond mean rate of arrivals that enter
 * @param meanPresent mean number waiting or in service, in orbit too
 * @param meanWaiting mean number that no server works on
 * @param meanBusy mean number of servers at work
 * @param meanUnavailable mean number of servers down, in setup, or idle behind a job too large
 * @param waitProbability probability that an arrival is not served at once
 * @param emptyProbability share of the time nobody is there
 */
public record MarkovQueue(
        double arrivalRatePerSecond,
        double meanPresent,
        double meanWaiting,
        double meanBusy,
        double meanUnavailable,
        double waitProbability,
        double emptyProbability) {

    /** Mean time in the system by Little's law [s]. */
    public double meanSojournSeconds() {
        return meanPresent / arrivalRatePerSecond;
    }

    /** Mean wait by Little's law [s]. */
    public double meanWaitSeconds() {
        return meanWaiting / arrivalRatePerSecond;
    }

    /** Three numbers that describe most queues; what they count stands with each model. */
    private record State(int first, int second, int third) {}

    /** What is counted in a state, and the rate of arrivals in it. */
    private record Counts<S>(
            ToDoubleFunction<S> present,
            ToDoubleFunction<S> waiting,
            ToDoubleFunction<S> busy,
            ToDoubleFunction<S> unavailable,
            Predicate<S> waits,
            ToDoubleFunction<S> arrivals) {}

    /**
     * M/H2/c in order of arrival: service is exponential with one of two means.
     *
     * <p>States: first and second kind in service, waiting. Source: Neuts 1981, "Matrix-Geometric
     * Solutions in Stochastic Models", section 4.2; Tijms 2003, "A First Course in Stochastic
     * Models", section 9.6.
     */
    public static MarkovQueue hyperexponential(
            int servers, double arrivalRatePerSecond, double meanSeconds, double scv) {
        return slots(servers, arrivalRatePerSecond, hyper(meanSeconds, scv), n -> 1.0);
    }

    /**
     * M/H2/1 where at most so many jobs share the server alike and the others wait.
     *
     * <p>Source: Zhang and Lipsky 2006, "Modelling restricted processor sharing", PDPTA. Busy slots
     * are counted as busy servers.
     */
    public static MarkovQueue limitedSharing(
            int slots, double arrivalRatePerSecond, double meanSeconds, double scv) {
        return slots(slots, arrivalRatePerSecond, hyper(meanSeconds, scv), n -> 1.0 / n);
    }

    private static TimeLaw.Stages hyper(double meanSeconds, double scv) {
        return (TimeLaw.Stages) TimeLaw.hyperexponential(meanSeconds, scv);
    }

    private static MarkovQueue slots(
            int slots, double rate, TimeLaw.Stages law, IntFunction<Double> speed) {
        double load = rate * law.meanSeconds();
        requireStable(load < slots * speed.apply(slots), load);
        double often = law.often();
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            int inside = s.first + s.second;
            if (inside < slots) {
                exits.to(new State(s.first + 1, s.second, 0), rate * often);
                exits.to(new State(s.first, s.second + 1, 0), rate * (1.0 - often));
            } else if (inside + s.third < limit) {
                exits.to(new State(s.first, s.second, s.third + 1), rate);
            }
            double each = inside == 0 ? 0.0 : speed.apply(inside);
            double one = s.first * law.firstRate() * each;
            double two = s.second * law.secondRate() * each;
            if (s.third == 0) {
                exits.to(new State(s.first - 1, s.second, 0), one);
                exits.to(new State(s.first, s.second - 1, 0), two);
            } else {
                int left = s.third - 1;
                exits.to(new State(s.first, s.second, left), one * often + two * (1.0 - often));
                exits.to(new State(s.first - 1, s.second + 1, left), one * (1.0 - often));
                exits.to(new State(s.first + 1, s.second - 1, left), two * often);
            }
        };
        return solved(
                new State(0, 0, 0),
                moves,
                new Counts<>(
                        s -> s.first + s.second + s.third,
                        s -> s.third,
                        s -> s.first + s.second,
                        s -> 0.0,
                        s -> s.first + s.second == slots,
                        s -> rate));
    }

    /**
     * M/M/c whose arrival rate changes with a phase, MMPP/M/c.
     *
     * <p>States: phase, number present. Source: Neuts 1981, section 6.2; Fischer and
     * Meier-Hellstern 1993, "The Markov-modulated Poisson process cookbook", Performance Evaluation
     * 18. The probability of waiting weighs states by the rate of arrivals in them.
     *
     * @param phaseArrivalRatePerSecond arrival rate in each phase
     * @param switchRatePerSecond rate of the move from a phase (row) to another (column)
     */
    public static MarkovQueue modulated(
            int servers,
            double[] phaseArrivalRatePerSecond,
            double[][] switchRatePerSecond,
            double serviceSeconds) {
        MarkovChain.Moves<Integer> switches = switches(switchRatePerSecond);
        double mean = meanOfPhases(phaseArrivalRatePerSecond, switchRatePerSecond);
        requireStable(mean * serviceSeconds < servers, mean * serviceSeconds);
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            switches.from(s.first, (next, rate) -> exits.to(new State(next, s.second, 0), rate));
            if (s.second < limit) {
                double rate = phaseArrivalRatePerSecond[s.first];
                exits.to(new State(s.first, s.second + 1, 0), rate);
            }
            double done = Math.min(s.second, servers) / serviceSeconds;
            exits.to(new State(s.first, s.second - 1, 0), done);
        };
        return solved(
                new State(0, 0, 0),
                moves,
                new Counts<>(
                        s -> s.second,
                        s -> Math.max(s.second - servers, 0),
                        s -> Math.min(s.second, servers),
                        s -> 0.0,
                        s -> s.second >= servers,
                        s -> phaseArrivalRatePerSecond[s.first]));
    }

    /** Mean in the long run of what each phase has, such as a rate of arrivals. */
    public static double meanOfPhases(double[] ofPhase, double[][] switchRatePerSecond) {
        return MarkovChain.explored(0, switches(switchRatePerSecond))
                .stationary()
                .mean(phase -> ofPhase[phase]);
    }

    private static MarkovChain.Moves<Integer> switches(double[][] switchRatePerSecond) {
        return (phase, exits) -> {
            for (int next = 0; next < switchRatePerSecond.length; next++) {
                exits.to(next, next == phase ? 0.0 : switchRatePerSecond[phase][next]);
            }
        };
    }

    /** Servers that fail, at work or idle, and the crews that repair them one at a time each. */
    public record Repairs(double meanUptimeSeconds, double meanRepairSeconds, int crews) {}

    /**
     * M/M/c with breakdowns; an interrupted job resumes, before those that never began.
     *
     * <p>States: number present, servers up. Source: Mitrany and Avi-Itzhak 1968, "A many-server
     * queue with service interruptions", Operations Research 16.
     */
    public static MarkovQueue breakdowns(
            int servers, double arrivalRatePerSecond, double serviceSeconds, Repairs repairs) {
        Reliability.Group group = new Reliability.Group(servers, repairs);
        double load = arrivalRatePerSecond * serviceSeconds;
        requireStable(load < group.meanUp(), load);
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            int down = servers - s.second;
            if (s.first < limit) {
                exits.to(new State(s.first + 1, s.second, 0), arrivalRatePerSecond);
            }
            double done = Math.min(s.first, s.second) / serviceSeconds;
            exits.to(new State(s.first - 1, s.second, 0), done);
            exits.to(new State(s.first, s.second - 1, 0), s.second / repairs.meanUptimeSeconds());
            double repaired = Math.min(down, repairs.crews()) / repairs.meanRepairSeconds();
            exits.to(new State(s.first, s.second + 1, 0), repaired);
        };
        return solved(
                new State(0, servers, 0),
                moves,
                new Counts<>(
                        s -> s.first,
                        s -> Math.max(s.first - s.second, 0),
                        s -> Math.min(s.first, s.second),
                        s -> servers - s.second,
                        s -> s.first >= s.second,
                        s -> arrivalRatePerSecond));
    }

    /**
     * M/M/c whose servers switch off when idle and need an exponential setup, at most so many at a
     * time; a setup that is no longer needed is cancelled.
     *
     * <p>States: number present, servers on. Source: Gandhi, Harchol-Balter and Adan 2010, "Server
     * farms with setup costs", Performance Evaluation 67: with one setup at a time E[T] is that of
     * M/M/c plus one mean setup.
     *
     * @param setupsAtATime 1 for staggered setup, the number of servers for one per waiting job
     */
    public static MarkovQueue setup(
            int servers,
            double arrivalRatePerSecond,
            double serviceSeconds,
            double setupSeconds,
            int setupsAtATime) {
        double load = arrivalRatePerSecond * serviceSeconds;
        requireStable(load < servers, load);
        ToDoubleFunction<State> setups = s -> {
            int wanted = Math.min(s.first, servers) - s.second;
            return Math.min(wanted, setupsAtATime);
        };
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            if (s.first < limit) {
                exits.to(new State(s.first + 1, s.second, 0), arrivalRatePerSecond);
            }
            int on = Math.min(s.second, s.first - 1);
            exits.to(new State(s.first - 1, on, 0), s.second / serviceSeconds);
            double ready = setups.applyAsDouble(s) / setupSeconds;
            exits.to(new State(s.first, s.second + 1, 0), ready);
        };
        return solved(
                new State(0, 0, 0),
                moves,
                new Counts<>(
                        s -> s.first,
                        s -> s.first - s.second,
                        s -> s.second,
                        setups,
                        s -> true,
                        s -> arrivalRatePerSecond));
    }

    /**
     * M/M/c without a queue: who finds all servers busy tries again after exponential times.
     *
     * <p>States: busy servers, number in orbit. Source: Falin and Templeton 1997, "Retrial Queues",
     * sections 1.2 and 2.2. Those in orbit are counted as waiting.
     */
    public static MarkovQueue retrial(
            int servers, double arrivalRatePerSecond, double serviceSeconds, double retrySeconds) {
        double load = arrivalRatePerSecond * serviceSeconds;
        requireStable(load < servers, load);
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            if (s.first < servers) {
                exits.to(new State(s.first + 1, s.second, 0), arrivalRatePerSecond);
                exits.to(new State(s.first + 1, s.second - 1, 0), s.second / retrySeconds);
            } else if (s.second < limit) {
                exits.to(new State(s.first, s.second + 1, 0), arrivalRatePerSecond);
            }
            exits.to(new State(s.first - 1, s.second, 0), s.first / serviceSeconds);
        };
        return solved(
                new State(0, 0, 0),
                moves,
                new Counts<>(
                        s -> s.first + s.second,
                        s -> s.second,
                        s -> s.first,
                        s -> 0.0,
                        s -> s.first == servers,
                        s -> arrivalRatePerSecond));
    }

    /**
     * One server that takes all who wait, up to a size, into an exponential service of the group;
     * nobody joins a group under way.
     *
     * <p>States: busy or not, waiting. Source: Gross et al. 2008, section 3.2. The number in
     * service is not part of the number present here; busy counts the server, the mean size of a
     * group is arrival rate times mean service / busy.
     */
    public static MarkovQueue groupService(
            int largestGroup, double arrivalRatePerSecond, double serviceSeconds) {
        double load = arrivalRatePerSecond * serviceSeconds;
        requireStable(load < largestGroup, load);
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            if (s.first == 0) {
                exits.to(new State(1, 0, 0), arrivalRatePerSecond);
                return;
            }
            if (s.second < limit) {
                exits.to(new State(1, s.second + 1, 0), arrivalRatePerSecond);
            }
            int left = s.second - Math.min(s.second, largestGroup);
            exits.to(new State(s.second > 0 ? 1 : 0, left, 0), 1.0 / serviceSeconds);
        };
        return solved(
                new State(0, 0, 0),
                moves,
                new Counts<>(
                        s -> s.second,
                        s -> s.second,
                        s -> s.first,
                        s -> 0.0,
                        s -> s.first == 1,
                        s -> arrivalRatePerSecond));
    }

    /**
     * Two M/1 queues, each arrival joining the shorter one.
     *
     * <p>States: the longer and the shorter queue. Source: Flatto and McKean 1977, Communications
     * on Pure and Applied Mathematics 30. An arrival waits if both are busy.
     */
    public static MarkovQueue shorterOfTwo(double arrivalRatePerSecond, double serviceSeconds) {
        double load = arrivalRatePerSecond * serviceSeconds;
        requireStable(load < 2.0, load);
        IntFunction<MarkovChain.Moves<State>> moves = limit -> (s, exits) -> {
            if (s.first + s.second < limit) {
                exits.to(sorted(s.first, s.second + 1), arrivalRatePerSecond);
            }
            if (s.first > 0) {
                exits.to(sorted(s.first - 1, s.second), 1.0 / serviceSeconds);
            }
            if (s.second > 0) {
                exits.to(sorted(s.first, s.second - 1), 1.0 / serviceSeconds);
            }
        };
        return solved(
                new State(0, 0, 0),
                moves,
                new Counts<>(
                        s -> s.first + s.second,
                        s -> Math.max(s.first - 1, 0) + Math.max(s.second - 1, 0),
                        s -> Math.min(s.first, 1) + Math.min(s.second, 1),
                        s -> 0.0,
                        s -> s.second > 0,
                        s -> arrivalRatePerSecond));
    }

    private static State sorted(int one, int other) {
        return new State(Math.max(one, other), Math.min(one, other), 0);
    }

    private static <S> MarkovQueue solved(
            S start, IntFunction<MarkovChain.Moves<S>> moves, Counts<S> counts) {
        MarkovChain<S> chain = MarkovChain.truncated(start, moves, counts.present);
        double arrivals = chain.mean(counts.arrivals);
        return new MarkovQueue(
                arrivals,
                chain.mean(counts.present),
                chain.mean(counts.waiting),
                chain.mean(counts.busy),
                chain.mean(counts.unavailable),
                chain.mean(s -> counts.waits.test(s) ? counts.arrivals.applyAsDouble(s) : 0.0)
                        / arrivals,
                chain.probability(s ->
                        counts.present.applyAsDouble(s) + counts.busy.applyAsDouble(s) == 0.0));
    }

    private static void requireStable(boolean stable, double load) {
        if (!stable || !(load > 0.0)) {
            throw new IllegalArgumentException("not stable: load " + load + " servers");
        }
    }
}
