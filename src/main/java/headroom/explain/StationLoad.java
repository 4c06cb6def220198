package headroom.explain;

import headroom.analytic.ErlangC;
import headroom.analytic.SquareRootStaffing;
import headroom.arrivals.CumulativeRate;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.ModifiedOfferedLoad;
import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.gangs.JobsSpec.Always;
import headroom.gangs.JobsSpec.FloorSpec;
import headroom.gangs.JobsSpec.Gangs;
import headroom.gangs.JobsSpec.Planned;
import headroom.gangs.JobsSpec.StationSpec;
import headroom.gangs.JobsSpec.StreamSpec;
import headroom.gangs.JobsSpec.Visit;
import headroom.scenario.Scenario;
import headroom.supply.LendingSection;
import headroom.supply.PoolSection;
import headroom.variates.SharedWork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What jobs ask of a station, in GPUs or servers.
 *
 * <p>Long run: rate x visits x mean gang x mean size over the speed. By time: {@link
 * ModifiedOfferedLoad} beside the load of the rate of the instant; visits after the first are
 * counted as if they came at once. Jobs that are there at the start are held until they end:
 * n x gang x P(S > t). Failures, checkpoints, elastic gangs and gangs that do not fit are left out.
 * Streams that circulate, are never short of jobs or come from a file offer no load of their own
 * here.
 *
 * @param station its name
 * @param servers GPUs or servers of jobs, on average over the run
 * @param erlangs mean number that jobs would hold
 * @param mol most at any time, by modified offered load
 * @param psa most at any time, by the rate of the instant
 * @param lasting of that what is asked for by jobs that wait for as long as it takes
 * @param plain whether each job waits for one server that is always there, so that Erlang's
 *     formulas speak of it
 * @param complete whether all streams that come are counted
 * @param borrows whether serving lends it GPUs beyond these
 * @param refuses whether it refuses jobs for which it has no place
 * @param arrives whether jobs arrive, besides those of the start
 */
record StationLoad(
        String station,
        double servers,
        double erlangs,
        double mol,
        double psa,
        double lasting,
        boolean plain,
        boolean complete,
        boolean borrows,
        boolean refuses,
        boolean arrives) {
    private static final int LEAST_TIMES = 200;
    private static final int MOST_TIMES = 2000;
    private static final int ROUNDS = 10_000;
    /** Points at which a law of sizes is read. */
    private static final int QUANTILES = 200;

    /** Servers beyond which the limit of Halfin and Whitt stands for Erlang's formula. */
    private static final double MOST_SERVERS = 2e6;

    /** A stream and its exogenous demand. */
    record Source(double ratePerSecond, DemandCurve curve) {}

    /** Share of arrivals that wait at a load [erlang]; 1 where it is too much. */
    static double waits(double servers, double erlangs) {
        if (!(erlangs > 0)) {
            return 0;
        }
        if (erlangs >= servers) {
            return 1;
        }
        return servers <= MOST_SERVERS
                ? new ErlangC((int) servers, erlangs, 1).waitProbability()
                : SquareRootStaffing.waitProbability((servers - erlangs) / Math.sqrt(erlangs));
    }

    /**
     * The stations of a plan.
     *
     * @param sources of each stream; null where it has no rate
     */
    static List<StationLoad> of(Plan plan, List<@Nullable Source> sources, Supply supply) {
        JobsSpec jobs = plan.cluster().jobs();
        if (jobs == null) {
            return List.of();
        }
        double restart = jobs.restartSeconds();
        Hours hours = new Hours(Math.min(plan.cluster().horizonSeconds(), restart));
        List<double[]> visits = new ArrayList<>();
        for (StreamSpec stream : jobs.streams()) {
            visits.add(visits(stream, jobs.stations().size()));
        }
        List<StationLoad> all = new ArrayList<>();
        for (int k = 0; k < jobs.stations().size(); k++) {
            all.add(of(supply, k, visits, sources, hours));
        }
        return all;
    }

    private static StationLoad of(
            Supply supply,
            int k,
            List<double[]> visits,
            List<@Nullable Source> sources,
            Hours hours) {
        ClusterSpec cluster = supply.spec();
        JobsSpec jobs = cluster.jobs();
        if (jobs == null) {
            throw new IllegalStateException("no jobs");
        }
        int times = Math.max(LEAST_TIMES, Math.min(MOST_TIMES, hours.count()));
        double[] mol = new double[times];
        double[] psa = new double[times];
        double start = 0;
        double erlangs = 0;
        double lasting = 0;
        StationSpec station = jobs.stations().get(k);
        boolean refuses = Math.min(station.places(), station.line()) < FloorSpec.ENDLESS;
        boolean plain = isPlain(station) && !refuses;
        boolean complete = true;
        for (int i = 0; i < sources.size(); i++) {
            double each = visits.get(i)[k];
            Source source = sources.get(i);
            StreamSpec stream = jobs.streams().get(i);
            boolean lasts = stream.conduct().patience() == null;
            if (isOfPresent(stream, k)) {
                double present = present(stream, k, hours.horizonSeconds(), mol, psa);
                start += present;
                lasting += lasts ? present : 0;
            }
            if (source == null) {
                complete &= each == 0;
            } else if (each > 0) {
                double held = stream.gangs().mean();
                plain &= held == 1 && lasts;
                CumulativeRate rate = CumulativeRate.of(source.ratePerSecond, source.curve);
                double end = hours.horizonSeconds();
                double asked = each * rate.until(end) / end * held * seconds(stream, k);
                erlangs += asked;
                lasting += lasts ? asked : 0;
                add(mol, psa, new Course(rate, stream, k, each * held, end));
            }
        }
        return new StationLoad(
                station.name(),
                servers(supply, station, k),
                start + erlangs,
                Arrays.stream(mol).max().orElse(0),
                Arrays.stream(psa).max().orElse(0),
                lasting,
                plain,
                complete,
                cluster.loans().stream().anyMatch(l -> l.station() == k && l.policy() != null),
                refuses,
                erlangs > 0);
    }

    private static boolean isPlain(StationSpec station) {
        return station.service() instanceof Gangs && station.away() instanceof Always;
    }

    private static boolean isOfPresent(StreamSpec stream, int station) {
        Coming coming = stream.coming();
        return coming.present() > 0 && coming.forks().length == 0 && stream.first() == station;
    }

    /** Adds jobs that are there at the start to loads by time; their mean over the run. */
    private static double present(
            StreamSpec stream, int station, double endSeconds, double[] mol, double[] psa) {
        Visit visit = stream.visits().get(station);
        double held = stream.coming().present() * stream.gangs().mean();
        double speed = speed(stream, visit);
        double mean = 0;
        for (int q = 0; q < QUANTILES; q++) {
            double seconds = visit.size().quantile((q + 0.5) / QUANTILES) / speed;
            mean += held / QUANTILES * Math.min(1, seconds / endSeconds);
            for (int i = 0; i < mol.length && i * endSeconds / mol.length < seconds; i++) {
                mol[i] += held / QUANTILES;
                psa[i] += held / QUANTILES;
            }
        }
        return mean;
    }

    /** Arrivals of a stream at a station over a run. */
    private record Course(
            CumulativeRate rate, StreamSpec stream, int station, double held, double end) {}

    private static void add(double[] mol, double[] psa, Course course) {
        Visit visit = course.stream.visits().get(course.station);
        double speed = speed(course.stream, visit);
        ModifiedOfferedLoad load =
                new ModifiedOfferedLoad(course.rate, u -> visit.size().quantile(u) / speed);
        double step = course.end / mol.length;
        for (int i = 0; i < mol.length; i++) {
            double at = (i + 1) * step;
            mol[i] += course.held * load.at(at);
            double rate = (course.rate.until(at) - course.rate.until(at - step)) / step;
            psa[i] += course.held * rate * seconds(course.stream, course.station);
        }
    }

    private static double seconds(StreamSpec stream, int station) {
        Visit visit = stream.visits().get(station);
        return visit.size().mean() / speed(stream, visit);
    }

    /** On the best pool; by all GPUs of the gang where they share the work. */
    private static double speed(StreamSpec stream, Visit visit) {
        double best = Arrays.stream(visit.speeds()).max().orElse(1);
        double shared = visit.size() instanceof SharedWork ? stream.gangs().mean() : 1;
        return (best > 0 ? best : 1) * shared;
    }

    /** Mean visits to each station of a job of a stream. */
    private static double[] visits(StreamSpec stream, int stations) {
        double[] visits = new double[stations];
        double[] coming = new double[stations];
        coming[stream.first()] = 1;
        if (stream.coming().forks().length > 0) {
            coming = new double[stations];
            for (int part : stream.coming().forks()) {
                coming[part] = 1;
            }
        }
        for (int round = 0; round < ROUNDS && Arrays.stream(coming).sum() > 1e-12; round++) {
            double[] next = new double[stations];
            for (int k = 0; k < stations; k++) {
                visits[k] += coming[k];
                Visit visit = stream.visits().get(k);
                for (int way = 0; way < visit.next().length; way++) {
                    next[visit.next()[way]] += coming[k] * visit.shares()[way];
                }
            }
            coming = next;
        }
        return visits;
    }

    private static double servers(Supply supply, StationSpec station, int k) {
        if (station.away() instanceof Planned plan) {
            return servers(plan, station.capacity(), supply.spec().horizonSeconds());
        }
        double servers = 0;
        for (int floor = 0; floor < station.pools().size(); floor++) {
            FloorSpec each = station.pools().get(floor);
            double own = each.gpus();
            for (ClusterSpec.Loan loan : supply.spec().loans()) {
                if (loan.station() == k && loan.floor() == floor) {
                    own = loan.share() * supply.gpus(loan.pool());
                }
            }
            servers += own;
        }
        return servers >= FloorSpec.ENDLESS ? Double.POSITIVE_INFINITY : servers;
    }

    /** Mean number by plan until the end. */
    private static double servers(Planned plan, int first, double endSeconds) {
        double now = 0;
        double there = first;
        double sum = 0;
        for (int i = 0; i < plan.servers().length; i++) {
            double next = Math.min(plan.timesSeconds()[i], endSeconds);
            sum += there * (next - now);
            now = next;
            there = plan.servers()[i];
        }
        return (sum + there * (endSeconds - now)) / endSeconds;
    }

    /**
     * GPUs that jobs hold in the long run, by pool and hour: min(most, asked / pace).
     *
     * @param asked what they would hold at full clock, of a station's pools in equal shares
     * @param most what they have for good, and what serving does not need and lends
     */
    record Held(double[][] asked, double[][] most) {
        double gpus(int pool, int hour, double pace) {
            return Math.min(most[pool][hour], asked[pool][hour] / pace);
        }
    }

    /** The same of all stations; what comes from files or is never short of jobs fills its own. */
    static Held held(
            Scenario scenario, List<StationLoad> stations, Supply supply, FleetLoad fleet) {
        List<ClusterSpec.Loan> loans = supply.spec().loans();
        int hours = new Hours(supply.spec().horizonSeconds()).count();
        double[][] asked = new double[supply.spec().pools().size()][hours];
        double[][] most = new double[asked.length][hours];
        for (ClusterSpec.Loan loan : loans) {
            String pool = supply.spec().pools().get(loan.pool()).name();
            Arrays.setAll(
                    most[loan.pool()],
                    h -> loan.share() * supply.gpus(loan.pool(), h)
                            + lent(scenario.pool(pool), supply, fleet, loan.pool(), h));
        }
        for (ClusterSpec.Loan loan : loans) {
            StationLoad station = stations.get(loan.station());
            double all = station.complete ? station.erlangs : Double.POSITIVE_INFINITY;
            Arrays.setAll(asked[loan.pool()], h -> {
                double together = loans.stream()
                        .filter(other -> other.station() == loan.station())
                        .mapToDouble(other -> most[other.pool()][h])
                        .sum();
                double own = most[loan.pool()][h];
                return own > 0 ? all * (own / together) : 0;
            });
        }
        return new Held(asked, most);
    }

    /** What serving does not need of a pool in an hour, but for a reserve. */
    private static double lent(
            PoolSection section, Supply supply, FleetLoad fleet, int pool, int hour) {
        return section.lending()
                .map(lending -> lending.law() == LendingSection.Law.FREE ? 0 : lending.reserve())
                .map(share -> fleet.spareGpus(pool, hour) - share * supply.gpus(pool, hour))
                .map(gpus -> Math.max(0, gpus))
                .orElse(0.0);
    }

    /** Mean load over servers; 0 where servers never run short. */
    double load() {
        return Double.isInfinite(servers) ? 0 : erlangs / servers;
    }

    /** Whether all that it has is lent, so that a load says nothing. */
    boolean hasNoneOfItsOwn() {
        return borrows && servers == 0;
    }

    /** What is asked of it, in a sentence. */
    String words() {
        String some = complete ? "" : " by the streams that have a rate";
        if (Double.isInfinite(servers)) {
            return station + ": " + Table.number(erlangs) + " jobs at once on average" + some
                    + "; nobody waits.";
        }
        if (hasNoneOfItsOwn()) {
            return station + ": " + Table.number(erlangs) + " GPUs are asked for" + some
                    + ", all of what serving lends.";
        }
        return station + ": " + Table.number(erlangs) + " of " + Table.number(servers)
                + " GPUs or servers are asked for" + some + ", " + Words.percent(load())
                + (load() >= 1 ? excess() : ".");
    }

    /** What becomes of those for whom there is no room. */
    private String excess() {
        if (borrows) {
            return ": the rest is for GPUs that serving lends.";
        } else if (refuses) {
            return ": the rest is refused.";
        } else if (arrives) {
            return lasting < servers ? ": the rest gives up in line." : ": the line only grows.";
        }
        return load() > 1 ? ": the rest waits until others end." : ".";
    }
}
