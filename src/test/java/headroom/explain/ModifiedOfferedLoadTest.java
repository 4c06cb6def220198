package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.analytic.ErlangC;
import headroom.analytic.TimeVarying;
import headroom.arrivals.CumulativeRate;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.ModifiedOfferedLoad;
import headroom.arrivals.Sinusoid;
import headroom.arrivals.Steps;
import headroom.arrivals.WeeklyProfile;
import headroom.variates.Exponential;
import headroom.variates.Lognormal;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Load at a changing rate: against the literal integral, and against exact queues. */
final class ModifiedOfferedLoadTest {
    private static final double HOUR = 3600;
    private static final Path CASES = Path.of("../shared/validation/cases.json");

    private static CumulativeRate sinusoid(double perHour, double swing, double horizonHours) {
        Sinusoid shape = new Sinusoid(24 * HOUR, swing, 0);
        return CumulativeRate.of(perHour / HOUR, curve(List.of(shape), horizonHours));
    }

    private static DemandCurve curve(List<? extends headroom.arrivals.Shape> shapes, double hours) {
        return new DemandCurve(WeeklyProfile.named("flat"), 0, 0, shapes, hours * HOUR);
    }

    @Test
    void isTheIntegralOfRateTimesSurvival() {
        Lognormal law = Lognormal.ofMeanAndSquaredCv(2 * HOUR, 4);
        ModifiedOfferedLoad load = new ModifiedOfferedLoad(sinusoid(200, 0.6, 60), law::quantile);
        for (double t : new double[] {0.5, 6, 20, 33, 60}) {
            double sum = 0;
            double du = 0.001;
            for (double u = 0.5 * du; u < t; u += du) {
                double rate = 200 * (1 + 0.6 * Math.sin(2 * Math.PI * (t - u) / 24));
                sum += rate * survival(law, u * HOUR) * du;
            }
            assertThat(load.at(t * HOUR)).as("at %s h", t).isCloseTo(sum, within(2e-3 * sum));
        }
    }

    private static double survival(Lognormal law, double seconds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 40; i++) {
            double middle = 0.5 * (low + high);
            if (law.quantile(middle) < seconds) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 1 - low;
    }

    /** Every mean of every case of infinitely many servers, 20 periods after the empty start. */
    @Test
    void infiniteServers() {
        int checked = 0;
        for (JsonNode one : cases("MtGinf")) {
            double mean = number(one, "mean_service");
            String name = one.get("params").get("service").get("value").asString();
            DoubleUnaryOperator law = name.equals("exponential")
                    ? new Exponential(mean * HOUR)::quantile
                    : name.equals("deterministic")
                            ? u -> mean * HOUR
                            : Lognormal.ofMeanAndSquaredCv(mean * HOUR, 4)::quantile;
            double period = number(one, "period");
            assertThat(period).isEqualTo(24);
            ModifiedOfferedLoad load = new ModifiedOfferedLoad(
                    sinusoid(number(one, "lam_bar"), number(one, "beta"), 21 * period), law);
            for (JsonNode metric : one.get("metrics")) {
                String what = metric.get("name").asString();
                if (what.startsWith("mean_busy_at_phase_")) {
                    double phase = Double.parseDouble(what.substring(19));
                    double exact = Double.parseDouble(metric.get("value").asString());
                    assertThat(load.at((20 * period + phase) * HOUR))
                            .as("%s %s", one.get("id"), what)
                            .isCloseTo(exact, within(1.5e-3 * exact));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(4 * 4);
    }

    /** Where few wait, MOL says within a tenth who does; after the peak PSA half of it or less. */
    @Test
    void waitsOfManyServersWhereLoadChanges() {
        double hours = 36;
        CumulativeRate rate = sinusoid(90, 0.2, hours);
        ModifiedOfferedLoad load =
                new ModifiedOfferedLoad(rate, new Exponential(2 * HOUR)::quantile);
        TimeVarying.ManyServers exact =
                new TimeVarying.ManyServers(250, 500, 2 * HOUR, Double.POSITIVE_INFINITY);
        double at = 34 * HOUR;
        exact.advance(at, t -> 90 / HOUR * (1 + 0.2 * Math.sin(2 * Math.PI * t / (24 * HOUR))));
        double mol = StationLoad.waits(250, load.at(at));
        double now = 90 * (1 + 0.2 * Math.sin(2 * Math.PI * 34 / 24));
        double psa = StationLoad.waits(250, 2 * now);
        assertThat(mol).isCloseTo(exact.waitProbability(), within(0.1 * exact.waitProbability()));
        assertThat(psa).isLessThan(0.5 * exact.waitProbability());
    }

    /** Of the cases with waiting: the mean number there until the surge fills all servers. */
    @Test
    void queuesBeforeTheyFill() {
        for (JsonNode one : cases("MtMct")) {
            if (!one.get("id").asString().equals("MTMC-03")) {
                continue;
            }
            Steps surge = new Steps(new double[] {4 * HOUR, 6 * HOUR}, new double[] {2, 1});
            CumulativeRate rate = CumulativeRate.of(40 / HOUR, curve(List.of(surge), 12));
            ModifiedOfferedLoad load =
                    new ModifiedOfferedLoad(rate, new Exponential(HOUR)::quantile);
            for (JsonNode metric : one.get("metrics")) {
                if (metric.get("name").asString().equals("E_N_at_4")) {
                    double exact = Double.parseDouble(metric.get("value").asString());
                    double there = load.at(4 * HOUR);
                    double queue = new ErlangC(50, there, 1).meanQueue();
                    assertThat(there + queue).isCloseTo(exact, within(0.005 * exact));
                    assertThat(there).isCloseTo(40 * (1 - Math.exp(-4)), within(0.02));
                }
            }
        }
    }

    @Test
    void waitsAreErlangs() {
        assertThat(StationLoad.waits(10, 8)).isEqualTo(new ErlangC(10, 8, 1).waitProbability());
        assertThat(StationLoad.waits(10, 10)).isOne();
        assertThat(StationLoad.waits(10, 0)).isZero();
        // both sides of where the limit of Halfin and Whitt takes over
        double below = StationLoad.waits(2e6, 2e6 - 1400);
        double above = StationLoad.waits(2e6 + 1, 2e6 + 1 - 1400);
        assertThat(above).isCloseTo(below, within(1e-3 * below));
    }

    private static List<JsonNode> cases(String family) {
        Assumptions.assumeTrue(Files.exists(CASES), "skipped: no " + CASES);
        return JsonMapper.shared()
                .readTree(CASES.toFile())
                .get("cases")
                .valueStream()
                .filter(one -> one.get("family").asString().equals(family))
                .toList();
    }

    private static double number(JsonNode one, String param) {
        return one.get("params").get(param).get("value").asDouble();
    }
}
