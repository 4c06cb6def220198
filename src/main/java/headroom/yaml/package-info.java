/**
 * The text of a scenario file: its nodes with their places, its numbers with their units, and every
 * error in it at once.
 */
@NullMarked
package headroom.yaml;

import org.jspecify.annotations.NullMarked;
