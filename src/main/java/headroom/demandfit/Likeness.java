package headroom.demandfit;

import headroom.clients.TierSpec;
import headroom.scenario.Scenario;
import headroom.stat.Tally;

import java.util.Arrays;
import java.util.List;

/**
 * How like a trace the demand of a scenario comes out: replications of the trace's length, each put
 * through the same estimates as the trace.
 *
 * <p>With several cells only the first is simulated. Its requests are a random share 1/C of all,
 * whose rate swings as the whole does, so that the index of the whole is 1 + C (I - 1).
 */
final class Likeness {
    private static final int TOKENS = 400_000;

    private final Recording recording;
    private final Tally[] indices;
    private final double[] counts;
    private double[] inputs = new double[0];
    private double[] outputs = new double[0];

    private double replications;

    private Likeness(Recording recording, int streams) {
        this.recording = recording;
        counts = new double[streams];
        indices = new Tally[recording.windowSeconds().size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = new Tally();
        }
    }

    /**
     * What is simulated.
     *
     * @param scenario of the fit
     * @param seed of the replications
     * @param replications of them, from 0
     */
    record Plan(Scenario scenario, long seed, int replications) {}

    static Likeness of(Recording recording, Plan plan) {
        List<TierSpec> streams = DemandSample.streams(plan.scenario());
        Likeness likeness = new Likeness(recording, streams.size());
        double perReplication = recording.ratePerSecond()
                * recording.lengthSeconds()
                / plan.scenario().cells();
        double share = TOKENS / (perReplication * plan.replications());
        likeness.inputs = new double[TOKENS];
        likeness.outputs = new double[TOKENS];
        double due = 0;
        int drawn = 0;
        for (int r = 0; r < plan.replications(); r++) {
            DemandSample sample = new DemandSample(streams, plan.seed(), r);
            Dispersion dispersion =
                    new Dispersion(recording.windowSeconds(), recording.lengthSeconds());
            for (double t = sample.next(); t < recording.lengthSeconds(); t = sample.next()) {
                dispersion.add(t);
                likeness.counts[sample.stream()]++;
                due += share;
                if (due >= 1 && drawn < TOKENS) {
                    due -= 1;
                    likeness.outputs[drawn] = sample.drawOutputTokens();
                    likeness.inputs[drawn++] = sample.drawInputTokens();
                }
            }
            likeness.add(dispersion.indices(), plan.scenario().cells());
        }
        likeness.inputs = sorted(likeness.inputs, drawn);
        likeness.outputs = sorted(likeness.outputs, drawn);
        return likeness;
    }

    private static double[] sorted(double[] values, int count) {
        double[] drawn = Arrays.copyOf(values, count);
        Arrays.sort(drawn);
        return drawn;
    }

    private void add(double[] ofCell, int cells) {
        replications++;
        for (int i = 0; i < indices.length; i++) {
            // no counts, no dispersion of them
            if (!Double.isNaN(ofCell[i])) {
                indices[i].add(1 + cells * (ofCell[i] - 1));
            }
        }
    }

    /** The index at a window over the replications. */
    Tally index(int window) {
        return indices[window];
    }

    double meanRatePerSecond(int cells) {
        return Arrays.stream(counts).sum() * cells / (replications * recording.lengthSeconds());
    }

    double inputQuantile(double probability) {
        return TokenQuantiles.sampleQuantile(inputs, probability);
    }

    double outputQuantile(double probability) {
        return TokenQuantiles.sampleQuantile(outputs, probability);
    }

    /** Mean prompt [token]. */
    double meanInput() {
        return Arrays.stream(inputs).average().orElse(0);
    }

    /** Mean answer [token]. */
    double meanOutput() {
        return Arrays.stream(outputs).average().orElse(0);
    }

    /** Share of a stream in all requests. */
    double share(int stream) {
        return counts[stream] / Arrays.stream(counts).sum();
    }
}
