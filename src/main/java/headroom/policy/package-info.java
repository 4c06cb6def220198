/**
 * Implementations of the policies that lower rooms declare: routers, controllers of caps, power
 * policies. Each is one file and pure.
 */
@NullMarked
package headroom.policy;

import org.jspecify.annotations.NullMarked;
