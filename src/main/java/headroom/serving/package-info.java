/**
 * One replica and what it is made of: the step time, the waiting queue, the sequences in service,
 * and what a router may see of them. A replica advances in closed form between changes of its
 * batch; no step is ever an event.
 */
@NullMarked
package headroom.serving;

import org.jspecify.annotations.NullMarked;
