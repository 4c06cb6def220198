package headroom.control;

import headroom.cell.Cell;
import headroom.cell.CellCommand;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;
import headroom.stat.LatencyHistogram;
import headroom.stat.TimeWeighted;

import umontreal.ssj.rng.RandomStream;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * One knob, the cap scale or the peak-hour multiplier, the controller that moves it, and what that
 * one may see: hourly measurements, late by a delay, latencies from a sample of the requests.
 */
public final class KnobPlane {
    private final Agenda agenda;
    private final Plan plan;
    private final Knob knob;
    private final RandomStream sampling;
    private final List<Cell> cells;
    private final BiFunction<Double, Double, CellCommand> command;
    private final History history;
    private final Timer decide;
    private final TimeWeighted value;

    /** @param sampling draws the requests whose latencies are measured */
    public KnobPlane(Agenda agenda, Plan plan, Knob knob, RandomStream sampling, Target target) {
        this.agenda = agenda;
        this.plan = plan;
        this.knob = knob;
        this.sampling = sampling;
        this.cells = target.cells();
        this.command = target.command();
        history =
                new History((int) Math.ceil(plan.horizonSeconds() / ControlView.HOUR_SECONDS) + 1);
        decide = agenda.timer(Rank.CONTROL, this::decide);
        value = new TimeWeighted(0, knob.initial());
    }

    /**
     * What is known beforehand.
     *
     * @param horizonSeconds length of the run [s]
     * @param orderedTokens KV memory that is ordered for an instant [token]
     */
    public record Plan(double horizonSeconds, DoubleUnaryOperator orderedTokens) {}

    /**
     * What the knob moves.
     *
     * @param cells where
     * @param command the command that sets an instant and a value
     */
    public record Target(List<Cell> cells, BiFunction<Double, Double, CellCommand> command) {}

    /** Tells the initial value; the first decision falls one interval after an instant. */
    public void start(double restSeconds) {
        tell();
        double regular = restSeconds + knob.delaySeconds() + knob.everySeconds();
        decideAt(knob.controller().decidesSeconds(Double.NEGATIVE_INFINITY, regular));
    }

    private void decide() {
        double now = agenda.nowSeconds();
        int seen = history.endedBy(now - knob.delaySeconds());
        double next = knob.controller().next(new View(now, seen));
        if (next != value.value()) {
            value.set(now, next);
            tell();
        }
        decideAt(knob.controller().decidesSeconds(now, now + knob.everySeconds()));
    }

    private void decideAt(double timeSeconds) {
        if (timeSeconds < plan.horizonSeconds()) {
            decide.startAt(timeSeconds);
        }
    }

    private void tell() {
        for (Cell cell : cells) {
            cell.command(command.apply(agenda.nowSeconds(), value.value()));
        }
    }

    /**
     * An hour has ended.
     *
     * @param ttft times to first token of all requests that got one
     * @param jammed whether requests failed, or wait at its end
     * @param utilisation occupancy of the fleet
     * @param capacityTokens KV memory of the replicas that took requests, mean [token]
     * @return mean value of the knob in this hour
     */
    public double hour(
            LatencyHistogram ttft, boolean jammed, double utilisation, double capacityTokens) {
        double now = agenda.nowSeconds();
        double mean = value.mean(now);
        value.restart(now);
        LatencyHistogram seen =
                knob.sampleShare() < 1 ? ttft.thinned(knob.sampleShare(), sampling) : ttft;
        double none = jammed && ttft.count() == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        double p99 = seen.count() == 0 ? none : seen.quantileSeconds(0.99);
        history.add(new History.Hour(now, p99, utilisation, capacityTokens, mean));
        return mean;
    }

    /** What the controller reads: the hours before a count. */
    private final class View implements ControlView {
        private final double nowSeconds;
        private final int seen;

        View(double nowSeconds, int seen) {
            this.nowSeconds = nowSeconds;
            this.seen = seen;
        }

        private History.Hour ago(int ago) {
            return history.hour(seen - 1 - ago);
        }

        @Override
        public double current() {
            return value.value();
        }

        @Override
        public double nowSeconds() {
            return nowSeconds;
        }

        @Override
        public double elapsedSeconds() {
            return knob.everySeconds();
        }

        @Override
        public double worst(Measure measure, int hours, int ago) {
            return history.worst(measure, seen - ago - hours, seen - ago);
        }

        @Override
        public int hours() {
            return seen;
        }

        @Override
        public int staleHours() {
            double since = seen == 0 ? nowSeconds : nowSeconds - ago(0).endSeconds();
            return (int) (since / ControlView.HOUR_SECONDS);
        }

        @Override
        public double utilisation(int ago) {
            return ago(ago).utilisation();
        }

        @Override
        public double capacityTokens(int ago) {
            return ago(ago).capacityTokens();
        }

        @Override
        public double value(int ago) {
            return ago(ago).value();
        }

        @Override
        public double orderedTokens(int ahead) {
            return plan.orderedTokens()
                    .applyAsDouble(ago(0).endSeconds() + (ahead - 0.5) * ControlView.HOUR_SECONDS);
        }
    }
}
