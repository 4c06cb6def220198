/**
 * Implementations of the policies that lower rooms declare: controllers of caps,
 * scaling of replicas, power. Each is one file and pure.
 */
@NullMarked
package headroom.policy;

import org.jspecify.annotations.NullMarked;
