/** Capacity response curves: what each further GPU buys in caps, latency, refusals and power. */
@NullMarked
package headroom.response;

import org.jspecify.annotations.NullMarked;
