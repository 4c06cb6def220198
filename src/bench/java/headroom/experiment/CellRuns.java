package headroom.experiment;

import com.sun.management.OperatingSystemMXBean;

import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU nanoseconds a request of whole runs on one thread, everything but start and report in it:
 * clients, routing, replicas, histograms, control plane. One cell of 250 replicas with about 50
 * requests each, the load of {@code headroom.serving.Load}, and the shipped spike.yaml.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.experiment.CellRuns
 * </pre>
 *
 * <p>Arguments: the rounds (default 5), and "day" for a whole day of the cell, once. CPU time is
 * that of the process: compiling and collecting are in it, most of them in the warm-up round.
 */
final class CellRuns {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double DAY_REQUESTS_PER_SECOND = 170e6 / 86_400;
    private static final int CLIENTS = 2_000;

    private CellRuns() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        System.out.println("| run | requests | CPU, ns a request |\n|---|---|---|");
        repeat("sixty-four-servers", cell("10 min"), rounds, "250 replicas, batch 50");
        repeat("spike", Map.of("replications", "1"), rounds, "spike.yaml, one replication");
        if (args.length > 1 && args[1].equals("day")) {
            double[] day = run("sixty-four-servers", cell("1 d"));
            System.out.printf(
                    Locale.ROOT,
                    "%nA day of the cell: %,.0f requests, %.1f s of CPU, %.0f ns a request%n",
                    day[0],
                    day[1],
                    day[1] / day[0] * 1e9);
        }
    }

    private static Map<String, String> cell(String horizon) {
        Map<String, String> values = new TreeMap<>();
        values.put("horizon", horizon);
        values.put("pools.servers.gpus", "2000");
        values.put("sites.lab.powerLimit", "4 MW");
        values.put("demand.tiers[clients].users", String.valueOf(CLIENTS));
        values.put(
                "demand.tiers[clients].sessionsPerUserWeek",
                String.valueOf(DAY_REQUESTS_PER_SECOND * 604_800 / CLIENTS));
        values.put(
                "demand.workloads.question.output",
                "{median: 252 tokens, mean: 523 tokens, max: 16 k tokens}");
        return values;
    }

    private static void repeat(
            String scenario, Map<String, String> values, int rounds, String label)
            throws IOException {
        run(scenario, values);
        double[] nanos = new double[rounds];
        double requests = 0;
        for (int round = 0; round < rounds; round++) {
            double[] one = run(scenario, values);
            requests = one[0];
            nanos[round] = one[1] / one[0] * 1e9;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT, "| %s | %,.0f | %.0f |%n", label, requests, nanos[rounds / 2]);
    }

    /** Requests simulated and CPU seconds. */
    private static double[] run(String name, Map<String, String> values) throws IOException {
        Path file = Path.of("scenarios", name + ".yaml");
        Simulation simulation =
                Simulation.of(ScenarioFile.read(file, values).orThrow(), file.getParent());
        long start = PROCESS.getProcessCpuTime();
        RunResult result = simulation.run("bench", 1, Simulation.Progress.NONE);
        double seconds = (PROCESS.getProcessCpuTime() - start) * 1e-9;
        return new double[] {result.requestsSimulated(), seconds};
    }
}
