package headroom.experiment;

import com.sun.management.OperatingSystemMXBean;

import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU nanoseconds a request of whole runs on one thread, everything but start and report in it:
 * clients, routing, replicas, histograms, control plane. One cell of 250 replicas with about 50
 * requests each, the load of {@code headroom.serving.Load}: as an open stream, which no meter or
 * session knows; from users; from users under five meters each; and as sessions of several
 * requests under the same meters. What a row costs above the first is what users cost. The rows
 * take turns, so that a busy machine slows all of them. Then the shipped spike.yaml.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.experiment.CellRuns
 * </pre>
 *
 * <p>Arguments: the rounds (default 5); "day" for a whole day of the cell, once, or "small" for a
 * fiftieth of the cell over fifty times as long, all of which lies in the first caches. CPU time is
 * that of the process: compiling and collecting are in it, most of them in the warm-up round.
 */
final class CellRuns {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double REQUESTS_PER_SECOND = 170e6 / 86_400;
    private static final int CLIENTS = 110_000;
    private static final String OUTPUT = "{median: 252 tokens, mean: 523 tokens, max: 16 k tokens}";
    private static final String METERS = "meters: {fiveHour: 1 T credits, weekly: 1 T credits},"
            + " rateLimits: {requests: 1 M /min, inputTokens: 1 B tokens/min,"
            + " outputTokens: 1 B tokens/min}";

    /** Share of the cell that is run. */
    private final double size;

    private CellRuns(double size) {
        this.size = size;
    }

    /** A kind of run: its name, the scenario, the values changed. */
    private record Row(String label, String scenario, Map<String, String> values) {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        String more = args.length > 1 ? args[1] : "";
        CellRuns runs = new CellRuns(more.equals("small") ? 0.02 : 1);
        String cell = "sixty-four-servers";
        List<Row> rows = List.of(
                new Row("open stream", cell, runs.open(10)),
                new Row("users", cell, runs.users(1, "")),
                new Row("users, five meters each", cell, runs.users(1, ", " + METERS)),
                new Row("sessions of four, five meters", cell, runs.users(4, ", " + METERS)),
                new Row("spike.yaml, one replication", "spike", Map.of("replications", "1")));
        System.out.println("| run | requests | CPU, ns a request |\n|---|---|---|");
        repeat(rows, rounds);
        if (more.equals("day")) {
            double[] day = run(cell, runs.open(24 * 60));
            System.out.printf(
                    Locale.ROOT,
                    "%nA day of the cell: %,.0f requests, %.1f s of CPU, %.0f ns a request%n",
                    day[0],
                    day[1],
                    day[1] / day[0] * 1e9);
        }
    }

    private Map<String, String> cell(double minutes) {
        Map<String, String> values = new TreeMap<>();
        values.put("horizon", Math.round(minutes / size) + " min");
        values.put("pools.servers.gpus", String.valueOf(Math.round(2000 * size)));
        values.put("sites.lab.powerLimit", "4 MW");
        return values;
    }

    private Map<String, String> open(double minutes) {
        Map<String, String> values = cell(minutes);
        values.put("demand.streams[conversation].rate", REQUESTS_PER_SECOND * size + " /s");
        values.put("demand.streams[conversation].output", OUTPUT);
        return values;
    }

    /** The same requests from users, in sessions of so many. */
    private Map<String, String> users(int requests, String meters) {
        Map<String, String> values = cell(10);
        double sessions = REQUESTS_PER_SECOND * 604_800 / CLIENTS / requests;
        values.put("demand.streams", "[]");
        values.put(
                "demand.workloads",
                "{question: {kind: chat, model: llama-2-70b, requests: " + requests
                        + ", think: 10 s, contextLimit: 64 k tokens,"
                        + " input: {median: 1020 tokens, mean: 1155 tokens, max: 32 k tokens},"
                        + " output: " + OUTPUT + "}}");
        values.put(
                "demand.tiers",
                "[{name: clients, users: " + Math.round(CLIENTS * size)
                        + ", sessionsPerUserWeek: " + sessions
                        + ", mix: {question: 100 %}" + meters + "}]");
        return values;
    }

    private static void repeat(List<Row> rows, int rounds) throws IOException {
        double[][] nanos = new double[rows.size()][rounds];
        double[] requests = new double[rows.size()];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < nanos.length; i++) {
                double[] one = run(rows.get(i).scenario(), rows.get(i).values());
                requests[i] = one[0];
                if (round >= 0) {
                    nanos[i][round] = one[1] / one[0] * 1e9;
                }
            }
        }
        for (int i = 0; i < nanos.length; i++) {
            Arrays.sort(nanos[i]);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.0f |%n",
                    rows.get(i).label(),
                    requests[i],
                    nanos[i][rounds / 2]);
        }
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
