/**
 * The one coordinator of both planes: epochs, capacity that arrives, power, and the controllers of
 * caps and peak-hour multiplier. Split by the concern that owns state.
 */
@NullMarked
package headroom.cluster;

import org.jspecify.annotations.NullMarked;
