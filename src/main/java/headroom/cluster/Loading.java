package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Timer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The replicas whose weights load, in the order in which they began, and what they become. */
final class Loading {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final ReplicaBook book;
    /** Gives the next cell to a replica of a placement that has none. */
    private final IntUnaryOperator deal;
    /** Loads under way, by placement. */
    private final List<List<Load>> loads = new ArrayList<>();
    /** Replicas that cannot load before their site is back, by placement: their cells. */
    private final List<List<Integer>> waiting = new ArrayList<>();
    /** Repairs under way whose GPUs have left, by placement and cell. */
    private final int[][] dropped;

    Loading(Agenda agenda, ClusterSpec spec, ReplicaBook book, IntUnaryOperator deal) {
        this.agenda = agenda;
        this.spec = spec;
        this.book = book;
        this.deal = deal;
        dropped = new int[spec.placements().size()][spec.sampledCells() + 1];
        spec.placements().forEach(p -> {
            loads.add(new ArrayList<>());
            waiting.add(new ArrayList<>());
        });
    }

    /** The weights of a replica load from now on. */
    void begin(int placement, int cell) {
        double load = spec.placements().get(placement).loadSeconds();
        begin(placement, cell, agenda.nowSeconds() + load);
    }

    /** The weights of a replica load from now on, until an instant. */
    void begin(int placement, int cell, double servesSeconds) {
        if (book.isDown(spec.placements().get(placement).pool())) {
            book.move(placement, cell, State.FREE, State.FAILED);
            waiting.get(placement).add(cell);
            return;
        }
        book.move(placement, cell, State.FREE, State.LOADING);
        Load load = new Load(placement, cell);
        loads.get(placement).add(load);
        load.done.startAt(servesSeconds);
    }

    /** Gives up the load that began last. */
    void cancelLast(int placement) {
        List<Load> own = loads.get(placement);
        giveUp(own.get(own.size() - 1));
    }

    /** Gives up the load that began last of those meant for a cell. */
    void cancel(int placement, int cell) {
        List<Load> own = loads.get(placement);
        int last = own.size() - 1;
        while (own.get(last).cell != cell) {
            last--;
        }
        giveUp(own.get(last));
    }

    /** The GPUs of a replica that failed have left: it does not come back. */
    void drop(int placement, int cell) {
        book.move(placement, cell, State.FAILED, State.FREE);
        if (!waiting.get(placement).remove(Integer.valueOf(cell))) {
            dropped[placement][cell]++;
        }
    }

    /** The same of any of a placement; whether there is one. */
    boolean dropOne(int placement) {
        for (int cell = 0; cell <= book.noCell(); cell++) {
            if (book.count(State.FAILED, placement, cell) > 0) {
                drop(placement, cell);
                return true;
            }
        }
        return false;
    }

    /** The GPUs of a replica are repaired, or would be had they not left. */
    void repaired(int placement, int cell) {
        if (dropped[placement][cell] > 0) {
            dropped[placement][cell]--;
        } else {
            comeBack(placement, cell, State.FAILED);
        }
    }

    /** The node of a replica is drained no more. */
    void undrained(int placement, int cell) {
        comeBack(placement, cell, State.DRAINED);
    }

    /** Of a fixed share the replica returns; of a scaled one its GPUs are free for all. */
    private void comeBack(int placement, int cell, State from) {
        book.move(placement, cell, from, State.FREE);
        if (spec.placements().get(placement).scale() == null) {
            begin(placement, cell);
        }
    }

    /** The GPUs of the k-th load of a placement go out of use; the cell it was meant for. */
    int stop(int placement, int k, State to) {
        Load load = loads.get(placement).get(k);
        end(load);
        book.move(placement, load.cell, State.LOADING, to);
        return load.cell;
    }

    /** All replicas of a placement are lost with their site, until it is back. */
    void lose(int placement) {
        for (int cell = 0; cell < spec.sampledCells(); cell++) {
            for (int i = book.count(State.SERVING, placement, cell); i > 0; i--) {
                waiting.get(placement).add(cell);
            }
        }
        book.loseServing(placement);
        while (!loads.get(placement).isEmpty()) {
            waiting.get(placement).add(stop(placement, 0, State.FAILED));
        }
    }

    /** The site of a placement is back. */
    void restore(int placement) {
        List<Integer> cells = List.copyOf(waiting.get(placement));
        waiting.get(placement).clear();
        for (int cell : cells) {
            comeBack(placement, cell, State.FAILED);
        }
    }

    private void giveUp(Load load) {
        end(load);
        book.move(load.placement, load.cell, State.LOADING, State.FREE);
    }

    private void end(Load load) {
        load.done.stop();
        loads.get(load.placement).remove(load);
    }

    /** One replica whose weights load. */
    private final class Load {
        private final int placement;
        private final int cell;
        private final Timer done = agenda.timer(Rank.ARRIVE_CAPACITY, this::serve);

        Load(int placement, int cell) {
            this.placement = placement;
            this.cell = cell;
        }

        private void serve() {
            end(this);
            int to = cell == book.noCell() ? deal.applyAsInt(placement) : cell;
            book.loaded(placement, cell, to);
        }
    }
}
