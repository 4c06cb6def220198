package headroom.experiment;

import headroom.metrics.MetricException;

/** A scenario cannot be run as it asks, for it names a number that it does not have. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String key, String why) {
        super(key + ": " + why);
    }

    Refusal(String key, MetricException why) {
        super(key + ": " + why.line(), why);
    }
}
