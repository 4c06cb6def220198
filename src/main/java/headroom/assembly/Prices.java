package headroom.assembly;

import headroom.cluster.ClusterSpec.Addition;
import headroom.economics.Contract;
import headroom.economics.Tariff;
import headroom.scenario.ContractSection;
import headroom.scenario.Scenario;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.AdditionSection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Who pays what: the prices of a scenario, each GPU under one of them.
 *
 * <p>GPUs that are there at the start cost the price of their pool. Those of an addition cost its
 * own price if it has one; without, the contract pays them, and where there is no contract they
 * cost the price of their pool. The contract's price goes with capacityScale, as the GPUs do that
 * it is paid for. Over a window GPUs cost
 *
 * <pre>
 * sum over starts and additions: price [$/s] x integral of GPUs there [GPU-s]
 * </pre>
 *
 * of real GPUs, with those of additions in the steps in which they arrive. Domain: all scenarios.
 * Source: the definition of a rental by the hour. Grade: exact.
 */
public final class Prices {
    private final Scenario scenario;
    private final List<Rent> rents = new ArrayList<>();
    private final Optional<Contract> contract;

    /** GPUs at a price; of an addition, or there from the start. */
    private record Rent(double gpus, Optional<Addition> addition, double gpuDollarsPerSecond) {
        double dollars(double fromSeconds, double toSeconds) {
            double gpuSeconds = addition.map(a -> a.gpuSeconds(fromSeconds, toSeconds))
                    .orElse(gpus * (toSeconds - fromSeconds));
            return gpuDollarsPerSecond * gpuSeconds;
        }
    }

    private Prices(Scenario scenario) {
        this.scenario = scenario;
        contract = scenario.contract().map(this::scaled);
        for (PoolSection pool : scenario.pools().values()) {
            pool.gpuDollarsPerSecond()
                    .ifPresent(price -> rents.add(new Rent(pool.gpus(), Optional.empty(), price)));
        }
        List<Addition> arriving = ClusterAssembly.additions(scenario);
        for (int i = 0; i < arriving.size(); i++) {
            Addition addition = arriving.get(i);
            price(scenario.additions().get(i))
                    .ifPresent(price ->
                            rents.add(new Rent(addition.gpus(), Optional.of(addition), price)));
        }
    }

    /** The prices of a scenario. */
    public static Prices of(Scenario scenario) {
        return new Prices(scenario);
    }

    /** Half the addition is rented at half the price. */
    private Contract scaled(ContractSection section) {
        return new Contract(
                section.monthlyPriceDollars() * scenario.capacityScale(),
                section.startSeconds(),
                section.rampSeconds(),
                section.rampDiscount());
    }

    /** What a GPU of an addition costs where no contract pays it [$/s]. */
    private OptionalDouble price(AdditionSection addition) {
        OptionalDouble own = addition.ownGpuDollarsPerSecond();
        if (own.isPresent() || contract.isPresent()) {
            return own;
        }
        return scenario.pool(addition.pool()).gpuDollarsPerSecond();
    }

    /** Whether any GPUs are paid by the GPU. */
    public boolean hasGpus() {
        return rents.stream()
                .anyMatch(rent -> rent.gpus() > 0 || rent.addition().isPresent());
    }

    /** What GPUs outside the contract cost between two times [$]. */
    public double gpuDollars(double fromSeconds, double toSeconds) {
        return rents.stream()
                .mapToDouble(rent -> rent.dollars(fromSeconds, toSeconds))
                .sum();
    }

    /** The contract, at the price of the capacity that comes. */
    public Optional<Contract> contract() {
        return contract;
    }

    /** Whether energy has a price at any site. */
    public boolean hasEnergy() {
        return scenario.sites().keySet().stream().anyMatch(site -> tariff(site).isPresent());
    }

    /** The price of energy at a site. */
    public Optional<Tariff> tariff(String site) {
        OptionalDouble own = scenario.site(site).energyDollarsPerJoule();
        return own.isPresent()
                ? Optional.of(new Tariff(own.getAsDouble()))
                : scenario.contract().map(c -> new Tariff(c.energyDollarsPerJoule()));
    }

    /**
     * Whether what arrives has a price: a contract, one of its own, or that of its pool.
     */
    public boolean hasAdditions() {
        return contract.isPresent()
                || rents.stream().anyMatch(rent -> rent.addition().isPresent());
    }

    /** What all additions that began by a time cost a month once complete, but energy [$/month]. */
    public double addedDollarsPerMonth(double atSeconds) {
        double dollars = contract.map(Contract::dollarsPerMonth).orElse(0.0);
        for (Rent rent : rents) {
            boolean there = rent.addition().map(a -> a.atSeconds() <= atSeconds).orElse(false);
            double perSecond = there ? rent.gpus() * rent.gpuDollarsPerSecond() : 0;
            dollars += perSecond * Contract.MONTH_SECONDS;
        }
        return dollars;
    }
}
