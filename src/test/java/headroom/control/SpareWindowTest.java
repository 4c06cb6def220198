package headroom.control;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** The least and the most of a step function over its last stretch, against all of its steps. */
final class SpareWindowTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 25, 1000})
    void extremesAreThoseOfAllSteps(int lookback) {
        FastStream random = new Streams(lookback, 0).of("test");
        SpareWindow window = new SpareWindow(lookback);
        List<double[]> steps = new ArrayList<>();
        double now = 0;
        for (int i = 0; i < 500; i++) {
            now += 1 + random.nextInt(0, 9);
            double spare = random.nextInt(-50, 50);
            window.add(now, spare);
            steps.add(new double[] {now, spare});
            for (int within : new int[] {0, lookback / 2, lookback}) {
                double least = spare;
                double most = spare;
                for (int j = 0; j + 1 < steps.size(); j++) {
                    // a step holds until the next one
                    if (steps.get(j + 1)[0] > now - within) {
                        least = Math.min(least, steps.get(j)[1]);
                        most = Math.max(most, steps.get(j)[1]);
                    }
                }
                assertThat(window.extreme(within, 1)).isEqualTo(least);
                assertThat(window.extreme(within, -1)).isEqualTo(most);
            }
        }
    }
}
