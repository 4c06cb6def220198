package headroom.calibration;

import headroom.calibration.ClosedLoop.Latency;
import headroom.calibration.ClosedLoop.Setting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Latencies of points predicted by fits that have not seen them. */
final class CrossValidation {
    private final Parameters parameters;
    private final List<Setting> settings;

    CrossValidation(Parameters parameters, List<Setting> settings) {
        this.parameters = parameters;
        this.settings = settings;
    }

    /**
     * By rows: the rest of a deployment is known. A row falls into its fold by a checksum of what
     * was run, so that repetitions of one thing are left out together.
     */
    Latency[] byRows(int folds, long seed) {
        return leavingOut(s -> fold(s.point(), folds, seed), true);
    }

    /** By whole models: nothing measured with the model is known. */
    Latency[] byModels() {
        return leavingOut(s -> s.point().shape(), false);
    }

    private static String fold(Point p, int folds, long seed) {
        CRC32 sum = new CRC32();
        sum.update((seed + " " + p.setting()).getBytes(StandardCharsets.UTF_8));
        return Long.toString(sum.getValue() % folds);
    }

    private Latency[] leavingOut(Function<Setting, String> group, boolean known) {
        List<String> groups = settings.stream().map(group).toList();
        Latency[] predicted = new Latency[settings.size()];
        for (String left : new TreeSet<>(groups)) {
            List<Setting> seen = IntStream.range(0, settings.size())
                    .filter(i -> !groups.get(i).equals(left))
                    .mapToObj(settings::get)
                    .toList();
            SharedFit shared = SharedFit.of(parameters, seen);
            Factors factors = known ? Factors.of(shared, seen) : Factors.none(shared);
            for (int i = 0; i < predicted.length; i++) {
                if (groups.get(i).equals(left)) {
                    predicted[i] = factors.latency(settings.get(i));
                }
            }
        }
        return predicted;
    }
}
