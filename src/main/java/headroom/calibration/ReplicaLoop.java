package headroom.calibration;

import headroom.analytic.Roofline.Terms;
import headroom.calibration.ClosedLoop.Around;
import headroom.calibration.ClosedLoop.Latency;
import headroom.calibration.ClosedLoop.Setting;
import headroom.kernel.Streams;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.Requests;
import headroom.serving.StepTime;

import umontreal.ssj.rng.RandomStream;

/**
 * The closed loop of a measured point on the simulated replica: all requests begin at once, and
 * each that finishes is followed by another until ten rounds are done.
 *
 * <p>Lengths are even between 0.9 and 1.1 of those of the point, since equal ones would march in
 * step; the benchmarks draw theirs too. Grade of that range: assumed.
 */
final class ReplicaLoop {
    private static final int ROUNDS = 10;
    private static final double SPREAD = 0.1;

    private final Setting setting;
    private final RandomStream stream;
    private final Requests requests = new Requests();
    private final Replica replica;
    private int toStart;
    private int done;
    private double ttftSum;
    private double tpotSum;

    private ReplicaLoop(Setting setting, Terms t, RandomStream stream) {
        this.setting = setting;
        this.stream = stream;
        int n = setting.point().load().concurrency();
        StepTime steps = new StepTime(t.c0(), t.c1(), t.c2(), t.c3(), t.c4(), t.c5());
        double kv = setting.roofline().kvCapacityTokens(ClosedLoop.MEMORY_SHARE);
        int longest = (int) ((1 + SPREAD)
                        * (setting.point().load().promptTokens()
                                + setting.point().load().outputTokens())
                + 2);
        ReplicaLimits limits = new ReplicaLimits(
                n, (int) ClosedLoop.TOKEN_BUDGET + n, Math.max((long) kv, longest));
        replica = new Replica(0, new Replica.Engine(steps, limits), requests, this::completed, 0);
        toStart = ROUNDS * n;
    }

    /** Means over all requests, what lies around the steps included. */
    static Latency latency(Setting setting, Factors factors, long seed) {
        RandomStream stream = new Streams(seed, 0).of("fit." + setting.point().id());
        ReplicaLoop loop = new ReplicaLoop(setting, factors.terms(setting), stream);
        Latency engine = loop.run();
        Around around = factors.around(setting);
        Terms t = factors.terms(setting);
        double n = setting.expected().batch();
        double decode =
                t.c0() + (t.c1() + t.c2() + t.c5() * setting.expected().contextTokens()) * n;
        // the replica's own boundary is half a step away on average
        double later = Math.max(0, around.delaySteps() - 0.5) * decode;
        return new Latency(
                around.hostSeconds() + later + engine.ttftSeconds(), engine.tpotSeconds());
    }

    private Latency run() {
        int n = setting.point().load().concurrency();
        for (int i = 0; i < n; i++) {
            offer(0);
        }
        while (replica.nextSeconds() < Double.POSITIVE_INFINITY) {
            replica.advance(replica.nextSeconds());
        }
        return new Latency(ttftSum / done, tpotSum / done);
    }

    private void offer(double now) {
        toStart--;
        int prompt = drawn(setting.point().load().promptTokens());
        int output = Math.max(2, drawn(setting.point().load().outputTokens()));
        replica.offer(requests.allocate(0, now, 0, prompt, output), now);
    }

    private int drawn(int tokens) {
        return (int) Math.rint(tokens * (1 - SPREAD + 2 * SPREAD * stream.nextDouble()));
    }

    private void completed(int index, int request, double now) {
        double first = requests.firstTokenSeconds(request);
        ttftSum += first - requests.arrivalSeconds(request);
        tpotSum += (now - first) / (requests.outputTokens(request) - 1);
        done++;
        requests.free(request);
        if (toStart > 0) {
            offer(now);
        }
    }
}
