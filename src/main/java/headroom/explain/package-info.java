/** What can be said of a scenario before it is run: load, capacity, power, and what binds first. */
@NullMarked
package headroom.explain;

import org.jspecify.annotations.NullMarked;
