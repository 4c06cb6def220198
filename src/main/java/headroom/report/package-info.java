/**
 * Writes what a run found: the results folder, the HTML report, the picture of the README and the
 * short table of the terminal. Nothing is computed here beyond choosing, rounding and wording
 * numbers that a run has measured, so that no figure exists only in a report.
 */
@NullMarked
package headroom.report;

import org.jspecify.annotations.NullMarked;
