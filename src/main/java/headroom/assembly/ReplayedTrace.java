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
 * The share of a trace that one cell replays: every C-th request. Of a trace that is repeated the
 * first request comes again one mean interarrival time after the last, so that its rate stays.
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
    private double firstSeconds;
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
     * @param horizonSeconds end of the run [s]
     */
    record Share(int cell, int cells, boolean blocks, double horizonSeconds) {}

    /** Refuses a trace of which nothing would come: its clock may be that of a calendar. */
    static void refuseLate(String file, double firstSeconds, double horizonSeconds) {
        if (!(firstSeconds < horizonSeconds)) {
            throw new TraceException(
                    file,
                    0,
                    "begins at " + firstSeconds + " s, after the end of the run at "
                            + horizonSeconds + " s; its times count from the start of the run");
        }
    }

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
            if (inThisRound++ == 0) {
                firstSeconds = trace.arrivalSeconds();
                refuseLate(file, firstSeconds, share.horizonSeconds);
            }
            return true;
        }
        if (inThisRound == 0) {
            throw new TraceException(file, 0, "no requests in it");
        }
        if (!repeat) {
            return false;
        }
        double length = trace.arrivalSeconds() - firstSeconds;
        if (!(length > 0)) {
            throw new TraceException(
                    file,
                    0,
                    "all requests arrive at one instant, so that it has no length to repeat");
        }
        roundStartsSeconds += length * inThisRound / (inThisRound - 1);
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
