/** Which classical model a scenario of jobs is, if one, and what its theory says. */
@NullMarked
package headroom.theory;

import org.jspecify.annotations.NullMarked;
