package headroom.serving;

import headroom.serving.Naive.Cancel;
import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Engine;
import headroom.serving.Naive.Events;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Result;
import headroom.serving.Naive.Rule;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Equal naive replicas behind a router, on one instance of SSJ's simulator with its own event list.
 */
final class NaiveCluster {
    private NaiveCluster() {}

    /** Picks the replica of a job when it arrives; may read the queues, never the output length. */
    @FunctionalInterface
    interface Choice {
        int replica(int job, List<NaiveReplica> replicas);
    }

    /** How many replicas, and who chooses among them. */
    record Fleet(int replicas, Choice choice) {
        static final Fleet ONE = new Fleet(1, (job, replicas) -> 0);
    }

    /** One replica. */
    static Result run(Params params, Rule rule, List<Job> jobs, List<ClockChange> clocks) {
        return run(params, rule, jobs, clocks, Fleet.ONE);
    }

    /** Several replicas that share the clock changes; tied arrivals go in the order of the jobs. */
    static Result run(
            Params params, Rule rule, List<Job> jobs, List<ClockChange> clocks, Fleet fleet) {
        Engine engine = Engine.plain(params, rule);
        return run(engine, jobs, Events.of(clocks), fleet);
    }

    /** Replicas with any rules; all of them fail at once, if ever. */
    static Result run(Engine engine, List<Job> jobs, Events events, Fleet fleet) {
        Simulator simulator = new Simulator();
        simulator.init();
        List<Integer> ended = new ArrayList<>();
        List<NaiveReplica> replicas = new ArrayList<>();
        for (int i = 0; i < fleet.replicas(); i++) {
            replicas.add(new NaiveReplica(simulator, engine, events.clocks(), ended));
        }
        List<NaiveSequence> sequences = new ArrayList<>();
        for (Job job : jobs) {
            NaiveSequence s =
                    new NaiveSequence(sequences.size(), job, engine.rules().role());
            sequences.add(s);
            Runnable arrive =
                    () -> replicas.get(fleet.choice().replica(s.id, replicas)).arrive(s);
            schedule(simulator, job.arrivalSeconds(), NaiveReplica.ARRIVE, arrive);
        }
        for (Cancel cancel : events.cancels()) {
            NaiveSequence s = sequences.get(cancel.job());
            Runnable leave = () -> replicas.forEach(r -> r.cancel(s));
            schedule(simulator, cancel.atSeconds(), NaiveReplica.CANCEL, leave);
        }
        if (events.failsAtSeconds() < Double.POSITIVE_INFINITY) {
            Runnable fail = () -> replicas.forEach(NaiveReplica::fail);
            schedule(simulator, events.failsAtSeconds(), NaiveReplica.FAIL, fail);
        }
        if (!jobs.isEmpty()) {
            simulator.start();
        }
        List<Outcome> outcomes = sequences.stream().map(NaiveSequence::outcome).toList();
        return new Result(
                outcomes,
                ended,
                replicas.stream().map(NaiveReplica::steps).toList(),
                replicas.stream().map(NaiveReplica::counts).toList());
    }

    static void schedule(
            Simulator simulator, double delaySeconds, double priority, Runnable action) {
        Event event = new Event(simulator) {
            @Override
            public void actions() {
                action.run();
            }
        };
        event.setPriority(priority);
        event.schedule(delaySeconds);
    }
}
