package headroom.floor;

import headroom.plant.Topology;

import java.util.Arrays;

/**
 * Frees whole nodes by moving gangs that stand on one node, and do not fill it, to other nodes that
 * are partly held: from the node with the most free GPUs to those they fit best, until the gang
 * that is to have room fits. If it never does, everything goes back.
 */
final class Defragmenter {
    private static final int NONE = BitTree.NONE;

    private final int gpusPerNode;
    private final FreeNodes free;
    private final Holdings holdings;
    private final Placer placer;
    /** Moves: job, where from, where to. */
    private int[] moves = new int[48];

    private int moveCount;

    Defragmenter(Topology topology, FreeNodes free, Holdings holdings, Placer placer) {
        gpusPerNode = topology.gpusPerNode();
        this.free = free;
        this.holdings = holdings;
        this.placer = placer;
    }

    /** Jobs moved so that one of so many GPUs fits, each once; none if it cannot. */
    int[] makeRoom(int gpus) {
        boolean isHopeless = gpus > free.freeGpus();
        while (!isHopeless && !free.fits(gpus)) {
            isHopeless = !vacateOne();
        }
        if (isHopeless) {
            undoFrom(0);
        }
        int[] moved = new int[moveCount];
        for (int i = 0; i < moveCount; i++) {
            moved[i] = moves[3 * i];
        }
        return Arrays.stream(moved).sorted().distinct().toArray();
    }

    private boolean vacateOne() {
        for (int level = gpusPerNode - 1; level > 0; level--) {
            int node = free.next(0, level);
            while (node != NONE) {
                if (vacate(node)) {
                    return true;
                }
                node = free.next(node + 1, level);
            }
        }
        return false;
    }

    private boolean vacate(int node) {
        int begin = moveCount;
        free.close(node);
        int entry = holdings.firstOfNode(node);
        while (entry != NONE) {
            int job = holdings.job(entry);
            int gpus = holdings.gpus(entry);
            int target = holdings.held(job) == gpus ? free.tightest(gpus) : NONE;
            if (target == NONE || free.free(target) == gpusPerNode) {
                free.open(node);
                undoFrom(begin);
                return false;
            }
            move(job, target);
            if (3 * moveCount + 3 > moves.length) {
                moves = Arrays.copyOf(moves, 2 * moves.length);
            }
            moves[3 * moveCount] = job;
            moves[3 * moveCount + 1] = node;
            moves[3 * moveCount + 2] = target;
            moveCount++;
            entry = holdings.firstOfNode(node);
        }
        free.open(node);
        return true;
    }

    private void undoFrom(int begin) {
        while (moveCount > begin) {
            moveCount--;
            move(moves[3 * moveCount], moves[3 * moveCount + 1]);
        }
    }

    private void move(int job, int target) {
        int entry = holdings.firstOfJob(job);
        int gpus = holdings.gpus(entry);
        free.change(holdings.node(entry), gpus);
        holdings.reduceFirst(job, gpus);
        placer.put(job, target, gpus);
    }
}
