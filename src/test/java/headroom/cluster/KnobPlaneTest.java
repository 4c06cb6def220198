package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.control.CapController;
import headroom.control.ControlView;
import headroom.control.Knob;
import headroom.control.KnobPlane;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.kernel.Timer;
import headroom.stat.LatencyHistogram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** What a controller gets to see, and when. */
final class KnobPlaneTest {
    private static final double HOUR = 3600;
    private static final double REST = 7210;

    private final Agenda agenda = new Agenda();
    private final List<Double> decided = new ArrayList<>();
    private final List<Double> newest = new ArrayList<>();
    private double ordered;

    private KnobPlane plane(CapController controller, double delay, double share) {
        List<ClusterSpec.Placement> placements =
                List.of(new ClusterSpec.Placement(0, 1, 8, 600, 1000, null));
        ClusterSpec spec = Pools.of(new int[] {80}, 1, 1, placements, List.of()).spec;
        Knob knob = new Knob(1, controller, 2 * HOUR, delay, share);
        return new KnobPlane(
                agenda,
                new KnobPlane.Plan(spec.horizonSeconds(), spec::orderedTokens),
                knob,
                new Streams(1, 0).of("sample"),
                new KnobPlane.Target(List.of(), CellCommand.CapScale::new));
    }

    /** The utilisation of every hour is the instant at which it ended. */
    private double note(ControlView view) {
        decided.add(view.nowSeconds());
        newest.add(view.hours() == 0 ? Double.NaN : view.utilisation(0));
        assertThat(view.worst(ControlView.Measure.UTILISATION, 24, 0))
                .isEqualTo(newest.get(newest.size() - 1));
        assertThat(view.elapsedSeconds()).isEqualTo(2 * HOUR);
        ordered = view.orderedTokens(0);
        return view.current();
    }

    private void run(KnobPlane plane, LatencyHistogram ttft, boolean jammed) {
        Timer[] hour = new Timer[1];
        hour[0] = agenda.timer(Rank.REPORT, () -> {
            plane.hour(ttft, jammed, agenda.nowSeconds(), 5);
            hour[0].start(HOUR);
        });
        hour[0].start(HOUR);
        plane.start(REST);
        agenda.runUntil(30 * HOUR);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 300, 3600, 3601, 9000, 20_000})
    void noMeasurementYoungerThanTheDelayIsRead(double delay) {
        run(plane(this::note, delay, 1), new LatencyHistogram(), false);
        assertThat(decided.get(0)).isEqualTo(REST + 2 * HOUR + delay);
        for (int i = 0; i < decided.size(); i++) {
            double age = decided.get(i) - newest.get(i);
            assertThat(age).isBetween(delay, delay + HOUR);
            assertThat(age).as("the youngest there is").isEqualTo(delay + 10);
            if (i > 0) {
                assertThat(decided.get(i) - decided.get(i - 1)).isEqualTo(2 * HOUR);
            }
        }
        assertThat(decided).hasSizeGreaterThan(9);
        assertThat(ordered).as("ten replicas").isEqualTo(10_000);
    }

    @Test
    void aJammedFleetIsAnInfiniteLatencyAndAnIdleOneIsNone() {
        LatencyHistogram none = new LatencyHistogram();
        List<Double> seen = new ArrayList<>();
        CapController look = view -> {
            seen.add(view.worst(ControlView.Measure.TTFT_P99, 1, 0));
            return 1;
        };
        run(plane(look, 0, 1), none, true);
        assertThat(seen).containsOnly(Double.POSITIVE_INFINITY);
    }

    @Test
    void anIdleFleetHasNoLatency() {
        List<Double> seen = new ArrayList<>();
        CapController look = view -> {
            seen.add(view.worst(ControlView.Measure.TTFT_P99, 1, 0));
            return 1;
        };
        run(plane(look, 0, 1), new LatencyHistogram(), false);
        assertThat(seen).containsOnly(Double.NaN);
    }

    @Test
    void aSampleOfTheRequestsScattersAroundAll() {
        LatencyHistogram ttft = new LatencyHistogram();
        for (int i = 1; i <= 20_000; i++) {
            ttft.record(i * 1e-3);
        }
        List<Double> seen = new ArrayList<>();
        CapController look = view -> {
            seen.add(view.worst(ControlView.Measure.TTFT_P99, 1, 0));
            return 1;
        };
        run(plane(look, 0, 0.1), ttft, true);
        double mean = seen.stream().mapToDouble(x -> x).average().orElseThrow();
        assertThat(seen.stream().distinct()).hasSizeGreaterThan(8);
        // sd of one: 20 s * sqrt(0.01*0.99/2000) = 44 ms
        assertThat(mean).isCloseTo(19.8, within(0.06));
        assertThat(seen).allSatisfy(x -> assertThat(x).isCloseTo(19.8, within(0.2)));
    }
}
