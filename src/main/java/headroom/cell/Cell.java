package headroom.cell;

import headroom.clients.ModelSpec;
import headroom.clients.Population;
import headroom.clients.Sources.Replay;
import headroom.fleet.ClairvoyantRouter;
import headroom.fleet.Fleet;
import headroom.fleet.FleetUse;
import headroom.fleet.Occupancy;
import headroom.fleet.OccupancyMeter;
import headroom.kernel.CalendarQueue;
import headroom.kernel.Streams;
import headroom.serving.ReplicaListener;
import headroom.serving.Requests;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;

/**
 * One exchangeable slice of the deployment: 1/C of the users and 1/C of the replicas, advanced from
 * epoch to epoch on its own clock.
 *
 * <p>At one instant commands of the control plane come first, then clients, then replicas. An epoch
 * is half open: what falls on its end belongs to the next one, after the commands of that instant.
 */
public final class Cell implements ReplicaListener {
    private final int index;
    private final Requests requests = new Requests();
    private final CalendarQueue clock = new CalendarQueue(this::actSoon);
    private final ArrayDeque<CellCommand> commands = new ArrayDeque<>();
    private final CellReport report;
    private final FleetUse use;
    private final Fleet fleet;
    private final Books books;
    private final Clients clients;
    private final @Nullable Replay trace;
    private final CellSpec.Watch watch;
    private boolean watched;
    private int instantsSeen;
    private @Nullable Occupancy occupancy;
    private double nowSeconds;
    private long events;

    public Cell(int index, CellSpec spec, Streams streams, @Nullable CellProbe probe) {
        this.index = index;
        report = new CellReport(spec.tierCount(), spec.models().size());
        use = new FleetUse(spec.deployments().size());
        Streams own = streams.child("cell." + index);
        fleet = new Fleet(spec.deployments(), spec.models().size(), requests, this, own);
        if (spec.router() instanceof ClairvoyantRouter) {
            fleet.foresee();
        }
        watch = spec.watch();
        if (watch.fromSeconds() < Double.POSITIVE_INFINITY) {
            fleet.meterOccupancy(watch.atSeconds());
        }
        Population[] populations = Population.all(spec.tiers(), spec.models(), own);
        books = new Books(spec, populations, requests, report, probe);
        ModelSpec[] models = spec.models().toArray(new ModelSpec[0]);
        Surroundings around = new Surroundings(clock, requests, fleet, books, models);
        clients = new Clients(spec, populations, around, own);
        CellSpec.ReplaySpec replay = spec.replay();
        trace = replay == null ? null : replay.source().open(index, streams);
        clients.start(trace);
    }

    /** What a cell's clients act on. */
    record Surroundings(
            CalendarQueue clock, Requests requests, Fleet fleet, Books books, ModelSpec[] models) {}

    /** Index of the cell. */
    public int index() {
        return index;
    }

    /**
     * Counts users once in each of some periods, the first from edge 0 to edge 1 and so on [s]; to
     * be called before the run begins.
     */
    public void countOver(double[] periodEdges) {
        books.countOver(periodEdges);
    }

    /** Hands over a command; commands come in the order of their instants. */
    public void command(CellCommand command) {
        CellCommand last = commands.peekLast();
        if (last != null && command.timeSeconds() < last.timeSeconds()) {
            throw new IllegalArgumentException("command out of order: " + command);
        }
        commands.add(command);
    }

    /** Simulates everything before an instant. */
    public void advance(double untilSeconds) {
        List<Double> instants = watch.atSeconds();
        while (instantsSeen < instants.size() && instants.get(instantsSeen) < untilSeconds) {
            double instant = instants.get(instantsSeen);
            startWatch(instant);
            run(instant);
            meter().count(instantsSeen++);
        }
        startWatch(untilSeconds);
        run(untilSeconds);
    }

    private void startWatch(double untilSeconds) {
        if (!watched && watch.fromSeconds() < untilSeconds) {
            watched = true;
            run(watch.fromSeconds());
            meter().start(watch.fromSeconds(), fleet);
        }
    }

    private void run(double untilSeconds) {
        while (true) {
            CellCommand command = commands.peek();
            double commanded = command == null ? Double.POSITIVE_INFINITY : command.timeSeconds();
            double client = clock.nextSeconds();
            double replica = fleet.nextSeconds();
            double next = Math.min(Math.min(commanded, client), replica);
            if (next >= untilSeconds) {
                return;
            }
            if (next < nowSeconds) {
                throw new IllegalStateException(
                        "cell " + index + ": time runs back from " + nowSeconds + " to " + next);
            }
            nowSeconds = next;
            if (commanded <= next) {
                events++;
                obey(commands.remove());
            } else if (client <= next) {
                events++;
                clients.act(clock.poll(), client);
            } else {
                fleet.advanceNext();
            }
        }
    }

    private void obey(CellCommand command) {
        double t = command.timeSeconds();
        if (command instanceof CellCommand.ReplicaUp up) {
            fleet.add(up.deployment(), t);
        } else if (command instanceof CellCommand.ReplicaDrain drain) {
            fleet.drain(drain.deployment(), t);
        } else if (command instanceof CellCommand.ReplicaFail fail) {
            int failed = fleet.fail(fail.deployment(), fail.k(), t);
            if (failed != Fleet.NO_REPLICA) {
                clients.failed(failed, t);
            }
        } else if (command instanceof CellCommand.Clock c) {
            fleet.clock(c.deployment(), c.share(), t);
        } else if (command instanceof CellCommand.CapScale scale) {
            clients.limits().scaleCaps(scale.scale(), t);
        } else if (command instanceof CellCommand.PeakMultiplier peak) {
            clients.limits().peakMultiplier(peak.multiplier());
        } else if (command instanceof CellCommand.LimitTerms terms) {
            clients.limits().terms(terms);
        } else if (command instanceof CellCommand.LimitReset reset) {
            clients.limits().reset(reset);
        }
    }

    private void actSoon(int[] ids, int count) {
        clients.soon(ids, count);
    }

    @Override
    public void completed(int replica, int request, double timeSeconds) {
        clients.completed(replica, request, timeSeconds);
    }

    @Override
    public void soon(int[] ending, int count) {
        for (int i = 0; i < count; i++) {
            ending[i] = requests.owner(ending[i]);
        }
        clients.soon(ending, count);
    }

    @Override
    public void dropped(int replica, int request, double timeSeconds) {
        clients.dropped(request, timeSeconds);
    }

    /** Use of the replicas since the start, up to an instant; the same object every time. */
    public FleetUse use(double timeSeconds) {
        fleet.settle(timeSeconds, use);
        return use;
    }

    /** An empty report of the right size. */
    public CellReport newReport() {
        return report.newLikeThis();
    }

    /** Adds what happened since the last drain to a report, and forgets it. */
    public void drain(double timeSeconds, CellReport into) {
        clients.settle(timeSeconds, report);
        books.settle(timeSeconds);
        into.add(report);
        report.clear();
    }

    /** Ends every request still alive as censored, and closes the trace. */
    public void end(double timeSeconds) {
        OccupancyMeter meter = fleet.occupancy();
        occupancy = meter == null ? null : meter.end(timeSeconds, fleet);
        clients.censor(timeSeconds);
        books.end(timeSeconds);
        if (trace != null) {
            trace.close();
        }
    }

    /** What the replicas held until the end, where the spec asks for it; else null. */
    public @Nullable Occupancy occupancy() {
        return occupancy;
    }

    /** Events so far: of clients, of replicas' batches, and commands. */
    public long events() {
        return events + fleet.changes();
    }

    /** Requests alive: in service, queued, backing off or locked out. */
    public int alive() {
        return requests.alive() - clients.abandoned();
    }

    /** Requests that limits of requests at once count now, each once a limit. */
    long underWay() {
        return clients.limits().underWay();
    }

    private OccupancyMeter meter() {
        return Objects.requireNonNull(fleet.occupancy(), "no occupancy is kept");
    }
}
