/** What breaks, alone or together, and how long it is away: nodes, racks, whole domains. */
@NullMarked
package headroom.faults;

import org.jspecify.annotations.NullMarked;
