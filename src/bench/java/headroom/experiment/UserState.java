package headroom.experiment;

import headroom.assembly.Plan;
import headroom.assembly.Assembly;
import headroom.clients.Population;
import headroom.kernel.Streams;
import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Heap that users take: the tiers of colossus-1.yaml cut down to 20 million users, every cell
 * built, meters and all, by the heap in use before and after. Sessions under way are apart: they
 * are as many as are active, not as there are users.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.experiment.UserState
 * </pre>
 */
final class UserState {
    private static final double USERS = 20e6;
    private static final int CELLS = 180;

    private UserState() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of("scenarios", "colossus-1.yaml");
        Map<String, String> values = new TreeMap<>();
        values.put("cells", String.valueOf(CELLS));
        values.put("sample", "1");
        double all = ScenarioFile.read(file, Map.of()).orThrow().demand().tiers().stream()
                .mapToDouble(tier -> tier.users())
                .sum();
        ScenarioFile.read(file, Map.of())
                .orThrow()
                .demand()
                .tiers()
                .forEach(tier -> values.put(
                        "demand.tiers[" + tier.name() + "].users",
                        String.valueOf(Math.round(tier.users() * USERS / all))));
        Path folder = file.toAbsolutePath().getParent();
        Plan plan = new Assembly(ScenarioFile.read(file, values).orThrow(), folder).plan();
        long before = used();
        List<Population[]> cells = new ArrayList<>();
        long users = 0;
        long start = System.nanoTime();
        for (int cell = 0; cell < CELLS; cell++) {
            Streams streams = new Streams(plan.seed(), 0).child("cell." + cell);
            Population[] populations =
                    Population.all(plan.cell().tiers(), plan.cell().models(), streams);
            for (Population p : populations) {
                users += p.users();
            }
            cells.add(populations);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        double bytes = used() - before;
        System.out.printf(
                Locale.ROOT,
                "%,d users in %d cells: %.1f bytes each, built in %.1f s%n",
                users,
                cells.size(),
                bytes / users,
                seconds);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
