package headroom.cell;

import headroom.clients.Outcome;
import headroom.fleet.AloneTime;
import headroom.fleet.DeploymentSpec;
import headroom.quota.Quota;
import headroom.serving.Requests;

import org.jspecify.annotations.Nullable;

/** Writes down what happens to the requests of a cell: into its report, and to a probe if any. */
final class Books {
    private final CellSpec spec;
    private final Requests requests;
    private final CellReport report;
    private final @Nullable CellProbe probe;

    Books(CellSpec spec, Requests requests, CellReport report, @Nullable CellProbe probe) {
        this.spec = spec;
        this.requests = requests;
        this.report = report;
        this.probe = probe;
    }

    void offered(int tier, int user, int request, double now) {
        report.offered[tier]++;
        if (probe != null) {
            probe.issued(tier, user, request, now);
        }
    }

    void admitted(int tier, int user, int request, double now) {
        if (probe != null) {
            probe.admitted(tier, user, request, now);
        }
    }

    /** An attempt goes to a replica. */
    void sent(int tier, int request, double now) {
        if (probe != null) {
            probe.sent(tier, request, now);
        }
    }

    /** An attempt was refused by a limit of its tier, or shed when the limit is NONE. */
    void refused(int tier, int user, int limit, double now) {
        if (limit == Quota.NONE) {
            report.shed[tier]++;
        } else {
            report.refused[tier][limit]++;
        }
        if (probe != null) {
            probe.refused(tier, user, limit, now);
        }
    }

    /** A client gave an attempt up. */
    void timedOut(int tier) {
        report.timedOut[tier]++;
    }

    /** An attempt was lost with its replica. */
    void lost(int tier) {
        report.lost[tier]++;
    }

    /** A request goes on under another index. */
    void moved(int request, int to) {
        if (probe != null) {
            probe.moved(request, to);
        }
    }

    void deferred(int tier) {
        report.deferred[tier]++;
    }

    /** Latencies and tokens of a served request whose last byte is with the client. */
    void answered(
            int tier,
            int request,
            DeploymentSpec prefilledBy,
            DeploymentSpec d,
            double answeredSeconds) {
        int output = requests.outputTokens(request);
        double arrival = requests.arrivalSeconds(request);
        double ttft = requests.firstTokenSeconds(request) + d.perTokenSeconds() - arrival;
        double e2e = answeredSeconds - arrival;
        double tpot = output > 1 ? (e2e - ttft) / (output - 1) : 0;
        report.ttft[tier].record(ttft);
        report.e2e[tier].record(e2e);
        if (output > 1) {
            report.tpot[tier].record(tpot);
        }
        CellSpec.Objectives good = spec.objectives();
        if (ttft <= good.ttftSeconds() && tpot <= good.tpotSeconds()) {
            report.good[tier]++;
        }
        int fresh = requests.newTokens(request);
        int prompt = requests.promptTokens(request);
        double aloneTtft = AloneTime.ttftSeconds(prefilledBy, d, prompt, fresh);
        double aloneE2e = aloneTtft + AloneTime.restSeconds(prefilledBy, d, prompt, output);
        report.aloneTtft[tier].record(aloneTtft);
        report.aloneE2e[tier].record(aloneE2e);
        if (probe != null) {
            probe.answered(request, ttft, aloneTtft, e2e, aloneE2e);
        }
        report.tokens[tier][CellReport.INPUT] += fresh;
        report.tokens[tier][CellReport.CACHED] += prompt - fresh;
        report.tokens[tier][CellReport.OUTPUT] += output;
    }

    /** A served request past the caps: its list price is revenue. */
    void paid(int tier, int request, int model) {
        int fresh = requests.newTokens(request);
        int cached = requests.promptTokens(request) - fresh;
        report.paid[tier]++;
        report.overageDollars[tier] +=
                spec.models().get(model).dollars(fresh, cached, requests.outputTokens(request));
    }

    /** Credits that a served request costs. */
    double credits(int request, int model) {
        int fresh = requests.newTokens(request);
        int cached = requests.promptTokens(request) - fresh;
        return spec.models().get(model).credits(fresh, cached, requests.outputTokens(request));
    }

    /** The last step of what a user asked for has been served. */
    void satisfied(int tier, int user, double now) {
        if (probe != null) {
            probe.satisfied(tier, user, now);
        }
    }

    /** Credits are charged to a user, times a factor to the five-hour window. */
    void charged(int tier, int user, double credits, double factor, double now) {
        report.credits[tier] += credits;
        if (probe != null) {
            probe.charged(tier, user, credits, factor, now);
        }
    }

    /** A request is over; its index is free again. */
    void ended(int tier, int request, Outcome outcome, double now) {
        report.outcomes[tier][outcome.ordinal()]++;
        if (probe != null) {
            probe.ended(tier, request, outcome, now);
        }
        requests.free(request);
    }
}
