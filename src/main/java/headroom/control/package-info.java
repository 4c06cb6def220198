/**
 * What controllers see and decide: the knobs of caps and peak-hour multiplier, the scaling of
 * replicas, clocks, and the GPUs that serving lends to jobs.
 */
@NullMarked
package headroom.control;

import org.jspecify.annotations.NullMarked;
