package headroom.serving;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.variates.Lognormal;
import headroom.variates.QuantileTable;

/**
 * What every simulator of the benchmark is given: open Poisson arrivals at equal replicas, power of
 * two choices. The replica is Llama-2-70B on eight H100 (BLIS, inference-sim f90a1e3), with a limit
 * of 512 sequences; prompts follow the Azure 2023 conversation trace (median 1,020, mean 1,155
 * tokens), outputs the steps of coding agents (TraceLab; median 252, mean 523 tokens), so that 250
 * replicas with 50 requests each serve about 170 million requests a day.
 *
 * <p>Numbers are drawn beforehand and used again in a circle: what is timed is the simulation.
 */
final class Load {
    static final StepTime STEP =
            new StepTime(9653.7e-6, 4.41684e-6, 1.02985e-6, 2.631e-6, 5.0379e-11, 2.3807e-8);
    static final ReplicaLimits LIMITS = new ReplicaLimits(512, 2048, 1_200_000);
    private static final int DRAWS = 1 << 17;

    final int replicas;
    /** KV memory of each [token]. */
    final long kvTokens;
    private final double meanGapSeconds;
    private final float[] gaps = new float[DRAWS];
    private final int[] prompts = new int[DRAWS];
    private final int[] outputs = new int[DRAWS];
    private int next;
    private double arrivalSeconds;

    /** Arrivals at a rate a replica [1/s]. */
    Load(int replicas, double ratePerSecond, long kvTokens) {
        this.replicas = replicas;
        this.kvTokens = kvTokens;
        meanGapSeconds = 1 / (ratePerSecond * replicas);
        FastStream random = new Streams(1, 0).of("load");
        QuantileTable gap = QuantileTable.exponential(1);
        QuantileTable prompt = lognormal(1020, 1155, 32_000);
        QuantileTable output = lognormal(252, 523, 16_000);
        for (int i = 0; i < DRAWS; i++) {
            gaps[i] = (float) gap.sample(random.nextDouble());
            prompts[i] = prompt.sampleWhole(random.nextDouble());
            outputs[i] = output.sampleWhole(random.nextDouble());
        }
    }

    private static QuantileTable lognormal(double median, double mean, double max) {
        return QuantileTable.lognormal(Lognormal.ofMedianAndMean(median, mean), 1, max);
    }

    /** The load at which a replica holds this many requests on average, by trial runs. */
    static Load ofBatch(int replicas, double batch, Features features) {
        long kv = features.kvTokens(batch);
        double rate = batch / (5.5 + batch * 0.03);
        for (int trial = 0; trial < 10; trial++) {
            ClosedForm run = new ClosedForm(new Load(25, rate, kv), features);
            run.arrive((long) (25 * batch * 12));
            run.forget();
            run.arrive((long) (25 * batch * 12) + 30_000);
            rate *= StrictMath.pow(batch / run.requestsPerReplica(), 0.4);
        }
        return new Load(replicas, rate, kv);
    }

    /** The same load from its beginning, at other replicas. */
    Load again() {
        return new Load(replicas, ratePerSecond(), kvTokens);
    }

    double ratePerSecond() {
        return 1 / (meanGapSeconds * replicas);
    }

    /** Goes on to the next request. */
    void advance() {
        next = (next + 1) & (DRAWS - 1);
        arrivalSeconds += gaps[next] * meanGapSeconds;
    }

    double arrivalSeconds() {
        return arrivalSeconds;
    }

    int promptTokens() {
        return prompts[next];
    }

    int outputTokens() {
        return outputs[next];
    }
}
