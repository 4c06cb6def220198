/**
 * One exchangeable slice of the deployment on its own small clock: users and their sessions,
 * meters, routing, replicas and client behaviour. Everything that happens per request happens here.
 */
@NullMarked
package headroom.cell;

import org.jspecify.annotations.NullMarked;
