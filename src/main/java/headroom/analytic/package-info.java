/**
 * Closed forms and bounds of queueing theory: oracles for tests and rows in reports. Every formula
 * is evaluated by a recursion that neither overflows nor cancels at a quarter of a million servers.
 * Nothing here simulates.
 */
@NullMarked
package headroom.analytic;

import org.jspecify.annotations.NullMarked;
