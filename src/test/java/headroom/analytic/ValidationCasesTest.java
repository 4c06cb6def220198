package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The closed forms against the validation cases, which were computed by two routes. */
final class ValidationCasesTest {
    private static final Path CASES = Path.of("../shared/validation/cases.json");
    private static final double RELATIVE = 1e-9;

    private static JsonNode cases;

    @BeforeAll
    static void read() {
        Assumptions.assumeTrue(Files.exists(CASES), "skipped: no " + CASES);
        cases = JsonMapper.shared().readTree(CASES.toFile()).get("cases");
    }

    @Test
    void erlangB() {
        int checked = 0;
        for (JsonNode one : family("MGcc-ErlangB")) {
            int servers = (int) parameter(one, "c");
            double offered = parameter(one, "lam") * parameter(one, "mean_service");
            double blocking = ErlangB.blocking(servers, offered);
            Map<String, Double> ours = new HashMap<>();
            ours.put("P_block", blocking);
            ours.put("mean_busy_servers", offered * (1 - blocking));
            checked += compare(one, ours);
        }
        assertThat(checked).isEqualTo(14);
    }

    @Test
    void erlangC() {
        int checked = 0;
        for (JsonNode one : family("MMc-ErlangC")) {
            checked += compare(one, delay(one, (int) parameter(one, "c")));
        }
        assertThat(checked).isEqualTo(28);
    }

    @Test
    void oneServer() {
        int checked = 0;
        for (JsonNode one : family("MM1")) {
            checked += compare(one, delay(one, 1));
        }
        assertThat(checked).isEqualTo(9);
    }

    @Test
    void erlangA() {
        int checked = 0;
        for (JsonNode one : family("MMcM-ErlangA")) {
            ErlangA queue = new ErlangA(
                    (int) parameter(one, "c"),
                    parameter(one, "lam"),
                    1 / parameter(one, "mu"),
                    1 / parameter(one, "theta"));
            Map<String, Double> ours = new HashMap<>();
            ours.put("P_wait", queue.waitProbability());
            ours.put("P_abandon", queue.abandonProbability());
            ours.put("Lq_mean_queue", queue.meanQueue());
            ours.put("Wq_mean_wait_all", queue.meanWaitSeconds());
            ours.put("utilization", queue.utilisation());
            checked += compare(one, ours);
        }
        assertThat(checked).isEqualTo(20);
    }

    private static Map<String, Double> delay(JsonNode one, int servers) {
        ErlangC queue = new ErlangC(servers, parameter(one, "lam"), 1 / parameter(one, "mu"));
        Map<String, Double> ours = new HashMap<>();
        ours.put("P_wait", queue.waitProbability());
        ours.put("Lq_mean_queue", queue.meanQueue());
        ours.put("Wq_mean_wait", queue.meanWaitSeconds());
        ours.put("Wq_p99", queue.waitQuantileSeconds(0.99));
        ours.put("utilization", queue.utilisation());
        return ours;
    }

    private static int compare(JsonNode one, Map<String, Double> ours) {
        int checked = 0;
        for (JsonNode metric : one.get("metrics")) {
            Double value = ours.get(metric.get("name").asString());
            if (value != null) {
                double exact = Double.parseDouble(metric.get("value").asString());
                assertThat(value)
                        .as(one.get("id").asString() + " " + metric.get("name").asString())
                        .isCloseTo(exact, within(RELATIVE * Math.abs(exact)));
                checked++;
            }
        }
        return checked;
    }

    private static Iterable<JsonNode> family(String name) {
        return cases.valueStream()
                .filter(one -> one.get("family").asString().equals(name))
                .toList();
    }

    private static double parameter(JsonNode one, String name) {
        return one.get("params").get(name).get("value").asDouble();
    }
}
