/** What jobs did: counts by station and stream. */
@NullMarked
package headroom.jobbook;

import org.jspecify.annotations.NullMarked;
