/** How anything is written down: numbers, tables, files, folders, the frame of a page. */
@NullMarked
package headroom.page;

import org.jspecify.annotations.NullMarked;
