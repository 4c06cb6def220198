/**
 * The users of one cell, in primitive arrays: populations with their meters, sessions and how they
 * unfold, when they begin, time-outs, and what the control plane sets for them.
 */
@NullMarked
package headroom.clients;

import org.jspecify.annotations.NullMarked;
