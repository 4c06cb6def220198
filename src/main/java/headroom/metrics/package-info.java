/** How people name a number of a run and what they ask of it: selectors, objectives, units. */
@NullMarked
package headroom.metrics;

import org.jspecify.annotations.NullMarked;
