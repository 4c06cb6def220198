/**
 * Turns facts of a simulation into numbers: what was seen by tier, pool, site and phase becomes a
 * {@link headroom.measure.Measurement} with its half-width.
 */
@NullMarked
package headroom.measure;

import org.jspecify.annotations.NullMarked;
