package headroom.search;

import headroom.stat.ControlVariates.Control;
import headroom.study.StudyException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the first replications of a value say of what is asked.
 *
 * @param position the value's place in its grid
 * @param values of each constraint, of each replication; NaN where it was not observed
 * @param controls of each constraint, numbers of the same replications whose means are known
 * @param requests requests and jobs that were simulated for it
 * @param chance what was taken off the values because it is known to be chance
 */
public record Sample(
        int position,
        List<double[]> values,
        List<List<Control>> controls,
        double requests,
        Chance chance) {
    public Sample {
        values = List.copyOf(values);
        controls = controls.stream().map(List::copyOf).toList();
    }

    /** Values as they were simulated. */
    public Sample(
            int position, List<double[]> values, List<List<Control>> controls, double requests) {
        this(position, values, controls, requests, new Chance(values, List.of()));
    }

    /**
     * What is known to be chance.
     *
     * @param plain the values as they were simulated
     * @param checks of what was taken off them, or is a control by what is known of arrivals
     */
    public record Chance(List<double[]> plain, List<Check> checks) {
        public Chance {
            plain = List.copyOf(plain);
            checks = List.copyOf(checks);
        }
    }

    /**
     * Whether what must be 0 on average is so.
     *
     * @param what is known
     * @param errors its standard errors from 0; infinite where it must be 0 and is not
     */
    public record Check(String what, double errors) {
        /** Standard errors that chance exceeds once in a million times. */
        private static final double MOST = 4.8916;

        boolean fails() {
            return Math.abs(errors) > MOST;
        }
    }

    /** How many replications it has. */
    public int replications() {
        return values.get(0).length;
    }

    /** Whether something that is known is not so in the simulation. */
    boolean isRefused() {
        return chance.checks().stream().anyMatch(Check::fails);
    }

    /** The same without any correction. */
    Sample plain() {
        List<List<Control>> none = new ArrayList<>();
        values.forEach(each -> none.add(List.of()));
        return new Sample(
                position,
                chance.plain(),
                none,
                requests,
                new Chance(chance.plain(), chance.checks()));
    }

    /** Whether anything is taken off the values. */
    boolean isCorrected() {
        for (int t = 0; t < values.size(); t++) {
            if (!Arrays.equals(values.get(t), chance.plain().get(t))) {
                return true;
            }
        }
        return false;
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
