/**
 * Usage caps: meters with their windows, rate limits, the peak-hour rule, and what users do at the
 * limit. Every meter keeps the state of all users of one tier in one cell in primitive arrays.
 */
@NullMarked
package headroom.quota;

import org.jspecify.annotations.NullMarked;
