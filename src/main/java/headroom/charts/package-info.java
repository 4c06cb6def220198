/** Pictures: what a chart shows, as SVG. */
@NullMarked
package headroom.charts;

import org.jspecify.annotations.NullMarked;
