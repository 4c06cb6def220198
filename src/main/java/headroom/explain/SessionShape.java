package headroom.explain;

import com.google.common.math.IntMath;
import com.google.common.primitives.Doubles;

import headroom.kernel.Streams;
import headroom.serving.RequestMix;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a session of one workload asks for, by the hours of its age: its requests and their tokens.
 *
 * <p>Means over many sessions: {@value #REQUESTS} requests or more, and at least {@value #SESSIONS}
 * sessions. They unfold as {@link headroom.clients.Dialogue} lets them: context grows, is
 * compacted, and is cached while no pause is longer than its lifetime. Nothing waits, nothing is
 * refused, and an answer takes as long as its tokens at a given pace.
 *
 * <p>What is drawn is spread evenly over its law, by Latin supercube sampling (Owen 1998, "Latin
 * supercube sampling for very high-dimensional simulations", ACM TOMACS 8(1), 71-102): the sessions
 * of a {@link Round} get the points of a small set that is even in itself, in an order that is
 * random, but always the same. One lattice over all that a session draws would not do: in it, the
 * draws of the few long sessions, which count most, lie on few lines (measured: up to 12 % off).
 *
 * <p>Grade: exact but for the pace, which only moves requests between hours, and the points. Means
 * of lengths of single requests err by less than 0.01 % where they are exponential, and by less
 * than 0.1 % where they are lognormal with sigma 1.5 or Pareto with exponent 2.1, both without an
 * end; means of their squares, which capacity needs, by several per cent there, as most of such a
 * square is in values beyond the last point. Standard deviations of loads over orders: 0.1 to 0.4 %
 * for sessions of a few requests, 0.2 to 1 % for those of hundreds, where few sessions hold most
 * tokens.
 */
final class SessionShape {
    /** The least number of sessions. */
    static final int SESSIONS = 4096;
    /** The least number of requests that are expected of all sessions together. */
    static final int REQUESTS = 32_768;

    private final double[][] byAge;
    private final double meanSeconds;
    private final int last;

    private SessionShape(double[][] byAge, double meanSeconds) {
        this.byAge = byAge;
        this.meanSeconds = meanSeconds;
        int end = byAge[0].length;
        while (end > 1 && byAge[0][end - 1] == 0) {
            end--;
        }
        last = end;
    }

    /** What requests are counted in. */
    enum Count {
        REQUESTS,
        PROMPT_TOKENS,
        NEW_TOKENS,
        OUTPUT_TOKENS,
        PROMPT_BY_OUTPUT,
        OUTPUT_SQUARED,
        NEW_BY_PROMPT;

        /** What a request counts, in the order of these: itself and the sums of its mix. */
        static double[] of(double prompt, double fresh, double output) {
            return Doubles.concat(new double[] {1}, RequestMix.products(prompt, fresh, output));
        }
    }

    /**
     * How long answers take.
     *
     * @param perOutputTokenSeconds time between tokens [s]
     * @param perFreshTokenSeconds prefill [s]
     */
    record Pace(double perOutputTokenSeconds, double perFreshTokenSeconds) {}

    /** Hears of each request of a session. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A request.
         *
         * @param session number of the session
         * @param ageSeconds time since the session began [s]
         * @param tokens prompt, fresh and output tokens
         */
        void request(int session, double ageSeconds, int... tokens);
    }

    static SessionShape of(Workload w, Pace pace, Hours hours) {
        int sessions = sessions(w);
        double[][] byAge = new double[Count.values().length][hours.count() + 1];
        double[] ends = new double[sessions];
        visit(w, pace, hours.horizonSeconds(), (session, age, tokens) -> {
            int hour = (int) (age / Hours.SECONDS);
            // a session begins anywhere within its hour
            double later = age / Hours.SECONDS - hour;
            double[] counts = Count.of(tokens[0], tokens[1], tokens[2]);
            for (int c = 0; c < byAge.length; c++) {
                double each = counts[c] / sessions;
                byAge[c][hour] += each * (1 - later);
                if (hour + 1 < byAge[c].length) {
                    byAge[c][hour + 1] += each * later;
                }
            }
            ends[session] = age + seconds(pace, tokens[1], tokens[2]);
        });
        return new SessionShape(byAge, Arrays.stream(ends).sum() / sessions);
    }

    /** How many sessions of a workload are unfolded. */
    static int sessions(Workload w) {
        double requests = w.requests().mean() * w.steps().mean();
        return (int) Math.max(SESSIONS, Math.ceil(REQUESTS / requests));
    }

    /**
     * Mean time from the end of a session to the end of the next one where they follow one another:
     * a pause to think, and all of the session, however long [s].
     */
    static double cycleSeconds(Workload w, Pace pace) {
        double[] ends = new double[sessions(w)];
        visit(
                w,
                pace,
                Double.POSITIVE_INFINITY,
                (session, age, tokens) ->
                        ends[session] = age + seconds(pace, tokens[1], tokens[2]));
        return w.thinkSeconds().mean() + Arrays.stream(ends).sum() / ends.length;
    }

    /** Unfolds the sessions and tells every request until the age of a horizon [s]. */
    static void visit(Workload w, Pace pace, double horizonSeconds, Visitor visitor) {
        new Unfolding(w, pace, horizonSeconds, visitor).run();
    }

    /** Sessions of a workload as they unfold, step by step of request by request. */
    private static final class Unfolding {
        private final Workload w;
        private final Pace pace;
        private final double horizonSeconds;
        private final Visitor visitor;
        private final Round round;
        /** By session. */
        private final int[] requests;

        private final int[] steps;
        /** [token]. */
        private final int[] context;
        /** Of the next request [s]. */
        private final double[] age;
        /** From the last answer to the next request, if anything of it can be cached [s]. */
        private final double[] gap;

        private int stepRounds;

        Unfolding(Workload w, Pace pace, double horizonSeconds, Visitor visitor) {
            this.w = w;
            this.pace = pace;
            this.horizonSeconds = horizonSeconds;
            this.visitor = visitor;
            int n = sessions(w);
            round = new Round(
                    n, new Streams(0, 0).child("explain").child(w.name()).of("order"));
            requests = new int[n];
            steps = new int[n];
            context = new int[n];
            age = new double[n];
            gap = new double[n];
            Arrays.fill(steps, 1);
            Arrays.fill(gap, Double.POSITIVE_INFINITY);
            long golden = Round.multiplier(Round.GOLDEN, n);
            for (int s = 0; s < n; s++) {
                requests[s] = count(w.requests().sample((s + Round.TAIL) / n));
                context[s] = (int) Math.rint(
                        w.initialContextTokens().sample((s * golden % n + Round.TAIL) / n));
            }
        }

        void run() {
            int[] going = IntStream.range(0, requests.length).toArray();
            int count = going.length;
            for (int r = 0; count > 0; r++) {
                int left = 0;
                for (int i = 0; i < count; i++) {
                    int s = going[i];
                    if (r < requests[s] && age[s] < horizonSeconds) {
                        going[left++] = s;
                        round.next(s);
                    }
                }
                count = left;
                request(r);
            }
        }

        /** Request r of each session of the next round, step by step. */
        private void request(int r) {
            if (w.coding()) {
                round.begin(r);
                for (int i = 0; i < round.size; i++) {
                    int s = round.sessions[i];
                    steps[s] = count(w.steps().sample(round.even(i)));
                    round.next(s);
                }
            }
            for (int step = 1; round.begin(stepRounds); step++) {
                stepRounds++;
                for (int i = 0; i < round.size; i++) {
                    int s = round.sessions[i];
                    boolean mid = step < steps[s];
                    step(s, i, mid ? w.toolSeconds() : w.thinkSeconds());
                    if (mid && age[s] < horizonSeconds) {
                        round.next(s);
                    }
                }
            }
        }

        /** A step of a session and the pause after it, by the numbers of a place of the round. */
        private void step(int s, int place, QuantileTable pauseSeconds) {
            int output = count(w.outputTokens().sample(round.even(place)));
            int append = count(w.inputTokens().sample(round.golden(place)));
            if (context[s] + append + output > w.contextLimitTokens()) {
                context[s] = Math.min(context[s], w.compactToTokens());
                gap[s] = Double.POSITIVE_INFINITY;
                int room = w.contextLimitTokens() - context[s] - output;
                append = Math.max(1, Math.min(append, room));
            }
            int cached = gap[s] <= w.cacheLifetimeSeconds() ? context[s] : 0;
            int fresh = context[s] + append - cached;
            visitor.request(s, age[s], context[s] + append, fresh, output);
            context[s] += append + output;
            gap[s] = pauseSeconds.sample(round.silver(place));
            age[s] += seconds(pace, fresh, output) + gap[s];
        }
    }

    /**
     * Sessions that draw at once, in a random order, each with a point of a lattice.
     *
     * <p>The points are ((i + a)/n, (i g mod n + b)/n, (i h mod n + c)/n), i = 0 to n - 1, with g
     * about (sqrt(5) - 1) n/2 and h about (sqrt(2) - 1) n, both prime to n, so that each of the
     * numbers is evenly spread by itself. In round k of its kind, from 0, a, b and c are {@link
     * #TAIL} and k times (sqrt(5) - 1)/2, sqrt(2) - 1 and sqrt(3) - 1, less whole numbers.
     */
    private static final class Round {
        /** Where in the last cell of probability an exponential law has its mean there, 1 - 1/e. */
        static final double TAIL = 1 - 1 / Math.E;

        private static final double GOLDEN = 0.6180339887498949;
        private static final double SILVER = 0.41421356237309503;
        private static final double BRONZE = 0.7320508075688772;

        private final RandomStream random;
        private final int[] sessions;
        private double evenShift;
        private double goldenShift;
        private double silverShift;
        private int size;
        private int next;
        private int golden;
        private int silver;

        Round(int sessions, RandomStream random) {
            this.sessions = new int[sessions];
            this.random = random;
        }

        /** Takes a session into the next round; while a round lasts, no more than it has told. */
        void next(int session) {
            sessions[next++] = session;
        }

        /** Begins the next round, number k of its kind; false if nobody is in it. */
        boolean begin(int k) {
            size = next;
            next = 0;
            for (int i = size - 1; i > 0; i--) {
                int other = (int) (random.nextDouble() * (i + 1));
                int session = sessions[i];
                sessions[i] = sessions[other];
                sessions[other] = session;
            }
            evenShift = shift(k, GOLDEN);
            goldenShift = shift(k, SILVER);
            silverShift = shift(k, BRONZE);
            golden = multiplier(GOLDEN, size);
            silver = multiplier(SILVER, size);
            return size > 0;
        }

        private static double shift(int k, double by) {
            double sum = TAIL + k * by;
            return sum - (int) sum;
        }

        private static int multiplier(double share, int size) {
            int multiplier = (int) (share * size);
            while (IntMath.gcd(multiplier, size) > 1) {
                multiplier++;
            }
            return multiplier;
        }

        double even(int place) {
            return (place + evenShift) / size;
        }

        double golden(int place) {
            return (((long) place * golden) % size + goldenShift) / size;
        }

        double silver(int place) {
            return (((long) place * silver) % size + silverShift) / size;
        }
    }

    private static double seconds(Pace pace, int fresh, int output) {
        return pace.perFreshTokenSeconds * fresh + pace.perOutputTokenSeconds * output;
    }

    private static int count(double x) {
        return Math.max(1, (int) Math.rint(x));
    }

    /** Mean of what a session asks for in all. */
    double total(Count count) {
        return Arrays.stream(byAge[count.ordinal()]).sum();
    }

    /** Mean time from the first request to the last answer [s]. */
    double meanSeconds() {
        return meanSeconds;
    }

    /** Adds what sessions that begin in some hours ask for in each hour. */
    void spread(double[] starts, double share, Count count, double[] into) {
        double[] shape = byAge[count.ordinal()];
        for (int h = 0; h < starts.length; h++) {
            double sum = 0;
            for (int age = Math.min(h, last - 1); age >= 0; age--) {
                sum += starts[h - age] * shape[age];
            }
            into[h] += share * sum;
        }
    }
}
