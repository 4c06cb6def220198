package headroom.explain;

import headroom.measure.Measurement;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The numbers of an outlook that a simulation measures too, by phase. */
final class Expected {
    /** Ends the names of the numbers: power.expected stands beside power. */
    static final String SUFFIX = ".expected";

    private final Outlook all;
    private final List<Measurement> out = new ArrayList<>();

    Expected(Outlook all) {
        this.all = all;
    }

    List<Measurement> measurements() {
        for (Phase phase : all.plan.windows()) {
            if (all.demand.requests() > 0) {
                demand(phase);
            }
            for (int s = 0; s < all.plan.cluster().sites().size(); s++) {
                power(phase, s);
            }
        }
        return out;
    }

    private void demand(Phase phase) {
        double requests = 0;
        for (int m = 0; m < all.models(); m++) {
            int model = m;
            double asked = all.mean(phase, m, FleetLoad.Hour::requests);
            int peak = all.hours.peak(phase, h -> all.fleet.at(model, h).load());
            requests += asked;
            if (asked > 0) {
                add("offered mean 1/s", asked, phase, "model", all.model(m));
                add("load mean 1", all.load(phase, m), phase, "model", all.model(m));
                double most = all.fleet.at(m, peak).load();
                add("load max 1", most, phase, "model", all.model(m));
            }
        }
        add("offered mean 1/s", requests, phase);
        add("utilisation mean 1", all.occupied(phase), phase);
    }

    private void power(Phase phase, int s) {
        String site = all.plan.cluster().sites().get(s).site().name();
        double watts = all.hours.mean(phase, h -> all.power.watts(s, h));
        double plate = all.hours.mean(phase, h -> all.power.nameplateWatts(s, h));
        if (plate > 0) {
            add("power mean MW", 1e-6 * watts, phase, "site", site);
            add("power.nameplate mean MW", 1e-6 * plate, phase, "site", site);
            double drawn = all.hours.mean(phase, h -> all.power.limitedWatts(s, h));
            double energy = drawn * (phase.toSeconds() - phase.fromSeconds()) / 3.6e9;
            add("energy total MWh", energy, phase, "site", site);
        }
    }

    /** Name, statistic and unit in one; labels and values in turn. */
    private void add(String what, double value, Phase phase, String... label) {
        String[] parts = what.split(" ", 3);
        TreeMap<String, String> labels = new TreeMap<>();
        labels.put("phase", phase.name());
        for (int i = 0; i < label.length; i += 2) {
            labels.put(label[i], label[i + 1]);
        }
        out.add(new Measurement(
                parts[0] + SUFFIX, labels, parts[1], parts[2], value, Double.NaN, Double.NaN, 0));
    }
}
