package headroom.supply;

import com.google.common.collect.ImmutableList;

import headroom.demand.WorkloadSection;
import headroom.economics.Contract;
import headroom.measure.Stretches;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A pool: GPUs of one kind at one site. */
public record PoolSection(
        @Key(name = "site", refersTo = "sites", doc = "Where it stands.")
        String site,

        @Key(name = "gpu", refersTo = "gpus", doc = "Its kind of GPU.")
        String gpu,

        @Key(name = "gpus", range = "[0, 100 M]", def = "0", doc = "GPUs present at the start.")
        long gpus,

        @Key(
                name = "price",
                unit = Quantity.GPU_PRICE,
                range = "[0 $/GPU-h, 1000 $/GPU-h]",
                doc = "What a GPU costs; cost-aware routing compares by it, and costs count it: for"
                        + " GPUs there at the start, and for those of additions without a price of"
                        + " their own where there is no contract.")
        OptionalDouble gpuDollarsPerSecond,

        @Key(
                name = "lending",
                doc = "How the station of jobs that has the pool borrows what serving does not"
                        + " need, beyond what the shares of deployments leave it for good. Where"
                        + " GPUs stand in nodes, whole nodes are lent and asked back.")
        Optional<LendingSection> lending,

        @Key(
                name = "nodes",
                doc = "How its GPUs stand in nodes, of which jobs have whole ones. Deployments take"
                        + " parts of the rest: their replicas are not placed on nodes. No"
                        + " additions; no outages of nodes where failures strike it besides, or"
                        + " where jobs alone have it and its site goes down.")
        Optional<NodesSection> nodes) {

    /** GPUs that jobs have for good where deployments have a share of those at the start. */
    public int forJobs(double takenShare) {
        int left = (int) Math.floor(gpus * (1 - takenShare) + 1e-6);
        if (nodes.isEmpty()) {
            return left;
        }
        int node = nodes.get().gpus();
        return Math.max(0, left / node - nodes.get().spares()) * node;
    }

    /** Most GPUs that jobs can ever have where deployments have such a share, and so many come. */
    public int mostForJobs(double takenShare, double addedGpus) {
        double taken = lending.isPresent() ? 0 : takenShare;
        return forJobs(taken) + (int) Math.floor(addedGpus * (1 - taken) + 1e-6);
    }

    /** A kind of GPU: what one draws with its share of the host. */
    public record GpuSection(
            @Key(
                    name = "idlePower",
                    unit = Quantity.POWER,
                    range = "[0 W, 100 kW]",
                    doc = "Power of the board with nothing to do.")
            double idlePowerWatts,

            @Key(
                    name = "decodePower",
                    unit = Quantity.POWER,
                    range = "[0 W, 100 kW]",
                    doc = "Power of the board while it decodes, at full clock.")
            double decodePowerWatts,

            @Key(
                    name = "prefillPower",
                    unit = Quantity.POWER,
                    range = "[0 W, 100 kW]",
                    doc = "Power of the board while it prefills, at full clock.")
            double prefillPowerWatts,

            @Key(
                    name = "hostPower",
                    unit = Quantity.POWER,
                    range = "[0 W, 100 kW]",
                    doc = "Processors, memory, network and fans per GPU; constant.")
            double hostPowerWatts,

            @Key(
                    name = "clockExponent",
                    range = "[1, 4]",
                    def = "3",
                    grade = Key.Grade.ASSUMED,
                    doc = "Exponent k of active power over clock f: (P - idle) x f^k.")
            double clockExponent,

            @Key(
                    name = "minClock",
                    range = "(0, 1]",
                    def = "0.5",
                    grade = Key.Grade.ASSUMED,
                    doc = "Lowest clock, relative to the full one. The clock is one for all of a"
                            + " site: with several kinds of GPUs it goes as low as the highest of"
                            + " theirs.")
            double minClock,

            @Key(
                    name = "repairPower",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    def = "100 %",
                    grade = Key.Grade.ASSUMED,
                    doc = "Share of idle and host power drawn while it is repaired. Spare nodes and"
                            + " machines that spares stand for draw all of it.")
            double repairPower,

            @Key(
                    name = "chip",
                    refersTo = "chips",
                    doc = "What it can do, for deployments with physics: a name under chips, or"
                            + " h100-sxm, h200-sxm, b200-sxm, gb200.")
            Optional<String> chip,

            @Key(
                    name = "trainingPower",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    def = "81.5 %",
                    grade = Key.Grade.MEASURED,
                    doc = "Power of the board while a job holds it, from idlePower (0 %) to"
                            + " prefillPower. 81.5 % is 7.75 kW of eight H100 with their hosts in"
                            + " heavy training, 76 % of the rated 10.2 kW (arXiv 2506.14551).")
            double trainingPower,

            @Key(
                    name = "trainingExponent",
                    range = "[0, 1]",
                    def = "1",
                    grade = Key.Grade.ASSUMED,
                    doc = "Exponent e of the speed of jobs over clock f: f^e. 1: all of their time"
                            + " is bound by compute; 0: a lower clock costs them nothing.")
            double trainingExponent) {

        public GpuSection {
            new Faults()
                    .unless(
                            decodePowerWatts >= idlePowerWatts,
                            "decodePower",
                            "must not be below idlePower")
                    .unless(
                            prefillPowerWatts >= idlePowerWatts,
                            "prefillPower",
                            "must not be below idlePower")
                    .raise();
        }
    }

    /** GPUs that arrive in a pool, one after the other over a ramp. */
    public record AdditionSection(
            @Key(
                    name = "at",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[-3660 d, 3660 d]",
                    doc = "When the first arrive.")
            double atSeconds,

            @Key(
                    name = "ramp",
                    unit = Quantity.DURATION,
                    range = "[0 s, 3660 d]",
                    def = "0 s",
                    doc = "How long it takes until all are there: replicas of fixed shares come"
                            + " evenly; GPUs, which jobs and scaled deployments take, in equal"
                            + " parts an hour apart at most, the first at once. They draw power"
                            + " and cost from then on.")
            double rampSeconds,

            @Key(name = "pool", refersTo = "pools", doc = "The pool they join.")
            String pool,

            @Key(name = "gpus", range = "[1, 100 M]", doc = "How many, before capacityScale.")
            long gpus,

            @Key(
                    name = "until",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[0 s, 3660 d]",
                    doc = "When they leave again, as at the end of a lease: their replicas end what"
                            + " they have and take no more; jobs write a checkpoint first, where"
                            + " GPUs are lent within the grace of lending, or are stopped. Left"
                            + " out: they stay. A contract goes on; a price of its own ends.")
            OptionalDouble untilSeconds,

            @Key(
                    name = "price",
                    unit = Quantity.GPU_PRICE,
                    range = "[0 $/GPU-h, 1000 $/GPU-h]",
                    doc = "What one of these GPUs costs from when it arrives. With a price of its"
                            + " own an addition is outside the contract. Without: the contract pays"
                            + " it, and where there is none the price of the pool counts.")
            OptionalDouble gpuDollarsPerSecond,

            @Key(
                    name = "monthlyPrice",
                    unit = Quantity.MONTHLY_PRICE,
                    range = "[0 $/month, 1 T $/month]",
                    doc = "The same as a price of all these GPUs together, in place of price; each"
                            + " costs its part from when it arrives. A month is 365.25 / 12 days.")
            OptionalDouble monthlyPriceDollars) {

        public AdditionSection {
            new Faults()
                    .unless(
                            untilSeconds.orElse(Double.POSITIVE_INFINITY)
                                    >= atSeconds + rampSeconds,
                            "until",
                            "must not be before all have arrived")
                    .unless(
                            gpuDollarsPerSecond.isEmpty() || monthlyPriceDollars.isEmpty(),
                            "monthlyPrice",
                            "stands in place of price: give one of them")
                    .raise();
        }

        /** Most GPUs of a pool that are there at once, of all additions. */
        public static long most(Collection<AdditionSection> all, String pool) {
            List<AdditionSection> its =
                    all.stream().filter(each -> each.pool.equals(pool)).toList();
            return its.stream()
                    .mapToDouble(each -> each.atSeconds + each.rampSeconds)
                    .mapToLong(now -> its.stream()
                            .filter(each -> each.atSeconds <= now)
                            .filter(each -> now < each.untilSeconds.orElse(now + 1))
                            .mapToLong(AdditionSection::gpus)
                            .sum())
                    .max()
                    .orElse(0);
        }

        /** What one of these GPUs costs by a price of the addition itself [$/s]. */
        public OptionalDouble ownGpuDollarsPerSecond() {
            return monthlyPriceDollars.isPresent()
                    ? OptionalDouble.of(
                            monthlyPriceDollars.getAsDouble() / gpus / Contract.MONTH_SECONDS)
                    : gpuDollarsPerSecond;
        }

        /** When it comes. */
        public Stretches.Addition stretch() {
            return new Stretches.Addition(
                    atSeconds, rampSeconds, untilSeconds.orElse(Double.POSITIVE_INFINITY));
        }
    }

    /** One kind of failure that takes replicas out of service until they are repaired. */
    public record FailureSection(
            @Key(name = "name", doc = "Names its random streams.")
            String name,

            @Key(
                    name = "gpus",
                    refersTo = "gpus",
                    def = "[]",
                    doc = "Kinds of GPU it strikes; with pools empty too: all.")
            ImmutableList<String> gpus,

            @Key(
                    name = "pools",
                    refersTo = "pools",
                    def = "[]",
                    doc = "Pools it strikes, whatever their GPUs; with gpus empty too: all.")
            ImmutableList<String> pools,

            @Key(
                    name = "rate",
                    unit = Quantity.RATE,
                    range = "[0 /s, 1 /s]",
                    doc = "Failures of one node per time. Measured: 6.5e-3 /d and 2.34e-3"
                            + " /d on Meta's RSC-1 and RSC-2 (arXiv 2410.21680), 3.79e-3"
                            + " /d in Llama 3's training.")
            double ratePerSecond,

            @Key(
                    name = "nodeGpus",
                    range = "[1, 100000]",
                    def = "8",
                    doc = "GPUs of a node; a replica fails at rate x its GPUs / nodeGpus, as one.")
            int nodeGpus,

            @Key(
                    name = "together",
                    def = "false",
                    doc = "A failure takes all replicas on the node that fails, and one repair"
                            + " brings them back: those on nodeGpus GPUs side by side, deployment"
                            + " by deployment and cell by cell. The node may be a rack, a pod or a"
                            + " power domain. A replica smaller than it fails at rate, any other"
                            + " as without.")
            boolean together,

            @Key(
                    name = "repair",
                    unit = Quantity.DURATION,
                    range = "[0 s, 366 d]",
                    doc = "Time until the GPUs are back; then weights are loaded.")
            WorkloadSection.LognormalSection repair) {

        /** Whether it strikes a pool. */
        public boolean strikes(String name, PoolSection pool) {
            boolean all = gpus.isEmpty() && pools.isEmpty();
            return all || pools.contains(name) || gpus.contains(pool.gpu());
        }
    }
}
