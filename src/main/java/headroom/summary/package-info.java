/** The numbers of an experiment by phase, each with its error, and its course over time. */
@NullMarked
package headroom.summary;

import org.jspecify.annotations.NullMarked;
