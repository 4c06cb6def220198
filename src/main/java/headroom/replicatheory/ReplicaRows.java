package headroom.replicatheory;

import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.theory.Theory;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Numbers of a model, by the names and labels of what is simulated. */
final class ReplicaRows {
    private final PlainReplicas replicas;
    private final Phase window;
    private final List<Measurement> all = new ArrayList<>();
    private String model = "";

    ReplicaRows(PlainReplicas replicas, Phase window) {
        this.replicas = replicas;
        this.window = window;
    }

    List<Measurement> all() {
        return List.copyOf(all);
    }

    /** What the model is called that the numbers are of, unless it has a name. */
    ReplicaRows of(String named) {
        model = model.isEmpty() ? named : model;
        return this;
    }

    /** A mean number at a replica. */
    ReplicaRows number(String name, double value) {
        return replica(name, "mean", "1", value, "");
    }

    /** A mean time of the requests of a replica [s]. */
    ReplicaRows time(String name, double seconds) {
        return replica(name, "mean", "s", seconds, "");
    }

    /** A share of the time of a replica. */
    ReplicaRows share(String name, double value) {
        return replica(name, "share", "1", value, "");
    }

    /** What is true of a replica at an instant, as results write it. */
    ReplicaRows at(String instant, String name, String statistic, double value) {
        return replica(name, statistic, "1", value, instant);
    }

    // only measured where the scenario asks for it
    private ReplicaRows replica(
            String name, String statistic, String unit, double value, String at) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("deployment", replicas.label());
        if (!at.isEmpty()) {
            labels.put("at", at);
        }
        return replicas.scenario().occupancy() ? add(name, statistic, unit, value, labels) : this;
    }

    /** A mean number in a cell. */
    ReplicaRows cell(String name, String statistic, double value) {
        return replicas.scenario().occupancy()
                ? add(name, statistic, "1", value, new TreeMap<>())
                : this;
    }

    /** A time of all requests [s]. */
    ReplicaRows latency(String name, String statistic, double seconds) {
        return add(name, statistic, "s", seconds, new TreeMap<>());
    }

    /** A mean number of clients of all replicas. */
    ReplicaRows clients(String name, String statistic, double value) {
        return add(name, statistic, "1", value, new TreeMap<>());
    }

    /** Requests of all replicas with an outcome. */
    ReplicaRows requests(String outcome, double ratePerSecondOfReplica) {
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("outcome", outcome);
        double rate = ratePerSecondOfReplica * replicas.count();
        return add("requests", "mean", "1/s", rate, labels);
    }

    /** What all replicas serve, and the tokens of it. */
    ReplicaRows served(double ratePerSecondOfReplica) {
        requests("completed", ratePerSecondOfReplica);
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("kind", "output");
        double rate = ratePerSecondOfReplica * replicas.count() * replicas.meanTokens();
        return add("tokens", "mean", "token/s", rate, labels);
    }

    /** Requests that wait, how long, and until their first step; nothing where steps are long. */
    ReplicaRows waiting(double number, double seconds, double stepSeconds) {
        if (seconds >= PlainReplicas.FEWEST_STEPS * stepSeconds) {
            number("number.waiting", number);
            time("wait", seconds);
            latency("ttft", "mean", seconds + stepSeconds);
        }
        return this;
    }

    private ReplicaRows add(
            String name,
            String statistic,
            String unit,
            double value,
            SortedMap<String, String> labels) {
        labels.put("phase", window.name());
        labels.put(Theory.MODEL, model);
        Measurement row = new Measurement(
                name + Theory.SUFFIX, labels, statistic, unit, value, Double.NaN, Double.NaN, 0);
        if (all.stream().noneMatch(each -> isOfSame(each, row))) {
            all.add(row);
        }
        return this;
    }

    // of what two formulas say, the first is told
    private static boolean isOfSame(Measurement one, Measurement other) {
        return one.name().equals(other.name())
                && one.statistic().equals(other.statistic())
                && one.labels().equals(other.labels());
    }
}
