package headroom.measure;

import headroom.cell.CellReport;
import headroom.cluster.HourFacts.SitePower;
import headroom.fleet.DeploymentSpec;
import headroom.serving.EngineRules.Role;
import headroom.serving.NominalCapacity;
import headroom.serving.RequestMix;

import java.util.Arrays;
import java.util.List;

/**
 * Nominal capacity of the fleet for a mix of requests: the rate at which the first model would be
 * full.
 *
 * <pre>
 * C = min over models of (W + min(P, D)) / share             [1/s]
 * W, P, D = sum over deployments of replicas * min(x, y)
 *   W, P, D  of those that do whole requests, prefill and decode [1/s]
 *   x        of a replica for the requests of its model, by {@link NominalCapacity} [1/s]
 *   y        what the link of one that prefills carries, by {@link DeploymentSpec.Link} [1/s]
 *   share    of the model in all requests
 * </pre>
 *
 * <p>The mix is that of the requests completed in the hour, or in the last one that had any; before
 * the first of them capacity is unknown. Source: derived here. Grade: derived.
 */
final class FleetCapacity {
    private final Names names;
    private long[] requests = new long[0];
    /** Of each model, in the order of a {@link RequestMix}. */
    private long[][] sums = new long[0][];

    FleetCapacity(Names names) {
        this.names = names;
    }

    /**
     * Requests per second in an hour.
     *
     * @param hour what became of requests in it
     * @param replicas mean number that takes requests, by deployment
     * @param sites where each has its clock
     */
    double perSecond(CellReport hour, double[] replicas, List<SitePower> sites) {
        if (Arrays.stream(hour.answered).sum() > 0) {
            requests = hour.answered;
            sums = hour.mixes;
        }
        double all = Arrays.stream(requests).sum();
        double least = Double.POSITIVE_INFINITY;
        for (int m = 0; m < requests.length; m++) {
            if (requests[m] > 0) {
                least = Math.min(least, model(m, replicas, sites) * all / requests[m]);
            }
        }
        return least < Double.POSITIVE_INFINITY ? least : Double.NaN;
    }

    private double model(int m, double[] replicas, List<SitePower> sites) {
        double[] roles = new double[Role.values().length];
        for (int d = 0; d < replicas.length; d++) {
            DeploymentSpec deployment = names.deployments().get(d);
            if (deployment.model() == m && replicas[d] > 0) {
                int site = names.poolSites().get(names.placements().get(d));
                double clock = sites.get(site).meanClock();
                roles[deployment.role().ordinal()] += replicas[d] * replica(deployment, clock);
            }
        }
        return roles[Role.WHOLE.ordinal()]
                + Math.min(roles[Role.PREFILL.ordinal()], roles[Role.DECODE.ordinal()]);
    }

    private double replica(DeploymentSpec of, double clock) {
        double[] all = Arrays.stream(sums[of.model()]).asDoubleStream().toArray();
        RequestMix mix = RequestMix.mean(requests[of.model()], all);
        double engine = NominalCapacity.requestsPerSecond(of.engine(), mix.of(of.role()), clock);
        return Math.min(engine, of.sentPerSecond(mix.promptTokens()));
    }
}
