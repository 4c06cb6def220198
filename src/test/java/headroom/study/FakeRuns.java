package headroom.study;

import headroom.metrics.Objective.Relation;
import headroom.stat.ControlVariates.Control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** Values whose numbers are known functions, with noise that all values share or not. */
final class FakeRuns implements Sample.Sampler {
    private final SearchGrid grid;
    private final List<DoubleUnaryOperator> functions;
    private double shared;
    private double own;
    private double controlled;
    private long seed;
    final Map<Integer, Integer> runs = new TreeMap<>();

    FakeRuns(SearchGrid grid, DoubleUnaryOperator... functions) {
        this.grid = grid;
        this.functions = List.of(functions);
    }

    /** Noise of a replication: the same at all values, of each value, and told by a control. */
    FakeRuns noise(double ofAll, double ofEach, double ofControl, long from) {
        shared = ofAll;
        own = ofEach;
        controlled = ofControl;
        seed = from;
        return this;
    }

    @Override
    public Sample sample(int position, int replications) {
        runs.put(position, replications);
        List<double[]> values = new ArrayList<>();
        List<List<Control>> controls = new ArrayList<>();
        for (DoubleUnaryOperator function : functions) {
            double[] y = new double[replications];
            double[] c = new double[replications];
            for (int r = 0; r < replications; r++) {
                Random all = new Random(seed * 1_000_003 + r * 7919L);
                Random each = new Random(seed * 1_000_003 + r * 7919L + 31L * (position + 1));
                all.nextInt();
                each.nextInt();
                c[r] = 5 + all.nextGaussian();
                y[r] = function.applyAsDouble(grid.number(position))
                        + shared * all.nextGaussian()
                        + own * each.nextGaussian()
                        + controlled * (c[r] - 5);
            }
            values.add(y);
            controls.add(controlled == 0 ? List.of() : List.of(new Control(c, 5)));
        }
        return new Sample(position, values, controls, 10.0 * replications);
    }

    static SearchGrid least(String text) throws StudyException {
        return SearchGrid.parse(text, true, Optional.empty(), Optional.empty());
    }

    static SearchGrid most(String text) throws StudyException {
        return SearchGrid.parse(text, false, Optional.empty(), Optional.empty());
    }

    static Target atMost(double bound) {
        return new Target("f <= " + bound, "f", Relation.AT_MOST, bound, "1");
    }

    static Solve.Question question(SearchGrid grid, int first, long budget, Target... targets) {
        return new Solve.Question(
                grid, List.of(targets), 0.95, first, SearchBudget.ofReplications(budget));
    }

    Solution solve(int first, long budget, Target... targets) throws Exception {
        return Solve.solve(question(grid, first, budget, targets), this);
    }
}
