package headroom.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Where curves of known course reach a level. */
final class CrossingTest {
    private static Point point(double gpus, double... caps) {
        return new Point(gpus, 1, gpus, 1, Map.of(Measure.CAP_SCALE, caps));
    }

    @Test
    void eachReplicationCrossesByItself() {
        List<Point> curve = List.of(point(0, 0.5, 0.6), point(100, 1.5, 1.4), point(300, 3.5, 4));
        Crossing nominal = Crossing.of(curve, Measure.CAP_SCALE, 1);
        assertThat(nominal.reached()).isEqualTo(2);
        assertThat(nominal.gpus().value()).isEqualTo(50);
        Crossing twice = Crossing.of(curve, Measure.CAP_SCALE, 2);
        // 100 + 200 x 0.5/2 = 150 and 100 + 200 x 0.6/2.6 = 146.15
        assertThat(twice.gpus().value()).isBetween(148.07, 148.08);
        assertThat(twice.gpus().halfWidth()).isGreaterThan(20);
    }

    @Test
    void whatIsThereAtOnceNeedsNothingAndWhatIsNotReachedIsNotGuessed() {
        List<Point> curve = List.of(point(0, 1.2, 1.1), point(100, 2.1, 1.9));
        assertThat(Crossing.of(curve, Measure.CAP_SCALE, 1).first()).isEqualTo(2);
        Crossing twice = Crossing.of(curve, Measure.CAP_SCALE, 2);
        assertThat(twice.reached()).isEqualTo(1);
        assertThat(twice.gpus().value()).isNaN();
    }

    @Test
    void aMeasureThatFallsReachesItsLevelFromAbove() {
        List<Point> curve = List.of(
                new Point(0, 1, 0, 1, Map.of(Measure.MULTIPLIER, new double[] {3, 3})),
                new Point(1, 1, 100, 1, Map.of(Measure.MULTIPLIER, new double[] {1, 1})));
        assertThat(Crossing.of(curve, Measure.MULTIPLIER, 2).gpus().value()).isEqualTo(50);
    }
}
