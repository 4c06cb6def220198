package headroom.theory;

import headroom.analytic.TimeLaw;
import headroom.demand.LawSection;
import headroom.demand.LawSection.Family;
import headroom.joblist.JobStreamSection;
import headroom.joblist.StationSection;
import headroom.variates.Law;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A station with those who come to it.
 *
 * @param station what it is
 * @param visitors who comes, and how often
 * @param keys in what the station and its visitors depart from a plain queue
 */
record Stop(StationSection station, List<Visitors> visitors, TreeSet<String> keys) {

    /**
     * The jobs of a stream at a station.
     *
     * @param stream as it was written
     * @param ratePerSecond at which they come to the station, from outside or not [1/s]
     * @param size what they need there
     * @param meanSeconds mean of the size [s]
     * @param squareSeconds mean square of the size [s^2]
     */
    record Visitors(
            JobStreamSection stream,
            double ratePerSecond,
            LawSection size,
            double meanSeconds,
            double squareSeconds) {

        Visitors(JobStreamSection stream, double ratePerSecond, LawSection size) {
            this(stream, ratePerSecond, size, size.law());
        }

        // a law may take a while to build
        private Visitors(JobStreamSection stream, double rate, LawSection size, Law law) {
            this(stream, rate, size, law.mean(), square(law));
        }

        Law law() {
            return size.law();
        }

        /** Servers they keep at work. */
        double erlangs() {
            return ratePerSecond * meanSeconds();
        }
    }

    /** Mean square of a law [s^2]. */
    static double square(Law law) {
        return law.mean() * law.mean() * (1 + law.squaredCv());
    }

    boolean departsIn(String... names) {
        return keys.equals(new TreeSet<>(List.of(names)));
    }

    boolean isEndless() {
        return Double.isInfinite(servers());
    }

    double servers() {
        return station.servers().orElse(Double.NaN);
    }

    /** Servers, where they are not endless. */
    int count() {
        return (int) servers();
    }

    double ratePerSecond() {
        return visitors.stream().mapToDouble(Visitors::ratePerSecond).sum();
    }

    double erlangs() {
        return visitors.stream().mapToDouble(Visitors::erlangs).sum();
    }

    /** Mean service of those who come [s]. */
    double meanSeconds() {
        return erlangs() / ratePerSecond();
    }

    boolean isStable() {
        return erlangs() < servers();
    }

    boolean isOne() {
        return count() == 1;
    }

    /** Whether all need exponential times with the same mean. */
    boolean isExponential() {
        return visitors.stream()
                .allMatch(v -> v.size().family() == Family.EXPONENTIAL
                        && v.size().equals(visitors.get(0).size()));
    }

    /** "3" of M/M/3. */
    String written() {
        return String.valueOf(count());
    }

    /** A law that is exponential, by its mean. */
    static Optional<Double> exponential(LawSection law) {
        return law.family() == Family.EXPONENTIAL
                ? Optional.of(law.mean().orElseThrow())
                : Optional.empty();
    }

    /** The law as formulas need it, where it is one of those that have a density. */
    static Optional<TimeLaw> continuous(LawSection law) {
        return Optional.ofNullable(
                switch (law.family()) {
                    case EXPONENTIAL -> TimeLaw.exponential(law.mean().orElseThrow());
                    case ERLANG ->
                        TimeLaw.erlang(
                                (int) law.stages().orElseThrow(), law.mean().orElseThrow());
                    case HYPEREXPONENTIAL ->
                        law.branches().isEmpty()
                                ? TimeLaw.hyperexponential(
                                        law.mean().orElseThrow(),
                                        law.squaredCv().orElseThrow())
                                : null;
                    case UNIFORM ->
                        TimeLaw.uniform(law.from().orElseThrow(), law.to().orElseThrow());
                    case PARETO ->
                        TimeLaw.boundedPareto(
                                law.alpha().orElseThrow(),
                                law.from().orElseThrow(),
                                law.to().orElseThrow());
                    case FIXED, LOGNORMAL, WEIBULL, GAMMA -> null;
                });
    }
}
