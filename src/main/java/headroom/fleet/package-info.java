/**
 * The replicas of one cell: who routes to which, when each changes next, and how they were used.
 */
@NullMarked
package headroom.fleet;

import org.jspecify.annotations.NullMarked;
