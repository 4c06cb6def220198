/**
 * The one coordinator of both planes: epochs, capacity that arrives, who holds which GPUs, power,
 * and the knobs that controllers move. Split by the concern that owns state.
 */
@NullMarked
package headroom.cluster;

import org.jspecify.annotations.NullMarked;
