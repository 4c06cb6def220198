/** Questions that take many runs: what varies, what is compared, what is looked for. */
@NullMarked
package headroom.study;

import org.jspecify.annotations.NullMarked;
