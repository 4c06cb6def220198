package headroom.serving;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * Nanoseconds a request of the kernel, of an event per step in SSJ's default list, and of the naive
 * reference, by JMH. Wall time, so only for an idle machine; {@link KernelRuns} goes by CPU time.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=org.openjdk.jmh.Main -Dbench.args=Kernel
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KernelBenchmark {
    private static final int CALL = 10_000;

    @Param({"25", "250", "2500"})
    int replicas;

    @Param({"8", "50", "250"})
    int batch;

    @Param("PLAIN")
    String features;

    private Load load;
    private ClosedForm closed;
    private EventPerStep stepped;

    @Setup
    public void fill() {
        Features engine = Features.valueOf(features);
        load = Load.ofBatch(replicas, batch, engine);
        closed = new ClosedForm(load.again(), engine);
        closed.arrive(4L * replicas * batch);
        stepped = new EventPerStep(load.again());
        stepped.arrive(4L * replicas * batch);
    }

    @Benchmark
    @OperationsPerInvocation(CALL)
    public double closedForm() {
        closed.arrive(CALL);
        return closed.sojournSeconds();
    }

    @Benchmark
    @OperationsPerInvocation(CALL)
    public double eventPerStep() {
        stepped.arrive(CALL);
        return stepped.sojournSeconds();
    }

    @Benchmark
    @OperationsPerInvocation(CALL)
    public void naive() {
        StepByStep.run(load.again(), CALL);
    }
}
