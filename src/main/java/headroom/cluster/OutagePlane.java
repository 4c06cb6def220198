package headroom.cluster;

import headroom.kernel.Agenda;
import headroom.kernel.Rank;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;

/**
 * Sites that go down as a whole and come back.
 *
 * <p>When a site goes down its replicas are lost with all they have, whether they serve or load;
 * those that drain end what they have, which is a little. Jobs there are stopped as by a failure
 * ({@link LendingPlane}). While it is down it draws no power,
 * nothing fails, and what arrives, is repaired or is wanted there waits. When it is back, fixed
 * shares load their weights all at once, and scaled deployments get what they had wanted. Domain:
 * outages known to the scenario; grade: assumed.
 */
final class OutagePlane {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final Capacity capacity;
    private final ScalingPlane scaling;
    private final @Nullable LendingPlane lending;

    OutagePlane(
            Agenda agenda,
            ClusterSpec spec,
            Capacity capacity,
            ScalingPlane scaling,
            @Nullable LendingPlane lending) {
        this.agenda = agenda;
        this.spec = spec;
        this.capacity = capacity;
        this.scaling = scaling;
        this.lending = lending;
    }

    /** Puts all outages on the agenda. */
    void start() {
        for (int s = 0; s < spec.sites().size(); s++) {
            int site = s;
            for (ClusterSpec.Outage outage : spec.sites().get(s).outages()) {
                if (outage.fromSeconds() < spec.horizonSeconds()) {
                    agenda.timer(Rank.FAIL, () -> goDown(site)).startAt(outage.fromSeconds());
                    agenda.timer(Rank.ARRIVE_CAPACITY, () -> comeBack(site))
                            .startAt(outage.untilSeconds());
                }
            }
        }
    }

    private void goDown(int site) {
        for (int p = 0; p < spec.placements().size(); p++) {
            if (isAt(site, p)) {
                capacity.loading().lose(p);
            }
        }
        setDown(site, true);
        if (lending != null) {
            poolsAt(site).forEach(lending::goDown);
        }
    }

    private void comeBack(int site) {
        setDown(site, false);
        for (int p = 0; p < spec.placements().size(); p++) {
            if (isAt(site, p)) {
                capacity.loading().restore(p);
            }
        }
        if (lending != null) {
            poolsAt(site).forEach(lending::comeBack);
        }
        scaling.grant();
    }

    private void setDown(int site, boolean isDown) {
        poolsAt(site).forEach(pool -> capacity.setDown(pool, isDown));
    }

    private IntStream poolsAt(int site) {
        return IntStream.range(0, spec.pools().size())
                .filter(pool -> spec.pools().get(pool).site() == site);
    }

    private boolean isAt(int site, int placement) {
        return spec.pools().get(spec.placements().get(placement).pool()).site() == site;
    }
}
