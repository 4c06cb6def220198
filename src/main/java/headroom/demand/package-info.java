/** The sections of a scenario file that say who asks, when, and what limits them. */
@NullMarked
package headroom.demand;

import org.jspecify.annotations.NullMarked;
