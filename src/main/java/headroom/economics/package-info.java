/**
 * Money: what capacity and energy cost. Dollars are plain doubles; nothing here is rounded to
 * cents, since these are estimates and no invoices.
 */
@NullMarked
package headroom.economics;

import org.jspecify.annotations.NullMarked;
