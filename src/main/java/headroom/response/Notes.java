package headroom.response;

/** How each curve is to be read. */
final class Notes {
    private Notes() {}

    static String of(Measure measure) {
        return switch (measure) {
            case CAP_SCALE ->
                "Mean factor on usage caps that the scenario's controller holds. Where it has not"
                        + " settled by the end, more is affordable than this mean.";
            case LOWEST_CAP -> "From the first GPU that arrives to the end of the run.";
            case MULTIPLIER -> "Mean within peak hours; 1 is no limit of its own.";
            case PEAK_HOURS ->
                "Peak hours of a week, times the share of those of the phase in which the"
                        + " multiplier was above 1.";
            case TTFT ->
                "The controllers trade latency for caps, so this falls for certain only where caps"
                        + " are at their limit and the multiplier is 1.";
            case REFUSED ->
                "Capped, rate limited, shed when overloaded or too large, of all offered.";
            case DEFERRED -> "Came back after the reset of a limit, of all offered.";
            case POWER -> "Mean over the phase, all sites.";
            case COST ->
                "The contract at its full price times the share of the addition, without the"
                        + " discount of its ramp; GPUs with a price of their own, or without a"
                        + " contract that of their pool, by that; and the energy of all sites.";
        };
    }
}
