package headroom.faults;

import headroom.faults.FaultClass.Remedy;
import headroom.faults.FaultClass.Spread;
import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.RoughSpells;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.variates.Law;
import headroom.variates.Weibull;

import java.util.ArrayList;
import java.util.List;

/** Small sites with a random choice of all there is, with times that often tie. */
final class RandomPlans {
    private static final Scope[] SCOPES = Scope.values();

    private RandomPlans() {}

    static FaultPlan plan(int seed) {
        FastStream random = new Streams(seed, 0).of("plan");
        Topology topology = new Topology(
                random.nextInt(1, 40),
                8,
                random.nextInt(1, 5),
                random.nextInt(0, 3),
                random.nextInt(0, 7),
                random.nextInt(0, 9));
        List<FaultClass> classes = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            classes.add(type("class-" + i, topology, random));
        }
        Lemons lemons = new Lemons(
                random.nextDouble() / 2,
                random.nextInt(1, 9),
                coin(random),
                coin(random) ? random.nextInt(2, 6) : 0,
                random.nextInt(0, 3) > 0);
        int spares = coin(random) ? random.nextInt(1, 4) : 0;
        Upkeep upkeep =
                new Upkeep(random.nextInt(0, 3), spares, spares > 0 ? time(random, 500) : null);
        RoughSpells rough = coin(random) ? new RoughSpells(0.2, 5, 1e5) : null;
        return new FaultPlan(topology, classes, lemons, upkeep, rough);
    }

    private static FaultClass type(String name, Topology topology, FastStream random) {
        Remedy remedy = new Remedy(
                time(random, 100),
                coin(random) ? random.nextDouble() : 0,
                time(random, 300),
                time(random, 8000),
                coin(random));
        if (random.nextInt(0, 5) == 0) {
            return Times.nodes(name, recorded(topology, random), remedy);
        }
        Scope scope = SCOPES[random.nextInt(0, SCOPES.length - 1)];
        double hitShare = coin(random) ? 1 : 0.5;
        Scope within = SCOPES[random.nextInt(0, SCOPES.length - 1)];
        Spread spread =
                coin(random) ? new Spread(random.nextDouble(), within, Times.exponential(2)) : null;
        return new FaultClass(name, scope, onset(random), hitShare, spread, remedy);
    }

    private static Onset onset(FastStream random) {
        return switch (random.nextInt(0, 3)) {
            case 0 -> new Onset.Constant(1e-5);
            case 1 -> new Onset.Ageing(1e5, 0.5 + random.nextDouble(), 1000);
            case 2 -> new Onset.Renewal(new Weibull(1e5, 0.7));
            default -> new Onset.Renewal(Times.constant(60_000));
        };
    }

    private static Onset recorded(Topology topology, FastStream random) {
        List<Onset.Outage> outages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double start = i * 10_000 + 1000 * random.nextInt(0, 9);
            double end = start + 1000 * random.nextInt(0, 30);
            outages.add(new Onset.Outage(random.nextInt(0, topology.nodes() - 1), start, end));
        }
        return new Onset.Recorded(outages);
    }

    private static Law time(FastStream random, double mean) {
        return switch (random.nextInt(0, 2)) {
            case 0 -> Times.NONE;
            case 1 -> Times.constant(mean);
            default -> Times.exponential(mean);
        };
    }

    private static boolean coin(FastStream random) {
        return random.nextInt(0, 1) == 1;
    }
}
