package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.control.ControlView;

import java.util.Arrays;

/** What a controller may see, given by hand: hours, oldest first, and orders ahead. */
final class Seen implements ControlView {
    private final Goal goal;
    private final double current;
    private final double everySeconds;
    final double[] measured;
    double[] capacity = {};
    double[] values = {};
    double[] ordered = {};
    int staleHours;
    double nowSeconds;

    Seen(Goal goal, double current, double everySeconds, double... measured) {
        this.goal = goal;
        this.current = current;
        this.everySeconds = everySeconds;
        this.measured = measured;
    }

    /** One measurement that was the worst of the whole lookback. */
    static Seen worst(Goal goal, double current, double measured, double everySeconds) {
        double[] hours = new double[goal.lookbackHours()];
        Arrays.fill(hours, Double.NaN);
        hours[0] = measured;
        return new Seen(goal, current, everySeconds, hours);
    }

    @Override
    public double current() {
        return current;
    }

    @Override
    public double nowSeconds() {
        return nowSeconds;
    }

    @Override
    public double elapsedSeconds() {
        return everySeconds;
    }

    /** The other measure and another lookback are an error. */
    @Override
    public double worst(Measure measure, int hours, int ago) {
        assertThat(measure).isEqualTo(goal.measure());
        assertThat(hours).isEqualTo(goal.lookbackHours());
        double worst = Double.NaN;
        int end = measured.length - ago;
        for (int i = Math.max(0, end - hours); i < end; i++) {
            worst = measured[i] <= worst || Double.isNaN(measured[i]) ? worst : measured[i];
        }
        return worst;
    }

    @Override
    public int hours() {
        return measured.length;
    }

    @Override
    public int staleHours() {
        return staleHours;
    }

    @Override
    public double utilisation(int ago) {
        return measured[measured.length - 1 - ago];
    }

    @Override
    public double capacityTokens(int ago) {
        return capacity[measured.length - 1 - ago];
    }

    @Override
    public double value(int ago) {
        return values[measured.length - 1 - ago];
    }

    @Override
    public double orderedTokens(int ahead) {
        return ordered[ahead];
    }
}
