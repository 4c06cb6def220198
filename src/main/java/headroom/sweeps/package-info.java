/** What people and programs read of a sweep: tables, charts, a report, files. */
@NullMarked
package headroom.sweeps;

import org.jspecify.annotations.NullMarked;
