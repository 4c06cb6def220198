package headroom.cluster;

import headroom.cell.CellCommand;
import headroom.fleet.FleetUse;
import headroom.kernel.Agenda;

import java.util.Arrays;
import java.util.List;

/**
 * Who holds the GPUs of every pool: the simulated replicas by deployment, cell and state.
 *
 * <p>At every instant, for each pool,
 *
 * <pre>
 * serving + loading + draining + vacating + drained + failed + lent + free = owned
 * </pre>
 *
 * exactly: a simulated replica stands for C/K real ones (K of C cells are simulated), so it holds
 * (its GPUs)*C parts of which a real GPU has K, and parts are whole numbers. Owned is what is
 * present, or what is held where that is more: replicas of a fixed share are rounded to whole
 * ones, and on a ramp one may be ahead of its last GPUs. Scaled deployments and jobs take free GPUs
 * only, and never those of spare nodes, which are free for good. Replicas hold parts of the GPUs of
 * a pool, not GPUs of a node; jobs have whole nodes where there are any, so a part of one may be
 * left over that is free.
 */
final class ReplicaBook {
    /** What GPUs are held for. */
    enum State {
        /** By a replica that takes requests. */
        SERVING,
        /** By a replica whose weights load. */
        LOADING,
        /** By a replica that takes no more requests and has some left. */
        DRAINING,
        /** By a replica that drains, and whose GPUs stay out of use then. */
        VACATING,
        /** By a replica that drained, or by nobody, on a node that is drained. */
        DRAINED,
        /** By a replica that failed and is repaired, or by nobody, on a node that failed. */
        FAILED,
        /** By jobs, which hold them or leave them idle. */
        LENT,
        /** By nobody, or of a spare node. */
        FREE
    }

    /** Where commands go. */
    @FunctionalInterface
    interface Orders {
        /** Tells a cell. */
        void tell(int cell, CellCommand command);
    }

    private static final State[] STATES = State.values();

    /** Stands for the cell of a replica that is given one when it serves. */
    private final int noCell;

    private final Agenda agenda;
    private final ClusterSpec spec;
    private final Orders orders;
    /** Real GPUs present by pool. */
    private final int[] present;
    /** Replicas by state, placement and cell. */
    private final int[][][] replicas;
    /** Parts of GPUs held, by pool and state; free ones are what is left. */
    private final long[][] parts;
    /** Parts of the GPUs of spare nodes, by pool. */
    private final long[] spareParts;
    /** Part-seconds since last drained, by pool and state [s]. */
    private final double[][] partSeconds;

    /** Part-seconds failed since last drained, by pool [s]. */
    private final double[] failedSeconds;

    private final int[] failures;
    /** Pools whose site is down. */
    private final boolean[] down;
    /** Replicas told to drain at {@link #orderedSeconds}, which no report shows yet. */
    private final int[][] ordered;

    private double orderedSeconds;
    private double settledSeconds;

    ReplicaBook(Agenda agenda, ClusterSpec spec, Orders orders) {
        this.agenda = agenda;
        this.spec = spec;
        this.orders = orders;
        noCell = spec.sampledCells();
        int pools = spec.pools().size();
        int placements = spec.placements().size();
        present = spec.pools().stream().mapToInt(ClusterSpec.PoolSpec::gpus).toArray();
        replicas = new int[STATES.length][placements][spec.sampledCells() + 1];
        parts = new long[pools][STATES.length];
        spareParts = new long[pools];
        Arrays.setAll(spareParts, pool -> (long) spec.spareGpus(pool) * spec.sampledCells());
        partSeconds = new double[pools][STATES.length];
        failedSeconds = new double[pools];
        failures = new int[pools];
        down = new boolean[pools];
        ordered = new int[placements][spec.sampledCells()];
    }

    int noCell() {
        return noCell;
    }

    /** Real GPUs present by pool. */
    int[] present() {
        return present;
    }

    /** GPUs arrive in a pool; fewer than none leave. */
    void arrive(int pool, int gpus) {
        settle();
        present[pool] += gpus;
    }

    /** Simulated replicas of a placement in a state. */
    int count(State state, int placement) {
        return Arrays.stream(replicas[index(state)][placement]).sum();
    }

    int count(State state, int placement, int cell) {
        return replicas[index(state)][placement][cell];
    }

    /** Simulated replicas of a placement in a cell that serve, load or have failed. */
    int held(int placement, int cell) {
        return count(State.SERVING, placement, cell)
                + count(State.LOADING, placement, cell)
                + count(State.FAILED, placement, cell);
    }

    /** The same in all cells. */
    int held(int placement) {
        return assigned(placement) + count(State.FAILED, placement);
    }

    /** Simulated replicas that serve or will once their weights are loaded. */
    int assigned(int placement) {
        return count(State.SERVING, placement) + count(State.LOADING, placement);
    }

    /** Real GPUs of a pool that nobody holds and anybody may. */
    double freeGpus(int pool) {
        return (double) takeableParts(pool) / spec.sampledCells();
    }

    /** Real GPUs of a pool that jobs have. */
    int lent(int pool) {
        return (int) (parts[pool][index(State.LENT)] / spec.sampledCells());
    }

    /** Jobs get free GPUs of a pool. */
    void lend(int pool, int gpus) {
        settle();
        long more = (long) gpus * spec.sampledCells();
        if (gpus < 0 || more > takeableParts(pool)) {
            throw new IllegalStateException(gpus + " GPUs of pool " + pool + " cannot be lent at "
                    + agenda.nowSeconds() + " s");
        }
        parts[pool][index(State.LENT)] += more;
    }

    /** Jobs give back GPUs of a pool. */
    void takeBack(int pool, int gpus) {
        settle();
        parts[pool][index(State.LENT)] -= (long) gpus * spec.sampledCells();
        if (gpus < 0 || lent(pool) < 0) {
            throw new IllegalStateException(gpus + " GPUs of pool " + pool + " were not lent at "
                    + agenda.nowSeconds() + " s");
        }
    }

    /** Whether the site of a pool is down. */
    boolean isDown(int pool) {
        return down[pool];
    }

    /** The site of a pool goes down or comes back. */
    void setDown(int pool, boolean isDown) {
        settle();
        down[pool] = isDown;
    }

    /** All serving replicas of a placement are lost with their site. */
    void loseServing(int placement) {
        int[] serving = replicas[index(State.SERVING)][placement];
        for (int cell = 0; cell < serving.length; cell++) {
            while (serving[cell] > 0) {
                move(placement, cell, State.SERVING, State.FAILED);
                orders.tell(cell, new CellCommand.ReplicaFail(agenda.nowSeconds(), placement, 0));
            }
        }
    }

    /** Whether a pool has the GPUs for one more simulated replica of a placement. */
    boolean hasRoom(int placement) {
        return !down[spec.placements().get(placement).pool()]
                && takeableParts(spec.placements().get(placement).pool()) >= partsOf(placement);
    }

    /** A replica serves in a cell from now on. */
    void serve(int placement, int cell) {
        move(placement, cell, State.FREE, State.SERVING);
        orders.tell(cell, new CellCommand.ReplicaUp(agenda.nowSeconds(), placement));
    }

    /** A replica whose weights are loaded serves in a cell, or in another than it was meant for. */
    void loaded(int placement, int meant, int cell) {
        move(placement, meant, State.LOADING, State.SERVING);
        int[] serving = replicas[index(State.SERVING)][placement];
        serving[meant]--;
        serving[cell]++;
        orders.tell(cell, new CellCommand.ReplicaUp(agenda.nowSeconds(), placement));
    }

    /** A serving replica takes no more requests; its GPUs are free then. */
    void drain(int placement, int cell) {
        drain(placement, cell, State.DRAINING);
    }

    /** A serving replica takes no more requests; its GPUs stay out of use then. */
    void vacate(int placement, int cell) {
        drain(placement, cell, State.VACATING);
    }

    private void drain(int placement, int cell, State to) {
        double now = agenda.nowSeconds();
        if (now > orderedSeconds) {
            orderedSeconds = now;
            for (int[] cells : ordered) {
                Arrays.fill(cells, 0);
            }
        }
        ordered[placement][cell]++;
        move(placement, cell, State.SERVING, to);
        orders.tell(cell, new CellCommand.ReplicaDrain(now, placement));
    }

    /** The k-th of the serving replicas of a placement, cell by cell, fails; the cell it was in. */
    int failServing(int placement, int k) {
        int[] serving = replicas[index(State.SERVING)][placement];
        int cell = 0;
        int rest = k;
        while (rest >= serving[cell]) {
            rest -= serving[cell];
            cell++;
        }
        fail(State.SERVING, placement, cell);
        orders.tell(cell, new CellCommand.ReplicaFail(agenda.nowSeconds(), placement, rest));
        return cell;
    }

    /** The GPUs of a replica fail. */
    void fail(State from, int placement, int cell) {
        move(placement, cell, from, State.FAILED);
        failures[spec.placements().get(placement).pool()]++;
    }

    /** Takes the GPUs of drained replicas that the cells no longer report. */
    void collect(List<FleetUse> uses) {
        boolean unseen = orderedSeconds == agenda.nowSeconds();
        for (int p = 0; p < ordered.length; p++) {
            for (int cell = 0; cell < uses.size(); cell++) {
                int known = count(State.DRAINING, p, cell)
                        + count(State.VACATING, p, cell)
                        - (unseen ? ordered[p][cell] : 0);
                for (int i = uses.get(cell).draining[p]; i < known; i++) {
                    if (count(State.VACATING, p, cell) > 0) {
                        move(p, cell, State.VACATING, State.DRAINED);
                    } else {
                        move(p, cell, State.DRAINING, State.FREE);
                    }
                }
            }
        }
    }

    /** GPUs of a replica go from one state to another. */
    void move(int placement, int cell, State from, State to) {
        settle();
        int pool = spec.placements().get(placement).pool();
        boolean scaled = spec.placements().get(placement).scale() != null;
        if (from == State.FREE) {
            if (scaled && !hasRoom(placement)) {
                throw impossible("no free GPUs for a replica of", placement);
            }
        } else {
            parts[pool][index(from)] -= partsOf(placement);
            if (--replicas[index(from)][placement][cell] < 0) {
                throw impossible("fewer than no replicas " + from + " of", placement);
            }
        }
        if (to != State.FREE) {
            parts[pool][index(to)] += partsOf(placement);
            replicas[index(to)][placement][cell]++;
        }
    }

    /** Parts of GPUs that no replica holds go from one state to another. */
    void shift(int pool, State from, State to, long count) {
        settle();
        parts[pool][index(from)] -= from == State.FREE ? 0 : count;
        parts[pool][index(to)] += to == State.FREE ? 0 : count;
    }

    private IllegalStateException impossible(String what, int placement) {
        return new IllegalStateException(
                what + " deployment " + placement + " at " + agenda.nowSeconds() + " s");
    }

    private long partsOf(int placement) {
        return (long) spec.placements().get(placement).replicaGpus() * spec.cells();
    }

    private long freeParts(int pool) {
        long held = Arrays.stream(parts[pool]).sum();
        return Math.max(0, (long) present[pool] * spec.sampledCells() - held);
    }

    /** Real GPUs held beyond those there are, rounded up; what drains will be given back. */
    int excessGpus(int pool) {
        long held = Arrays.stream(parts[pool]).sum() - parts[pool][index(State.DRAINING)];
        long excess = held - (long) present[pool] * spec.sampledCells();
        return (int) Math.max(0, -Math.floorDiv(-excess, spec.sampledCells()));
    }

    /** Parts of GPUs of a pool that nobody holds and anybody may. */
    long takeableParts(int pool) {
        return Math.max(0, freeParts(pool) - spareParts[pool]);
    }

    private void settle() {
        double seconds = agenda.nowSeconds() - settledSeconds;
        settledSeconds = agenda.nowSeconds();
        if (seconds == 0) {
            return;
        }
        for (int pool = 0; pool < parts.length; pool++) {
            for (State state : STATES) {
                long held = state == State.FREE ? freeParts(pool) : parts[pool][index(state)];
                partSeconds[pool][index(state)] += held * seconds;
            }
            if (down[pool]) {
                // what nobody holds fails with its site as well, but machines kept aside
                double lost = takeableParts(pool) * seconds;
                partSeconds[pool][index(State.FREE)] -= lost;
                partSeconds[pool][index(State.FAILED)] += lost;
            }
            // what is down draws no power, failed or not
            failedSeconds[pool] += down[pool] ? 0 : parts[pool][index(State.FAILED)] * seconds;
        }
    }

    /** Real GPU-seconds failed by pool since this was last asked [s]. */
    double[] drainFailedSeconds() {
        settle();
        double[] seconds = new double[parts.length];
        for (int pool = 0; pool < seconds.length; pool++) {
            seconds[pool] = failedSeconds[pool] / spec.sampledCells();
        }
        Arrays.fill(failedSeconds, 0);
        return seconds;
    }

    /** What happened in every pool since this was last asked, in real GPUs and failures. */
    List<HourFacts.PoolStates> drain() {
        settle();
        HourFacts.PoolStates[] pools = new HourFacts.PoolStates[parts.length];
        for (int pool = 0; pool < pools.length; pool++) {
            double[] seconds = partSeconds[pool];
            double real = 1.0 / spec.sampledCells();
            pools[pool] = new HourFacts.PoolStates(
                    seconds[index(State.SERVING)] * real,
                    seconds[index(State.LOADING)] * real,
                    sum(seconds, State.DRAINING, State.VACATING, State.DRAINED) * real,
                    seconds[index(State.FAILED)] * real,
                    seconds[index(State.LENT)] * real,
                    seconds[index(State.FREE)] * real,
                    failures[pool] * spec.weight());
            Arrays.fill(seconds, 0);
        }
        Arrays.fill(failures, 0);
        return List.of(pools);
    }

    private static double sum(double[] seconds, State... states) {
        return Arrays.stream(states).mapToDouble(each -> seconds[index(each)]).sum();
    }

    @SuppressWarnings("EnumOrdinal") // arrays by state
    private static int index(State state) {
        return state.ordinal();
    }
}
