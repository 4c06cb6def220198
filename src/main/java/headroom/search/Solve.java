package headroom.search;

import headroom.search.Sample.Sampler;
import headroom.search.Solution.Ends;
import headroom.search.Solution.Evaluated;
import headroom.search.Standing.Decision;
import headroom.study.StudyException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Seeks the most wanted value of a grid at which all constraints hold.
 *
 * <p><b>Method.</b> Every value is run on the same replications (common random numbers), so with
 * the replications at hand the simulation is a fixed function of the value, and its sample-path
 * answer is found exactly by bisection. That answer is then sharpened by more replications:
 * retrospective approximation (Chen and Schmeiser 2001, Stochastic root finding via retrospective
 * approximation, IIE Transactions 33(3), 259-275; Pasupathy and Kim 2011, The stochastic
 * root-finding problem, ACM TOMACS 21(3), article 19). Stochastic approximation (Robbins and Monro
 * 1951) needs a gain that fits an unknown slope, has no natural end, no interval, and nothing to
 * say on whole numbers or on several constraints.
 *
 * <ol>
 *   <li>Five values over the range are run, then the gap where the constraints begin to hold is
 *       halved until its ends are neighbours, by estimates alone.
 *   <li>At both ends it is decided which constraints hold: one-sided tests at (1 - confidence) / 2,
 *       divided by the number of doublings that the budget allows and, for "some constraint fails",
 *       by the number of constraints. "All hold" needs no division (intersection-union test, Berger
 *       1982, Technometrics 24(4), 295-300).
 *   <li>Where an end is open, replications are doubled at it, or at the value that it leans on
 *       ({@link AnchoredEstimate}), whichever adds more to its variance; then the gap is sought
 *       again.
 *       Doubling keeps the cost of all stages within twice the last one. Where any value will do,
 *       and the crossing is known to within the tolerance, only ends without any spread get more.
 *   <li>When the budget is spent, values further out are run with few replications, each leaning on
 *       the value with most, until one is decided on either side: the interval of the answer lies
 *       between the last that fails and the first that holds. What is the same in
 *       all replications gets as many as decide ({@link headroom.metrics.Judgement}).
 * </ol>
 *
 * <p>Domain: constraints that, over the range, begin to hold once. Under that assumption only tests
 * next to the crossing can err, and all lean on the same replications, so nothing is divided by the
 * number of values. What is significantly not monotone is told. The interval is approximate as
 * every t-interval of means is; its worst case is a bound on a tail with two replications. What
 * short replications may miss of a quantile in the tail ({@link headroom.stat.TailBias}) is
 * allowed for in the interval, not in the answer.
 */
public final class Solve {
    /** Values that are run first, over the whole range. */
    private static final int SCANNED = 5;

    private static final int MOST_APPROACHES = 12;

    private final Question question;
    private final Sampler sampler;
    private final Evaluations known;
    private final double level;
    private int approaches;

    private Solve(Question question, Sampler sampler) {
        this.question = question;
        this.sampler = sampler;
        double stages = 1;
        double each = question.first();
        double most = Math.min(question.budget().replications(), 1e6);
        while (each * 2 < most) {
            each *= 2;
            stages++;
        }
        level = 1 - (1 - question.confidence()) / stages;
        known = new Evaluations(question.targets(), level);
    }

    /**
     * What is asked.
     *
     * @param grid the values
     * @param targets what must hold
     * @param confidence probability that the interval covers, in (0, 1)
     * @param first replications that a value begins with
     * @param budget how much may be simulated
     */
    public record Question(
            SearchGrid grid,
            List<Target> targets,
            double confidence,
            int first,
            SearchBudget budget) {
        public Question {
            targets = List.copyOf(targets);
        }
    }

    /** Seeks the answer. */
    public static Solution solve(Question question, Sampler sampler)
            throws IOException, StudyException {
        Solve solve = new Solve(question, sampler);
        long least = (long) SCANNED * question.first();
        if (question.budget().replications() < least) {
            throw StudyException.ofUsage("--budget is too small: " + SCANNED + " values are run"
                    + " first, with " + question.first() + " replications each: at least " + least
                    + " replications");
        }
        solve.scan();
        do {
            solve.narrow();
        } while (solve.sharpen());
        solve.widen();
        solve.narrow();
        return solve.solution();
    }

    private void scan() throws IOException, StudyException {
        int last = question.grid().size() - 1;
        TreeSet<Integer> positions = new TreeSet<>();
        for (int quarter = 0; quarter < SCANNED; quarter++) {
            positions.add((int) ((long) last * quarter / (SCANNED - 1)));
        }
        List<Integer> scanned = List.copyOf(positions);
        if (Double.isFinite(question.budget().requests())) {
            // what a value costs is known once one was run
            known.add(sampler.sample(scanned.get(0), question.first()));
            requireAffordable(scanned.size());
            scanned = scanned.subList(1, scanned.size());
        }
        sampler.samples(scanned, question.first()).forEach(known::add);
    }

    private void requireAffordable(int values) throws StudyException {
        double requests = values * known.samples().values().iterator().next().requests();
        if (requests > question.budget().requests()) {
            throw StudyException.ofUsage(String.format(
                    Locale.ROOT,
                    "--budget is too small: %d values are run first, with %d replications each:"
                            + " about %,.0f requests or jobs",
                    values,
                    question.first(),
                    requests));
        }
    }

    /** Halves the gap before the most wanted value that holds, as far as the budget goes. */
    private void narrow() throws IOException, StudyException {
        while (true) {
            int holds = known.firstHolding();
            int middle;
            if (holds < 0) {
                middle = towardsClosest();
            } else {
                int below = known.before(holds);
                middle = below < 0 || holds - below <= 1 ? -1 : below + (holds - below) / 2;
            }
            if (middle < 0 || !afford(question.first())) {
                return;
            }
            run(middle, question.first());
        }
    }

    /** Where nothing holds and the best is within the range, the middle of a gap next to it. */
    private int towardsClosest() {
        int best = known.closest();
        int below = known.before(best);
        int above = known.after(best);
        if (below < 0 || above < 0 || approaches >= MOST_APPROACHES) {
            return -1;
        }
        int left = best - below;
        int right = above - best;
        approaches++;
        return Math.max(left, right) <= 1 ? -1 : left > right ? below + left / 2 : best + right / 2;
    }

    /** Adds replications where an end is open; false where none is, or the budget is spent. */
    private boolean sharpen() throws IOException, StudyException {
        int holds = known.firstHolding();
        List<Integer> open = new ArrayList<>();
        int below = holds < 0 ? -1 : known.before(holds);
        List<Integer> ends = new ArrayList<>(List.of(holds < 0 ? known.closest() : holds));
        if (below >= 0) {
            ends.add(below);
        }
        boolean isNear = isNearEnough(below, holds);
        for (int end : ends) {
            if (known.decide(end) == Decision.OPEN && (!isNear || known.areTooFew(end))) {
                open.add(end);
            }
        }
        if (open.isEmpty()) {
            return false;
        }
        open.sort((a, b) -> Double.compare(known.clearness(a), known.clearness(b)));
        int where = open.get(0);
        Standing nearest = known.standing(where, known.tightest(where));
        boolean leans =
                !known.areTooFew(where) && nearest.shared() > nearest.variance() - nearest.shared();
        int more = leans ? known.anchor().position() : where;
        int replications = known.at(more).replications();
        if (!afford(replications)) {
            return false;
        }
        run(more, 2 * replications);
        return true;
    }

    /** Whether any value within the distance of neighbours will do and the crossing is known. */
    private boolean isNearEnough(int below, int holds) {
        if (question.grid().isWhole() || below < 0 || holds < 0) {
            return false;
        }
        double half = crossing(below, holds).halfWidth();
        return half <= 0.5;
    }

    /** Runs values further out until one on either side is decided. */
    private void widen() throws IOException, StudyException {
        int holds = known.firstHolding();
        if (holds < 0) {
            return;
        }
        int below = known.before(holds);
        outwards(holds, 1, Decision.HOLDS);
        if (below >= 0) {
            outwards(below, -1, Decision.FAILS);
        }
    }

    private void outwards(int from, int sign, Decision wanted) throws IOException, StudyException {
        int end = sign > 0 ? question.grid().size() - 1 - from : from;
        int open = 0;
        int far = 0;
        while (decideAfterRun(from + sign * far) != wanted) {
            if (far == end) {
                return;
            }
            open = far;
            far = Math.min(end, Math.max(1, 2 * far));
        }
        // doubling overshoots: two more halvings bring the end within a quarter
        for (int halving = 0; halving < 2 && far - open > 1; halving++) {
            int middle = (open + far) / 2;
            if (decideAfterRun(from + sign * middle) == wanted) {
                far = middle;
            } else {
                open = middle;
            }
        }
    }

    private Decision decideAfterRun(int position) throws IOException, StudyException {
        if (!known.has(position)) {
            run(position, question.first());
        }
        if (known.areTooFew(position)
                && afford(known.fewestAlike() - known.at(position).replications())) {
            run(position, known.fewestAlike());
        }
        return known.known(position);
    }

    private void run(int position, int replications) throws IOException, StudyException {
        known.add(sampler.sample(position, replications));
    }

    private boolean afford(int replications) {
        double runs = 0;
        double requests = 0;
        for (Sample each : known.samples().values()) {
            runs += each.replications();
            requests += each.requests();
        }
        double each = requests / runs;
        return runs + replications <= question.budget().replications()
                && requests + replications * each <= question.budget().requests();
    }

    /** Where the binding constraint meets its bound between neighbours, in grid positions. */
    private Solution.Crossing crossing(int below, int holds) {
        int t = known.tightest(below);
        Standing low = known.standing(below, t);
        Standing high = known.standing(holds, t);
        Target target = question.targets().get(t);
        double slope = (target.margin(high.value()) - target.margin(low.value())) / (holds - below);
        double share = -target.margin(low.value()) / slope;
        double variance =
                low.variance() + share / (holds - below) * (high.variance() - low.variance());
        Standing between = new Standing(
                target.bound(), Math.max(0, variance), low.degrees(), 0, low.replications());
        return new Solution.Crossing(below + share, between.halfWidth(level) / Math.abs(slope));
    }

    private Solution solution() {
        int holds = known.firstHolding();
        int answer = holds < 0 ? known.closest() : holds;
        int below = known.before(answer);
        List<Evaluated> rows = new ArrayList<>();
        for (Map.Entry<Integer, Sample> each : known.samples().entrySet()) {
            int at = each.getKey();
            rows.add(new Evaluated(
                    at,
                    each.getValue().replications(),
                    each.getValue().requests(),
                    known.standings(at),
                    known.known(at),
                    reductions(at),
                    each.getValue().chance().checks(),
                    each.getValue().isCorrected()));
        }
        List<String> findings = new ArrayList<>(known.refusals());
        findings.addAll(known.tooShort(answer));
        findings.addAll(new Shape(question.targets(), known.samples(), 1 - level).findings());
        return new Solution(
                question,
                level,
                holds >= 0,
                answer,
                ends(rows, answer),
                holds < 0 ? known.tightest(answer) : below < 0 ? -1 : known.tightest(below),
                holds < 0 || below < 0 ? Solution.Crossing.NONE : crossing(below, holds),
                rows,
                findings);
    }

    /** How many times as many replications each constraint would need without its controls. */
    private List<Double> reductions(int at) {
        List<Double> reductions = new ArrayList<>();
        for (int t = 0; t < question.targets().size(); t++) {
            reductions.add(AnchoredEstimate.reduction(known.at(at), t));
        }
        return reductions;
    }

    /** Between the last that fails and the first that holds. */
    private Ends ends(List<Evaluated> rows, int answer) {
        int low = -1;
        int high = -1;
        for (Evaluated row : rows) {
            if (row.position() < answer && row.decision() == Decision.FAILS) {
                low = row.position() + 1;
            }
            if (high < 0 && row.position() >= answer && row.decision() == Decision.HOLDS) {
                high = row.position();
            }
        }
        return new Ends(Math.max(low, 0), high < 0 ? question.grid().size() - 1 : high, high >= 0);
    }
}
