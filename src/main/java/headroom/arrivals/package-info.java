/**
 * When demand comes: weekly shapes, spikes and growth, and arrival processes over them. Every
 * variate is one uniform inverted through StrictMath or a precomputed table.
 */
@NullMarked
package headroom.arrivals;

import org.jspecify.annotations.NullMarked;
