/** A scenario turned into what the simulation is built from; the one place that picks policies. */
@NullMarked
package headroom.assembly;

import org.jspecify.annotations.NullMarked;
