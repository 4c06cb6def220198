package headroom.experiment;

import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A validation case of queueing theory: a shipped scenario file with overrides, and what it must
 * give. The cases stand in {@code queueing-cases.psv}, those of the room jobs in {@code
 * job-cases.psv} and {@code gang-cases.psv}, with their source.
 */
record QueueingCase(
        String id,
        String file,
        double warmUpSeconds,
        double measuredSeconds,
        Map<String, String> overrides,
        List<Metric> metrics) {
    static final Path FOLDER = Path.of("scenarios/queueing");
    private static final Path CASES = Path.of("src/test/resources/headroom/experiment");

    /**
     * A number that a case must give.
     *
     * @param name its name in the shared data
     * @param exact its value there
     * @param how which number of the run it is
     * @param kind stat: difference and equivalence; asymptotic: the same with a wider bias;
     *     upper_bound: not above it; long: equivalence only in the long run; rare: none, for it
     *     would take longer still; twin: within 5 %, since another case of the name has its margin
     * @param bias by how much the scenario may miss the model, as a share
     * @param margin equivalence margin of the case itself, as a share
     */
    record Metric(String name, double exact, String how, String kind, double bias, double margin) {}

    /** The scenario, measured so many times as long as in the build, or on as many more copies. */
    Scenario scenario(double times, long seed) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(overrides);
        String copies = values.remove("copies");
        String each = values.remove("each");
        values.remove("nightly");
        values.remove("only");
        double longer = times;
        if (copies != null) {
            int count = (int) Math.ceil(times * Integer.parseInt(copies));
            longer = 1;
            values.put("pools.servers.gpus", String.valueOf(count));
            values.put("demand.streams[0].rate", count * Double.parseDouble(each) + " /h");
        } else if (overrides.containsKey("replications")) {
            longer = 1;
            values.computeIfPresent(
                    "replications",
                    (key, n) -> String.valueOf((int) (times * Integer.parseInt(n))));
        }
        values.putIfAbsent("replications", "64");
        values.put("warmUp", warmUpSeconds + " s");
        values.put("horizon", warmUpSeconds + longer * measuredSeconds + " s");
        values.put("seed", String.valueOf(seed));
        return ScenarioFile.read(FOLDER.resolve(file + ".yaml"), values).orThrow();
    }

    /**
     * How many times as long it runs at night: as it says, or 10, since 2 % for 5 % takes 6.25
     * times as long and the rest is room for an error estimated too low.
     */
    double nightly() {
        return Double.parseDouble(overrides.getOrDefault("nightly", "10"));
    }

    /**
     * Whether it is run at night or in the build: {@code only=night} is for what takes hours to
     * settle, {@code only=build} for what stands in for it by day.
     */
    boolean isRun(boolean nightly) {
        String only = overrides.getOrDefault("only", "");
        return only.isEmpty() || only.equals(nightly ? "night" : "build");
    }

    /** Its name in the shared data: after a slash stands what else is different. */
    String shared() {
        return id.replaceFirst("/.*", "");
    }

    /** The same with other values in the scenario, keys and values in turn. */
    QueueingCase with(String... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>(overrides);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new QueueingCase(id, file, warmUpSeconds, measuredSeconds, values, metrics);
    }

    /** Those of a file: queueing, job or gang. */
    static List<QueueingCase> all(String kind) {
        List<QueueingCase> all = new ArrayList<>();
        for (String line : lines(CASES.resolve(kind + "-cases.psv"))) {
            String[] parts = line.split("\\|", -1);
            for (int i = 0; i < parts.length; i++) {
                parts[i] = parts[i].strip();
            }
            if (parts[0].equals("case")) {
                all.add(new QueueingCase(
                        parts[1],
                        parts[2],
                        Double.parseDouble(parts[3]),
                        Double.parseDouble(parts[4]),
                        overrides(parts[5]),
                        new ArrayList<>()));
            } else {
                all.get(all.size() - 1)
                        .metrics()
                        .add(new Metric(
                                parts[0],
                                Double.parseDouble(parts[1]),
                                parts[2],
                                parts[3],
                                Double.parseDouble(parts[4]),
                                Double.parseDouble(parts[5])));
            }
        }
        return all;
    }

    static QueueingCase of(String id) {
        return Stream.of("queueing", "job", "gang")
                .flatMap(kind -> all(kind).stream())
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> overrides(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(", ")) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], sides[1]);
        }
        return values;
    }

    @Override
    public String toString() {
        return id;
    }
}
