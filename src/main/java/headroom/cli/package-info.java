/** The command line: arguments, progress, exit codes. The only room that talks to a terminal. */
@NullMarked
package headroom.cli;

import org.jspecify.annotations.NullMarked;
