/** What people and programs read of a comparison: words, tables, chart, report, files. */
@NullMarked
package headroom.comparisons;

import org.jspecify.annotations.NullMarked;
