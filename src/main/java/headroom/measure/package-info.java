/** Turns the facts of a run into numbers: hourly columns and totals by phase. */
@NullMarked
package headroom.measure;

import org.jspecify.annotations.NullMarked;
