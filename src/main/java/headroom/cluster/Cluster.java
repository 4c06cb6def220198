package headroom.cluster;

import headroom.cell.Cell;
import headroom.cell.CellCommand;
import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.control.ControlView;
import headroom.control.Knob;
import headroom.control.KnobPlane;
import headroom.fleet.FleetUse;
import headroom.jobs.JobHours;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.kernel.Timer;
import headroom.stat.LatencyHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The coordinator: one agenda for everything rare, and the sampled cells advanced from epoch to
 * epoch.
 *
 * <p>At an epoch's end every event of the agenda up to that instant is settled and its commands are
 * with the cells; then the cells advance to it, and their use is read. Epochs end at the multiples
 * of their length, at full hours and at the end of the warm-up; the hour is read after its last
 * epoch. Controllers decide an epoch later: an operator's measurements are never of now.
 */
public final class Cluster {
    /** An hour [s]. */
    public static final double HOUR_SECONDS = ControlView.HOUR_SECONDS;

    private final ClusterSpec spec;
    private final Agenda agenda;
    private final List<Cell> cells;
    private final CellRunner runner;
    private final ClusterListener listener;
    private final Streams streams;
    private final ReplicaBook book;
    private final Capacity capacity;
    private final ScalingPlane scaling;
    private final FailurePlane failures;
    private final OutagePlane outages;
    private final LeavingPlane leaving;
    private final List<PowerPlane> power = new ArrayList<>();
    private final KnobPlane caps;
    private final KnobPlane peak;
    private final @Nullable JobHours jobs;
    private final @Nullable LendingPlane lending;
    private final Timer epoch;
    private final Timer hour;
    private final List<FleetUse> uses = new ArrayList<>();
    private final List<CellReport> reports = new ArrayList<>();
    /** The part of the hour before the end of the warm-up, where that falls within an hour. */
    private final List<CellReport> warmUp = new ArrayList<>();

    /** Multiples of the length of an epoch passed. */
    private long epochs;

    private double epochFromSeconds;
    private FleetUse before;
    private FleetUse after;
    private FleetUse atHour;

    /**
     * Ready to run.
     *
     * @param streams what failures draw from
     */
    public Cluster(ClusterSpec spec, Streams streams, Slices slices, ClusterListener listener) {
        this.spec = spec;
        this.streams = streams;
        this.agenda = new Agenda();
        this.cells = slices.cells();
        this.runner = slices.runner();
        this.listener = listener;
        book = new ReplicaBook(agenda, spec, (cell, command) -> cells.get(cell).command(command));
        capacity = new Capacity(agenda, spec, book);
        scaling = new ScalingPlane(agenda, spec, book, capacity.loading());
        failures = new FailurePlane(agenda, spec, book, capacity.loading());
        caps = knob(spec.caps(), "caps", CellCommand.CapScale::new);
        peak = knob(spec.peak(), "peak", CellCommand.PeakMultiplier::new);
        jobs = spec.jobs() == null ? null : new JobHours(spec.jobs(), streams);
        for (int s = 0; s < spec.sites().size(); s++) {
            power.add(new PowerPlane(spec, s, cells, agenda, jobs));
        }
        lending = jobs == null ? null : new LendingPlane(agenda, spec, book, scaling, jobs);
        if (lending != null) {
            lending.strikeServing(new Standing(spec, book, capacity.loading()));
        }
        outages = new OutagePlane(agenda, spec, capacity, scaling, lending);
        leaving = new LeavingPlane(agenda, spec, scaling, lending);
        epoch = agenda.timer(Rank.EPOCH, this::endEpoch);
        hour = agenda.timer(Rank.REPORT, this::endHour);
        int placements = spec.placements().size();
        before = new FleetUse(placements);
        after = new FleetUse(placements);
        atHour = new FleetUse(placements);
        for (Cell cell : cells) {
            reports.add(cell.newReport());
        }
    }

    private KnobPlane knob(
            Knob knob, String name, BiFunction<Double, Double, CellCommand> command) {
        return new KnobPlane(
                agenda,
                new KnobPlane.Plan(spec.horizonSeconds(), spec::orderedTokens),
                knob,
                streams.of("controllers." + name),
                new KnobPlane.Target(cells, command));
    }

    /**
     * The data plane.
     *
     * @param cells the simulated cells
     * @param runner advances them
     */
    public record Slices(List<Cell> cells, CellRunner runner) {}

    /** Runs to the horizon. */
    public void run() {
        run(spec.horizonSeconds());
    }

    /** Begins as a whole run does, and ends before its time; to be called once. */
    public void run(double untilSeconds) {
        capacity.start();
        if (lending != null) {
            lending.start();
        }
        scaling.start();
        failures.start(streams);
        outages.start();
        leaving.start();
        for (CellCommand command : spec.dated()) {
            agenda.timer(Rank.CALENDAR, () -> cells.forEach(cell -> cell.command(command)))
                    .startAt(command.timeSeconds());
        }
        caps.start(spec.warmUpSeconds() + spec.epochSeconds());
        peak.start(spec.warmUpSeconds() + spec.epochSeconds());
        epoch.startAt(epochEndSeconds());
        hour.startAt(Math.min(HOUR_SECONDS, spec.horizonSeconds()));
        if (spec.warmUpSeconds() % HOUR_SECONDS > 0) {
            agenda.timer(Rank.REPORT, this::endWarmUp).startAt(spec.warmUpSeconds());
        }
        agenda.runUntil(untilSeconds);
    }

    private void endEpoch() {
        double now = agenda.nowSeconds();
        if (jobs != null) {
            jobs.advance(now);
        }
        runner.advance(cells, now);
        FleetUse last = before;
        before = after;
        after = last;
        after.clear();
        uses.clear();
        for (Cell cell : cells) {
            FleetUse use = cell.use(now);
            uses.add(use);
            after.add(use);
        }
        double seconds = now - epochFromSeconds;
        book.collect(uses);
        if (lending != null) {
            lending.collect();
        }
        scaling.epoch(after);
        if (lending != null) {
            lending.review();
        }
        PowerPlane.PoolSeconds pools = poolSeconds();
        for (PowerPlane site : power) {
            site.epoch(before, after, pools, seconds);
        }
        epochFromSeconds = now;
        if (now >= (epochs + 1) * spec.epochSeconds()) {
            epochs++;
        }
        if (now < spec.horizonSeconds()) {
            epoch.startAt(epochEndSeconds());
        }
    }

    /** What the GPUs of each pool did; those repaired may draw no power. */
    private PowerPlane.PoolSeconds poolSeconds() {
        double[] gpuSeconds = capacity.drainGpuSeconds();
        double[] failed = book.drainFailedSeconds();
        double[] held = new double[failed.length];
        if (lending != null) {
            held = lending.drainBusySeconds();
            lending.addFailedSeconds(failed);
        }
        for (int pool = 0; pool < failed.length; pool++) {
            gpuSeconds[pool] -= failed[pool] * (1 - spec.pools().get(pool).repairPowerShare());
        }
        return new PowerPlane.PoolSeconds(gpuSeconds, held);
    }

    /** End of the epoch that begins now [s]. */
    private double epochEndSeconds() {
        double hourEnds = (Math.floor(epochFromSeconds / HOUR_SECONDS) + 1) * HOUR_SECONDS;
        double multiple = (epochs + 1) * spec.epochSeconds();
        double warm = spec.warmUpSeconds();
        double next = Math.min(Math.min(multiple, hourEnds), spec.horizonSeconds());
        return warm > epochFromSeconds ? Math.min(next, warm) : next;
    }

    private void endWarmUp() {
        if (jobs != null) {
            jobs.endWarmUp();
        }
        for (Cell cell : cells) {
            CellReport report = cell.newReport();
            cell.drain(agenda.nowSeconds(), report);
            warmUp.add(report);
        }
    }

    /** The reports of the whole hour, of which the warm-up may have been set apart. */
    private List<CellReport> wholeHour() {
        if (warmUp.isEmpty()) {
            return reports;
        }
        for (int i = 0; i < warmUp.size(); i++) {
            warmUp.get(i).add(reports.get(i));
        }
        List<CellReport> whole = List.copyOf(warmUp);
        warmUp.clear();
        return whole;
    }

    private void endHour() {
        double now = agenda.nowSeconds();
        double from = Math.floor((now - 1e-6) / HOUR_SECONDS) * HOUR_SECONDS;
        if (now == spec.horizonSeconds()) {
            cells.forEach(cell -> cell.end(now));
        }
        LatencyHistogram all = new LatencyHistogram();
        for (int i = 0; i < cells.size(); i++) {
            reports.get(i).clear();
            cells.get(i).drain(now, reports.get(i));
        }
        if (jobs != null) {
            jobs.endHour();
        }
        List<CellReport> whole = wholeHour();
        for (CellReport report : whole) {
            for (LatencyHistogram tier : report.ttft) {
                all.merge(tier);
            }
        }
        double p99 = all.count() == 0 ? Double.NaN : all.quantileSeconds(0.99);
        double seconds = now - from;
        Occupancy occupancy = occupancy();
        double utilisation = occupancy.utilisation();
        double capacity = occupancy.servingTokenSeconds() / seconds;
        boolean jammed = isJammed(whole);
        listener.hour(new HourFacts(
                from,
                now,
                whole,
                reports,
                uses,
                caps.hour(all, jammed, utilisation, capacity),
                peak.hour(all, jammed, utilisation, capacity),
                power.stream().map(site -> site.drain(seconds)).toList(),
                this.capacity.hourlyGpus(),
                book.drain(),
                utilisation,
                p99,
                jobs == null ? null : jobs.hour(),
                jobs == null ? null : jobs.afterWarmUp()));
        if (now < spec.horizonSeconds()) {
            hour.startAt(Math.min(from + 2 * HOUR_SECONDS, spec.horizonSeconds()));
        }
    }

    /** Whether requests failed in an hour, or wait at its end. */
    private boolean isJammed(List<CellReport> hour) {
        long failed = Arrays.stream(after.waiting).asLongStream().sum();
        for (CellReport report : hour) {
            for (int tier = 0; tier < report.tiers(); tier++) {
                failed += report.shed[tier] + report.timedOut[tier] + report.lost[tier];
                failed += report.outcomes[tier][Outcome.ABANDONED.ordinal()];
            }
        }
        return failed > 0;
    }

    /**
     * KV memory in an hour.
     *
     * @param occupiedTokenSeconds times the share of it, or of sequences, in use [token s]
     * @param servingTokenSeconds that of the replicas that took requests [token s]
     */
    private record Occupancy(double occupiedTokenSeconds, double servingTokenSeconds) {
        double utilisation() {
            return servingTokenSeconds > 0
                    ? occupiedTokenSeconds / servingTokenSeconds
                    : Double.NaN;
        }
    }

    /** Occupancy of the hour: sequences or KV memory, whichever is scarcer, weighted by memory. */
    private Occupancy occupancy() {
        double occupied = 0;
        double serving = 0;
        for (int p = 0; p < spec.placements().size(); p++) {
            double kv = spec.placements().get(p).kvCapacityTokens();
            occupied += kv * (after.occupiedSeconds[p] - atHour.occupiedSeconds[p]);
            serving += kv * (after.servingSeconds[p] - atHour.servingSeconds[p]);
        }
        atHour.clear();
        atHour.add(after);
        return new Occupancy(occupied, serving);
    }

    /** Events of both planes so far. */
    public long events() {
        long events =
                agenda.eventsFired() + cells.stream().mapToLong(Cell::events).sum();
        return jobs == null ? events : events + jobs.events();
    }
}
