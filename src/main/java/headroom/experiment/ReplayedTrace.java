package headroom.experiment;

import headroom.cell.Replay;
import headroom.kernel.Streams;
import headroom.scenario.DemandSection.ReplaySection;
import headroom.workload.Trace;
import headroom.workload.TraceException;
import headroom.workload.TraceFormat;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The share of a trace that one cell replays: every C-th request. A trace that is repeated starts
 * again one mean interarrival time after its last request.
 */
final class ReplayedTrace implements Replay {
    private final String file;
    private final Supplier<Trace> opener;
    private final boolean repeat;
    private final int cell;
    private final int cells;
    private Trace trace;
    private long read;
    private long inThisRound;
    private double roundStartsSeconds;

    private ReplayedTrace(
            String file, Supplier<Trace> opener, boolean repeat, int cell, int cells) {
        this.file = file;
        this.opener = opener;
        this.repeat = repeat;
        this.cell = cell;
        this.cells = cells;
        trace = opener.get();
    }

    /** The requests of a cell out of all cells. */
    static ReplayedTrace of(
            Path file, ReplaySection section, Streams streams, int cell, int cells) {
        TraceFormat format = TraceFormat.valueOf(section.format().name());
        Supplier<Trace> opener = section.jitterSeconds() == 0
                ? () -> Trace.open(file, format, section.rate())
                : () -> Trace.openJittered(
                        file,
                        format,
                        section.rate(),
                        section.jitterSeconds(),
                        streams.of("replay.jitter"));
        return new ReplayedTrace(file.toString(), opener, section.repeat(), cell, cells);
    }

    @Override
    public boolean advance() {
        while (advanceTrace()) {
            if (read++ % cells == cell) {
                return true;
            }
        }
        return false;
    }

    private boolean advanceTrace() {
        if (trace.advance()) {
            inThisRound++;
            return true;
        }
        if (!repeat || inThisRound == 0) {
            return false;
        }
        double length = trace.arrivalSeconds();
        if (!(length > 0)) {
            throw new TraceException(
                    file, 0, "all requests arrive at time 0, so that it has no length to repeat");
        }
        roundStartsSeconds += length + length / inThisRound;
        inThisRound = 0;
        trace.close();
        trace = opener.get();
        return advanceTrace();
    }

    @Override
    public double arrivalSeconds() {
        return roundStartsSeconds + trace.arrivalSeconds();
    }

    @Override
    public int inputTokens() {
        return trace.inputTokens();
    }

    @Override
    public int outputTokens() {
        return trace.outputTokens();
    }

    @Override
    public void close() {
        trace.close();
    }
}
