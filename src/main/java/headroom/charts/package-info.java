/** Pictures, as data, SVG and PNG, and the pages of studies that are made of them. */
@NullMarked
package headroom.charts;

import org.jspecify.annotations.NullMarked;
