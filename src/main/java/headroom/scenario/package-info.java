/**
 * Scenario files: YAML text to and from immutable, validated records, one per section, with every
 * error located. The records carry no behaviour. Values are in seconds, watts, joules, tokens,
 * credits and dollars; other units exist only in the text, where a value with a dimension must
 * name its unit.
 */
@NullMarked
package headroom.scenario;

import org.jspecify.annotations.NullMarked;
