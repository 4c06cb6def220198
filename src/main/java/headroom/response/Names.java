package headroom.response;

import headroom.page.Figures;
import headroom.stat.Estimate;

/** How heights of the spike and numbers of points are written. */
final class Names {
    private Names() {}

    /** "no spike", "spike × 2 (as given)". */
    static String of(Response response, double spike) {
        if (response.scenario().demand().spikes().isEmpty()) {
            return "as given";
        }
        return spike == 0
                ? "no spike"
                : "spike × " + times(response.height(spike)) + (spike == 1 ? ", as given" : "");
    }

    /** "under the spike as given (demand × 2)". */
    static String under(Response response, double spike) {
        if (response.scenario().demand().spikes().isEmpty()) {
            return "with demand as given";
        }
        if (spike == 0) {
            return "without the spike";
        }
        String demand = "demand × " + times(response.height(spike));
        return spike == 1
                ? "under the spike as given (" + demand + ")"
                : "under a spike " + times(spike) + " times as high (" + demand + ")";
    }

    /** A factor without trailing zeros. */
    static String times(double factor) {
        return Figures.decimal(Math.rint(factor * 100) / 100)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A number with its error, in the unit in which it is shown. */
    static String text(Response response, Point point, Measure measure) {
        double factor = response.scale(measure).factor();
        Estimate e = point.estimate(measure).times(factor);
        return Figures.withError(e.value(), e.halfWidth());
    }
}
