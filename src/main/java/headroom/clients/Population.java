package headroom.clients;

import headroom.arrivals.PoissonSource;
import headroom.kernel.Streams;
import headroom.quota.Limit;
import headroom.quota.Quota;
import headroom.stat.TimeWeighted;
import headroom.workload.Activity;
import headroom.workload.AliasTable;
import headroom.workload.Workload;

import umontreal.ssj.rng.RandomStream;

import java.util.List;

/** The users of one tier in one cell: their meters, who starts the next session, and when. */
public final class Population {
    public final TierSpec spec;
    public final Quota quota;
    /** What a session of this tier may be, by index. */
    public final Workload[] workloads;

    private final Activity activity;
    private final AliasTable mix;
    private final PoissonSource source;
    private final RandomStream arrivals;
    private final RandomStream choices;
    /** Users with a session that waits for a reset: at most one of theirs does. */
    private final boolean[] lockedOut;

    private final TimeWeighted lockedUsers = new TimeWeighted(0, 0);

    public Population(TierSpec spec, List<ModelSpec> models, Streams streams) {
        this.spec = spec;
        workloads = spec.workloads().toArray(new Workload[0]);
        int people = Math.max(1, spec.users());
        quota = new Quota(spec.limits(), people);
        RandomStream users = streams.of(spec.name() + ".users");
        activity = Activity.draw(people, spec.activitySigma(), users);
        mix = new AliasTable(
                spec.mix().stream().mapToDouble(Double::doubleValue).toArray());
        source = new PoissonSource(spec.sessionsPerSecond(), spec.demand());
        arrivals = streams.of(spec.name() + ".arrivals");
        choices = streams.of(spec.name() + ".sessions");
        lockedOut = new boolean[people];
        if (!spec.isOpen()) {
            startWeeks(models, users);
        }
    }

    /**
     * Puts every user in the middle of each long window, with the usage that its mean rate would
     * have left by then: a start near the stationary state, so that weekly caps bind from the first
     * day.
     */
    private void startWeeks(List<ModelSpec> models, RandomStream people) {
        double perSession = 0;
        for (int i = 0; i < spec.workloads().size(); i++) {
            Workload w = spec.workloads().get(i);
            ModelSpec m = models.get(w.modelIndex());
            double requests = w.requests().mean() * w.steps().mean();
            double credits = w.inputTokens().mean() * m.inputCredits()
                    + w.outputTokens().mean() * m.outputCredits();
            double opening = w.initialContextTokens().mean() * m.inputCredits();
            perSession += spec.mix().get(i) * (opening + requests * credits);
        }
        double perUserSecond = perSession * spec.sessionsPerSecond() / spec.users();
        for (int user = 0; user < activity.users(); user++) {
            double phase = people.nextDouble();
            for (int i = 0; i < spec.limits().size(); i++) {
                Limit limit = spec.limits().get(i);
                double elapsed = phase * limit.kind().warmSeconds();
                if (elapsed > 0) {
                    double used = activity.weight(user) * perUserSecond * elapsed;
                    quota.startWith(i, user, -elapsed, Math.min(used, limit.cap()));
                }
            }
        }
    }

    /** Scales those limits that scale. */
    public void scaleCaps(double factor) {
        for (int i = 0; i < spec.limits().size(); i++) {
            if (spec.scaled() && spec.limits().get(i).scaled()) {
                quota.setScale(i, factor);
            }
        }
    }

    /** The next session start after the one before [s]. */
    public double nextSessionSeconds() {
        return source.next(arrivals.nextDouble());
    }

    /** The user who starts the session that is due. */
    public int drawUser() {
        return spec.isOpen() ? 0 : activity.choose(choices.nextDouble());
    }

    /** What the session that is due is for: an index into the workloads of the tier. */
    public int drawWorkload() {
        return mix.sample(choices.nextDouble());
    }

    public boolean isLockedOut(int user) {
        return lockedOut[user];
    }

    public void lockOut(int user, double timeSeconds) {
        lockedOut[user] = true;
        lockedUsers.add(timeSeconds, 1);
    }

    public void release(int user, double timeSeconds) {
        lockedOut[user] = false;
        lockedUsers.add(timeSeconds, -1);
    }

    /** User-seconds locked out since this was last asked [s]. */
    public double drainLockedSeconds(double timeSeconds) {
        double drained = lockedUsers.integral(timeSeconds);
        lockedUsers.restart(timeSeconds);
        return drained;
    }
}
