package headroom.floor;

import java.util.Arrays;

/**
 * Who holds how many GPUs of which node: one entry a job and node, in a list of the job, the last
 * first, and one of the node.
 */
final class Holdings {
    static final int NONE = BitTree.NONE;

    private final int[] firstOfNode;
    private int[] firstOfJob = new int[0];
    private int[] held = new int[0];

    private int[] job = new int[64];
    private int[] node = new int[64];
    private int[] gpus = new int[64];
    private int[] nextOfJob = new int[64];
    private int[] nextOfNode = new int[64];
    private int[] beforeOfNode = new int[64];
    private int size;
    private int unused = NONE;

    Holdings(int nodes) {
        firstOfNode = new int[nodes];
        Arrays.fill(firstOfNode, NONE);
    }

    /** GPUs a job holds. */
    int held(int job) {
        return job < held.length ? held[job] : 0;
    }

    /** The last entry of a job, or none. */
    int firstOfJob(int job) {
        return job < firstOfJob.length ? firstOfJob[job] : NONE;
    }

    int nextOfJob(int entry) {
        return nextOfJob[entry];
    }

    /** An entry of a node, or none. */
    int firstOfNode(int node) {
        return firstOfNode[node];
    }

    int nextOfNode(int entry) {
        return nextOfNode[entry];
    }

    int job(int entry) {
        return job[entry];
    }

    int node(int entry) {
        return node[entry];
    }

    int gpus(int entry) {
        return gpus[entry];
    }

    /** A job holds so many GPUs of a node, beside what it held. */
    void add(int ofJob, int ofNode, int count) {
        reserve(ofJob);
        int entry = unused != NONE ? unused : size++;
        unused = unused != NONE ? nextOfJob[entry] : NONE;
        job[entry] = ofJob;
        node[entry] = ofNode;
        gpus[entry] = count;
        nextOfJob[entry] = firstOfJob[ofJob];
        firstOfJob[ofJob] = entry;
        beforeOfNode[entry] = NONE;
        nextOfNode[entry] = firstOfNode[ofNode];
        if (firstOfNode[ofNode] != NONE) {
            beforeOfNode[firstOfNode[ofNode]] = entry;
        }
        firstOfNode[ofNode] = entry;
        held[ofJob] += count;
    }

    /** So many GPUs of the last entry of a job are given back; all of them end it. */
    void reduceFirst(int ofJob, int count) {
        int entry = firstOfJob[ofJob];
        held[ofJob] -= count;
        gpus[entry] -= count;
        if (gpus[entry] > 0) {
            return;
        }
        firstOfJob[ofJob] = nextOfJob[entry];
        int before = beforeOfNode[entry];
        int behind = nextOfNode[entry];
        if (before == NONE) {
            firstOfNode[node[entry]] = behind;
        } else {
            nextOfNode[before] = behind;
        }
        if (behind != NONE) {
            beforeOfNode[behind] = before;
        }
        nextOfJob[entry] = unused;
        unused = entry;
    }

    private void reserve(int ofJob) {
        if (ofJob >= firstOfJob.length) {
            int before = firstOfJob.length;
            int to = Math.max(64, Math.max(2 * before, ofJob + 1));
            firstOfJob = Arrays.copyOf(firstOfJob, to);
            Arrays.fill(firstOfJob, before, to, NONE);
            held = Arrays.copyOf(held, to);
        }
        if (unused == NONE && size == job.length) {
            job = Arrays.copyOf(job, 2 * size);
            node = Arrays.copyOf(node, 2 * size);
            gpus = Arrays.copyOf(gpus, 2 * size);
            nextOfJob = Arrays.copyOf(nextOfJob, 2 * size);
            nextOfNode = Arrays.copyOf(nextOfNode, 2 * size);
            beforeOfNode = Arrays.copyOf(beforeOfNode, 2 * size);
        }
    }
}
