package headroom.calibration;

import headroom.analytic.ParallelLayout;
import headroom.analytic.Roofline.Weights;

import java.util.Optional;

/**
 * One closed-loop run on workers that only prefill and workers that only decode.
 *
 * @param load what was asked for, of all workers together
 * @param ttftSeconds mean time to the first token [s]
 * @param tpotSeconds mean time of each further token [s]
 */
public record Pair(
        String id,
        String shape,
        String silicon,
        Point.Engine engine,
        Weights weights,
        Workers prefill,
        Workers decode,
        Point.Load load,
        double ttftSeconds,
        double tpotSeconds) {

    /**
     * Replicas that do one thing.
     *
     * @param number of them
     * @param batch requests at one of them at once, at most
     * @param layout over which GPUs each lies
     */
    public record Workers(int number, int batch, ParallelLayout layout) {}

    /** A row of the file; nothing where it does not tell how many workers there were. */
    static Optional<Pair> of(PointRow row, String shape, String silicon) {
        if (row.number("prefill_num_workers") < 1 || row.number("decode_num_workers") < 1) {
            return Optional.empty();
        }
        Workers decode = workers(row, "decode_");
        return Optional.of(new Pair(
                row.text("id"),
                shape,
                silicon,
                row.engine(),
                row.weights(shape),
                workers(row, "prefill_"),
                decode,
                new Point.Load(
                        row.count("isl"), row.count("osl"), decode.batch() * decode.number()),
                row.positive("silicon_ttft_ms") / 1e3,
                row.positive("silicon_tpot_ms") / 1e3));
    }

    private static Workers workers(PointRow row, String prefix) {
        int tensor = Math.max(1, row.number(prefix + "tp_size"));
        int data = Math.max(1, row.number(prefix + "attention_dp_size"));
        int expert = Math.max(1, row.number(prefix + "moe_ep_size"));
        ParallelLayout layout =
                new ParallelLayout(tensor, data, 1, Math.min(expert, tensor * data));
        // the batch is that of one copy of the attention
        int batch = row.count(prefix + "batch_size") * data;
        return new Workers(row.number(prefix + "num_workers"), batch, layout);
    }
}
