/**
 * Money: what capacity and energy cost, what is earned, and the sums of both. Dollars are plain
 * doubles; nothing here is rounded to cents, since these are estimates and no invoices.
 */
@NullMarked
package headroom.economics;

import org.jspecify.annotations.NullMarked;
