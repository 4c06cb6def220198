/** From a scenario to results: assembly, replications side by side, numbers with their errors. */
@NullMarked
package headroom.experiment;

import org.jspecify.annotations.NullMarked;
