package headroom.assembly;

import headroom.clients.Sources.Replay;
import headroom.demand.DemandSection.ReplaySection;
import headroom.kernel.Streams;
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
    private static final int[] NO_BLOCKS = {};

    private final String file;
    private final Supplier<Trace> opener;
    private final boolean repeat;
    private final Share share;
    private Trace trace;
    private long read;
    private long inThisRound;
    private double roundStartsSeconds;

    private ReplayedTrace(String file, Supplier<Trace> opener, boolean repeat, Share share) {
        this.file = file;
        this.opener = opener;
        this.repeat = repeat;
        this.share = share;
        trace = opener.get();
    }

    /**
     * What a cell takes of a trace.
     *
     * @param cell the cell
     * @param cells number of cells the trace is dealt to
     * @param blocks whether the blocks of prompts are taken as well
     */
    record Share(int cell, int cells, boolean blocks) {}

    /** The requests of a cell out of all cells. */
    static ReplayedTrace of(Path file, ReplaySection section, Streams streams, Share share) {
        TraceFormat format = TraceFormat.valueOf(section.format().name());
        Supplier<Trace> opener = section.jitterSeconds() == 0
                ? () -> Trace.open(file, format, section.rate())
                : () -> Trace.openJittered(
                        file,
                        format,
                        section.rate(),
                        section.jitterSeconds(),
                        streams.of("replay.jitter"));
        return new ReplayedTrace(file.toString(), opener, section.repeat(), share);
    }

    @Override
    public boolean advance() {
        while (advanceTrace()) {
            if (read++ % share.cells == share.cell) {
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
    public int[] blocks() {
        return share.blocks ? trace.blocks() : NO_BLOCKS;
    }

    @Override
    public void close() {
        trace.close();
    }
}
