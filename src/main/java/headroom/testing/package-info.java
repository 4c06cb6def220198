/** Scenarios in JUnit tests: runs as parameters, and assertions that know the error of a number. */
@NullMarked
package headroom.testing;

import org.jspecify.annotations.NullMarked;
