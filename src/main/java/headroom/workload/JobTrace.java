package headroom.workload;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultiset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recorded stream of jobs, in order of arrival; those of one instant in the order of the file.
 *
 * <p>Immutable; shared by any number of threads.
 */
public final class JobTrace {
    /** The priority of a job of which none is recorded. */
    public static final int UNTOLD = Integer.MIN_VALUE;

    private final double[] arrivalSeconds;
    private final int[] gpus;
    private final double[] runSeconds;
    private final double[] estimateSeconds;
    private final int[] group;
    private final int[] user;
    private final int[] priority;
    private final ImmutableList<String> groups;
    private final ImmutableList<String> users;
    /** The groups of the jobs that are left out, each as often as it has one. */
    private final ImmutableMultiset<String> skipped;

    /** How a file says its jobs. */
    public enum Format {
        /** The Standard Workload Format, version 2.2. */
        SWF,
        /** A table with a header: arrival, gpus, duration and, if known, more. */
        CSV
    }

    /**
     * A job as recorded.
     *
     * @param arrivalSeconds in the clock of the trace [s], at least 0
     * @param gpus GPUs or processors that it holds, at least 1
     * @param runSeconds how long it ran [s], at least 0
     * @param estimateSeconds how long its user said it would [s]; NaN where nobody said
     * @param group the share of the machine it belongs to; empty where unknown
     * @param user who sent it; empty where unknown
     * @param priority as recorded; {@link #UNTOLD} where it is not
     */
    public record Job(
            double arrivalSeconds,
            int gpus,
            double runSeconds,
            double estimateSeconds,
            String group,
            String user,
            int priority) {}

    private JobTrace(List<Job> jobs, ImmutableMultiset<String> skipped) {
        this.skipped = skipped;
        List<Job> sorted = new ArrayList<>(jobs);
        sorted.sort(Comparator.comparingDouble(Job::arrivalSeconds));
        int n = sorted.size();
        arrivalSeconds = new double[n];
        gpus = new int[n];
        runSeconds = new double[n];
        estimateSeconds = new double[n];
        group = new int[n];
        user = new int[n];
        priority = new int[n];
        Map<String, Integer> groupIds = new LinkedHashMap<>();
        Map<String, Integer> userIds = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            Job job = sorted.get(i);
            arrivalSeconds[i] = job.arrivalSeconds;
            gpus[i] = job.gpus;
            runSeconds[i] = job.runSeconds;
            estimateSeconds[i] = job.estimateSeconds;
            group[i] = id(groupIds, job.group);
            user[i] = id(userIds, job.user);
            priority[i] = job.priority;
        }
        groups = ImmutableList.copyOf(groupIds.keySet());
        users = ImmutableList.copyOf(userIds.keySet());
    }

    private static int id(Map<String, Integer> ids, String name) {
        Integer next = ids.size();
        Integer known = ids.putIfAbsent(name, next);
        return known == null ? next : known;
    }

    /** These jobs, put in order. */
    public static JobTrace of(List<Job> jobs) {
        return new JobTrace(jobs, ImmutableMultiset.of());
    }

    static JobTrace of(List<Job> jobs, ImmutableMultiset<String> skipped) {
        return new JobTrace(jobs, skipped);
    }

    /** Reads a file, plain or gzip; a {@link TraceException} tells what is wrong with it. */
    public static JobTrace read(Path file, Format format) {
        return format == Format.SWF ? SwfReader.read(file) : JobCsv.read(file);
    }

    /** Only the jobs of one group, at the same times. */
    public JobTrace ofGroup(String name) {
        int wanted = groups.indexOf(name);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (group[i] == wanted) {
                jobs.add(job(i));
            }
        }
        ImmutableMultiset.Builder<String> without = ImmutableMultiset.builder();
        return new JobTrace(jobs, without.addCopies(name, skipped.count(name)).build());
    }

    /** Job i as recorded. */
    public Job job(int i) {
        return new Job(
                arrivalSeconds[i],
                gpus[i],
                runSeconds[i],
                estimateSeconds[i],
                groups.get(group[i]),
                users.get(user[i]),
                priority[i]);
    }

    /** How many jobs there are. */
    public int size() {
        return gpus.length;
    }

    /** Arrival of job i in the clock of the trace [s]; never falls. */
    public double arrivalSeconds(int i) {
        return arrivalSeconds[i];
    }

    /** GPUs or processors of job i, at least 1. */
    public int gpus(int i) {
        return gpus[i];
    }

    /** How long job i ran [s]. */
    public double runSeconds(int i) {
        return runSeconds[i];
    }

    /** How long the user of job i said it would run [s]; NaN where nobody said. */
    public double estimateSeconds(int i) {
        return estimateSeconds[i];
    }

    /** Index in {@link #groups} of the group of job i. */
    public int group(int i) {
        return group[i];
    }

    /** Index in {@link #users} of the user of job i. */
    public int user(int i) {
        return user[i];
    }

    /** Priority of job i as recorded, or the one given where it is not. */
    public int priority(int i, int otherwise) {
        return priority[i] == UNTOLD ? otherwise : priority[i];
    }

    /** Names of the groups in order of their first job; one is empty where it is unknown. */
    public ImmutableList<String> groups() {
        return groups;
    }

    /** Names of the users in order of their first job; one is empty where it is unknown. */
    public ImmutableList<String> users() {
        return users;
    }

    /** Jobs of the file that are left out because it does not know their size or run time. */
    public int skippedJobs() {
        return skipped.size();
    }
}
