package headroom.analytic;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Answers to the cases of several servers. */
final class ManyServerAnswers {
    private ManyServerAnswers() {}

    static Map<String, Function<CaseAnswers, Map<String, Double>>> families() {
        Map<String, Function<CaseAnswers, Map<String, Double>>> all = new TreeMap<>();
        all.put("MMc-ErlangC", ManyServerAnswers::erlangC);
        all.put("MGcc-ErlangB", ManyServerAnswers::erlangB);
        all.put("MMcM-ErlangA", ManyServerAnswers::erlangA);
        all.put("MDc", ManyServerAnswers::fixedService);
        all.put("GIMc", ManyServerAnswers::renewalArrivals);
        all.put("MMc-breakdowns", ManyServerAnswers::breakdowns);
        all.put("MMc-setup", ManyServerAnswers::setup);
        all.put("priority-MMc", ManyServerAnswers::priorityOfMany);
        all.put("multiserver-job", ManyServerAnswers::gangs);
        all.put("retrial", ManyServerAnswers::retrial);
        all.put("JSQ", ManyServerAnswers::shorterOfTwo);
        all.put("MMPP-M-c", ManyServerAnswers::modulated);
        all.put("M-PH-c", ManyServerAnswers::hyperexponential);
        return all;
    }

    private static Map<String, Double> erlangC(CaseAnswers a) {
        int servers = (int) a.value("c");
        ErlangC queue = new ErlangC(servers, a.value("lam"), 1 / a.value("mu"));
        a.put("P_wait", queue.waitProbability());
        a.put("Lq_mean_queue", queue.meanQueue());
        a.put("L_mean_number_in_system", queue.meanPresent());
        a.put("mean_busy_servers", queue.meanBusy());
        a.put("Wq_mean_wait", queue.meanWaitSeconds());
        a.put("Wq_p99", queue.waitQuantileSeconds(0.99));
        // the case does not say t: it is the mean wait of those who wait
        double conditional = queue.meanWaitSeconds() / queue.waitProbability();
        return a.put("P_wait_gt_t", queue.waitExceeds(conditional));
    }

    private static Map<String, Double> erlangB(CaseAnswers a) {
        double offered = a.value("lam") * a.value("mean_service");
        double blocking = ErlangB.blocking((int) a.value("c"), offered);
        a.put("P_block", blocking);
        a.put("mean_busy_servers", offered * (1 - blocking));
        return a.put("carried_rate", a.value("lam") * (1 - blocking));
    }

    private static Map<String, Double> erlangA(CaseAnswers a) {
        int servers = (int) a.value("c");
        ErlangA queue =
                new ErlangA(servers, a.value("lam"), 1 / a.value("mu"), 1 / a.value("theta"));
        a.put("P_wait", queue.waitProbability());
        a.put("P_abandon", queue.abandonProbability());
        a.put("Lq_mean_queue", queue.meanQueue());
        a.put("Wq_mean_wait_all", queue.meanWaitSeconds());
        a.put("utilization", queue.utilisation());
        if (servers < 1000) {
            // the case does not say t: it is two mean waits
            a.put("P_wait_gt_t", queue.waitExceeds(2 * queue.meanWaitSeconds()));
        }
        return a.ours;
    }

    private static Map<String, Double> fixedService(CaseAnswers a) {
        int servers = (int) a.value("c");
        ManyServers.FixedService queue =
                new ManyServers.FixedService(servers, a.value("lam"), a.value("D"));
        a.put("Lq_mean_queue", queue.meanQueue());
        a.put("Wq_mean_wait", queue.meanWaitSeconds());
        a.put("P_wait", queue.waitProbability());
        double exponential = new ErlangC(servers, a.value("lam"), a.value("D")).meanWaitSeconds();
        return a.put("ratio_Wq_MDc_over_MMc", queue.meanWaitSeconds() / exponential);
    }

    private static Map<String, Double> renewalArrivals(CaseAnswers a) {
        double mean = 1 / a.value("lam");
        TimeLaw gap =
                switch (a.one.get("params").get("interarrival").get("value").asString()) {
                    case "deterministic" -> TimeLaw.deterministic(mean);
                    case "Erlang-2" -> TimeLaw.erlang(2, mean);
                    default -> TimeLaw.hyperexponential(mean, 4);
                };
        int servers = (int) a.value("c");
        ManyServers.RenewalArrivals queue =
                new ManyServers.RenewalArrivals(servers, gap, 1 / a.value("mu"));
        a.put("Wq_mean_wait", queue.meanWaitSeconds());
        if (servers > 1) {
            a.put("P_wait_arrival", queue.waitProbability());
            return a.put("geometric_ratio_sigma", queue.sigma());
        }
        a.put("sigma_P_wait", queue.waitProbability());
        a.put("L_mean_number_in_system", queue.meanPresent());
        return a.put("T_p95", queue.sojournQuantileSeconds(0.95));
    }

    private static Map<String, Double> breakdowns(CaseAnswers a) {
        int servers = (int) a.value("c");
        MarkovQueue.Repairs repairs = new MarkovQueue.Repairs(
                1 / a.value("xi"), 1 / a.value("eta"), (int) a.value("repairers"));
        MarkovQueue queue =
                MarkovQueue.breakdowns(servers, a.value("lam"), 1 / a.value("mu"), repairs);
        a.put("L_mean_number_in_system", queue.meanPresent());
        if (servers == 1) {
            a.put("L_closed_form", queue.meanPresent());
        }
        a.put("W_mean_response", queue.meanSojournSeconds());
        a.put("mean_operative_servers", servers - queue.meanUnavailable());
        return a.put("P_wait_or_no_free_operative_server", queue.waitProbability());
    }

    private static Map<String, Double> setup(CaseAnswers a) {
        int servers = (int) a.value("c");
        boolean staggered = a.one.get("model").asString().contains("staggered");
        MarkovQueue queue = MarkovQueue.setup(
                servers,
                a.value("lam"),
                1 / a.value("mu"),
                1 / a.value("alpha"),
                staggered ? 1 : servers);
        a.put("T_mean_response", queue.meanSojournSeconds());
        a.put("L_mean_number_in_system", queue.meanPresent());
        a.put("mean_servers_in_setup", queue.meanUnavailable());
        return a.put("mean_busy_servers", queue.meanBusy());
    }

    private static Map<String, Double> priorityOfMany(CaseAnswers a) {
        int servers = (int) a.value("c");
        double[] rates = {a.value("lam1"), a.value("lam2")};
        double service = 1 / a.value("mu");
        for (int k = 0; k < 2; k++) {
            if (a.one.get("model").asString().contains("preemptive-resume")) {
                double present = ErlangC.preemptiveMeanPresent(servers, service, k, rates);
                a.put("L" + (k + 1), present);
                a.put("T" + (k + 1) + "_mean_response", present / rates[k]);
            } else {
                double wait = ErlangC.priorityWaitSeconds(servers, service, k, rates);
                a.put("W" + (k + 1) + "q_mean_wait", wait);
                a.put("L" + (k + 1) + "q", rates[k] * wait);
            }
        }
        return a.ours;
    }

    private static Map<String, Double> gangs(CaseAnswers a) {
        int servers = (int) (a.one.get("params").has("c") ? a.value("c") : a.value("k"));
        List<ManyServers.Gang> classes = gangClasses(a, servers);
        ManyServers.Gangs full = ManyServers.Gangs.saturated(servers, classes);
        if (!a.one.get("params").has("lam")) {
            a.put("saturated_throughput", full.throughputPerSecond());
            return a.put("server_utilization_at_saturation", full.meanBusy() / servers);
        }
        ManyServers.Gangs queue = ManyServers.Gangs.stable(servers, a.value("lam"), classes);
        a.put("L_mean_number_in_system", queue.meanPresent());
        a.put("T_mean_response", queue.meanPresent() / a.value("lam"));
        a.put("mean_busy_servers", queue.meanBusy());
        a.put("wasted_server_while_blocked", queue.meanHeldIdle());
        return a.put("max_stable_lambda", full.throughputPerSecond());
    }

    private static List<ManyServers.Gang> gangClasses(CaseAnswers a, int servers) {
        JsonNode params = a.one.get("params");
        if (params.has("p1")) {
            return List.of(
                    new ManyServers.Gang(1, a.value("p1"), 1 / a.value("mu1")),
                    new ManyServers.Gang(2, 1 - a.value("p1"), 1 / a.value("mu2")));
        }
        if (params.has("p_small")) {
            return List.of(
                    new ManyServers.Gang(1, a.value("p_small"), 1 / a.value("mu_small")),
                    new ManyServers.Gang(servers, 1 - a.value("p_small"), 1 / a.value("mu_big")));
        }
        double[] p = CaseAnswers.values(params.get("p").get("value"));
        return IntStream.range(0, p.length)
                .mapToObj(i -> new ManyServers.Gang(i + 1, p[i], 1 / a.value("mu")))
                .toList();
    }

    private static Map<String, Double> retrial(CaseAnswers a) {
        int servers = (int) a.value("c");
        MarkovQueue queue =
                MarkovQueue.retrial(servers, a.value("lam"), 1 / a.value("mu"), 1 / a.value("nu"));
        a.put("mean_orbit", queue.meanWaiting());
        if (servers > 1) {
            a.put("P_blocked", queue.waitProbability());
            return a.put("mean_busy", queue.meanBusy());
        }
        a.put("P_blocked_fresh_arrival", queue.waitProbability());
        return a.put("T_mean_total", queue.meanSojournSeconds());
    }

    private static Map<String, Double> shorterOfTwo(CaseAnswers a) {
        MarkovQueue queue = MarkovQueue.shorterOfTwo(a.value("lam"), 1 / a.value("mu"));
        a.put("L_mean_number_in_system", queue.meanPresent());
        a.put("T_mean_response", queue.meanSojournSeconds());
        return a.put("P_both_idle", queue.emptyProbability());
    }

    private static Map<String, Double> modulated(CaseAnswers a) {
        double[] rates = CaseAnswers.values(a.one.get("params").get("lam").get("value"));
        double[] switches = CaseAnswers.values(a.one.get("params").get("s").get("value"));
        MarkovQueue queue = MarkovQueue.modulated(
                (int) a.value("c"),
                rates,
                new double[][] {{0, switches[0]}, {switches[1], 0}},
                1 / a.value("mu"));
        a.put("L_mean_number_in_system", queue.meanPresent());
        a.put("T_mean_response", queue.meanSojournSeconds());
        return a.put("P_wait_arrival", queue.waitProbability());
    }

    private static Map<String, Double> hyperexponential(CaseAnswers a) {
        int servers = (int) a.value("c");
        MarkovQueue queue = MarkovQueue.hyperexponential(
                servers, a.value("lam"), a.value("mean"), a.value("cv2"));
        a.put("Wq_mean_wait", queue.meanWaitSeconds());
        a.put("Lq_mean_queue", queue.meanWaiting());
        a.put("P_wait", queue.waitProbability());
        double approximate = 0.5
                * (1 + a.value("cv2"))
                * new ErlangC(servers, a.value("lam"), a.value("mean")).meanWaitSeconds();
        return a.put("ratio_to_LeeLongton", queue.meanWaitSeconds() / approximate);
    }
}
