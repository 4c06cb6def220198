/** The sections of a scenario file that say which jobs come, where they run, in which order. */
@NullMarked
package headroom.joblist;

import org.jspecify.annotations.NullMarked;
