package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.floor.NodeEvents;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Faults and drains of nodes that serve, of a pool that jobs and deployments share.
 *
 * <pre>
 * GPUs struck, from the first that serves = [r n, r n + n)
 * </pre>
 *
 * <p>r rank of the node among those that serve, work and are not drained [1], n GPUs of a node. So
 * nodes that fail at one time, as those of a rack, take replicas side by side ({@link Standing}),
 * and gangs on the other nodes of the rack are killed by the same fault. A replica is back, without
 * weights, when all nodes that took it are. Replicas go and come at the end of the epoch in which
 * their nodes do, whether that is known or not.
 *
 * <p>Replicas on nodes that are drained take no more requests and end what they have; those that
 * load give up. What is drained and fails, or fails and is drained, is back when both are over, and
 * has failed as long as it does not work. GPUs of a node that nobody holds are out of use with it,
 * and as many more as replicas on it have that drain anyway, as soon as so many are free. So, where
 * nodes hold whole replicas and faults are noticed at once,
 *
 * <pre>
 * GPU-hours failed = n * hours that nodes are down, summed over the nodes
 * </pre>
 *
 * <p>Of K of C cells the first K/C of the nodes have the simulated replicas where nodes fail, each
 * of which stands for C/K: means hold, and the number down scatters as by {@link FailurePlane}.
 * Where certain nodes are drained each stands among those it stands for, so that as many GPUs go,
 * up to those of the C/K. Domain: any fault of a pool without failures of its own; a replica that
 * drains ends what it has though its node fails, and the other nodes of a larger replica that is
 * down fail without consequence. What fails or is drained while the site is down goes out of use
 * when it is back. Grade: assumed.
 */
final class NodeStrikes implements NodeEvents.Away {
    private final Standing standing;
    private final ReplicaBook book;
    private final int pool;
    private final NodeEvents nodes;
    private final int nodeGpus;
    /** What happened since this was last settled. */
    private final List<Turn> turns = new ArrayList<>();

    private final BitSet failed = new BitSet();
    private final BitSet drained = new BitSet();
    /** By node that failed or is drained, what is out of use with it. */
    private final Map<Integer, List<Out>> outs = new TreeMap<>();
    /** Replicas that take no more requests and have some left, in the order of their drains. */
    private final List<Leaving> leaving = new ArrayList<>();
    /** Nodes of which more GPUs go out of use as soon as they are free. */
    private final List<Unheld> owing = new ArrayList<>();

    private enum Kind {
        FAILED,
        BACK,
        DRAINED,
        UNDRAINED
    }

    private record Turn(Kind kind, int node) {}

    private record Leaving(Standing.Down replica, Out out) {}

    /** Of a pool whose nodes are so large. */
    NodeStrikes(Standing standing, ReplicaBook book, int pool, NodeEvents nodes, int nodeGpus) {
        this.standing = standing;
        this.book = book;
        this.pool = pool;
        this.nodes = nodes;
        this.nodeGpus = nodeGpus;
    }

    @Override
    public void failed(int node) {
        turns.add(new Turn(Kind.FAILED, node));
    }

    @Override
    public void back(int node) {
        turns.add(new Turn(Kind.BACK, node));
    }

    @Override
    public void drained(int node) {
        turns.add(new Turn(Kind.DRAINED, node));
    }

    @Override
    public void undrained(int node) {
        turns.add(new Turn(Kind.UNDRAINED, node));
    }

    /** While the site is up, does what happened since it last did to those who serve now. */
    void settle() {
        if (book.isDown(pool)) {
            return;
        }
        settleLeaving();
        int from = 0;
        while (from < turns.size()) {
            Kind kind = turns.get(from).kind;
            int to = from;
            List<Integer> its = new ArrayList<>();
            while (to < turns.size() && turns.get(to).kind == kind) {
                its.add(turns.get(to).node);
                to++;
            }
            proceed(kind, its);
            from = to;
        }
        turns.clear();
        owing.forEach(Unheld::claim);
        owing.removeIf(Unheld::isDone);
    }

    private void proceed(Kind kind, List<Integer> its) {
        switch (kind) {
            case FAILED -> goOut(its, failed, State.FAILED);
            case DRAINED -> goOut(its, drained, State.DRAINED);
            case BACK -> comeBack(its, failed);
            case UNDRAINED -> comeBack(its, drained);
        }
    }

    private void goOut(List<Integer> its, BitSet why, State state) {
        TreeSet<Integer> struck = new TreeSet<>(its);
        struck.removeIf(this::isOut);
        strike(struck, state);
        its.forEach(why::set);
        its.forEach(this::settle);
    }

    private void comeBack(List<Integer> those, BitSet why) {
        for (int node : those) {
            why.clear(node);
            if (isOut(node)) {
                settle(node);
            } else {
                List<Out> its = outs.remove(node);
                (its == null ? List.<Out>of() : its).forEach(each -> each.back(node));
            }
        }
    }

    private void settle(int node) {
        outs.getOrDefault(node, List.of()).forEach(Out::settle);
    }

    private boolean isOut(int node) {
        return failed.get(node) || drained.get(node);
    }

    private void strike(TreeSet<Integer> struck, State state) {
        boolean drains = state == State.DRAINED;
        double apart = drains ? standing.spread() : 1;
        TreeMap<Standing.Place, List<Integer>> nodesOf = new TreeMap<>();
        Map<Integer, Standing.Rest> rests = new TreeMap<>();
        int rank = 0;
        for (int node = 0; !struck.isEmpty() && node <= struck.last(); node++) {
            if (struck.contains(node)) {
                double at = (double) rank * nodeGpus;
                for (Standing.Place each : standing.at(List.of(pool), at, nodeGpus, apart)) {
                    nodesOf.computeIfAbsent(each, place -> new ArrayList<>()).add(node);
                }
                rests.put(node, standing.rest(pool, at, nodeGpus, apart));
            }
            rank += nodes.isAway(node) && !isOut(node) ? 1 : 0;
        }
        List<Standing.Place> places = List.copyOf(nodesOf.keySet());
        List<List<Integer>> first = new ArrayList<>(nodesOf.values());
        rests.forEach((node, rest) -> setAside(node, rest, state));
        if (drains) {
            standing.drain(places, (replica, now) -> {
                Out out = add(first.remove(first.size() - 1), replica, now);
                if (now == State.VACATING) {
                    leaving.add(new Leaving(replica, out));
                }
            });
        } else {
            standing.fail(
                    places, replica -> add(first.remove(first.size() - 1), replica, State.FAILED));
        }
    }

    private Out add(List<Integer> its, Standing.Down replica, State now) {
        return add(new Out(its, now, (from, to) -> standing.move(replica, from, to)));
    }

    private Out add(Out out) {
        out.waitsFor.forEach(
                node -> outs.computeIfAbsent(node, key -> new ArrayList<>()).add(out));
        return out;
    }

    private void setAside(int node, Standing.Rest rest, State state) {
        long owed = rest.free() + rest.draining();
        if (owed > 0) {
            Unheld unheld = new Unheld(state, owed);
            owing.add(unheld);
            add(new Out(List.of(node), state, unheld));
        }
    }

    /** Of replicas alike those that were told first are empty first. */
    private void settleLeaving() {
        Map<Standing.Down, Integer> left = new TreeMap<>(Standing.Down.IN_ORDER);
        for (int i = leaving.size() - 1; i >= 0; i--) {
            Leaving each = leaving.get(i);
            Standing.Down replica = each.replica;
            int more = left.computeIfAbsent(
                    replica, r -> book.count(State.VACATING, r.placement(), r.cell()));
            left.put(replica, more - 1);
            if (more <= 0) {
                leaving.remove(i);
                each.out.state = State.DRAINED;
                each.out.settle();
            }
        }
    }

    /** What goes from one state to another. */
    private interface Moved {
        void move(State from, State to);
    }

    /** What is out of use until all nodes are back that took it. */
    private final class Out {
        private final List<Integer> waitsFor;
        private final Moved what;
        private State state;

        Out(List<Integer> waitsFor, State state, Moved what) {
            this.waitsFor = new ArrayList<>(waitsFor);
            this.state = state;
            this.what = what;
        }

        void back(Integer node) {
            waitsFor.remove(node);
            settle();
        }

        void settle() {
            State to = wanted();
            // a replica ends what it has, whatever comes
            if (state != State.VACATING && state != to) {
                what.move(state, to);
                state = to;
            }
        }

        private State wanted() {
            if (waitsFor.isEmpty()) {
                return State.FREE;
            }
            return waitsFor.stream().anyMatch(failed::get) ? State.FAILED : State.DRAINED;
        }
    }

    /** GPUs of a node that no replica has, and those that are yet to come out of use. */
    private final class Unheld implements Moved {
        private State state;
        private long parts;
        private long owed;

        Unheld(State state, long owed) {
            this.state = state;
            this.owed = owed;
        }

        void claim() {
            long more = Math.min(owed, book.takeableParts(pool));
            book.shift(pool, State.FREE, state, more);
            parts += more;
            owed -= more;
        }

        @Override
        public void move(State from, State to) {
            book.shift(pool, from, to, parts);
            state = to;
            owed = to == State.FREE ? 0 : owed;
        }

        boolean isDone() {
            return owed == 0;
        }
    }
}
