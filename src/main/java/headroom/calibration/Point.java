package headroom.calibration;

import headroom.analytic.ParallelLayout;
import headroom.analytic.Roofline.Weights;

/**
 * One closed-loop run on real GPUs: so many requests were kept in flight on one replica.
 *
 * @param id as in the file
 * @param shape name of the model
 * @param silicon name of the GPU
 * @param engine what served
 * @param weights how weights and context were kept
 * @param layout over which GPUs
 * @param load what was asked for
 * @param ttftSeconds mean time to the first token [s]
 * @param tpotSeconds mean time of each further token [s]
 */
public record Point(
        String id,
        String shape,
        String silicon,
        Engine engine,
        Weights weights,
        ParallelLayout layout,
        Load load,
        double ttftSeconds,
        double tpotSeconds) {

    /** An inference engine and its version; the version may be empty. */
    public record Engine(String backend, String version) {}

    /**
     * What was asked for.
     *
     * @param promptTokens prompt of every request [token]
     * @param outputTokens output of every request [token]
     * @param concurrency requests in flight
     */
    public record Load(int promptTokens, int outputTokens, int concurrency) {}

    /** The cells that tell in a table what was installed: model, GPU, engine, precision. */
    static String cells(String shape, String silicon, Engine engine, Weights weights) {
        return String.join(
                ",",
                shape,
                silicon,
                engine.backend(),
                engine.version(),
                weights.precision().toString());
    }

    /** What was installed: rows of one deployment share whatever their file does not tell. */
    String deployment() {
        return shape + " " + silicon + " " + engine.backend() + " " + weights.precision() + " "
                + engine.version();
    }

    /** The deployment on one layout. */
    String placed() {
        return deployment() + " " + layout.tensor() + "x" + layout.data() + "e" + layout.expert();
    }

    /** The lengths asked for. */
    String lengths() {
        return load.promptTokens() + "/" + load.outputTokens();
    }

    /** What was run, whatever the version: repetitions of one thing belong into one fold. */
    String setting() {
        return shape + " " + silicon + " " + engine.backend() + " " + weights.precision() + " "
                + layout.tensor() + "x" + layout.data() + "e" + layout.expert() + " " + lengths()
                + " " + load.concurrency();
    }
}
