package headroom.analytic;

import tools.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Answers to the cases of losses, networks, failures and times of day. */
final class SystemAnswers {
    private SystemAnswers() {}

    static Map<String, Function<CaseAnswers, Map<String, Double>>> families() {
        Map<String, Function<JsonNode, Map<String, Double>>> all = new TreeMap<>();
        all.put("MM1K", SystemAnswers::finiteRoom);
        all.put("Jackson-open", SystemAnswers::open);
        all.put("closed-MVA", SystemAnswers::closed);
        all.put("MtGinf", SystemAnswers::infiniteServers);
        all.put("MtMct", SystemAnswers::timeVarying);
        all.put("MtMct-abandon", SystemAnswers::timeVarying);
        all.put("MtMct-loss", SystemAnswers::timeVarying);
        all.put("Kaufman-Roberts", SystemAnswers::multiRate);
        all.put("power-cap-loss", SystemAnswers::powerLimited);
        all.put("trunk-reservation", SystemAnswers::reserved);
        all.put("finite-source", SystemAnswers::finiteSource);
        all.put("power-of-d", SystemAnswers::choices);
        all.put("state-dependent-PS", SystemAnswers::replica);
        all.put("checkpoint-restart", SystemAnswers::checkpoints);
        all.put("k-of-n-availability", SystemAnswers::availability);
        all.put("MGinf-power", SystemAnswers::power);
        all.put("fork-join", SystemAnswers::forkJoin);
        Map<String, Function<CaseAnswers, Map<String, Double>>> wrapped = new TreeMap<>();
        all.forEach((family, answers) -> wrapped.put(family, CaseAnswers.node(answers)));
        return wrapped;
    }

    private static Map<String, Double> finiteRoom(JsonNode one) {
        LossSystems.FiniteRoom queue = new LossSystems.FiniteRoom(
                1, (int) value(one, "K"), value(one, "lam"), 1 / value(one, "mu"));
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("P_block", queue.blocking());
        ours.put("L_mean_number_in_system", queue.meanPresent());
        ours.put("W_accepted_response", queue.meanSojournSeconds());
        return ours;
    }

    private static Map<String, Double> open(JsonNode one) {
        JsonNode params = one.get("params");
        double[][] routing = params.get("P")
                .get("value")
                .valueStream()
                .map(CaseAnswers::values)
                .toArray(double[][]::new);
        double[] services = Arrays.stream(values(one, "mu")).map(mu -> 1 / mu).toArray();
        int[] servers = Arrays.stream(values(one, "c")).mapToInt(c -> (int) c).toArray();
        Networks.Open network = new Networks.Open(values(one, "gamma"), routing, services, servers);
        Map<String, Double> ours = new LinkedHashMap<>();
        for (int station = 0; station < servers.length; station++) {
            ours.put("L_station_" + (station + 1), network.meanPresent(station));
        }
        ours.put("T_mean_total_time_in_network", network.meanSojournSeconds());
        ours.put("L_total", network.meanPresent());
        ours.put("traffic_rate_station_1", network.ratePerSecond(0));
        return ours;
    }

    private static Map<String, Double> closed(JsonNode one) {
        Map<String, Double> ours = new LinkedHashMap<>();
        if (one.get("params").has("K")) {
            Networks.Closed network = new Networks.Closed(
                    new int[] {(int) value(one, "K")},
                    new double[][] {values(one, "D")},
                    new double[] {value(one, "Z")});
            ours.put("X_throughput", network.throughputPerSecond(0));
            ours.put("R_mean_response", network.meanCycleSeconds(0));
            for (int i = 0; i < 3; i++) {
                ours.put("Q_" + (i + 1), network.meanPresent(i));
            }
            return ours;
        }
        Networks.Closed network = new Networks.Closed(
                new int[] {(int) value(one, "N1"), (int) value(one, "N2")},
                new double[][] {values(one, "D1"), values(one, "D2")},
                new double[2]);
        ours.put("X1_throughput", network.throughputPerSecond(0));
        ours.put("X2_throughput", network.throughputPerSecond(1));
        ours.put("Q_station1_total", network.meanPresent(0));
        return ours;
    }

    private static Map<String, Double> infiniteServers(JsonNode one) {
        double mean = value(one, "mean_service");
        TimeLaw law =
                switch (one.get("params").get("service").get("value").asString()) {
                    case "exponential" -> TimeLaw.exponential(mean);
                    case "deterministic" -> TimeLaw.deterministic(mean);
                    default -> TimeLaw.lognormal(mean, 4);
                };
        TimeVarying.InfiniteServers queue = new TimeVarying.InfiniteServers(
                value(one, "lam_bar"), value(one, "beta"), value(one, "period"), law);
        Map<String, Double> ours = new LinkedHashMap<>();
        for (int phase : new int[] {0, 3, 6, 9, 12, 18}) {
            ours.put("mean_busy_at_phase_" + phase, queue.meanPresent(phase));
        }
        ours.put("peak_mean_busy", queue.peakMeanPresent());
        ours.put("lag_of_peak_after_arrival_peak", queue.lagSeconds());
        return ours;
    }

    private static Map<String, Double> timeVarying(JsonNode one) {
        JsonNode params = one.get("params");
        boolean loss = one.get("family").asString().endsWith("loss");
        boolean resized = params.has("capacity_added_at");
        int servers = (int) (resized ? values(one, "c")[0] : value(one, "c"));
        double patience = params.has("theta") ? 1 / value(one, "theta") : Double.POSITIVE_INFINITY;
        // MTMC-01 was computed with room for 160: 1.4e-9 below the endless queue at 12
        boolean short160 = one.get("id").asString().equals("MTMC-01");
        int room = loss ? servers : short160 ? 160 : servers + 350;
        TimeVarying.ManyServers queue =
                new TimeVarying.ManyServers(servers, room, 1 / value(one, "mu"), patience);
        Map<String, Double> ours = new LinkedHashMap<>();
        for (double t : times(one)) {
            queue.advance(t, rateUntil(one, t));
            String at = "_at_" + (int) t;
            ours.put("E_N" + at, queue.meanPresent());
            ours.put("sd_N" + at, queue.presentDeviation());
            if (loss) {
                ours.put("P_full" + at, queue.fullProbability());
            } else {
                ours.put("E_Q" + at, queue.meanQueue());
                ours.put("P_wait" + at, queue.waitProbability());
            }
            // what is asked for at that time still counts the servers of before
            if (resized && t == value(one, "capacity_added_at")) {
                queue.resize((int) values(one, "c")[1]);
            }
        }
        return ours;
    }

    /** The times the metrics ask for; every step of the rates is among them. */
    private static double[] times(JsonNode one) {
        Pattern at = Pattern.compile(".*_at_(\\d+)");
        return one.get("metrics")
                .valueStream()
                .map(metric -> at.matcher(metric.get("name").asString()))
                .filter(java.util.regex.Matcher::matches)
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .distinct()
                .sorted()
                .toArray();
    }

    private static DoubleUnaryOperator rateUntil(JsonNode one, double end) {
        if (!one.get("params").has("breakpoints")) {
            double frequency = 2 * Math.PI / value(one, "period");
            double swing = value(one, "beta");
            double mean = value(one, "lam_bar");
            return t -> mean * (1 + swing * StrictMath.sin(frequency * t));
        }
        double[] steps = values(one, "breakpoints");
        int piece = 0;
        while (piece < steps.length && steps[piece] < end) {
            piece++;
        }
        double rate = values(one, "lam")[piece];
        return t -> rate;
    }

    private static Map<String, Double> multiRate(JsonNode one) {
        int[] sizes = Arrays.stream(values(one, "b")).mapToInt(b -> (int) b).toArray();
        LossSystems.MultiRate system =
                new LossSystems.MultiRate((int) value(one, "C"), sizes, values(one, "offered"));
        Map<String, Double> ours = new LinkedHashMap<>();
        for (int k = 0; k < sizes.length; k++) {
            ours.put("P_block_class_" + (k + 1), system.blocking(sizes[k]));
        }
        ours.put("mean_busy_GPUs", system.meanBusy());
        if (one.get("id").asString().equals("KR-01")) {
            ours.put("mean_busy_GPUs_ctmc", system.meanBusy());
        }
        return ours;
    }

    private static Map<String, Double> powerLimited(JsonNode one) {
        Map<String, Double> ours = new LinkedHashMap<>();
        if (one.get("params").has("idle")) {
            double room = value(one, "cap") - value(one, "idle");
            int jobs = (int) Math.floor(room / value(one, "p_job"));
            double blocking = ErlangB.blocking(jobs, value(one, "offered"));
            double busy = value(one, "offered") * (1 - blocking);
            ours.put("max_concurrent_jobs", (double) jobs);
            ours.put("P_block", blocking);
            ours.put("mean_power", value(one, "idle") + busy * value(one, "p_job"));
            return ours;
        }
        double cap = value(one, "power_cap");
        List<LossSystems.Demand> demands = classes(one).stream()
                .map(row -> new LossSystems.Demand((int) row[0], row[1], row[2]))
                .toList();
        LossSystems.PowerLimited system =
                new LossSystems.PowerLimited((int) value(one, "GPUs"), cap, demands);
        ours.put("P_block_class_1", system.blocking(0));
        ours.put("P_block_class_2", system.blocking(1));
        ours.put("mean_power", system.meanPowerWatts());
        ours.put("P_power_ge_95pct_cap", system.powerAtLeast(0.95 * cap));
        return ours;
    }

    private static Map<String, Double> reserved(JsonNode one) {
        LossSystems.Reserved system = new LossSystems.Reserved(
                (int) value(one, "C"),
                (int) value(one, "reserved"),
                value(one, "lam1"),
                value(one, "lam2"),
                1 / value(one, "mu"));
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("P_block_class1", system.firstBlocking());
        ours.put("P_block_class2", system.secondBlocking());
        ours.put("mean_busy", system.meanBusy());
        return ours;
    }

    private static Map<String, Double> finiteSource(JsonNode one) {
        Networks.FiniteSource system = new Networks.FiniteSource(
                (int) value(one, "n"),
                (int) value(one, "c"),
                1 / value(one, "lam"),
                1 / value(one, "mu"));
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("throughput", system.throughputPerSecond());
        ours.put("L", system.meanPresent());
        ours.put("R_mean_response", system.meanSojournSeconds());
        return ours;
    }

    private static Map<String, Double> choices(JsonNode one) {
        int choices = (int) value(one, "d");
        double load = value(one, "lam_per_server") / value(one, "mu");
        Map<String, Double> ours = new LinkedHashMap<>();
        double sojourn = Networks.choicesSojournSeconds(choices, load, 1 / value(one, "mu"));
        ours.put("T_mean_response_limit", sojourn);
        for (int k : new int[] {2, 3}) {
            double share = Networks.choicesPresentAtLeast(choices, load, k);
            ours.put("fraction_servers_with_ge_" + k, share);
        }
        return ours;
    }

    /** A step of a + b n units makes a token for each of n requests at once. */
    private static Map<String, Double> replica(JsonNode one) {
        int most = (int) value(one, "nmax");
        boolean loss = !one.get("params").has("queue_capacity");
        int room = loss ? most : most + (int) value(one, "queue_capacity");
        double tokens = value(one, "mean_tokens");
        double rate = value(one, "lam");
        BirthDeath present = BirthDeath.stationary(
                n -> n < room ? rate : 0,
                n -> {
                    int active = Math.min(n, most);
                    return 1000 * active / (tokens * (value(one, "a") + value(one, "b") * active));
                },
                most / 2);
        double accepted = rate * (1 - present.probability(room));
        double sojourn = present.mean(n -> n) / accepted;
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("L_mean_active_plus_queued", present.mean(n -> n));
        ours.put("throughput_tokens", accepted * tokens);
        ours.put("T_mean_response_accepted", sojourn);
        if (loss) {
            ours.put("P_full_reject", present.probability(room));
            ours.put("mean_time_between_tokens_per_active_seq", 1000 * sojourn / tokens);
        } else {
            ours.put("P_queue_nonempty", present.atLeast(most + 1));
        }
        return ours;
    }

    private static Map<String, Double> checkpoints(JsonNode one) {
        Reliability.Checkpoints job = new Reliability.Checkpoints(
                value(one, "work"),
                value(one, "tau"),
                value(one, "delta"),
                value(one, "R"),
                value(one, "M"),
                !one.get("model").asString().contains("restart is failure-free"));
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("E_completion", job.meanCompletionSeconds());
        ours.put("goodput_fraction", job.goodput());
        ours.put("E_failures_per_job", job.meanFailures());
        ours.put("sd_completion", job.completionDeviationSeconds());
        if (value(one, "delta") > 0) {
            ours.put(
                    "optimal_tau",
                    Reliability.Checkpoints.bestIntervalSeconds(
                            value(one, "delta"), value(one, "M")));
        }
        return ours;
    }

    private static Map<String, Double> availability(JsonNode one) {
        int needed = (int) value(one, "k");
        Reliability.Group group = new Reliability.Group(
                (int) value(one, "n"),
                new MarkovQueue.Repairs(
                        1 / value(one, "lam"), 1 / value(one, "mu"), (int) value(one, "crews")));
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("availability", group.availability(needed));
        ours.put("mean_nodes_up", group.meanUp());
        ours.put("MTTF_from_all_up", group.meanTimeToFewerSeconds(needed));
        ours.put("P_unavailable", group.unavailability(needed));
        return ours;
    }

    private static Map<String, Double> power(JsonNode one) {
        List<double[]> classes = classes(one);
        int idle = (int) value(one, "idle");
        LossSystems.CompoundPower power = new LossSystems.CompoundPower(
                classes.stream().mapToInt(row -> (int) row[1]).toArray(),
                classes.stream().mapToDouble(row -> row[0]).toArray());
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("mean_power", idle + power.mean());
        ours.put("sd_power", power.deviation());
        double above = power.probability(units -> idle + units > value(one, "cap"));
        ours.put("P_power_gt_cap", above);
        ours.put("power_p99", (double) idle + power.quantile(0.99));
        return ours;
    }

    private static Map<String, Double> forkJoin(JsonNode one) {
        double rate = value(one, "lam");
        double sojourn = Networks.forkJoinSojournSeconds(rate, 1 / value(one, "mu"));
        Map<String, Double> ours = new LinkedHashMap<>();
        ours.put("T_mean_response", sojourn);
        ours.put("L_jobs_incomplete", rate * sojourn);
        return ours;
    }

    private static List<double[]> classes(JsonNode one) {
        return one.get("params")
                .get("classes")
                .get("value")
                .valueStream()
                .map(CaseAnswers::values)
                .toList();
    }

    private static double value(JsonNode one, String name) {
        return CaseAnswers.value(one, name);
    }

    private static double[] values(JsonNode one, String name) {
        return CaseAnswers.values(one.get("params").get(name).get("value"));
    }
}
