package headroom.clients;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.ArrivalProcess;
import headroom.kernel.Streams;
import headroom.quota.Limit;
import headroom.quota.Quota;
import headroom.stat.TimeWeighted;
import headroom.workload.Activity;
import headroom.workload.AliasTable;
import headroom.workload.Workload;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.List;

/** The users of one tier in one cell: their meters, who starts the next session, and when. */
public final class Population {
    public final TierSpec spec;
    public final Quota quota;
    /** What a session of this tier may be, by index. */
    public final Workload[] workloads;

    private final Crowd[] crowds;
    private final AliasTable mix;
    private final RandomStream choices;
    /** Users with a session that waits for a reset: at most one of theirs does. */
    private final boolean[] lockedOut;

    private final TimeWeighted lockedUsers = new TimeWeighted(0, 0);

    /** Whose session is the last that was announced, and the one before it, which is due. */
    private Crowd announced;

    private Crowd due;

    /** A group with its users, the first of whom has this index in the tier. */
    private static final class Crowd {
        /** Twelve bytes a user; the weights themselves are not kept. */
        private final AliasTable members;

        private final ArrivalProcess arrivals;
        private final int firstUser;
        private double nextSeconds;

        Crowd(AliasTable members, int firstUser, ArrivalProcess arrivals) {
            this.members = members;
            this.firstUser = firstUser;
            this.arrivals = arrivals;
            advance();
        }

        void advance() {
            nextSeconds = arrivals.next();
        }
    }

    public Population(TierSpec spec, List<ModelSpec> models, Streams streams) {
        this.spec = spec;
        workloads = spec.workloads().toArray(new Workload[0]);
        int people = Math.max(1, spec.users());
        quota = new Quota(spec.limits(), people);
        RandomStream users = streams.of(spec.name() + ".users");
        List<Group> groups = spec.crowd();
        crowds = new Crowd[groups.size()];
        List<Activity> activities = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < crowds.length; i++) {
            Group group = groups.get(i);
            Activity activity = Activity.draw(group.users(), spec.activitySigma(), users);
            String name = group.name().isEmpty() ? "" : "." + group.name();
            ArrivalLaw.Rate rate = new ArrivalLaw.Rate(group.sessionsPerSecond(), group.demand());
            activities.add(activity);
            crowds[i] = new Crowd(
                    activity.chooser(),
                    first,
                    spec.law().open(rate, streams, spec.name() + ".arrivals" + name));
            first += group.users();
        }
        mix = new AliasTable(
                spec.mix().stream().mapToDouble(Double::doubleValue).toArray());
        choices = streams.of(spec.name() + ".sessions");
        lockedOut = new boolean[people];
        announced = crowds[0];
        due = crowds[0];
        if (!spec.isOpen()) {
            startWeeks(models, activities, users);
        }
    }

    /**
     * Puts every user in the middle of each long window, with the usage that its mean rate would
     * have left by then: a start near the stationary state, so that weekly caps bind from the first
     * day.
     */
    private void startWeeks(
            List<ModelSpec> models, List<Activity> activities, RandomStream people) {
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
        for (int c = 0; c < crowds.length; c++) {
            Group group = spec.crowd().get(c);
            double perUserSecond = perSession * group.sessionsPerSecond() / group.users();
            for (int member = 0; member < group.users(); member++) {
                double rate = activities.get(c).weight(member) * perUserSecond;
                startWeek(crowds[c].firstUser + member, people.nextDouble(), rate);
            }
        }
    }

    /** Puts one user, who uses so many credits a second, at a phase of all its long windows. */
    private void startWeek(int user, double phase, double creditsPerSecond) {
        for (int i = 0; i < spec.limits().size(); i++) {
            Limit limit = spec.limits().get(i);
            double elapsed = phase * limit.kind().warmSeconds();
            if (elapsed > 0) {
                double used = creditsPerSecond * elapsed;
                quota.startWith(i, user, -elapsed, Math.min(used, limit.cap()));
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

    /** The session start that follows the one that is now due [s]. */
    public double nextSessionSeconds() {
        due = announced;
        Crowd first = crowds[0];
        for (Crowd crowd : crowds) {
            if (crowd.nextSeconds < first.nextSeconds) {
                first = crowd;
            }
        }
        announced = first;
        double start = first.nextSeconds;
        if (start < Double.POSITIVE_INFINITY) {
            first.advance();
        }
        return start;
    }

    /** The user who starts the session that is due. */
    public int drawUser() {
        return spec.isOpen() ? 0 : due.firstUser + due.members.sample(choices.nextDouble());
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
