package headroom.control;

/**
 * What a controller of caps or of the peak-hour multiplier may read. Hours are counted back from
 * the last one whose measurements are in, which is hour 0.
 */
public interface ControlView {
    /** An hour [s]. */
    double HOUR_SECONDS = 3600;

    /** What is measured in every hour. */
    enum Measure {
        /**
         * p99 of time to first token [s]; infinity where requests failed or wait and none got one.
         */
        TTFT_P99,
        /** Share of the scarcer of KV memory and sequences in use. */
        UTILISATION
    }

    /** The value in force. */
    double current();

    /** Now [s]. */
    double nowSeconds();

    /** Time between two decisions [s]. */
    double elapsedSeconds();

    /** The highest of a number of hours, of which the last was so many ago; NaN if none is. */
    double worst(Measure measure, int hours, int ago);

    /** Hours of which measurements are in. */
    int hours();

    /** Whole hours that have passed since the last one whose measurements are in. */
    int staleHours();

    /** Utilisation of an hour; NaN if unknown. */
    double utilisation(int ago);

    /** KV memory of the replicas that took requests, mean of an hour [token]. */
    double capacityTokens(int ago);

    /** The value in force, mean of an hour. */
    double value(int ago);

    /** KV memory that was ordered for so many hours after hour 0; for 0, that of hour 0 [token]. */
    double orderedTokens(int ahead);
}
