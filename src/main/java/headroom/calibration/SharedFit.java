package headroom.calibration;

import headroom.analytic.BuiltIn;
import headroom.analytic.Roofline.Terms;
import headroom.calibration.ClosedLoop.Around;
import headroom.calibration.ClosedLoop.Latency;
import headroom.calibration.ClosedLoop.Setting;

import java.util.Arrays;
import java.util.List;

/** The efficiencies shared by all models, fitted to the logarithms of measured latencies. */
final class SharedFit {
    /** What residuals of log TTFT and log TPOT are measured in: a typical error. */
    static final double TTFT_SCALE = 0.2;

    static final double TPOT_SCALE = 0.08;
    private static final double LIKELY_WIDTH = 0.5;

    private final Parameters parameters;
    private final double[] z;

    private SharedFit(Parameters parameters, double[] z) {
        this.parameters = parameters;
        this.z = z;
    }

    /** Efficiencies that are known. */
    static SharedFit with(Parameters parameters, double[] z) {
        return new SharedFit(parameters, z.clone());
    }

    /** Fits to some settings; engines are those of the given parameters. */
    static SharedFit of(Parameters parameters, List<Setting> settings) {
        return of(parameters, settings, LIKELY_WIDTH);
    }

    /** Fits with another width of what is likely; a large one leaves everything to the points. */
    static SharedFit of(Parameters parameters, List<Setting> settings, double likelyWidth) {
        double[] width = new double[parameters.size()];
        Arrays.fill(width, likelyWidth);
        double[] z = RobustFit.solve(
                at -> {
                    SharedFit fit = new SharedFit(parameters, at);
                    double[] residuals = new double[2 * settings.size()];
                    for (int i = 0; i < settings.size(); i++) {
                        residuals(
                                settings.get(i).point(),
                                fit.latency(settings.get(i)),
                                i,
                                residuals);
                    }
                    return residuals;
                },
                new RobustFit.Likely(parameters.start(), width));
        return new SharedFit(parameters, z);
    }

    /** Writes the residuals of one point at their two places. */
    static void residuals(Point point, Latency latency, int i, double[] residuals) {
        residuals[2 * i] = StrictMath.log(latency.ttftSeconds() / point.ttftSeconds()) / TTFT_SCALE;
        residuals[2 * i + 1] =
                StrictMath.log(latency.tpotSeconds() / point.tpotSeconds()) / TPOT_SCALE;
    }

    Latency latency(Setting s) {
        return ClosedLoop.latency(s, terms(s), around(s));
    }

    /** Of workers that only prefill and others that only decode. */
    Latency latency(Pair p) {
        String backend = p.engine().backend();
        int layers = BuiltIn.shape(p.shape()).orElseThrow().layers();
        return new PairLoop(p)
                .latency(
                        parameters.efficiencies(z, backend), parameters.around(z, backend, layers));
    }

    Terms terms(Setting s) {
        String backend = s.point().engine().backend();
        return s.roofline().terms(parameters.efficiencies(z, backend), s.expected());
    }

    Around around(Setting s) {
        int layers = BuiltIn.shape(s.point().shape()).orElseThrow().layers();
        return parameters.around(z, s.point().engine().backend(), layers);
    }

    Parameters parameters() {
        return parameters;
    }

    double[] values() {
        return z.clone();
    }
}
