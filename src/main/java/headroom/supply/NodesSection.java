package headroom.supply;

import com.google.common.collect.ImmutableList;

import headroom.demand.LawSection;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset.Outage;
import headroom.floor.FloorPlan;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.plant.Topology;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the GPUs of a pool stand in nodes, where gangs of jobs go, and what fails. */
public record NodesSection(
        @Key(name = "gpus", range = "[1, 100 k]", def = "8", doc = "GPUs of a node.")
        int gpus,

        @Key(
                name = "rack",
                range = "[0, 1 M]",
                def = "0",
                doc = "Nodes of a rack; 0: all stand in one.")
        int rackNodes,

        @Key(name = "pod", range = "[0, 1 M]", def = "0", doc = "Racks of a pod; 0: all are one.")
        int podRacks,

        @Key(
                name = "switch",
                range = "[0, 1 M]",
                def = "0",
                doc = "Nodes on a leaf switch; 0: all are on one.")
        int switchNodes,

        @Key(
                name = "powerDomain",
                range = "[0, 1 M]",
                def = "0",
                doc = "Nodes behind one power supply; 0: all are.")
        int powerNodes,

        @Key(
                name = "placement",
                def = "best-fit",
                doc = "best-fit: parts of a node where the fewest GPUs stay free, whole nodes the"
                        + " first that are; pack: as best-fit, whole nodes in the fewest pods and"
                        + " racks; spread: in as many racks as possible; first: the first that are"
                        + " free.")
        Placement placement,

        @Key(name = "spanCost", def = "{}", doc = "What it costs a gang to stand apart.")
        SpanCostSection spanCost,

        @Key(
                name = "drains",
                def = "[]",
                doc = "Nodes taken out of use as planned. Jobs and replicas on them end what they"
                        + " have: a job all of its work, a replica its requests. What serves there"
                        + " loads weights anew once the drain is over.")
        ImmutableList<DrainSection> drains,

        @Key(
                name = "faults",
                def = "[]",
                doc = "What fails, in classes. Nodes that serve fail as well, and take the replicas"
                        + " on them, unless failures strike the pool: then what serves there fails"
                        + " by these alone, at a rate of 0 never.")
        ImmutableList<FaultSection> faults,

        @Key(
                name = "crews",
                range = "[0, 1 M]",
                def = "0",
                doc = "Repairs of nodes at a time, first come first served; 0: as many as needed.")
        int crews,

        @Key(
                name = "spares",
                range = "[0, 1 M]",
                def = "0",
                doc = "Nodes of the pool that are kept aside, to take the place of failed ones;"
                        + " never lent, never for deployments.")
        int spares,

        @Key(
                name = "spareSetup",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                def = "0 s",
                grade = Key.Grade.ASSUMED,
                doc = "From detection until a spare works in the place of a failed node.")
        LawSection spareSetup,

        @Key(name = "lemons", doc = "Nodes that fail more often than others; left out: none.")
        Optional<LemonsSection> lemons,

        @Key(
                name = "spells",
                doc = "Spells in which all fails more often, except by life; left out: none.")
        Optional<SpellsSection> spells,

        @Key(
                name = "faultScale",
                range = "[0, 1 M]",
                def = "1",
                doc = "Factor on the rate of all faults; for those by rate.")
        double faultScale,

        @Key(
                name = "outages",
                def = "[]",
                doc = "Outages as recorded, beside faults, in any order; they end as recorded,"
                        + " without crews, spares or detection. Their cause in results is"
                        + " recorded.")
        ImmutableList<OutageSection> outages,

        @Key(
                name = "outageFile",
                form = Key.Form.LINE,
                doc = "More of them: a table, plain or gzip, relative to the scenario file, with"
                        + " the columns node, from and until, times in seconds from the start, or"
                        + " in what the name of the column ends with, such as from_h.")
        Optional<String> outageFile) {
    private static final String RECORDED = "recorded";

    /** Causes in results that are no faults. */
    private static final List<String> CAUSES = List.of(RECORDED, "outage", "power", "preemption");

    public NodesSection {
        new Faults()
                .unless(podRacks == 0 || rackNodes > 0, "pod", "of racks needs rack")
                .unless(
                        faults.stream().noneMatch(f -> CAUSES.contains(f.name())),
                        "faults",
                        "the names " + String.join(", ", CAUSES) + " are of other causes in"
                                + " results")
                .unless(
                        !faults.isEmpty() || lemons.isEmpty() && spells.isEmpty(),
                        "",
                        "lemons and spells need faults")
                .unless(
                        faultScale == 1
                                || faults.stream()
                                        .allMatch(f -> f.ratePerSecond().isPresent()),
                        "faultScale",
                        "is for faults that all have a rate")
                .raise();
    }

    /** Outages that are listed. */
    public List<Outage> listedOutages() {
        return outages.stream()
                .map(each -> new Outage(each.node(), each.fromSeconds(), each.untilSeconds()))
                .toList();
    }

    /** Where nodes stand that have so many GPUs together, spares among them. */
    private Topology topology(long poolGpus) {
        return new Topology(
                Math.toIntExact(poolGpus / gpus - spares),
                gpus,
                rackNodes,
                podRacks,
                switchNodes,
                powerNodes);
    }

    /** Nodes in service of a pool of so many GPUs. */
    public long inService(long poolGpus) {
        return poolGpus / gpus - spares;
    }

    /** How so many GPUs stand. */
    public FloorPlan floor(long poolGpus) {
        return new FloorPlan(
                topology(poolGpus),
                placement,
                new SpanCost(spanCost.racks(), spanCost.pods()),
                drains.stream()
                        .map(d -> new FloorPlan.Drain(
                                d.fromSeconds(), d.untilSeconds(), d.first(), d.nodes()))
                        .toList());
    }

    /**
     * What fails of so many GPUs; null: nothing does.
     *
     * @param recorded outages as recorded
     */
    public @Nullable FaultPlan faults(long poolGpus, List<Outage> recorded) {
        if (faults.isEmpty() && spares == 0 && recorded.isEmpty()) {
            return null;
        }
        List<FaultClass> classes = new ArrayList<>();
        faults.forEach(f -> classes.add(f.faultClass(faultScale)));
        if (!recorded.isEmpty()) {
            classes.add(FaultClass.recorded(RECORDED, recorded));
        }
        return new FaultPlan(
                topology(poolGpus),
                classes,
                lemons.map(l -> new FaultPlan.Lemons(
                                l.share(),
                                l.multiple(),
                                l.keepMean(),
                                l.removeAfter(),
                                l.exchanged()))
                        .orElse(FaultPlan.Lemons.NONE),
                new FaultPlan.Upkeep(crews, spares, spareSetup.law()),
                spells.map(s -> new FaultPlan.RoughSpells(s.share(), s.multiple(), s.meanSeconds()))
                        .orElse(null));
    }

    /**
     * Time that work takes more where its gang stands apart: the whole of it if all traffic crosses
     * racks, or pods.
     */
    public record SpanCostSection(
            @Key(
                    name = "racks",
                    unit = Quantity.RATIO,
                    range = "[0 %, 10000 %]",
                    def = "0 %",
                    grade = Key.Grade.ASSUMED,
                    doc = "Time added to work if all traffic of its gang crosses racks; of a"
                            + " gang in r racks 1 - 1/r of it does.")
            double racks,

            @Key(
                    name = "pods",
                    unit = Quantity.RATIO,
                    range = "[0 %, 10000 %]",
                    def = "0 %",
                    grade = Key.Grade.ASSUMED,
                    doc = "Time added if all of it crosses pods, beside that for racks; in p pods"
                            + " 1 - 1/p of it does.")
            double pods) {}

    /** Nodes that take no more gangs or requests from a time to another. */
    public record DrainSection(
            @Key(
                    name = "from",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    doc = "From when.")
            double fromSeconds,

            @Key(
                    name = "until",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    doc = "Until when.")
            double untilSeconds,

            @Key(name = "first", range = "[0, 10 M]", def = "0", doc = "The first node, from 0.")
            int first,

            @Key(name = "nodes", range = "[1, 10 M]", doc = "How many, one behind the other.")
            int nodes) {

        public DrainSection {
            new Faults()
                    .unless(untilSeconds >= fromSeconds, "until", "is before from")
                    .raise();
        }
    }

    /** Nodes that fail more often than others. */
    public record LemonsSection(
            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %)",
                    doc = "Share of the nodes, rounded to whole ones; matters to faults of scope"
                            + " node.")
            double share,

            @Key(name = "multiple", range = "[1, 1 M]", doc = "Their rate over that of others.")
            double multiple,

            @Key(
                    name = "keepMean",
                    def = "true",
                    doc = "Whether the rates of classes stay the mean over all nodes.")
            boolean keepMean,

            @Key(
                    name = "removeAfter",
                    range = "[0, 1 M]",
                    def = "0",
                    doc = "Failures after which a node is taken out; 0: never.")
            int removeAfter,

            @Key(name = "exchanged", def = "true", doc = "Whether a good one comes in its stead.")
            boolean exchanged) {}

    /** Spells in which everything fails more often. */
    public record SpellsSection(
            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %)",
                    doc = "Share of the time.")
            double share,

            @Key(
                    name = "multiple",
                    range = "[1, 1 M]",
                    doc = "Rates in them over those outside; the rate of a class stays the mean"
                            + " over both.")
            double multiple,

            @Key(
                    name = "mean",
                    unit = Quantity.DURATION,
                    range = "(0 s, 3660 d]",
                    doc = "Mean length of a spell.")
            double meanSeconds) {}
}
