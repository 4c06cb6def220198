package headroom.experiment;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import headroom.measure.Measurement;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** SHA-256 over the results of a run, bit by bit: equal hashes are equal results. */
final class CanonicalHash {
    private CanonicalHash() {}

    static String of(List<Measurement> summary, TimeSeries series) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (Measurement m : summary) {
            text(hasher, m.name());
            labels(hasher, m.labels());
            text(hasher, m.statistic());
            number(hasher, m.value());
            number(hasher, m.halfWidth());
            hasher.putLong(m.n());
        }
        for (Series column : series.columns()) {
            text(hasher, column.name());
            labels(hasher, column.labels());
            for (double value : column.values()) {
                number(hasher, value);
            }
            for (double halfWidth : column.halfWidths()) {
                number(hasher, halfWidth);
            }
        }
        return hasher.hash().toString();
    }

    private static void labels(Hasher hasher, Map<String, String> labels) {
        labels.forEach((name, value) -> {
            text(hasher, name);
            text(hasher, value);
        });
    }

    private static void text(Hasher hasher, String text) {
        hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }

    private static void number(Hasher hasher, double value) {
        hasher.putLong(Double.doubleToLongBits(value));
    }
}
