package headroom.explain;

import headroom.assembly.Plan;
import headroom.cell.CellCommand;
import headroom.cell.CellCommand.LimitTerms;
import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;
import headroom.explain.SessionShape.Pace;
import headroom.kernel.Streams;
import headroom.measure.Phase;
import headroom.quota.Counts;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.workload.Workload;

import umontreal.ssj.probdist.NormalDist;
import umontreal.ssj.probdist.PoissonDist;
import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of what users would ask for goes beyond a usage cap of theirs, cap by cap.
 *
 * <pre>
 * X = sum of what N sessions use within a window
 * over = E[max(0, X - f cap)] / E[X], averaged over the time that each f holds
 *   N   Poisson(2 a s W): those that begin within the window or within one length before it;
 *       where first use begins the window 1 + Poisson(a s W): the one that does, and later ones
 *   a   activity of the user, lognormal with mean 1; of a window that begins with first use, taken
 *       in proportion to activity
 *   s   sessions of a mean user [1/s];  W  length of the window [s]
 *   f   scale / weight by what is decided beforehand; infinite while the cap is not in force
 * </pre>
 *
 * <p>Where users keep to a workload, all sessions of a window are of one, drawn by the mix.
 *
 * <p>X is averaged over {@value #WINDOWS} windows drawn always alike; sessions begin evenly over
 * the time. Domain: caps in windows of single users, at a scale of the controller of 1, each as if
 * the others were not there and as if nobody reacted; the peak-hour multiplier is left out, and so
 * are windows that a session under way opens after another has closed. Whoever leaves at a cap
 * gives up what would have come after the window as well, which is not counted here.
 *
 * <p>Grade: derived, for orientation.
 */
final class CapUse {
    static final int WINDOWS = 4096;

    /** So many draws in all are enough: with many sessions in a window fewer windows do. */
    private static final double DRAWS = 4e6;

    /** The multiples of this, less whole numbers, lie evenly. */
    private static final double GOLDEN = 0.6180339887498949;

    private final TierSpec tier;
    private final Limit limit;
    private final double lengthSeconds;
    private final boolean anchored;
    /** f by the instant from which on it holds [s]. */
    private final TreeMap<Double, Double> factors = new TreeMap<>();

    /** By workload and session: used of a window that the session begins. */
    private final double[][] first;
    /** The same, of a session that begins anywhere. */
    private final double[][] later;

    private CapUse(TierSpec tier, Limit limit, List<ModelSpec> models, List<Pace> paces) {
        this.tier = tier;
        this.limit = limit;
        factors.put(Double.NEGATIVE_INFINITY, 1.0);
        lengthSeconds = lengthSeconds(limit.kind());
        anchored = limit.kind() instanceof Kind.Anchored;
        first = new double[tier.workloads().size()][];
        later = new double[first.length][];
        for (int w = 0; w < first.length; w++) {
            Workload workload = tier.workloads().get(w);
            first[w] = new double[SessionShape.sessions(workload)];
            later[w] = new double[first[w].length];
            if (limit.counts().holds(workload.modelIndex())) {
                uses(w, models.get(workload.modelIndex()), paces.get(workload.modelIndex()));
            }
        }
    }

    /** The caps of single users of a tier. */
    static List<CapUse> of(Plan plan, TierSpec tier, List<Pace> paces) {
        List<CapUse> all = new ArrayList<>();
        for (int i = 0; i < tier.limits().size(); i++) {
            Limit limit = tier.limits().get(i);
            boolean own = limit.sharing() == 1 && limit.refusal() == Limit.Refusal.CAP;
            if (own && lengthSeconds(limit.kind()) > 0 && !tier.isOpen() && !tier.closed()) {
                CapUse use = new CapUse(tier, limit, plan.cell().models(), paces);
                use.dated(plan.cluster().dated(), plan.cell().tiers().indexOf(tier), i);
                all.add(use);
            }
        }
        return all;
    }

    /** Takes what is decided beforehand of this limit. */
    private void dated(List<CellCommand> commands, int tierIndex, int limitIndex) {
        for (CellCommand command : commands) {
            if (command instanceof LimitTerms t
                    && t.tier() == tierIndex
                    && t.limit() == limitIndex) {
                factors.put(
                        t.timeSeconds(),
                        t.enforced() ? t.scale() / t.weight() : Double.POSITIVE_INFINITY);
            }
        }
    }

    /** Shares of a phase by the factor that holds. */
    private TreeMap<Double, Double> shares(Phase phase) {
        TreeMap<Double, Double> shares = new TreeMap<>();
        double length = phase.toSeconds() - phase.fromSeconds();
        double from = phase.fromSeconds();
        while (from < phase.toSeconds()) {
            Double next = factors.higherKey(from);
            double to = next == null ? phase.toSeconds() : Math.min(next, phase.toSeconds());
            shares.merge(factors.floorEntry(from).getValue(), (to - from) / length, Double::sum);
            from = to;
        }
        return shares;
    }

    TierSpec tier() {
        return tier;
    }

    String limit() {
        return limit.name();
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

    private void uses(int w, ModelSpec model, Pace pace) {
        Workload workload = tier.workloads().get(w);
        boolean kept = workload.keepsPrompts();
        double reach = anchored ? lengthSeconds : 2 * lengthSeconds;
        SessionShape.visit(workload, pace, reach, (s, age, tokens) -> {
            double use = use(model, limit.counts(), kept, tokens);
            // evenly, in an order that has nothing to do with the sessions
            double even = (Integer.reverse(s) >>> 1) * 0x1p-31;
            double at = lengthSeconds - reach * (1 - even) + age;
            first[w][s] += age < lengthSeconds ? use : 0;
            later[w][s] += at >= 0 && at < lengthSeconds ? use : 0;
        });
    }

    private static double use(ModelSpec model, Counts counts, boolean kept, int... tokens) {
        int cached = tokens[0] - tokens[1];
        return switch (counts.what()) {
            case REQUESTS -> 1;
            case CREDITS -> model.credits().of(kept, tokens[1], cached, tokens[2]);
            case DOLLARS -> model.dollars().of(kept, tokens[1], cached, tokens[2]);
            case INPUT_TOKENS, OUTPUT_TOKENS, TOKENS ->
                model.perInput(counts, kept) * tokens[1]
                        + model.perOutput(counts) * tokens[2]
                        + (counts.what() == Counts.What.TOKENS
                                ? counts.weights().cacheRead() * cached
                                : 0);
        };
    }

    /**
     * What windows are like.
     *
     * @param meanShare of the cap that a window uses while it is in force, E[X]/(f cap)
     * @param windows share of windows that ask for more than the cap
     * @param over share of what is asked for that is beyond the cap
     */
    record Windows(double meanShare, double windows, double over) {}

    /** The windows of a phase in which a mean user begins sessions at a rate [1/s]. */
    Windows at(double perUserSecond, Phase phase) {
        double inForce = 0;
        double meanShare = 0;
        double windows = 0;
        double over = 0;
        for (Map.Entry<Double, Double> each : shares(phase).entrySet()) {
            if (each.getKey() < Double.POSITIVE_INFINITY) {
                Windows some = with(perUserSecond, limit.cap() * each.getKey());
                inForce += each.getValue();
                meanShare += each.getValue() * some.meanShare;
                windows += each.getValue() * some.windows;
                over += each.getValue() * some.over;
            }
        }
        return new Windows(inForce > 0 ? meanShare / inForce : Double.NaN, windows, over);
    }

    private Windows with(double perUserSecond, double cap) {
        double mean = perUserSecond * lengthSeconds * (anchored ? 1 : 2);
        int windows = (int) Math.max(256, Math.min(WINDOWS, DRAWS / (1 + mean)));
        RandomStream random =
                new Streams(0, 0).child("explain").of(tier.name() + "." + limit.name());
        double sigma = tier.activitySigma();
        // a lognormal law taken in proportion to its values is the same with a higher median
        double tilt = anchored ? 0.5 : -0.5;
        double sum = 0;
        double over = 0;
        int above = 0;
        for (int i = 0; i < windows; i++) {
            double z = NormalDist.inverseF01((i + 0.5) / windows);
            double a = StrictMath.exp(sigma * z + tilt * sigma * sigma);
            int sessions = PoissonDist.inverseF(Math.max(1e-12, a * mean), random.nextDouble());
            // evenly, in an order that has nothing to do with how active users are
            double kind = tier.mixByUser() ? i * GOLDEN % 1 : Double.NaN;
            double use = anchored ? draw(first, kind, random) : 0;
            for (int k = 0; k < sessions; k++) {
                use += draw(later, kind, random);
            }
            sum += use;
            over += Math.max(0, use - cap);
            above += use > cap ? 1 : 0;
        }
        return new Windows(sum / windows / cap, (double) above / windows, sum > 0 ? over / sum : 0);
    }

    /** What a session uses; what its user keeps to is drawn by another number, if by one. */
    private double draw(double[][] uses, double kind, RandomStream random) {
        double own = random.nextDouble();
        double u = Double.isNaN(kind) ? own : kind;
        int w = 0;
        while (w + 1 < uses.length && u >= tier.mix().get(w)) {
            u -= tier.mix().get(w++);
        }
        return uses[w][(int) (random.nextDouble() * uses[w].length)];
    }
}
