package headroom.analytic;

import tools.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the closed forms and solvers answer to a validation case of queues, by its family. */
final class CaseAnswers {
    private static final Map<String, Function<CaseAnswers, Map<String, Double>>> FAMILIES =
            families();

    final JsonNode one;
    final Map<String, Double> ours = new LinkedHashMap<>();

    private CaseAnswers(JsonNode one) {
        this.one = one;
    }

    static boolean knows(String family) {
        return FAMILIES.containsKey(family);
    }

    /** Values by metric. */
    static Map<String, Double> of(JsonNode one) {
        return FAMILIES.get(one.get("family").asString()).apply(new CaseAnswers(one));
    }

    private static Map<String, Function<CaseAnswers, Map<String, Double>>> families() {
        Map<String, Function<CaseAnswers, Map<String, Double>>> all = new TreeMap<>();
        all.put("MM1", CaseAnswers::oneServer);
        all.put("MM1-transient", CaseAnswers::fromEmpty);
        all.put("MG1-FCFS", CaseAnswers::inOrder);
        all.put("MG1-PS", CaseAnswers::sharing);
        all.put("MG1-limited-PS", CaseAnswers::limitedSharing);
        all.put("MG1-vacation", CaseAnswers::vacation);
        all.put("MG1-size-based", CaseAnswers::bySize);
        all.put("priority-MM1", CaseAnswers::priority);
        all.put("priority-MG1", CaseAnswers::priorityOfAnyLaw);
        all.put("batch-service", CaseAnswers::groupService);
        all.put("MX-M-1", CaseAnswers::groups);
        all.put("rare-event", CaseAnswers::ruin);
        all.put("sensitivity", CaseAnswers::gradient);
        all.putAll(ManyServerAnswers.families());
        all.putAll(SystemAnswers.families());
        return all;
    }

    /** Runs the answers of the other class on the node alone. */
    static Function<CaseAnswers, Map<String, Double>> node(
            Function<JsonNode, Map<String, Double>> answers) {
        return answer -> answers.apply(answer.one);
    }

    private Map<String, Double> oneServer() {
        ErlangC queue = new ErlangC(1, value("lam"), 1 / value("mu"));
        put("L_mean_number_in_system", queue.meanPresent());
        put("Lq_mean_queue", queue.meanQueue());
        put("utilization", queue.utilisation());
        put("W_mean_response", queue.meanSojournSeconds());
        put("Wq_mean_wait", queue.meanWaitSeconds());
        put("T_p95_response_quantile", queue.sojournQuantileSeconds(0.95));
        put("T_p99_response_quantile", queue.sojournQuantileSeconds(0.99));
        // the case does not say t: it is two mean times in the system
        return put("P_wait_gt_t", queue.waitExceeds(2 * queue.meanSojournSeconds()));
    }

    private Map<String, Double> fromEmpty() {
        if (!one.get("params").has("N0")) {
            double[] waits = SingleServer.firstWaitsSeconds(value("lam"), 1 / value("mu"), 400);
            for (int n : new int[] {2, 10, 25, 100, 400}) {
                put("E_delay_customer_" + n, waits[n - 1]);
                put("E_avg_delay_first_" + n, Arrays.stream(waits, 0, n).sum() / n);
            }
            return ours;
        }
        MarkovChain<Integer> chain = MarkovChain.explored((int) value("N0"), (n, exits) -> {
            exits.to(n + 1, n < 400 ? value("lam") : 0);
            exits.to(n - 1, n > 0 ? value("mu") : 0);
        });
        for (int t : new int[] {1, 5, 10, 25, 50, 100}) {
            chain.after(t);
            put("E_N_at_t=" + t, chain.mean(n -> n));
            put("P_idle_at_t=" + t, chain.probability(n -> n == 0));
        }
        return ours;
    }

    private Map<String, Double> inOrder() {
        TimeLaw law = law();
        SingleServer queue = new SingleServer(value("lam"), law);
        put("Wq_mean_wait", queue.meanWaitSeconds());
        put("L_mean_number_in_system", queue.meanPresent());
        put("sd_Wq", queue.waitDeviationSeconds());
        put("P_wait", queue.utilisation());
        if (one.get("params").has("D")) {
            double service = value("D");
            ManyServers.FixedService fixed = new ManyServers.FixedService(1, value("lam"), service);
            put("P_wait_le_5D", fixed.waitAtMost(5 * service));
        }
        return ours;
    }

    private Map<String, Double> sharing() {
        double mean = value("mean_service");
        SingleServer queue = new SingleServer(value("lam"), TimeLaw.exponential(mean));
        put("L_mean_number_in_system", queue.sharedMeanPresent());
        put("T_mean_response", queue.sharedSojournSeconds(mean));
        put("T_mean_given_size_2x_mean", queue.sharedSojournSeconds(2 * mean));
        put("P_N_ge_10", queue.sharedPresentAtLeast(10));
        return put("var_T_exponential_sizes", queue.sharedSojournVariance());
    }

    private Map<String, Double> limitedSharing() {
        MarkovQueue queue = MarkovQueue.limitedSharing(
                (int) value("K"), value("lam"), value("mean"), value("cv2"));
        put("L_mean_number_in_system", queue.meanPresent());
        put("T_mean_response", queue.meanSojournSeconds());
        put("Lq_mean_waiting_for_slot", queue.meanWaiting());
        return put("P_all_slots_busy", queue.waitProbability());
    }

    private Map<String, Double> vacation() {
        SingleServer queue = new SingleServer(value("lam"), TimeLaw.exponential(1 / value("mu")));
        double wait =
                queue.meanWaitWithVacationsSeconds(TimeLaw.exponential(value("mean_vacation")));
        put("Wq_mean_wait", wait);
        return put("L_mean_number_in_system", value("lam") * (wait + 1 / value("mu")));
    }

    private Map<String, Double> bySize() {
        SingleServer queue = new SingleServer(value("lam"), law());
        put("T_mean_SRPT", queue.shortestRemainingSojournSeconds());
        put("T_mean_PSJF", queue.preemptiveShortestSojournSeconds());
        return put("T_mean_SJF_nonpreemptive", queue.shortestFirstSojournSeconds());
    }

    private Map<String, Double> priority() {
        SingleServer.Stream[] streams = {
            new SingleServer.Stream(value("lam1"), TimeLaw.exponential(1 / value("mu1"))),
            new SingleServer.Stream(value("lam2"), TimeLaw.exponential(1 / value("mu2")))
        };
        for (int k = 0; k < 2; k++) {
            double sojourn = one.get("model").asString().contains("preemptive-resume")
                    ? SingleServer.preemptiveSojournSeconds(k, streams)
                    : SingleServer.priorityWaitSeconds(k, streams)
                            + streams[k].service().meanSeconds();
            put("T" + (k + 1) + "_mean_response", sojourn);
            put("L" + (k + 1) + "_mean_number", streams[k].arrivalRatePerSecond() * sojourn);
        }
        return ours;
    }

    private Map<String, Double> priorityOfAnyLaw() {
        SingleServer.Stream[] streams = {
            new SingleServer.Stream(value("lam1"), TimeLaw.deterministic(value("D1"))),
            new SingleServer.Stream(
                    value("lam2"), TimeLaw.hyperexponential(value("mean2"), value("cv2_2")))
        };
        if (one.get("model").asString().contains("preemptive-resume")) {
            put("T1_mean_response", SingleServer.preemptiveSojournSeconds(0, streams));
            return put("T2_mean_response", SingleServer.preemptiveSojournSeconds(1, streams));
        }
        double first = SingleServer.priorityWaitSeconds(0, streams);
        double second = SingleServer.priorityWaitSeconds(1, streams);
        put("W1q_mean_wait", first);
        put("W2q_mean_wait", second);
        double conserved = streams[0].load() * first + streams[1].load() * second;
        return put("conservation_sum_rho_W", conserved);
    }

    private Map<String, Double> groupService() {
        MarkovQueue queue =
                MarkovQueue.groupService((int) value("b"), value("lam"), 1 / value("mu"));
        put("Lq_mean_waiting", queue.meanWaiting());
        put("Wq_mean_wait", queue.meanWaitSeconds());
        put("P_server_idle", queue.emptyProbability());
        return put("mean_batch_size", value("lam") / value("mu") / queue.meanBusy());
    }

    private Map<String, Double> groups() {
        double[] sizes = new double[8];
        double mean = 0;
        for (var entry : one.get("params").get("batch_pmf").get("value").properties()) {
            int size = Integer.parseInt(entry.getKey());
            sizes[size - 1] = entry.getValue().asDouble();
            mean += size * sizes[size - 1];
        }
        double rate = value("lam_batches");
        double present = SingleServer.meanPresentOfGroups(rate, sizes, 1 / value("mu"));
        put("L_mean_number_in_system", present);
        return put("T_mean_response", present / (rate * mean));
    }

    private Map<String, Double> ruin() {
        int level = (int) value("Lmax");
        double ruin = SingleServer.reachesBeforeEmpty(value("lam"), 1 / value("mu"), level);
        return put("P_hit_before_empty", ruin);
    }

    /** The derivative of 1 / (mu - lambda) is its square. */
    private Map<String, Double> gradient() {
        double sojourn = new ErlangC(1, value("lam"), 1 / value("mu")).meanSojournSeconds();
        put("dW_dlam", sojourn * sojourn);
        return put("dW_dmu", -sojourn * sojourn);
    }

    private TimeLaw law() {
        String name = one.get("params").get("dist").get("value").asString();
        return switch (name) {
            case "deterministic" -> TimeLaw.deterministic(value("D"));
            case "exponential" -> TimeLaw.exponential(value("mean"));
            case "Erlang-2" -> TimeLaw.erlang(2, value("mean"));
            case "H2 balanced means" -> TimeLaw.hyperexponential(value("mean"), value("cv2"));
            case "uniform" -> TimeLaw.uniform(value("a"), value("b"));
            case "lognormal" -> TimeLaw.lognormal(value("mean"), value("cv2"));
            default -> TimeLaw.boundedPareto(value("alpha"), value("L"), value("U"));
        };
    }

    Map<String, Double> put(String metric, double value) {
        ours.put(metric, value);
        return ours;
    }

    double value(String name) {
        return value(one, name);
    }

    static double value(JsonNode one, String name) {
        return one.get("params").get(name).get("value").asDouble();
    }

    static double[] values(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }
}
