package headroom.cluster;

import headroom.cell.Cell;
import headroom.cell.CellCommand;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;

import java.util.List;
import java.util.function.BiFunction;

/** One knob, the cap scale or the peak-hour multiplier, and the controller that moves it. */
final class KnobPlane {
    private final Agenda agenda;
    private final ClusterSpec.Knob knob;
    private final History history;
    private final List<Cell> cells;
    private final BiFunction<Double, Double, CellCommand> command;
    private final Timer decide;
    private double value;
    private double valueSeconds;
    private double settledSeconds;

    KnobPlane(
            Agenda agenda,
            ClusterSpec.Knob knob,
            History history,
            List<Cell> cells,
            BiFunction<Double, Double, CellCommand> command) {
        this.agenda = agenda;
        this.knob = knob;
        this.history = history;
        this.cells = cells;
        this.command = command;
        decide = agenda.timer(Rank.CONTROL, this::decide);
        value = knob.initial();
    }

    /** Tells the initial value; the first decision falls one interval after an instant. */
    void start(double restSeconds) {
        tell();
        decide.start(restSeconds + knob.everySeconds());
    }

    private void decide() {
        double next = knob.controller().next(new View());
        if (next != value) {
            settle();
            value = next;
            tell();
        }
        decide.start(knob.everySeconds());
    }

    private void tell() {
        for (Cell cell : cells) {
            cell.command(command.apply(agenda.nowSeconds(), value));
        }
    }

    private void settle() {
        double now = agenda.nowSeconds();
        valueSeconds += value * (now - settledSeconds);
        settledSeconds = now;
    }

    /** Mean value over the seconds since this was last asked. */
    double drainMean(double seconds) {
        settle();
        double mean = valueSeconds / seconds;
        valueSeconds = 0;
        return mean;
    }

    /** What the controller reads. */
    private final class View implements ControlView {
        @Override
        public double current() {
            return value;
        }

        @Override
        public double elapsedSeconds() {
            return knob.everySeconds();
        }

        @Override
        public double worstTtftP99Seconds(int hours) {
            return history.worstTtftP99Seconds(hours);
        }

        @Override
        public double worstUtilisation(int hours) {
            return history.worstUtilisation(hours);
        }
    }
}
