/** Laws of random times and sizes, drawn from named streams. */
@NullMarked
package headroom.variates;

import org.jspecify.annotations.NullMarked;
