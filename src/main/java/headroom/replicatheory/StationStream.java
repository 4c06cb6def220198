package headroom.replicatheory;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.LawSection;
import headroom.joblist.JobRetrySection;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.joblist.VisitSection;
import headroom.joblist.VisitSection.NextSection;
import headroom.scenario.ScenarioFile;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The jobs that stand for the requests of a replica.
 *
 * @param ratePerSecond at which they come, or none [1/s]
 * @param population how many come in anew whenever they leave, if they think between requests
 * @param first where they come to, and how long they are served there
 * @param then where they go after it, and how long they are served there
 * @param like the stream whose arrivals are theirs
 */
record StationStream(
        OptionalDouble ratePerSecond,
        int population,
        Visit first,
        Optional<Visit> then,
        Optional<StreamSection> like,
        Optional<LawSection> patience,
        Optional<JobRetrySection> retry) {

    /** Jobs in all of whose keys nothing is said that need not be. */
    static final JobsSection PLAIN =
            ScenarioFile.parse("plain", """
            name: plain
            title: Nothing but a station
            start: 2026-01-01
            horizon: 1 h
            seed: 1
            jobs:
              stations: {replica: {servers: 1}}
              streams: [{name: jobs, at: replica, rate: 1 /s, size: 1 s}]
            """).orThrow().jobs().orElseThrow();

    /** Service at a station. */
    record Visit(String station, LawSection size) {}

    /** Those of users who think, each for this long, and then ask. */
    static StationStream ofUsers(int users, Visit thinking, Visit asking) {
        return new StationStream(
                OptionalDouble.empty(),
                users,
                thinking,
                Optional.of(asking),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** As a stream of jobs. */
    JobStreamSection section() {
        JobStreamSection plain = PLAIN.streams().get(0);
        ImmutableMap.Builder<String, VisitSection> visits = ImmutableMap.builder();
        then.ifPresent(visit -> visits.put(
                visit.station(),
                new VisitSection(
                        Optional.of(visit.size()),
                        Optional.empty(),
                        plain.speeds(),
                        ImmutableList.of())));
        return new JobStreamSection(
                plain.name(),
                first.station(),
                ratePerSecond,
                Optional.of(first.size()),
                plain.work(),
                plain.gangs(),
                plain.speeds(),
                then.map(visit -> ImmutableList.of(new NextSection(visit.station(), 1)))
                        .orElse(ImmutableList.of()),
                visits.build(),
                plain.estimate(),
                plain.priority(),
                plain.group(),
                plain.kind(),
                like.map(StreamSection::arrivals).orElse(plain.arrivals()),
                like.map(StreamSection::profile).orElse(plain.profile()),
                like.map(StreamSection::profileAmplitude).orElse(plain.profileAmplitude()),
                like.map(StreamSection::profileShiftSeconds).orElse(plain.profileShiftSeconds()),
                plain.modulation(),
                population,
                plain.present(),
                plain.saturated(),
                plain.mix(),
                plain.forks(),
                patience,
                retry,
                plain.deadline(),
                plain.powerWatts(),
                plain.trace(),
                plain.checkpoint(),
                plain.yields(),
                plain.elastic(),
                plain.spanSensitivity());
    }
}
