package headroom.fleet;

import headroom.serving.EngineRules.Role;
import headroom.serving.Requests;

/** Which replicas have memory for a request; all of a deployment are alike. */
final class Fits {
    private final DeploymentSpec[] deployments;
    private final Roster[] serving;
    private final Requests requests;

    Fits(DeploymentSpec[] deployments, Roster[] serving, Requests requests) {
        this.deployments = deployments;
        this.serving = serving;
        this.requests = requests;
    }

    /** Whether a replica of a deployment and, where it only prefills, one that decodes hold it. */
    boolean hold(int deployment, int request) {
        return hold(deployment, request, true);
    }

    /** Whether no replica of a model would hold it: none that serves, is down or is yet to come. */
    boolean isTooLarge(int model, int request) {
        boolean isServed = false;
        for (int d = 0; d < deployments.length; d++) {
            DeploymentSpec of = deployments[d];
            if (of.model() == model && of.role() != Role.DECODE) {
                if (hold(d, request, false)) {
                    return false;
                }
                isServed = true;
            }
        }
        return isServed;
    }

    private boolean hold(int deployment, int request, boolean now) {
        DeploymentSpec of = deployments[deployment];
        return of.engine().fits(requests, request)
                && (of.role() != Role.PREFILL || decode(of.model(), request, now));
    }

    private boolean decode(int model, int request, boolean now) {
        for (int d = 0; d < deployments.length; d++) {
            DeploymentSpec of = deployments[d];
            boolean decodes = of.model() == model && of.role() == Role.DECODE;
            if (decodes && (!now || serving[d].size() > 0) && of.engine().fits(requests, request)) {
                return true;
            }
        }
        return false;
    }
}
