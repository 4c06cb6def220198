/** Which waiting job runs next, and which running one gives way: each policy one file, pure. */
@NullMarked
package headroom.scheduling;

import org.jspecify.annotations.NullMarked;
