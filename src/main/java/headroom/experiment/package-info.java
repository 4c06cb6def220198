/**
 * Runs scenarios and keeps what came out: assembly, warm-up, replications, comparison, and the
 * {@link headroom.experiment.RunResult} that reports are written from.
 */
@NullMarked
package headroom.experiment;

import org.jspecify.annotations.NullMarked;
