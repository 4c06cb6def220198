/** From a plan to results: replications side by side, numbers with their errors. */
@NullMarked
package headroom.experiment;

import org.jspecify.annotations.NullMarked;
