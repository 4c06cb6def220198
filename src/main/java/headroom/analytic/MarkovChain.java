package headroom.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A finite Markov chain in continuous time: its law in the long run and at a time.
 *
 * <p>The chain is explored breadth first from one state, so that the matrix of rates is a band
 * around its diagonal. The stationary law solves pi Q = 0 by the elimination of Grassmann, Taksar
 * and Heyman within that band: only positive numbers are added, multiplied and divided, so every
 * probability is exact to a few units in the last place times the length of the band. The law at
 * time t is the sum over k of the Poisson probability of k at rate L t times p0 (I + Q / L)^k, with
 * L the largest rate out of a state (uniformisation). Domain: the start state is recurrent; at most
 * {@value #MOST_STATES} states. Source: Grassmann, Taksar and Heyman 1985, "Regenerative analysis
 * and steady state distributions for Markov chains", Operations Research 33; Stewart 1994,
 * "Introduction to the Numerical Solution of Markov Chains", sections 2.5 and 8.2. Grade: exact
 * theory, numeric evaluation.
 */
public final class MarkovChain<S> {
    private static final int MOST_STATES = 400_000;
    /** Weights above this are scaled down before they overflow. */
    private static final double LARGE = 1e250;
    /** Jumps one piece of uniformisation expects at most; far above, exp(-jumps) is zero. */
    private static final double JUMPS_A_PIECE = 64.0;

    private static final double NEGLIGIBLE = 1e-18;
    /** Probability at the edge of a truncated chain below which it is wide enough. */
    private static final double EDGE = 1e-15;

    private static final int FIRST_LIMIT = 64;

    /** The moves out of a state. */
    @FunctionalInterface
    public interface Moves<S> {
        void from(S state, Exits<S> exits);
    }

    /** Takes the moves out of a state one by one; a move to the state itself counts for nothing. */
    @FunctionalInterface
    public interface Exits<S> {
        void to(S next, double ratePerSecond);
    }

    /** More states than are solved. */
    public static final class TooManyStates extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private TooManyStates() {
            super("more than " + MOST_STATES + " states");
        }
    }

    private final List<S> states = new ArrayList<>();
    private int[] from = new int[64];
    private int[] to = new int[64];
    private double[] ratePerSecond = new double[64];
    private int moves;
    private double[] law = new double[0];

    private MarkovChain() {}

    /** The chain of all states that can be reached from the start. */
    public static <S> MarkovChain<S> explored(S start, Moves<S> moves) {
        MarkovChain<S> chain = new MarkovChain<>();
        Map<S, Integer> numbers = new LinkedHashMap<>();
        numbers.put(start, 0);
        chain.states.add(start);
        for (int i = 0; i < chain.states.size(); i++) {
            int here = i;
            moves.from(chain.states.get(i), (next, rate) -> {
                if (!(rate > 0.0)) {
                    return;
                }
                Integer number = numbers.putIfAbsent(next, chain.states.size());
                if (number == null) {
                    number = chain.states.size();
                    chain.states.add(next);
                }
                if (number != here) {
                    chain.add(here, number, rate);
                }
            });
            if (chain.states.size() > MOST_STATES) {
                throw new TooManyStates();
            }
        }
        return chain;
    }

    /**
     * The chain of an endless system, in the long run: moves are given for a limit, and the limit
     * doubles until the states at the edge have a probability below {@value #EDGE}.
     */
    public static <S> MarkovChain<S> truncated(
            S start, IntFunction<Moves<S>> movesByLimit, ToDoubleFunction<S> size) {
        for (int limit = FIRST_LIMIT; ; limit *= 2) {
            MarkovChain<S> chain = explored(start, movesByLimit.apply(limit)).stationary();
            int edge = limit;
            if (chain.probability(state -> size.applyAsDouble(state) >= edge) < EDGE) {
                return chain;
            }
        }
    }

    /** This chain with its stationary law, which the means are then taken of. */
    public MarkovChain<S> stationary() {
        int band = 1;
        for (int m = 0; m < moves; m++) {
            band = Math.max(band, Math.abs(from[m] - to[m]));
        }
        int n = states.size();
        double[][] rates = new double[n][2 * band + 1];
        for (int m = 0; m < moves; m++) {
            rates[from[m]][to[m] - from[m] + band] += ratePerSecond[m];
        }
        for (int k = n - 1; k > 0; k--) {
            eliminate(rates, k, band);
        }
        law = new double[n];
        law[0] = 1.0;
        for (int k = 1; k < n; k++) {
            double sum = 0.0;
            for (int i = Math.max(0, k - band); i < k; i++) {
                sum += law[i] * rates[i][k - i + band];
            }
            law[k] = sum;
            if (sum > LARGE) {
                scale(1.0 / LARGE);
            }
        }
        scale(1.0 / Arrays.stream(law).sum());
        return this;
    }

    /** This chain with its law so long after it was in the start state. */
    public MarkovChain<S> after(double seconds) {
        if (!(seconds >= 0.0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("after " + seconds + " s");
        }
        double[] exit = new double[states.size()];
        for (int m = 0; m < moves; m++) {
            exit[from[m]] += ratePerSecond[m];
        }
        double fastest = Arrays.stream(exit).max().orElseThrow();
        law = new double[states.size()];
        law[0] = 1.0;
        int pieces = (int) Math.ceil(fastest * seconds / JUMPS_A_PIECE);
        for (int piece = 0; piece < pieces; piece++) {
            jump(exit, fastest, fastest * seconds / pieces);
        }
        return this;
    }

    /** Mean of a function of the state under the law. */
    public double mean(ToDoubleFunction<S> value) {
        if (law.length == 0) {
            throw new IllegalStateException("the law was not asked for");
        }
        double sum = 0.0;
        for (int i = 0; i < law.length; i++) {
            sum += law[i] * value.applyAsDouble(states.get(i));
        }
        return sum;
    }

    /** Probability of the states. */
    public double probability(Predicate<S> states) {
        return mean(state -> states.test(state) ? 1.0 : 0.0);
    }

    private void add(int here, int next, double rate) {
        if (moves == from.length) {
            from = Arrays.copyOf(from, 2 * moves);
            to = Arrays.copyOf(to, 2 * moves);
            ratePerSecond = Arrays.copyOf(ratePerSecond, 2 * moves);
        }
        from[moves] = here;
        to[moves] = next;
        ratePerSecond[moves++] = rate;
    }

    /** Takes out state k: what went through it goes directly. */
    private static void eliminate(double[][] rates, int k, int band) {
        int low = Math.max(0, k - band);
        double[] out = rates[k];
        double back = 0.0;
        for (int j = low; j < k; j++) {
            back += out[j - k + band];
        }
        if (!(back > 0.0)) {
            throw new IllegalArgumentException("the start state is not recurrent");
        }
        for (int i = low; i < k; i++) {
            double share = rates[i][k - i + band] / back;
            rates[i][k - i + band] = share;
            if (share > 0.0) {
                for (int j = low; j < k; j++) {
                    rates[i][j - i + band] += share * out[j - k + band];
                }
            }
        }
    }

    private void jump(double[] exit, double fastest, double expected) {
        double[] now = law;
        double[] sum = new double[now.length];
        double weight = StrictMath.exp(-expected);
        for (int k = 0; k < expected || weight > NEGLIGIBLE; k++) {
            double[] next = new double[now.length];
            for (int i = 0; i < now.length; i++) {
                sum[i] += weight * now[i];
                next[i] = now[i] * (1.0 - exit[i] / fastest);
            }
            for (int m = 0; m < moves; m++) {
                next[to[m]] += now[from[m]] * ratePerSecond[m] / fastest;
            }
            now = next;
            weight *= expected / (k + 1);
        }
        law = sum;
    }

    private void scale(double factor) {
        for (int i = 0; i < law.length; i++) {
            law[i] *= factor;
        }
    }
}
