/** Which replica a request goes to: each router one file, pure. */
@NullMarked
package headroom.routers;

import org.jspecify.annotations.NullMarked;
