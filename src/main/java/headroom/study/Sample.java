package headroom.study;

import headroom.stat.ControlVariates.Control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the first replications of a value say of what is asked.
 *
 * @param position the value's place in its grid
 * @param values of each constraint, of each replication; NaN where it was not observed
 * @param controls of each constraint, numbers of the same replications whose means are known
 * @param requests requests and jobs that were simulated for it
 */
public record Sample(
        int position, List<double[]> values, List<List<Control>> controls, double requests) {
    public Sample {
        values = List.copyOf(values);
        controls = controls.stream().map(List::copyOf).toList();
    }

    /** How many replications it has. */
    public int replications() {
        return values.get(0).length;
    }

    /** Runs values; the seam between the search and the simulation. */
    @FunctionalInterface
    public interface Sampler {
        /** The first replications of a value, all of them, run or kept from before. */
        Sample sample(int position, int replications) throws IOException, StudyException;

        /** Several values at once. */
        default List<Sample> samples(List<Integer> positions, int replications)
                throws IOException, StudyException {
            List<Sample> samples = new ArrayList<>();
            for (int position : positions) {
                samples.add(sample(position, replications));
            }
            return samples;
        }
    }
}
