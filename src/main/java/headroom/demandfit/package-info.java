/**
 * Fits of generated demand to recorded traces: rates, dispersion, token lengths and clients, and
 * how like the trace what is generated comes out.
 */
@NullMarked
package headroom.demandfit;

import org.jspecify.annotations.NullMarked;
