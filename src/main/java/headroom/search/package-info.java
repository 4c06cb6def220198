/** The smallest or largest value at which constraints hold: search, answer, report. */
@NullMarked
package headroom.search;

import org.jspecify.annotations.NullMarked;
