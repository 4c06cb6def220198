/**
 * The clock, the event list, timers and named random streams. Everything that happens on the
 * control plane happens through an {@link headroom.kernel.Agenda}, in the total order (time, rank,
 * start order); everything random comes from {@link headroom.kernel.Streams}, where a stream is a
 * function of seed, replication and name alone. Nothing here knows what a GPU or a request is.
 */
@NullMarked
package headroom.kernel;

import org.jspecify.annotations.NullMarked;
