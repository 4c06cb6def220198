package headroom.replicatheory;

import headroom.arrivals.DemandCurve;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.theory.Theory;

import java.util.List;
import java.util.function.Function;

/** What theory says of a replica as a station of jobs, by the names of what is served. */
final class StationModels {
    private final PlainReplicas replicas;
    private final Phase window;
    private final Function<JobStreamSection, DemandCurve> curves;

    StationModels(
            PlainReplicas replicas, Phase window, Function<JobStreamSection, DemandCurve> curves) {
        this.replicas = replicas;
        this.window = window;
        this.curves = curves;
    }

    void tell(ReplicaRows rows) {
        Stations stations = new Stations(replicas);
        stations.jobs().ifPresent(jobs -> {
            double most = replicas.ratePerSecond() * replicas.serviceSeconds() * peak(jobs);
            JobsSection known = stations.endless(jobs, most).orElse(jobs);
            Numbers numbers = new Numbers(Theory.of(known, List.of(window), curves));
            double asked = jobs.streams().get(0).population();
            double served = Math.min(replicas.sequences(), asked + 2 * most);
            double present = Math.max(numbers.most("jobs.number"), numbers.most("jobs.number.at"));
            if (numbers.isAny() && replicas.isAmple(present, served)) {
                rows.of(numbers.model());
                instants(rows, numbers);
                longRun(rows, numbers);
            }
        });
    }

    /** The highest rate of a stream over its mean. */
    private double peak(JobsSection jobs) {
        JobStreamSection stream = jobs.streams().get(0);
        if (stream.population() > 0) {
            return 1;
        }
        DemandCurve curve = curves.apply(stream);
        double peak = 0;
        for (int i = 0; i < curve.pieceCount(); i++) {
            peak = Math.max(peak, curve.piece(i));
        }
        return peak;
    }

    private static void instants(ReplicaRows rows, Numbers numbers) {
        for (Measurement m : numbers.all()) {
            String at = m.labels().getOrDefault("at", "");
            switch (m.name()) {
                case "jobs.number.at.theory" -> rows.at(at, "number.at", m.statistic(), m.value());
                case "jobs.waiting.at.theory" ->
                    rows.at(at, "number.at.waiting", m.statistic(), m.value());
                case "jobs.full.at.theory" -> rows.at(at, "full.at", m.statistic(), m.value());
                default -> {
                    // nobody measures whether a replica is empty at an instant
                }
            }
        }
    }

    private void longRun(ReplicaRows rows, Numbers numbers) {
        double busy = numbers.of("jobs.busy", "mean");
        if (Double.isNaN(busy)) {
            return;
        }
        double orbit = numbers.of("jobs.orbit", "mean");
        double present = Double.isNaN(orbit) ? numbers.of("jobs.number", "mean") : busy;
        double served = busy / replicas.serviceSeconds();
        rows.number("number", present);
        if (replicas.sequences() == 1) {
            rows.share("idle", 1 - busy);
        }
        double sojourn = present / served;
        if (replicas.stream().filter(each -> each.patience().isPresent()).isEmpty()) {
            rows.time("sojourn", sojourn).latency("e2e", "mean", sojourn);
            double wait = sojourn - replicas.serviceSeconds();
            rows.waiting(present - busy, wait, replicas.stepSeconds(1));
        }
        quantiles(rows, numbers);
        rows.served(served).cell("number.cell", "mean", present * replicas.perCell());
        lost(rows, numbers);
        if (!Double.isNaN(orbit)) {
            retrial(rows, orbit, orbit / served + sojourn);
        }
    }

    private void quantiles(ReplicaRows rows, Numbers numbers) {
        double wait = numbers.of("jobs.wait", "p99");
        if (wait >= PlainReplicas.FEWEST_STEPS * replicas.stepSeconds(1)) {
            rows.latency("ttft", "p99", wait + replicas.stepSeconds(1));
        }
        double sojourn = numbers.of("jobs.sojourn", "p99");
        if (!Double.isNaN(sojourn)) {
            rows.latency("e2e", "p99", sojourn);
        }
    }

    private void lost(ReplicaRows rows, Numbers numbers) {
        double refused = numbers.of("jobs.refused", "share");
        if (!Double.isNaN(refused)) {
            rows.requests("overloaded", replicas.ratePerSecond() * refused);
        }
        double gaveUp = numbers.of("jobs.abandoned", "share");
        if (!Double.isNaN(gaveUp)) {
            rows.requests("abandoned", replicas.ratePerSecond() * gaveUp)
                    .number("number.waiting", numbers.of("jobs.waiting", "mean"));
        }
    }

    /** Who is refused pauses, and asks again. */
    private void retrial(ReplicaRows rows, double orbit, double answerSeconds) {
        rows.clients("backing.off", "mean", orbit * replicas.scenario().cells())
                .latency("answer", "mean", answerSeconds);
        if (replicas.sequences() == 1) {
            // arrivals see a server as anybody does who looks at random
            rows.clients(
                    "shed.first", "share", replicas.ratePerSecond() * replicas.serviceSeconds());
        }
    }

    /** What was said of the replica. */
    private record Numbers(List<Measurement> all) {
        private Numbers {
            all = all.stream()
                    .filter(m -> Stations.REPLICA.equals(m.labels().get("station")))
                    .toList();
        }

        boolean isAny() {
            return !all.isEmpty();
        }

        String model() {
            return all.get(0).labels().getOrDefault(Theory.MODEL, "");
        }

        double of(String name, String statistic) {
            return all.stream()
                    .filter(m -> m.name().equals(name + Theory.SUFFIX))
                    .filter(m -> m.statistic().equals(statistic))
                    .mapToDouble(Measurement::value)
                    .findFirst()
                    .orElse(Double.NaN);
        }

        double most(String name) {
            return all.stream()
                    .filter(m -> m.name().equals(name + Theory.SUFFIX))
                    .mapToDouble(Measurement::value)
                    .max()
                    .orElse(0);
        }
    }
}
