/** Which classical queue the serving replicas of a scenario are, and what its theory says. */
@NullMarked
package headroom.replicatheory;

import org.jspecify.annotations.NullMarked;
