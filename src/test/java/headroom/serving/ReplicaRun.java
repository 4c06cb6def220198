package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Cancel;
import headroom.serving.Naive.Counts;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.RandomEngines.Scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Drives one replica as a cell does: clock changes, then arrivals, then clients that go away, then
 * failures, then the replica.
 */
final class ReplicaRun implements ReplicaListener {
    private final Requests requests = new Requests();
    private final Scenario scenario;
    private final Outcome[] outcomes;
    /** Requests of the jobs; -1 where there is none, or it was cancelled already. */
    private final int[] requestOf;

    private final List<Integer> ended = new ArrayList<>();
    private final Replica replica;
    private boolean dead;
    /** When the replica was due as it changed last [s]. */
    private double dueSeconds;

    private int clocks;
    private int jobs;
    private int cancels;

    ReplicaRun(Scenario s, PrefixCache prefixes) {
        scenario = s;
        outcomes = new Outcome[s.jobs().size()];
        requestOf = new int[outcomes.length];
        Params p = s.params();
        StepTime time = new StepTime(
                p.c0Seconds(),
                p.c1Seconds(),
                p.c2Seconds(),
                p.c3Seconds(),
                p.c4Seconds(),
                p.c5Seconds());
        ReplicaLimits limits =
                new ReplicaLimits(p.maxSequences(), p.tokenBudget(), p.kvCapacityTokens());
        replica = new Replica(0, new Replica.Engine(time, limits, s.rules()), requests, this, 0);
        replica.noise(s.noise());
        if (s.cache()) {
            replica.prefixes(prefixes, s.spareKv(), s.hostTokens());
        }
        run();
    }

    private void run() {
        Naive.Events events = scenario.events();
        while (true) {
            double change = clocks < events.clocks().size()
                    ? events.clocks().get(clocks).atSeconds()
                    : Double.POSITIVE_INFINITY;
            double arrival = jobs < outcomes.length
                    ? scenario.jobs().get(jobs).arrivalSeconds()
                    : Double.POSITIVE_INFINITY;
            double cancel = cancels < events.cancels().size()
                    ? events.cancels().get(cancels).atSeconds()
                    : Double.POSITIVE_INFINITY;
            double failure = dead ? Double.POSITIVE_INFINITY : events.failsAtSeconds();
            double outside = Math.min(Math.min(change, arrival), Math.min(cancel, failure));
            double now = Math.min(outside, replica.nextSeconds());
            if (now == Double.POSITIVE_INFINITY) {
                return;
            } else if (change == now) {
                replica.clock(events.clocks().get(clocks++).speed(), now);
            } else if (arrival == now) {
                arrive(jobs++, now);
            } else if (cancel == now) {
                cancel(events.cancels().get(cancels++));
            } else if (failure == now) {
                dead = true;
                replica.fail(now);
            } else {
                dueSeconds = replica.dueSeconds();
                replica.advance(now);
            }
        }
    }

    private void arrive(int i, double now) {
        Job j = scenario.jobs().get(i);
        int r = requests.allocate(i, now, j.cachedTokens(), j.newTokens(), j.outputTokens());
        requests.mark(r, j.priority(), j.prefixKey());
        requestOf[i] = r;
        if (dead || !replica.fits(r)) {
            outcomes[i] = new Outcome(Double.NaN, Double.NaN, true);
            requests.free(r);
            return;
        }
        if (scenario.rules().role() == Role.DECODE) {
            requests.firstTokenSeconds[r] = now;
        }
        replica.offer(r, now);
    }

    private void cancel(Cancel c) {
        int r = requestOf[c.job()];
        if (outcomes[c.job()] == null && r >= 0) {
            requestOf[c.job()] = -1;
            replica.cancel(r, c.atSeconds());
        }
    }

    @Override
    public void completed(int replicaIndex, int request, double timeSeconds) {
        end(request, timeSeconds, Double.NaN);
    }

    @Override
    public void dropped(int replicaIndex, int request, double timeSeconds) {
        end(request, Double.NaN, timeSeconds);
    }

    private void end(int request, double finishSeconds, double droppedSeconds) {
        int i = requests.owner(request);
        assertThat(outcomes[i]).isNull();
        if (finishSeconds < dueSeconds) {
            throw new AssertionError("job " + i + " at " + finishSeconds + ", due " + dueSeconds);
        }
        ended.add(i);
        double first = requests.firstTokenSeconds(request);
        outcomes[i] = new Outcome(first, finishSeconds, droppedSeconds, false);
        requests.free(request);
    }

    /** Outcomes in the order of the jobs; the replica is empty. */
    List<Outcome> outcomes() {
        assertThat(replica.reservedKvTokens()).isZero();
        assertThat(requests.there(0)).isZero();
        assertThat(requests.promptTokensThere(0)).isZero();
        assertThat(requests.alive()).isZero();
        return Arrays.asList(outcomes);
    }

    /** Jobs in the order in which they ended. */
    List<Integer> ended() {
        return ended;
    }

    Counts counts() {
        return new Counts(
                replica.steps(),
                replica.prefilledTokens(),
                replica.decodedTokens(),
                replica.completed(),
                replica.preemptions(),
                replica.recomputedTokens(),
                replica.dropped(),
                replica.wastedTokens());
    }
}
