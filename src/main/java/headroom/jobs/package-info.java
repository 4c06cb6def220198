/** Gang jobs on GPUs and plain jobs on servers: queues, service, what failures cost. */
@NullMarked
package headroom.jobs;

import org.jspecify.annotations.NullMarked;
