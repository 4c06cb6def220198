package headroom.replicatheory;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.LawSection;
import headroom.demand.RetrySection;
import headroom.demand.WorkloadSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.joblist.JobRetrySection;
import headroom.joblist.JobsSection;
import headroom.joblist.ProbesSection;
import headroom.joblist.StationSection;
import headroom.replicatheory.StationStream.Visit;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A replica whose steps take c0 as a station of jobs: its sequences are servers, an answer of g
 * tokens is a job of g c0 seconds, and users who think are at a station without end.
 */
final class Stations {
    static final String REPLICA = "replica";
    private static final String DESK = "desk";

    /** Sequences that are as good as endless, if so many are never needed. */
    private static final int MANY = 1_000;

    /** Tries that are as good as endless. */
    private static final int MOST_RETRIES = 1_000_000;

    private final PlainReplicas replicas;

    Stations(PlainReplicas replicas) {
        this.replicas = replicas;
    }

    /** The jobs, if there is a way to say it. */
    Optional<JobsSection> jobs() {
        Optional<StreamSection> stream = replicas.stream();
        return stream.isPresent() ? stream.flatMap(this::requests) : users();
    }

    /** The same with servers for all, if so many as there are will never be needed. */
    Optional<JobsSection> endless(JobsSection jobs, double mostErlangs) {
        boolean never = replicas.sequences()
                >= Math.max(MANY, mostErlangs + 40 + 9 * Math.sqrt(mostErlangs));
        return never && Double.isInfinite(replicas.places())
                ? Optional.of(new JobsSection(
                        ImmutableMap.of(REPLICA, station(Double.POSITIVE_INFINITY)),
                        jobs.streams(),
                        jobs.probes(),
                        jobs.restartSeconds()))
                : Optional.empty();
    }

    private StationSection station(double servers) {
        StationSection plain = requireNonNull(StationStream.PLAIN.stations().get(REPLICA));
        return new StationSection(
                OptionalDouble.of(servers),
                plain.pools(),
                plain.policy(),
                replicas.places(),
                plain.levels(),
                plain.line(),
                plain.sharing(),
                plain.power(),
                plain.breakdowns(),
                plain.setup(),
                plain.vacations(),
                plain.plan());
    }

    private JobsSection section(
            ImmutableMap<String, StationSection> stations, StationStream stream) {
        ProbesSection none = StationStream.PLAIN.probes();
        ProbesSection probes = new ProbesSection(
                replicas.scenario().occupancyAtSeconds(),
                none.periodSeconds(),
                none.waitsSeconds(),
                none.customers(),
                none.sizesSeconds());
        return new JobsSection(
                stations, ImmutableList.of(stream.section()), probes, OptionalDouble.empty());
    }

    private Optional<JobsSection> requests(StreamSection stream) {
        Optional<LawSection> patience = stream.patience().flatMap(Stations::exponential);
        Optional<JobRetrySection> retry = retry(stream.retry());
        boolean known = ReplicaKeys.inArrivals(stream).isEmpty()
                && patience.isPresent() == stream.patience().isPresent()
                && retry.isPresent() == stream.retry().maxRetries() > 0;
        // of what is dealt at random, batches, gaps and those who come again are not known
        boolean alone = replicas.perCell() == 1 || ReplicaKeys.isPoisson(stream) && retry.isEmpty();
        if (!known || !alone) {
            return Optional.empty();
        }
        StationStream jobs = new StationStream(
                OptionalDouble.of(replicas.ratePerSecond()),
                0,
                new Visit(REPLICA, service()),
                Optional.empty(),
                Optional.of(stream),
                patience,
                retry);
        return Optional.of(section(ImmutableMap.of(REPLICA, station(replicas.sequences())), jobs));
    }

    /** Users who each think, ask, and wait for the answer; all of one workload. */
    private Optional<JobsSection> users() {
        WorkloadSection asked =
                replicas.scenario().demand().workloads().values().iterator().next();
        Optional<LawSection> think = exponential(asked.think());
        double users = replicas.users();
        boolean known = think.isPresent()
                && replicas.perCell() == 1
                && users == Math.rint(users)
                && users <= Integer.MAX_VALUE
                && users <= replicas.places();
        if (!known) {
            return Optional.empty();
        }
        StationStream jobs = StationStream.ofUsers(
                (int) users, new Visit(DESK, think.get()), new Visit(REPLICA, service()));
        return Optional.of(section(
                ImmutableMap.of(
                        DESK,
                        station(Double.POSITIVE_INFINITY),
                        REPLICA,
                        station(replicas.sequences())),
                jobs));
    }

    /** How long the requests of a replica are served. */
    private LawSection service() {
        double seconds = replicas.serviceSeconds();
        return replicas.isExponential()
                ? LawSection.exponential(seconds)
                : LawSection.constant(seconds);
    }

    private static Optional<LawSection> exponential(LognormalSection times) {
        return times.law() == LognormalSection.Law.EXPONENTIAL && times.max().isEmpty()
                ? Optional.of(LawSection.exponential(times.mean().orElseThrow()))
                : Optional.empty();
    }

    private static Optional<JobRetrySection> retry(RetrySection retry) {
        boolean endless = retry.maxRetries() >= MOST_RETRIES
                && retry.law() == RetrySection.Law.EXPONENTIAL
                && retry.baseSeconds() == retry.capSeconds()
                && ReplicaKeys.of(retry).isEmpty();
        return endless
                ? Optional.of(new JobRetrySection(
                        LawSection.exponential(retry.baseSeconds()), Double.POSITIVE_INFINITY))
                : Optional.empty();
    }
}
