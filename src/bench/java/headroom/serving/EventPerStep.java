package headroom.serving;

import headroom.kernel.Streams;
import headroom.routers.PowerOfTwo;

import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

import java.util.Arrays;

/**
 * The baseline a simulator is usually built as: an event per step of each replica in SSJ's default
 * event list, a splay tree. What a step does is as cheap as in the closed form: finishing steps
 * come from a heap, and no sequence is visited.
 */
final class EventPerStep implements ReplicaView {
    private final Simulator simulator = new Simulator();
    private final Load load;
    private final Requests requests = new Requests();
    private final Step[] replicas;
    private final RandomStream random = new Streams(1, 0).of("routing");
    private final PowerOfTwo router = new PowerOfTwo();
    private double sojournSeconds;
    private long left;
    private long steps;
    private long completed;

    EventPerStep(Load load) {
        this.load = load;
        simulator.init();
        replicas = new Step[load.replicas];
        Arrays.setAll(replicas, r -> new Step());
        load.advance();
        new Arrival().schedule(load.arrivalSeconds());
    }

    /** Simulates until this many more requests have arrived. */
    void arrive(long count) {
        left = count;
        simulator.start();
    }

    double sojournSeconds() {
        return sojournSeconds;
    }

    /** Steps so far, each an event. */
    long steps() {
        return steps;
    }

    long completed() {
        return completed;
    }

    @Override
    public int tickets() {
        return replicas.length * 16;
    }

    @Override
    public int replica(int ticket) {
        return ticket / 16;
    }

    @Override
    public int replicas() {
        return replicas.length;
    }

    @Override
    public int serving(int place) {
        return place;
    }

    @Override
    public long turn() {
        return 0;
    }

    @Override
    public double load(int r) {
        Step s = replicas[r];
        return Math.max(
                s.offeredTokens * (1.0 / Load.LIMITS.kvCapacityTokens()),
                requests(r) * (1.0 / Load.LIMITS.maxSequences()));
    }

    @Override
    public int requests(int r) {
        return replicas[r].inService() + replicas[r].waiting.size();
    }

    @Override
    public double kvLoad(int r) {
        return 0;
    }

    @Override
    public int deployment(int r) {
        return 0;
    }

    @Override
    public int home() {
        return -1;
    }

    @Override
    public int promptTokens() {
        return load.promptTokens();
    }

    /** The next request arrives. */
    private final class Arrival extends Event {
        Arrival() {
            super(simulator);
        }

        @Override
        public void actions() {
            double now = simulator.time();
            int request = requests.allocate(0, now, 0, load.promptTokens(), load.outputTokens());
            replicas[router.route(EventPerStep.this, random)].offer(request);
            load.advance();
            schedule(load.arrivalSeconds() - now);
            if (--left == 0) {
                simulator.stop();
            }
        }
    }

    /** A replica; the event is the end of its step. */
    private final class Step extends Event {
        private final WaitingQueues waiting = new WaitingQueues(requests);
        private final Decodes decoding = new Decodes(requests, 0);
        private int[] ending = new int[8];
        private int endingCount;
        private int partial = -1;
        private int partialRemaining;
        private int chunk;
        private int admissions;
        private long reservedTokens;
        private long offeredTokens;
        private boolean busy;

        Step() {
            super(simulator);
        }

        int inService() {
            return decoding.size() + endingCount + (partial < 0 ? 0 : 1);
        }

        void offer(int request) {
            waiting.add(request);
            offeredTokens += requests.promptTokens(request);
            if (!busy) {
                form();
            }
        }

        @Override
        public void actions() {
            steps++;
            decoding.step(1);
            partialRemaining -= chunk;
            while (decoding.hasFinished()) {
                complete(decoding.pollFinished());
            }
            for (int i = 0; i < endingCount; i++) {
                int request = ending[i];
                if (requests.outputTokens(request) == 1) {
                    complete(request);
                } else {
                    decoding.join(request, 1, admissions++);
                }
            }
            endingCount = 0;
            form();
        }

        private void form() {
            int n = decoding.size();
            int budget = Load.LIMITS.tokenBudget() - n;
            int all = budget;
            double attention = 0;
            chunk = 0;
            boolean more = true;
            while (budget > 0 && more) {
                if (partial < 0) {
                    more = admit();
                }
                if (partial >= 0) {
                    int tokens = Math.min(budget, partialRemaining);
                    attention += tokens * (requests.promptTokens(partial) + 0.5 * tokens);
                    budget -= tokens;
                    if (tokens == partialRemaining) {
                        end();
                    } else {
                        chunk = tokens;
                    }
                }
            }
            busy = inService() > 0;
            if (busy) {
                int tokens = all - budget;
                long context = decoding.contextTokens();
                schedule(Load.STEP.memorySeconds(inService(), tokens, n, context)
                        + Load.STEP.computeSeconds(tokens, attention));
            }
        }

        private boolean admit() {
            if (waiting.isEmpty()
                    || inService() == Load.LIMITS.maxSequences()
                    || reservedTokens + need(waiting.peek()) > Load.LIMITS.kvCapacityTokens()) {
                return false;
            }
            partial = waiting.poll();
            partialRemaining = requests.newTokens(partial);
            reservedTokens += need(partial);
            return true;
        }

        private void end() {
            if (endingCount == ending.length) {
                ending = Arrays.copyOf(ending, endingCount * 2);
            }
            ending[endingCount++] = partial;
            partial = -1;
        }

        private void complete(int request) {
            reservedTokens -= need(request);
            offeredTokens -= requests.promptTokens(request);
            sojournSeconds += simulator.time() - requests.arrivalSeconds(request);
            completed++;
            requests.free(request);
        }

        private long need(int request) {
            return (long) requests.promptTokens(request) + requests.outputTokens(request);
        }
    }
}
