package headroom.workload;

import headroom.variates.Law;

/**
 * The run times of recorded jobs as a law, for those who do not go through them in order.
 *
 * @param trace with one job at least
 */
public record RecordedJobs(JobTrace trace) implements Law {
    @Override
    public double quantile(double u) {
        return trace.runSeconds((int) (u * trace.size()));
    }

    @Override
    public double mean() {
        double sum = 0;
        for (int i = 0; i < trace.size(); i++) {
            sum += trace.runSeconds(i);
        }
        return sum / trace.size();
    }

    @Override
    public double squaredCv() {
        double mean = mean();
        double sum = 0;
        for (int i = 0; i < trace.size(); i++) {
            double off = trace.runSeconds(i) - mean;
            sum += off * off;
        }
        return sum / trace.size() / (mean * mean);
    }
}
