package headroom.cluster;

import headroom.cell.Cell;
import headroom.cell.CellCommand;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;
import headroom.stat.TimeWeighted;

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
    private final TimeWeighted value;

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
        value = new TimeWeighted(0, knob.initial());
    }

    /** Tells the initial value; the first decision falls one interval after an instant. */
    void start(double restSeconds) {
        tell();
        decide.start(restSeconds + knob.everySeconds());
    }

    private void decide() {
        double next = knob.controller().next(new View());
        if (next != value.value()) {
            value.set(agenda.nowSeconds(), next);
            tell();
        }
        decide.start(knob.everySeconds());
    }

    private void tell() {
        for (Cell cell : cells) {
            cell.command(command.apply(agenda.nowSeconds(), value.value()));
        }
    }

    /** Mean value since this was last asked. */
    double drainMean() {
        double mean = value.mean(agenda.nowSeconds());
        value.restart(agenda.nowSeconds());
        return mean;
    }

    /** What the controller reads. */
    private final class View implements ControlView {
        @Override
        public double current() {
            return value.value();
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
