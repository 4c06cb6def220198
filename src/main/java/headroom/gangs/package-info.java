/** What jobs and their stations are, and what a scheduling policy sees and orders. */
@NullMarked
package headroom.gangs;

import org.jspecify.annotations.NullMarked;
