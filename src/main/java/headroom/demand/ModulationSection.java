package headroom.demand;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

import java.util.Optional;

/** One factor of a rate that wanders at random. */
public record ModulationSection(
        @Key(
                name = "sigma",
                range = "(0, 3]",
                doc = "Standard deviation of the factor's logarithm; its mean is 1.")
        double sigma,

        @Key(
                name = "correlationTime",
                unit = Quantity.DURATION,
                range = "[10 ms, 366 d]",
                doc = "Time in which the correlation of its logarithm falls to 1/e; half of"
                        + " it is the step in which it changes.")
        double correlationSeconds,

        @Key(
                name = "path",
                doc = "Tiers and streams that name the same path, with the same correlationTime,"
                        + " swing together; left out: an own one.")
        Optional<String> path,

        @Key(
                name = "common",
                def = "true",
                doc = "Whether all cells swing together, as demand for a service does; false: each"
                        + " on its own.")
        boolean common) {}
