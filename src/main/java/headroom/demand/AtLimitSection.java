package headroom.demand;

import headroom.quota.AtLimit;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;

/** What users do at a limit: shares of the ways out, drawn each time a request meets it. */
public record AtLimitSection(
        @Key(
                name = "wait",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share that comes back after the reset, one session of a user at a time:"
                        + " others of the user that would wait meanwhile are given up and told as"
                        + " suppressed.")
        double waitShare,

        @Key(
                name = "leave",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share that gives the session up.")
        double leaveShare,

        @Key(
                name = "pay",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share that goes on at list price, past the limits; who has paid"
                        + " reactions.overageCap in the month waits.")
        double payShare,

        @Key(
                name = "slow",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share that goes on past the limits, free and uncounted, at"
                        + " reactions.slowPriority; a user stays slow at that limit until its"
                        + " reset.")
        double slowShare,

        @Key(
                name = "downgrade",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share that goes on with the model downgradeTo where the limits on that"
                        + " admit it; else they do as the others.")
        double downgradeShare,

        @Key(
                name = "queue",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share that waits in line at the gate, first come first served, until"
                        + " all limits admit it; it takes nothing of them before it goes, unlike"
                        + " at a limit with 'then: queue', which takes its tokens in advance.")
        double queueShare,

        @Key(
                name = "reject",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                doc = "Share whose client is told when to retry, and retries as its retry"
                        + " policy says.")
        double rejectShare,

        @Key(name = "downgradeTo", refersTo = "models", doc = "The model of those who downgrade.")
        Optional<String> downgradeTo,

        @Key(
                name = "grace",
                unit = Quantity.RATIO,
                range = "[0 %, 1000 %]",
                def = "0 %",
                doc = "Share of a cap by which the steps of a human request under way may"
                        + " exceed it; of a bucket or ticks the share of what it holds by which"
                        + " they may leave it in debt.")
        double grace) {

    public AtLimitSection {
        double sum = waitShare + leaveShare + payShare;
        sum += slowShare + downgradeShare + queueShare + rejectShare;
        new Faults()
                .unless(
                        Math.abs(sum - 1) <= 1e-9,
                        "",
                        "sums to " + Math.rint(sum * 1e6) / 1e4 + " %, not 100 %")
                .unless(
                        downgradeShare == 0 || downgradeTo.isPresent(),
                        "downgrade",
                        "needs a model, downgradeTo")
                .raise();
    }

    /** The shares as a cell draws from them. */
    public AtLimit shares() {
        return new AtLimit(
                waitShare,
                leaveShare,
                payShare,
                slowShare,
                downgradeShare,
                queueShare,
                rejectShare);
    }
}
