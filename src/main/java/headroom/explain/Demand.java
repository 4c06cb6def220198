package headroom.explain;

import headroom.arrivals.CumulativeRate;
import headroom.arrivals.DemandCurve;
import headroom.assembly.Plan;
import headroom.cell.CellSpec;
import headroom.clients.Group;
import headroom.clients.Sources.Replay;
import headroom.clients.TierSpec;
import headroom.explain.SessionShape.Count;
import headroom.explain.SessionShape.Pace;
import headroom.kernel.Streams;
import headroom.serving.RequestMix;
import headroom.workload.Workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * What is asked for, by model and hour, if nobody is refused and no limit is met.
 *
 * <p>Sessions begin at their rates, M_t/G/infinity with the requests of a session as its service
 * (Massey and Whitt 1993, "Networks of infinite-server queues with nonstationary Poisson input",
 * Queueing Systems 13): the requests of an hour come from sessions of all ages. {@link #atOnce} is
 * what the sessions of the hour alone would ask for if each were over at once (PSA). What a replay
 * asks for is read from its trace. Left out: limits, retries, bugs of clients, sessions put off or
 * moved to other models, and random factors on rates, which stand at their means.
 */
final class Demand {
    private final Hours hours;
    /** By count, model and hour. */
    private final double[][][] counts;
    /** Requests by model and hour, with all of a session in its first hour. */
    private final double[][] atOnce;

    private final double sessionSeconds;

    private Demand(Hours hours, int models, double sessionSeconds) {
        this.hours = hours;
        counts = new double[Count.values().length][models][hours.count()];
        atOnce = new double[models][hours.count()];
        this.sessionSeconds = sessionSeconds;
    }

    /** Of a plan, where answers of each model come at a pace. */
    static Demand of(Plan plan, Hours hours, List<Pace> paces) {
        CellSpec cell = plan.cell();
        List<Sessions> all = new ArrayList<>();
        TreeMap<String, SessionShape> shapes = new TreeMap<>();
        double present = 0;
        for (TierSpec tier : cell.tiers()) {
            int cells = plan.cluster().cells();
            double[] open = tier.closed() ? new double[0] : starts(tier, cells, hours);
            for (int w = 0; w < tier.workloads().size(); w++) {
                Workload workload = tier.workloads().get(w);
                // tiers share workloads, but streams have names of their own
                SessionShape shape = shapes.computeIfAbsent(
                        tier.isOpen() + "." + workload.name(),
                        name -> SessionShape.of(workload, paces.get(workload.modelIndex()), hours));
                double share = tier.mix().get(w);
                double[] starts = tier.closed()
                        ? closedStarts(tier, cycleSeconds(tier, w, paces), cells, hours)
                        : open;
                all.add(new Sessions(workload.modelIndex(), share, shape, starts));
                present += share * sum(starts) / hours.horizonSeconds() * shape.meanSeconds();
            }
        }
        Demand demand = new Demand(hours, cell.models().size(), present);
        all.forEach(demand::add);
        if (cell.replay() != null) {
            demand.replay(cell.replay(), plan);
        }
        return demand;
    }

    private record Sessions(int model, double share, SessionShape shape, double[] starts) {}

    private static double sum(double[] values) {
        double sum = 0;
        for (double each : values) {
            sum += each;
        }
        return sum;
    }

    /** Sessions of a tier that begin in each hour, in all cells. */
    private static double[] starts(TierSpec t, int cells, Hours hours) {
        double[] starts = new double[hours.count()];
        if (t.groups().isEmpty()) {
            add(starts, t.sessionsPerSecond() * cells, t.demand(), hours);
        }
        for (Group group : t.groups()) {
            add(starts, group.sessionsPerSecond() * cells, group.demand(), hours);
        }
        return starts;
    }

    /**
     * The same of a tier in which each user thinks and then has a session, over and over: users /
     * mean cycle.
     */
    private static double[] closedStarts(TierSpec t, double cycleSeconds, int cells, Hours hours) {
        double[] starts = new double[hours.count()];
        for (int h = 0; h < starts.length; h++) {
            starts[h] = t.usersOf(cells) * hours.lengthSeconds(h) / cycleSeconds;
        }
        return starts;
    }

    /** Mean cycle of users who have sessions of a workload: of all there are, or of it alone. */
    private static double cycleSeconds(TierSpec t, int of, List<Pace> paces) {
        double mean = 0;
        for (int w = 0; w < t.workloads().size(); w++) {
            Workload workload = t.workloads().get(w);
            double seconds = SessionShape.cycleSeconds(workload, paces.get(workload.modelIndex()));
            if (t.mixByUser() && w == of) {
                return seconds;
            }
            mean += t.mix().get(w) * seconds;
        }
        return mean;
    }

    private static void add(double[] starts, double perSecond, DemandCurve curve, Hours hours) {
        CumulativeRate rate = CumulativeRate.of(perSecond, curve);
        for (int h = 0; h < starts.length; h++) {
            starts[h] += rate.until(hours.endSeconds(h)) - rate.until(h * Hours.SECONDS);
        }
    }

    private void add(Sessions s) {
        for (Count count : Count.values()) {
            s.shape.spread(s.starts, s.share, count, counts[count.ordinal()][s.model]);
        }
        double requests = s.share * s.shape.total(Count.REQUESTS);
        for (int h = 0; h < s.starts.length; h++) {
            atOnce[s.model][h] += requests * s.starts[h];
        }
    }

    /** What the sampled cells replay in the first replication stands for all cells. */
    private void replay(CellSpec.ReplaySpec spec, Plan plan) {
        Streams streams = new Streams(plan.seed(), 0);
        double weight = plan.cluster().weight();
        for (int cell = 0; cell < plan.cluster().sampledCells(); cell++) {
            try (Replay replay = spec.source().open(cell, streams)) {
                while (replay.advance() && replay.arrivalSeconds() < hours.horizonSeconds()) {
                    int h = (int) (replay.arrivalSeconds() / Hours.SECONDS);
                    double[] each = Count.of(
                            replay.inputTokens(), replay.inputTokens(), replay.outputTokens());
                    for (int c = 0; c < each.length; c++) {
                        counts[c][spec.model()][h] += weight * each[c];
                    }
                    atOnce[spec.model()][h] += weight;
                }
            }
        }
    }

    /** A count of a model in an hour, per second. */
    double perSecond(Count count, int model, int hour) {
        return counts[count.ordinal()][model][hour] / hours.lengthSeconds(hour);
    }

    /** Requests per second of a model if the sessions of the hour were over at once. */
    double atOnce(int model, int hour) {
        return atOnce[model][hour] / hours.lengthSeconds(hour);
    }

    /** Requests of a model in each hour. */
    double[] requests(int model) {
        return counts[Count.REQUESTS.ordinal()][model].clone();
    }

    /** All requests of all models. */
    double requests() {
        double all = 0;
        for (double[] model : counts[Count.REQUESTS.ordinal()]) {
            all += sum(model);
        }
        return all;
    }

    /** What is asked of a model in an hour; of no tokens where nothing is. */
    RequestMix mix(int model, int hour) {
        double[] of = new double[counts.length - 1];
        Arrays.setAll(of, c -> counts[c + 1][model][hour]);
        double n = counts[Count.REQUESTS.ordinal()][model][hour];
        return RequestMix.mean(Math.max(n, Double.MIN_NORMAL), of);
    }

    /** Mean number of sessions under way, those of requests apart. */
    double sessions() {
        return sessionSeconds;
    }
}
