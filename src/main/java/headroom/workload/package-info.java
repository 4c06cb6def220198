/**
 * Who asks for what: laws of token counts and times, activity of users, sessions, retries, and
 * traces to replay. Every variate is
 * one uniform inverted through StrictMath or a precomputed table, so the same numbers come out on
 * every JVM and a change in one place leaves the draws of all others alone.
 */
@NullMarked
package headroom.workload;

import org.jspecify.annotations.NullMarked;
