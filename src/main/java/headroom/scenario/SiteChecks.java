package headroom.scenario;

import headroom.supply.PoolSection;
import headroom.supply.SiteSection;
import headroom.yaml.Problems;
import headroom.yaml.Quantity;

import java.util.Optional;

/** What stands at a site against what it may draw. */
final class SiteChecks {
    private final Binder bound;
    private final Problems problems;

    SiteChecks(Binder bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bound.all(SiteSection.class).forEach(this::idle);
    }

    /** No clock is low enough where GPUs that do nothing draw too much: the run will be above. */
    private void idle(String path, SiteSection site) {
        double watts = 0;
        long gpus = 0;
        for (PoolSection pool : bound.all(PoolSection.class).values()) {
            Optional<PoolSection.GpuSection> gpu =
                    bound.value("gpus." + pool.gpu(), PoolSection.GpuSection.class);
            if (path.equals("sites." + pool.site()) && gpu.isPresent()) {
                double each = gpu.get().idlePowerWatts() + gpu.get().hostPowerWatts();
                watts += pool.gpus() * each * site.pue();
                gpus += pool.gpus();
            }
        }
        if (watts > site.powerLimitWatts()) {
            problems.warning(
                    bound.place(path + ".powerLimit"),
                    "powerLimit: the " + gpus + " GPUs of the start draw "
                            + Quantity.POWER.format(watts) + " when they are idle, cooling"
                            + " included, so power is above the limit whatever the clocks",
                    "");
        }
    }
}
