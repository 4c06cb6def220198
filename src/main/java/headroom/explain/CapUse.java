package headroom.explain;

import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;
import headroom.explain.SessionShape.Pace;
import headroom.kernel.Streams;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.workload.Workload;

import umontreal.ssj.probdist.NormalDist;
import umontreal.ssj.probdist.PoissonDist;
import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of what users would ask for goes beyond a usage cap of theirs, cap by cap.
 *
 * <pre>
 * X = sum of what N + 1 sessions use within a window, N ~ Poisson(a s W)
 * over = E[max(0, X - cap)] / E[X]
 *   a   activity of the user whose window it is, lognormal with mean 1, taken in proportion to a
 *   s   sessions of a mean user [1/s];  W  length of the window [s]
 * </pre>
 *
 * <p>One session more than Poisson where first use begins the window, none where windows turn by
 * themselves. X is averaged over {@value #WINDOWS} windows drawn always alike; sessions of a window
 * begin evenly within it. Domain: caps in windows of single users, at a scale of 1, each as if the
 * others were not there and as if nobody reacted; the peak-hour multiplier is left out. Grade:
 * derived, for orientation.
 *
 * @param tier its name
 * @param limit its name
 * @param meanShare of the cap that a window uses, E[X]/cap
 * @param windows share of windows that ask for more than the cap
 * @param over share of what is asked for that is beyond the cap
 */
record CapUse(String tier, String limit, double meanShare, double windows, double over) {
    static final int WINDOWS = 4096;

    /** So many draws in all are enough: with many sessions in a window fewer windows do. */
    private static final double DRAWS = 4e6;

    /**
     * The caps of a tier.
     *
     * @param perUserSecond sessions that a mean user begins [1/s]
     */
    static List<CapUse> of(
            TierSpec tier, double perUserSecond, List<ModelSpec> models, List<Pace> paces) {
        List<CapUse> all = new ArrayList<>();
        for (Limit limit : tier.limits()) {
            double length = lengthSeconds(limit.kind());
            boolean own = limit.sharing() == 1 && limit.refusal() == Limit.Refusal.CAP;
            if (own && length > 0 && !tier.isOpen()) {
                all.add(of(tier, limit, perUserSecond, uses(tier, limit, length, models, paces)));
            }
        }
        return all;
    }

    private static double lengthSeconds(Kind kind) {
        if (kind instanceof Kind.Anchored window) {
            return window.lengthSeconds();
        } else if (kind instanceof Kind.Phased window) {
            return window.lengthSeconds();
        } else if (kind instanceof Kind.SlidingLog log) {
            return log.lengthSeconds();
        } else if (kind instanceof Kind.SlidingCounter counter) {
            return counter.lengthSeconds();
        } else if (kind instanceof Kind.CalendarPeriod calendar) {
            return calendar.perSecond(1) > 0 ? 1 / calendar.perSecond(1) : 0;
        }
        return 0;
    }

    /**
     * What sessions use: by workload and session, from the window's beginning and from anywhere.
     *
     * @param first of those that begin with the window
     * @param later of those that begin anywhere within it
     */
    private record Uses(double[][] first, double[][] later) {}

    private static Uses uses(
            TierSpec tier, Limit limit, double length, List<ModelSpec> models, List<Pace> paces) {
        double[][] first = new double[tier.workloads().size()][SessionShape.SESSIONS];
        double[][] later = new double[first.length][SessionShape.SESSIONS];
        Counts counts = limit.counts();
        for (int w = 0; w < first.length; w++) {
            Workload workload = tier.workloads().get(w);
            if (!counts.holds(workload.modelIndex())) {
                continue;
            }
            ModelSpec model = models.get(workload.modelIndex());
            boolean kept = workload.keepsPrompts();
            double[] starts = starts(length);
            double[] whole = first[w];
            double[] part = later[w];
            SessionShape.visit(
                    workload, paces.get(workload.modelIndex()), length, (s, age, tokens) -> {
                        double use = use(model, counts, kept, tokens);
                        whole[s] += use;
                        part[s] += starts[s] + age < length ? use : 0;
                    });
        }
        return new Uses(first, later);
    }

    private static double use(ModelSpec model, Counts counts, boolean kept, int... tokens) {
        int cached = tokens[0] - tokens[1];
        return switch (counts.what()) {
            case REQUESTS -> 1;
            case CREDITS -> model.credits(tokens[1], cached, tokens[2]);
            case DOLLARS -> model.dollars(tokens[1], cached, tokens[2]);
            case INPUT_TOKENS, OUTPUT_TOKENS, TOKENS ->
                model.perInput(counts, kept) * tokens[1]
                        + model.perOutput(counts) * tokens[2]
                        + (counts.what() == Counts.What.TOKENS
                                ? counts.weights().cacheRead() * cached
                                : 0);
        };
    }

    /** Evenly over the window, in an order that has nothing to do with the sessions. */
    private static double[] starts(double length) {
        double[] starts = new double[SessionShape.SESSIONS];
        for (int s = 0; s < starts.length; s++) {
            starts[s] = length * (Integer.reverse(s) >>> 20) / SessionShape.SESSIONS;
        }
        return starts;
    }

    private static CapUse of(TierSpec tier, Limit limit, double perUserSecond, Uses uses) {
        double length = lengthSeconds(limit.kind());
        boolean anchored = limit.kind() instanceof Kind.Anchored;
        double mean = perUserSecond * length;
        int windows = (int) Math.max(256, Math.min(WINDOWS, DRAWS / (1 + mean)));
        RandomStream random =
                new Streams(0, 0).child("explain").of(tier.name() + "." + limit.name());
        double sigma = tier.activitySigma();
        double sum = 0;
        double over = 0;
        int above = 0;
        for (int i = 0; i < windows; i++) {
            // lognormal with mean 1; taken in proportion to activity its median is e^s^2 higher
            double z = NormalDist.inverseF01((i + 0.5) / windows);
            double tilt = anchored ? 0.5 : -0.5;
            double a = StrictMath.exp(sigma * z + tilt * sigma * sigma);
            int sessions = PoissonDist.inverseF(Math.max(1e-12, a * mean), random.nextDouble());
            double use = anchored ? draw(uses.first, tier, random) : 0;
            for (int k = 0; k < sessions; k++) {
                use += draw(uses.later, tier, random);
            }
            sum += use;
            over += Math.max(0, use - limit.cap());
            above += use > limit.cap() ? 1 : 0;
        }
        return new CapUse(
                tier.name(),
                limit.name(),
                sum / windows / limit.cap(),
                (double) above / windows,
                sum > 0 ? over / sum : 0);
    }

    private static double draw(double[][] uses, TierSpec tier, RandomStream random) {
        double u = random.nextDouble();
        int w = 0;
        while (w + 1 < uses.length && u >= tier.mix().get(w)) {
            u -= tier.mix().get(w++);
        }
        double[] sessions = uses[w];
        return sessions[(int) (random.nextDouble() * sessions.length)];
    }
}
