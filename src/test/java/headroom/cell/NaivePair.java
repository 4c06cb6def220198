package headroom.cell;

import headroom.fleet.DeploymentSpec;
import headroom.serving.StepTime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A replica that prefills, a link and a replica that decodes, simulated step by step and transfer
 * by transfer: every step visits every sequence, nothing is summed in advance.
 *
 * <p>At one instant arrivals at either replica come first, then the boundary of the prefilling one,
 * then that of the decoding one; what a boundary brings at that very instant comes before the next.
 */
final class NaivePair {
    /** A request, and what became of it. */
    static final class Job {
        final double arrivalSeconds;
        final int prompt;
        final int output;
        int prefilled;
        int generated;
        int chunk;
        double firstTokenSeconds = Double.NaN;
        double finishSeconds = Double.NaN;

        Job(double arrivalSeconds, int prompt, int output) {
            this.arrivalSeconds = arrivalSeconds;
            this.prompt = prompt;
            this.output = output;
        }
    }

    /** Something that happens, by (time, rank, order of scheduling). */
    private record Event(double seconds, int rank, int order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::seconds)
                    .thenComparingInt(Event::rank)
                    .thenComparingInt(Event::order));
    private final DeploymentSpec prefillSpec;
    private final Half prefill;
    private final Half decode;
    private final ArrayDeque<Job> toSend = new ArrayDeque<>();
    private boolean sending;
    private int scheduled;
    private int queued;
    private double now;

    NaivePair(DeploymentSpec prefillSpec, DeploymentSpec decodeSpec) {
        this.prefillSpec = prefillSpec;
        prefill = new Half(prefillSpec, false, 1);
        decode = new Half(decodeSpec, true, 2);
    }

    void run(List<Job> jobs) {
        for (Job job : jobs) {
            at(job.arrivalSeconds, 0, () -> prefill.arrive(job));
        }
        while (!events.isEmpty()) {
            Event next = events.remove();
            now = next.seconds();
            next.action().run();
        }
    }

    /** Transfers that found the link busy. */
    int queued() {
        return queued;
    }

    private void at(double seconds, int rank, Runnable action) {
        events.add(new Event(seconds, rank, scheduled++, action));
    }

    private void firstToken(Job job) {
        job.firstTokenSeconds = now;
        if (job.output == 1) {
            job.finishSeconds = now;
        } else {
            toSend.add(job);
            queued += sending ? 1 : 0;
            if (!sending) {
                sendNext();
            }
        }
    }

    private void sendNext() {
        sending = !toSend.isEmpty();
        if (sending) {
            Job job = toSend.remove();
            DeploymentSpec.Link link = prefillSpec.link();
            double bytes = job.prompt * link.kvBytesPerToken();
            double sent = now + bytes / link.bytesPerSecond();
            at(sent, 0, this::sendNext);
            at(sent + link.latencySeconds(), 0, () -> decode.arrive(job));
        }
    }

    /** One of the two replicas. */
    private final class Half {
        private final StepTime time;
        private final DeploymentSpec spec;
        private final boolean decodes;
        private final int rank;
        private final List<Job> waiting = new ArrayList<>();
        private final List<Job> running = new ArrayList<>();
        private boolean busy;

        Half(DeploymentSpec spec, boolean decodes, int rank) {
            this.spec = spec;
            this.time = spec.engine().stepTime();
            this.decodes = decodes;
            this.rank = rank;
        }

        void arrive(Job job) {
            waiting.add(job);
            if (!busy) {
                busy = true;
                at(now, rank, this::form);
            }
        }

        private long footprint(Job job) {
            return decodes ? job.prompt + job.output : job.prompt;
        }

        private boolean admits(Job job) {
            long reserved = footprint(job);
            for (Job other : running) {
                reserved += footprint(other);
            }
            return running.size() < spec.engine().limits().maxSequences()
                    && reserved <= spec.engine().limits().kvCapacityTokens();
        }

        private void form() {
            int budget = spec.engine().limits().tokenBudget();
            for (Job job : running) {
                budget -= share(job, budget);
            }
            while (budget > 0 && !waiting.isEmpty() && admits(waiting.get(0))) {
                Job job = waiting.remove(0);
                running.add(job);
                budget -= share(job, budget);
            }
            busy = !running.isEmpty();
            if (busy) {
                at(now + seconds(), rank, this::end);
            }
        }

        private int share(Job job, int budget) {
            job.chunk = decodes ? 1 : Math.min(job.prompt - job.prefilled, budget);
            return job.chunk;
        }

        private double seconds() {
            double sum = time.c0Seconds();
            for (Job job : running) {
                sum += time.c1Seconds() + time.c2Seconds() * job.chunk;
                if (decodes) {
                    sum += time.c5Seconds() * (job.prompt + job.generated);
                } else {
                    sum += time.c3Seconds() * job.chunk;
                    sum += time.c4Seconds() * job.chunk * (job.prompt + job.chunk / 2.0);
                }
            }
            return sum;
        }

        private void end() {
            for (Job job : List.copyOf(running)) {
                if (decodes) {
                    job.generated++;
                    if (job.generated == job.output) {
                        job.finishSeconds = now;
                        running.remove(job);
                    }
                } else {
                    job.prefilled += job.chunk;
                    if (job.prefilled == job.prompt) {
                        job.generated = 1;
                        running.remove(job);
                        firstToken(job);
                    }
                }
            }
            form();
        }
    }
}
