package headroom.cell;

import headroom.clients.Census;
import headroom.clients.Outcome;
import headroom.clients.Population;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.TierSpec;
import headroom.fleet.AloneTime;
import headroom.fleet.DeploymentSpec;
import headroom.quota.Quota;
import headroom.serving.RequestMix;
import headroom.serving.Requests;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Writes down what happens to the requests of a cell: into its report, and to a probe if any. */
final class Books {
    private final CellSpec spec;
    private final Requests requests;
    private final CellReport report;
    private final @Nullable CellProbe probe;

    /** By tier; null where there are no users. */
    private final @Nullable Census[] users;

    /** By tier: the index under which each limit of the plan that its users may take counts. */
    private final int[][] ofLargerPlan;

    Books(
            CellSpec spec,
            Population[] populations,
            Requests requests,
            CellReport report,
            @Nullable CellProbe probe) {
        this.spec = spec;
        this.requests = requests;
        this.report = report;
        this.probe = probe;
        users = new Census[spec.tierCount()];
        ofLargerPlan = new int[spec.tierCount()][0];
        for (int i = 0; i < spec.tiers().size(); i++) {
            TierSpec tier = spec.tiers().get(i);
            if (!tier.isOpen()) {
                ofLargerPlan[i] = ofLargerPlan(tier);
                Census census = new Census(
                        tier.users(),
                        tier.limitNames(spec.tiers()).size(),
                        report.limits[i],
                        populations[i].quota.words());
                census.divided(tier);
                users[i] = census;
            }
        }
    }

    /** A limit of the larger plan counts as the own one of its name, or after all own ones. */
    private int[] ofLargerPlan(TierSpec tier) {
        Reactions.Upgrade upgrade = tier.reactions().upgrade();
        if (upgrade == null) {
            return new int[0];
        }
        List<String> names = tier.limitNames(spec.tiers());
        return spec.tiers().get(upgrade.tier()).limits().stream()
                .mapToInt(limit -> names.indexOf(limit.name()))
                .toArray();
    }

    /** The index under which a limit of a user's plan counts for its tier. */
    private int counted(int tier, int user, int limit) {
        Census census = users[tier];
        return census != null && census.isUpgraded(user) ? ofLargerPlan[tier][limit] : limit;
    }

    void countOver(double[] periodEdges) {
        for (Census each : users) {
            if (each != null) {
                each.countOver(periodEdges);
            }
        }
    }

    /** Adds up what lasts, to an instant. */
    void settle(double now) {
        for (Census each : users) {
            if (each != null) {
                each.settle(now);
            }
        }
    }

    /** The run is over. */
    void end(double now) {
        for (Census each : users) {
            if (each != null) {
                each.end(now);
            }
        }
    }

    void offered(int tier, int user, int request, double now) {
        report.offered[tier]++;
        Census census = users[tier];
        if (census != null) {
            census.offered(user, now);
        }
        if (probe != null) {
            probe.issued(tier, user, request, now);
        }
    }

    void admitted(int tier, int user, int request, double now) {
        if (probe != null) {
            probe.admitted(tier, user, request, now);
        }
    }

    /** An attempt goes to a replica: at once if it is the first and was not shed. */
    void sent(int tier, int request, boolean atOnce, double now) {
        report.attempts.sent[tier]++;
        if (atOnce) {
            report.attempts.firstSent[tier]++;
        }
        if (probe != null) {
            probe.sent(tier, request, now);
        }
    }

    /** The attempt of a request was refused by a limit of its tier, or shed: the limit is NONE. */
    void refused(int tier, int user, int request, int limit, double now) {
        if (limit == Quota.NONE) {
            report.shed[tier]++;
            report.attempts.failed(tier, now);
        } else {
            int counted = counted(tier, user, limit);
            report.refused[tier][counted]++;
            Census census = users[tier];
            if (census != null) {
                census.refused(user, counted, asked(request), now);
            }
        }
        if (probe != null) {
            probe.refused(tier, user, limit, now);
        }
    }

    /** A client gave an attempt up. */
    void timedOut(int tier, double now) {
        report.timedOut[tier]++;
        report.attempts.failed(tier, now);
    }

    /** A client lost patience; its request ends with the attempt. */
    void abandoned(int tier, double now) {
        report.attempts.failed(tier, now);
    }

    /** An attempt was lost with its replica. */
    void lost(int tier) {
        report.lost[tier]++;
    }

    /** The first attempt of a request was shed. */
    void firstShed(int tier) {
        report.attempts.firstShed[tier]++;
    }

    /** A client held an attempt back by itself. */
    void heldBack(int tier, double now) {
        report.attempts.failed(tier, now);
        report.attempts.heldBack[tier]++;
    }

    /** A retry budget denied a retry. */
    void denied(int tier) {
        report.attempts.denied[tier]++;
    }

    /** A request is answered so long after its first attempt. */
    void waited(int tier, double seconds) {
        report.attempts.answerSeconds[tier] += seconds;
    }

    /** A request goes on under another index. */
    void moved(int request, int to) {
        if (probe != null) {
            probe.moved(request, to);
        }
    }

    /** A request is put off to the reset of a limit; its user waits for it. */
    void deferred(int tier, int user, int request, int limit, double now) {
        report.deferred[tier]++;
        report.deferredTokens[tier] += asked(request);
        census(tier).lockedOut(user, counted(tier, user, limit), now);
    }

    /** A request that was put off comes back, and its user with it. */
    void returned(int tier, int user, int request, double now) {
        report.returnedTokens[tier] += asked(request);
        census(tier).released(user, now);
    }

    private int asked(int request) {
        return requests.newTokens(request) + requests.outputTokens(request);
    }

    private Census census(int tier) {
        Census census = users[tier];
        if (census == null) {
            throw new IllegalStateException("tier " + tier + " has no users");
        }
        return census;
    }

    /** A user takes the plan of another tier. */
    void upgraded(int tier, int user, int to, double now) {
        reacted(tier, Reaction.UPGRADED);
        census(tier).upgraded(user);
        if (probe != null) {
            probe.upgraded(tier, user, to, now);
        }
    }

    /** A user does something about a limit. */
    void reacted(int tier, Reaction reaction) {
        report.reactions[tier][reaction.ordinal()]++;
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
        if (report.models.length > 0) {
            report.models[d.model()].record(ttft, e2e, output > 1 ? tpot : Double.NaN);
        }
        if (probe != null) {
            probe.answered(request, ttft, aloneTtft, e2e, aloneE2e);
        }
        report.answered[d.model()]++;
        RequestMix.add(report.mixes[d.model()], prompt, fresh, output);
        long[] byKind = report.tokens[tier];
        byKind[CellReport.INPUT] += fresh;
        byKind[CellReport.CACHED] += prompt - fresh;
        byKind[CellReport.OUTPUT] += output;
    }

    /** List price of a served request [$]. */
    void listed(int tier, double dollars) {
        report.listDollars[tier] += dollars;
    }

    /** A request has been served past the limits, none of which counts it. */
    void servedPastLimits(int tier, int user, double credits, double now) {
        report.pastLimits[tier]++;
        census(tier).served(user, credits, now);
    }

    /** A served request past the limits is paid for: its list price is revenue. */
    void paid(int tier, double dollars) {
        report.overageDollars[tier] += dollars;
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
        Census census = users[tier];
        if (census != null) {
            census.served(user, credits, now);
        }
        if (probe != null) {
            probe.charged(tier, user, credits, factor, now);
        }
    }

    /** A request is over; its index is free again. */
    void ended(int tier, int request, Outcome outcome, double now) {
        report.outcomes[tier][outcome.ordinal()]++;
        switch (outcome) {
            case CAPPED -> report.suppressedTokens[tier] += asked(request);
            case RATE_LIMITED, OVERLOADED, TIMED_OUT, ABANDONED, LOST ->
                report.lostTokens[tier] += asked(request);
            case COMPLETED, TOO_LARGE, CENSORED -> {}
        }
        if (probe != null) {
            probe.ended(tier, request, outcome, now);
        }
        requests.free(request);
    }
}
