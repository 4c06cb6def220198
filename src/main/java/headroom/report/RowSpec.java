package headroom.report;

import headroom.measure.Measurement;
import headroom.theory.Theory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which measurements make a row of the {@link BeforeAfter} table and how the row is called.
 *
 * @param group heading under which the row stands
 * @param label the quantity in words; empty where the label of the tier says enough
 * @param term entry of the glossary that explains it, or empty
 * @param name name of the measurements
 * @param statistics statistics that serve; a run gives one of them
 * @param labels labels they must have
 * @param unit unit to show instead of the measured one, or empty
 * @param by label that has a row for each value, or empty: then the sum if there is one
 * @param brief whether the row belongs in the short table of the terminal
 * @param nonZero whether the row is left out where all its numbers are zero or unobserved
 */
record RowSpec(
        String group,
        String label,
        String term,
        String name,
        List<String> statistics,
        Map<String, String> labels,
        String unit,
        String by,
        boolean brief,
        boolean nonZero) {
    private static final String USERS = "Limits on users";
    private static final String REQUESTS = "Requests";
    private static final String LATENCY = "Latency";
    private static final String QUEUES = "Queues";
    private static final String JOBS = "Jobs";
    private static final String FLEET = "Fleet and power";
    private static final String MONEY = "Money";

    static final List<RowSpec> ALL = List.of(
            of(USERS, "Usage caps", "caps", "caps.scale mean").unit("× nominal").inBrief(),
            of(USERS, "Usage caps, lowest", "caps", "caps.scale min").unit("× nominal"),
            of(USERS, "Usage caps, highest", "caps", "caps.scale max").unit("× nominal"),
            of(USERS, "Peak-hour multiplier", "peak", "peak.multiplier mean")
                    .unit("×")
                    .inBrief(),
            of(USERS, "Peak-hour multiplier, highest", "peak", "peak.multiplier max")
                    .unit("×"),
            of(USERS, "Users who met a limit", "capped-users", "capped.users mean|share")
                    .inBrief(),
            of(USERS, "Time in which a user counts once", "capped-users", "period mean"),
            of(USERS, "Users locked out", "lockout", "lockout.users share"),
            of(USERS, "Locked out", "lockout", "lockout mean"),
            of(USERS, "Locked out, of those who were", "lockout", "lockout.locked mean"),
            of(USERS, "Caps over capacity", "overbooking", "overbooking mean"),
            of(USERS, "Caps over capacity, highest", "overbooking", "overbooking max"),
            reaction("Went on in the slow lane", "slowed"),
            reaction("Went on past a cap to end a turn", "graced"),
            reaction("Went on with a smaller model", "downgraded"),
            reaction("Waited in line at a limit", "queued"),
            reaction("Went to another model in overload", "fell_back"),
            reaction("Took a larger plan", "upgraded"),
            reaction("Sessions put off to off-peak hours", "shifted"),
            reaction("Windows begun early", "pinged"),
            jain("Fairness over users", "users"),
            jain("Fairness over active users", "active"),
            jain("Fairness over users, by what caps allow", "caps"),
            of(USERS, "Share of the top 5 % of users", "top5", "top5 share").ifSome(),
            outcome("Offered", "offered", "").inBrief(),
            expected(REQUESTS, "Asked without limits, expected", "offered.expected mean"),
            outcome("Completed", "completed", "").inBrief(),
            outcome("Refused by a cap", "capped", "capped").inBrief(),
            outcome("Refused by a rate limit", "rate_limited", "rate-limited").inBrief(),
            outcome("Shed when overloaded", "overloaded", "overloaded").inBrief(),
            outcome("Abandoned", "abandoned", "abandoned").inBrief(),
            outcome("Timed out", "timed_out", "timed-out").ifSome().inBrief(),
            outcome("Lost in a failure", "lost", "lost").ifSome().inBrief(),
            outcome("Too large for any replica", "too_large", "too-large")
                    .ifSome()
                    .inBrief(),
            outcome("Deferred", "deferred", "deferred"),
            outcome("Still under way at the end", "censored", "censored"),
            of(REQUESTS, "Goodput", "goodput", "goodput mean|share").inBrief(),
            unserved("Tokens asked in refused attempts", "denied"),
            unserved("Tokens deferred to a reset", "deferred"),
            unserved("Deferred tokens that came back", "returned"),
            unserved("Tokens suppressed by caps", "suppressed"),
            unserved("Tokens lost to refusals and waiting", "lost"),
            attempts("Attempts shed (529)", "shed"),
            attempts("Attempts timed out", "timed_out"),
            attempts("Attempts lost in a failure", "lost"),
            of(REQUESTS, "Between two tries", "", "backing.off mean").ifSome(),
            tokens("Input tokens", "input"),
            tokens("Cached input tokens", "cached"),
            tokens("Output tokens", "output"),
            of(LATENCY, "Time to first token, mean", "ttft", "ttft mean"),
            of(LATENCY, "Time to first token, p50", "ttft", "ttft p50").inBrief(),
            of(LATENCY, "Time to first token, p90", "ttft", "ttft p90"),
            of(LATENCY, "Time to first token, p99", "ttft", "ttft p99").inBrief(),
            of(LATENCY, "Time to first token, p99, alone", "alone", "ttft.alone p99")
                    .inBrief(),
            of(
                            LATENCY,
                            "Time to first token, p99, clairvoyant",
                            "clairvoyant",
                            "ttft.clairvoyant p99")
                    .inBrief(),
            of(LATENCY, "Time per output token, p50", "tpot", "tpot p50"),
            of(LATENCY, "Time per output token, p99", "tpot", "tpot p99").inBrief(),
            of(LATENCY, "End to end, p50", "e2e", "e2e p50"),
            of(LATENCY, "End to end, p99", "e2e", "e2e p99").inBrief(),
            of(LATENCY, "End to end, p99, alone", "alone", "e2e.alone p99").inBrief(),
            of(LATENCY, "End to end, p99, clairvoyant", "clairvoyant", "e2e.clairvoyant p99")
                    .inBrief(),
            of(LATENCY, "End to end, mean", "e2e", "e2e mean"),
            of(LATENCY, "End to end, mean, alone", "alone", "e2e.alone mean"),
            of(LATENCY, "End to end, mean, clairvoyant", "clairvoyant", "e2e.clairvoyant mean"),
            queue("In system", "in-system", "number mean"),
            queue("Waiting", "waiting", "number.waiting mean"),
            queue("In the cell", "", "number.cell mean"),
            queue("Idle", "", "idle share"),
            queue("Cell empty", "", "empty.cell share"),
            queue("Wait, mean", "waiting", "wait mean"),
            queue("Sojourn, mean", "sojourn", "sojourn mean"),
            queue("Batch, mean", "batch", "batch mean"),
            jobs("Jobs there", "jobs.number mean").inBrief(),
            jobs("Jobs in line", "jobs.waiting mean"),
            jobs("GPUs or servers held", "jobs.busy mean"),
            jobs("Share of them held", "jobs.utilisation mean").inBrief(),
            jobs("Arrived", "jobs.arrived mean"),
            jobs("Completed", "jobs.completed mean").inBrief(),
            jobs("Had to wait", "jobs.waited share").inBrief(),
            jobs("Wait, mean", "jobs.wait mean").inBrief(),
            jobs("Wait, p99", "jobs.wait p99").inBrief(),
            jobs("Time there, mean", "jobs.sojourn mean").inBrief(),
            jobs("Time there, p99", "jobs.sojourn p99"),
            jobs("Refused", "jobs.refused share").ifSome().inBrief(),
            jobs("Gave up", "jobs.abandoned share").ifSome().inBrief(),
            jobs("Between two tries", "jobs.orbit mean"),
            jobs("Preempted", "jobs.preempted mean").ifSome(),
            jobs("Servers up", "jobs.up mean").inBrief(),
            jobs("Until too few are up, mean", "jobs.until.too.few mean").inBrief(),
            jobs("Power of jobs, mean", "jobs.power mean").inBrief(),
            jobs("Interruptions by failures", "jobs.interruptions total").inBrief(),
            jobs("Effective training time", "jobs.effective.time share").inBrief(),
            jobs("Goodput of GPUs held", "jobs.goodput share").inBrief(),
            jobs("GPU-hours spent on giving way", "jobs.gaveWay.saving total")
                    .ifSome()
                    .inBrief(),
            jobs("GPU-hours lost by giving way", "jobs.gaveWay.lost total")
                    .ifSome()
                    .inBrief(),
            of(FLEET, "Utilisation", "utilisation", "utilisation mean").ifSome().inBrief(),
            expected(FLEET, "Utilisation, expected", "utilisation.expected mean"),
            expected(FLEET, "Load, expected, highest", "load.expected max").by("model"),
            byPool("Replicas", "replica", "replicas mean"),
            byPool("Failures of replicas", "failure", "failures total"),
            gpuHours("GPU-hours failed", "failure", "failed"),
            gpuHours("GPU-hours with jobs", "free", "lent"),
            gpuHours("GPU-hours free", "free", "free"),
            of(FLEET, "Power, mean", "power", "power mean").by("site"),
            expected(FLEET, "Power, expected", "power.expected mean").by("site"),
            expected(FLEET, "Power, nameplate", "power.nameplate.expected mean").by("site"),
            of(FLEET, "Power, highest", "power", "power max").by("site").inBrief(),
            of(FLEET, "Power, highest hour", "power", "power.hour max").by("site"),
            of(FLEET, "Clocks, of full", "power", "clock mean").by("site"),
            of(FLEET, "Energy", "power", "energy total").by("site"),
            of(FLEET, "Time above the limit", "power", "power.above total")
                    .by("site")
                    .ifSome()
                    .inBrief(),
            of(FLEET, "Time down", "down", "site.down total")
                    .by("site")
                    .ifSome()
                    .inBrief(),
            byPool("Preemptions", "preemption", "preemptions mean"),
            byPool("Recomputed tokens", "preemption", "tokens.recomputed mean"),
            byPool("Wasted tokens", "wasted", "tokens.wasted mean"),
            of(MONEY, "Cost, all together", "cost", "cost total").inBrief(),
            cost("Contract", "contract"),
            cost("GPUs, by their price", "gpus"),
            cost("Energy", "energy"),
            of(MONEY, "Cost of an output token", "per-token", "cost.per.token ratio"),
            of(MONEY, "Cost of a token, input too", "per-token", "cost.per.token.all ratio"),
            of(MONEY, "Energy of an output token", "per-token", "energy.per.token ratio"),
            of(MONEY, "Overage revenue", "overage", "overage.revenue total|mean"),
            of(MONEY, "Served at list price", "list", "list.value mean"),
            revenue("Subscriptions", "subscription"),
            revenue("Upgrades", "upgrade"),
            revenue("Overage", "overage"),
            revenue("List price", "list"),
            of(MONEY, "Revenue, all together", "revenue", "revenue mean").ifSome(),
            of(MONEY, "Margin: revenue less cost", "margin", "margin mean"));

    static final List<RowSpec> BY_TIER = List.of(
            of("Usage caps", "", "caps", "caps.scale mean").unit("× nominal").by("tier"),
            outcome("", "offered", "").under("Offered requests").by("tier"),
            outcome("", "completed", "").under("Completed requests").by("tier"),
            outcome("", "capped", "capped").under("Refused by a cap").by("tier"),
            outcome("", "rate_limited", "rate-limited")
                    .under("Refused by a rate limit")
                    .by("tier"),
            outcome("", "overloaded", "overloaded")
                    .under("Shed when overloaded")
                    .by("tier"),
            of("Time to first token, p99", "", "ttft", "ttft p99").by("tier"),
            of("Users who met a limit", "", "capped-users", "capped.users mean|share")
                    .by("tier"),
            byLimit("Users refused by a limit, of all", "bound", "bound.users share"),
            byLimit("Users refused by a limit, of the active", "bound", "bound.active share"),
            byLimit("Users refused by a limit, in an hour", "bound", "bound.hourly share"),
            byLimit("Attempts refused by a limit (429)", "bound", "refused mean"),
            byLimit("Tokens asked in attempts refused", "unserved", "tokens.denied mean"),
            byLimit("Limits in force", "limit-scale", "limit.scale mean").unit("× nominal"),
            of("Locked out", "", "lockout", "lockout mean").by("tier"),
            byLimit("Locked out, by limit", "lockout", "lockout mean"),
            of("Locked out, of those who were", "", "lockout", "lockout.locked mean")
                    .by("tier"),
            unserved("", "deferred").under("Tokens deferred to a reset").by("tier"),
            unserved("", "returned").under("Deferred tokens that came back").by("tier"),
            unserved("", "suppressed").under("Tokens suppressed by caps").by("tier"),
            unserved("", "lost").under("Tokens lost to refusals and waiting").by("tier"),
            of("Credits served", "", "", "credits mean").by("tier"),
            jain("", "active").under("Fairness over active users").by("tier"),
            of("Share of the top 5 % of users", "", "top5", "top5 share").by("tier"));

    static final List<RowSpec> BY_MODEL = List.of(
            byModel("Time to first token, p50", "ttft p50"),
            byModel("Time to first token, p99", "ttft p99"),
            byModel("Time per output token, p50", "tpot p50"),
            byModel("Time per output token, p99", "tpot p99"),
            byModel("End to end, p50", "e2e p50"),
            byModel("End to end, p99", "e2e p99"));

    static final List<RowSpec> BY_STREAM = List.of(
            byStream("Jobs there", "jobs.number mean"),
            byStream("GPUs or servers held", "jobs.busy mean"),
            byStream("Had to wait", "jobs.waited share"),
            byStream("Wait, mean", "jobs.wait mean"),
            byStream("Wait, p99", "jobs.wait p99"),
            byStream("Time there, mean", "jobs.sojourn mean"),
            byStream("Time there, p99", "jobs.sojourn p99"),
            byStream("Bounded slowdown, mean", "jobs.slowdown.bounded mean"),
            byStream("Whole life, mean", "jobs.life mean"),
            byStream("Whole life, p99", "jobs.life p99"),
            byStream("Refused", "jobs.refused share"),
            byStream("Gave up", "jobs.abandoned share"),
            byStream("Preempted", "jobs.preempted mean"),
            byStream("Interruptions by failures", "jobs.interruptions total"),
            byStream("Effective training time", "jobs.effective.time share"),
            byStream("Interruptions, by cause", "jobs.interruptions total").by("cause"),
            byStream("GPU-hours of work lost, by cause", "jobs.lost.work total").by("cause"),
            byStream("GPU-hours held without work moving on", "jobs.lost total").by("cause"),
            of("GPU-hours by use", "", "", "gpu.use.hours total").by("use").ifSome());

    /** Whether a measurement is of this quantity, whatever its phase and further labels. */
    boolean fits(Measurement each) {
        return each.name().equals(name)
                && statistics.contains(each.statistic())
                && each.labels().entrySet().containsAll(labels.entrySet());
    }

    /** Whether a number is what theory says of this quantity. */
    boolean isTheory(Measurement each) {
        return Theory.isOf(name, each)
                && statistics.contains(each.statistic())
                && each.labels().entrySet().containsAll(labels.entrySet());
    }

    /** Whether the measurements with these further labels make a row, given all there are. */
    boolean shows(SortedMap<String, String> rest, Set<SortedMap<String, String>> all) {
        if (!by.isEmpty() && all.stream().anyMatch(each -> each.keySet().equals(Set.of(by)))) {
            return rest.keySet().equals(Set.of(by));
        }
        if (by.equals("tier") || by.equals("model")) {
            return false;
        }
        if (by.equals("limit") || by.equals("stream") || by.equals("cause")) {
            return rest.containsKey(by);
        }
        // The most summed-up numbers there are: a total has no further label.
        int fewest = all.stream().mapToInt(SortedMap::size).min().orElse(0);
        return rest.size() == fewest;
    }

    private static RowSpec of(String group, String label, String term, String measured) {
        String[] parts = measured.split(" ", 2);
        List<String> statistics = List.of(parts[1].split("\\|"));
        return new RowSpec(
                group, label, term, parts[0], statistics, Map.of(), "", "", false, false);
    }

    /** What was computed beforehand, below what was simulated. */
    private static RowSpec expected(String group, String label, String computed) {
        return of(group, label, "expected", computed).ifSome();
    }

    private static RowSpec outcome(String label, String outcome, String term) {
        return of(REQUESTS, label, term, "requests mean").where("outcome", outcome);
    }

    /** Only measured where the scenario asks for it, so it matters there. */
    private static RowSpec queue(String label, String term, String measured) {
        return of(QUEUES, label, term, measured).inBrief();
    }

    private static RowSpec tokens(String label, String kind) {
        return of(REQUESTS, label, "token", "tokens mean").where("kind", kind);
    }

    private static RowSpec unserved(String label, String kind) {
        return of(REQUESTS, label, "unserved", "tokens.unserved mean")
                .where("kind", kind)
                .ifSome();
    }

    private static RowSpec attempts(String label, String kind) {
        return of(REQUESTS, label, "attempt", "attempts mean")
                .where("kind", kind)
                .ifSome();
    }

    private static RowSpec reaction(String label, String kind) {
        return of(USERS, label, "reaction", "reactions mean")
                .where("reaction", kind)
                .ifSome();
    }

    private static RowSpec jain(String label, String over) {
        return of(USERS, label, "jain", "jain mean").where("over", over).ifSome();
    }

    private static RowSpec revenue(String label, String kind) {
        return of(MONEY, label, "revenue", "revenue mean").where("kind", kind);
    }

    /** A row for each tier and limit that did something. */
    private static RowSpec byLimit(String group, String term, String measured) {
        return of(group, "", term, measured).by("limit").ifSome();
    }

    /** A row for each station. */
    private static RowSpec jobs(String label, String measured) {
        return of(JOBS, label, "", measured).by("station");
    }

    private static RowSpec byStream(String group, String measured) {
        return of(group, "", "", measured).by("stream").ifSome();
    }

    private static RowSpec byModel(String group, String measured) {
        return of(group, "", "", measured).by("model");
    }

    private static RowSpec byPool(String label, String term, String measured) {
        return of(FLEET, label, term, measured).by("pool").ifSome();
    }

    private static RowSpec gpuHours(String label, String entry, String state) {
        return of(FLEET, label, entry, "gpu.hours total").where("state", state).ifSome();
    }

    private static RowSpec cost(String label, String kind) {
        return of(MONEY, label, "cost", "cost total").where("kind", kind);
    }

    // The specifications read as sentences: each word below changes one part of a copy.

    private RowSpec where(String key, String value) {
        return new RowSpec(
                group, label, term, name, statistics, Map.of(key, value), unit, by, brief, nonZero);
    }

    private RowSpec under(String title) {
        return new RowSpec(title, label, term, name, statistics, labels, unit, by, brief, nonZero);
    }

    private RowSpec unit(String shown) {
        return new RowSpec(group, label, term, name, statistics, labels, shown, by, brief, nonZero);
    }

    private RowSpec by(String key) {
        return new RowSpec(group, label, term, name, statistics, labels, unit, key, brief, nonZero);
    }

    private RowSpec inBrief() {
        return new RowSpec(group, label, term, name, statistics, labels, unit, by, true, nonZero);
    }

    private RowSpec ifSome() {
        return new RowSpec(group, label, term, name, statistics, labels, unit, by, brief, true);
    }
}
